"""What instructors decide about items, and how items follow: when it is decided, and when a version becomes current.

Decisions hang on fact, form and ordinal. The rows of items are only marked, so that asking needs no further join.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.items import values as domain
from studyapp.domain.items.reviewing import Breach, apply_edit, basis_of, edit_breaches
from studyapp.library.models import PackVersion
from studyapp.quiz.beliefs import MARKS, follow_beliefs
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.services import as_value

Verdict = ItemDecision.Verdict


class BrokenRules(StudyappError):
    """An edit breaks rules of item writing."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        super().__init__(" ".join(str(breach) for breach in breaches))
        self.breaches = tuple(breaches)


def generated_value(item: Item) -> domain.Item:
    """The item as it was made, whatever an instructor made of it."""
    value = as_value(item)
    if item.generated is None:
        return value
    made = item.generated
    options = tuple(domain.Option(**option) for option in made["options"])
    return replace(value, stem=made["stem"], stem_html=made["stem_html"], options=options, keys=tuple(made["keys"]))


def decision_of(item: Item) -> ItemDecision | None:
    """What was decided about the item, also if it no longer applies."""
    return ItemDecision.objects.filter(fact=item.fact_id, form=item.form, ordinal=item.ordinal).first()


def accept(item: Item, *, by: User, at: datetime) -> ItemDecision:
    """The item is good as it is shown, with its edit if it has one; a suppressed one is asked again."""
    edit = _live_edit(decision_of(item))
    return _decide(item, Verdict.EDITED if edit and "stem" in edit else Verdict.ACCEPTED, edit, by=by, at=at)


def suppress(item: Item, *, by: User, at: datetime) -> ItemDecision:
    """The item is not asked; an edit of it is kept for the day it is accepted again."""
    return _decide(item, Verdict.SUPPRESSED, _live_edit(decision_of(item)), by=by, at=at)


def restore(item: Item, *, by: User, at: datetime) -> ItemDecision:
    """The item is asked as it was made; an edit of it is dropped."""
    return _decide(item, Verdict.ACCEPTED, None, by=by, at=at)


def edited_value(item: Item, *, stem: str, distractors: Mapping[int, str]) -> domain.Item:
    """The item with an edit. Raises BrokenRules, or ValueError for an option that may not be edited."""
    made = generated_value(item)
    edited = apply_edit(as_value(item), stem=stem, distractors=distractors)
    breaches = edit_breaches(made, edited)
    if breaches:
        raise BrokenRules(breaches)
    return edited


def edit(item: Item, *, stem: str, distractors: Mapping[int, str], by: User, at: datetime) -> ItemDecision:
    """Ask the item in other words from now on, also after new versions. Raises what `edited_value` raises."""
    edited = edited_value(item, stem=stem, distractors=distractors)
    if edited == generated_value(item):
        return restore(item, by=by, at=at)
    options = [asdict(option) for option in edited.options]
    words = {"stem": edited.stem, "stem_html": edited.stem_html, "options": options, "keys": list(edited.keys)}
    return _decide(item, Verdict.EDITED, words, by=by, at=at)


def accept_all(items: Iterable[Item], *, by: User, at: datetime) -> int:
    """Accept those of the items about which nothing was decided yet; says how many."""
    rows = list(items)
    decided = _by_form(ItemDecision.objects.filter(fact__in={item.fact_id for item in rows}))
    new = [item for item in rows if item.form_of_fact not in decided]
    ItemDecision.objects.bulk_create(
        ItemDecision(
            pack_id=item.fact.pack_id, fact_id=item.fact_id, form=item.form, ordinal=item.ordinal,
            verdict=Verdict.ACCEPTED, basis=basis_of(as_value(item)), decided_by=by, decided_at=at,
        )
        for item in new
    )  # fmt: skip
    return len(new)


@transaction.atomic
def undo(item: Item) -> bool:
    """Bring back what was decided before the last decision; False if nothing was decided."""
    decision = decision_of(item)
    if decision is None:
        return False
    if decision.before is None:
        decision.delete()
        _forget(item, is_belief=decision.is_belief)
        return True
    for name, value in decision.before.items():
        setattr(decision, name, value)
    decision.before = None
    decision.save()
    version = item.fact.pack.current_version
    if decision.is_belief and version:
        follow_beliefs([decision], {item.form_of_fact: item}, version)
    else:
        _settle(item, decision).save(update_fields=MARKS)
    return True


def _forget(item: Item, *, is_belief: bool) -> None:
    """As if nothing had been decided: a belief is not asked, all else as it was made."""
    settled = _settle(item, None)
    settled.is_suppressed = is_belief
    settled.save(update_fields=MARKS)


def _live_edit(decision: ItemDecision | None) -> dict[str, Any] | None:
    return decision.edit if decision and not decision.is_stale else None


@transaction.atomic
def _decide(
    item: Item, verdict: ItemDecision.Verdict, words: dict[str, Any] | None, *, by: User, at: datetime
) -> ItemDecision:
    earlier = decision_of(item)
    is_belief = earlier.is_belief if earlier else False
    edit_now = words if words is not None or not (earlier and is_belief) else earlier.edit
    basis = earlier.basis if earlier and is_belief else basis_of(generated_value(item))
    if (
        earlier
        and not earlier.is_stale
        and (earlier.verdict, earlier.edit, earlier.basis) == (verdict, edit_now, basis)
    ):
        return earlier  # sent twice: undoing still goes back to what was decided before it
    decision, _is_new = ItemDecision.objects.update_or_create(
        fact_id=item.fact_id,
        form=item.form,
        ordinal=item.ordinal,
        defaults={
            "pack_id": item.fact.pack_id,
            "verdict": verdict,
            "edit": edit_now,
            "basis": basis,
            "is_stale": False,
            "is_belief": is_belief,
            "before": earlier.remembered() if earlier else None,
            "decided_by": by,
            "decided_at": at,
        },
    )
    _settle(item, decision).save(update_fields=MARKS)
    return decision


def _settle(item: Item, decision: ItemDecision | None) -> Item:
    """Mark the row of an item as was decided: as it was made, edited, or not asked."""
    made = generated_value(item)
    words = decision.edit if decision and not decision.is_stale and decision.edit else {}
    is_edited = "stem" in words
    plain = {"stem": made.stem, "stem_html": made.stem_html, "keys": list(made.keys)}
    plain["options"] = [asdict(option) for option in made.options]
    for name, value in (words if is_edited else plain).items():
        setattr(item, name, value)
    item.generated = plain if is_edited else None
    item.is_suppressed = decision is not None and not decision.is_stale and decision.verdict == Verdict.SUPPRESSED
    return item


def follow_decisions(version: PackVersion) -> None:
    """Let the items of a version follow what was decided, where question and key are still those of that time.

    Callers hold the transaction. One statement if nothing was ever decided about the pack.
    """
    decisions = list(ItemDecision.objects.filter(pack=version.pack_id).select_related("fact"))
    if not decisions:
        return
    facts = {decision.fact_id for decision in decisions}
    rows = Item.objects.filter(revision__places__version=version, fact__in=facts).select_related("fact")
    items = {item.form_of_fact: item for item in rows}
    beliefs = [decision for decision in decisions if decision.is_belief]
    follow_beliefs(beliefs, items, version)
    plain = [(one, items[one.form_of_fact]) for one in decisions if not one.is_belief and one.form_of_fact in items]
    for decision, item in plain:
        decision.is_stale = decision.basis != basis_of(generated_value(item))
    settled = [_settle(item, decision) for decision, item in plain]
    Item.objects.bulk_update(settled, MARKS, batch_size=200)
    ItemDecision.objects.bulk_update([decision for decision, _item in plain], ["is_stale"], batch_size=500)


def _by_form(decisions: Iterable[ItemDecision]) -> dict[tuple[int, str, int], ItemDecision]:
    return {decision.form_of_fact: decision for decision in decisions}
