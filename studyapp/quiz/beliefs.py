"""Beliefs that an instructor approved for traps whose author wrote none, as items that outlive versions."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.items.drafting import belief_item
from studyapp.domain.items.reviewing import phrase_of
from studyapp.domain.lessons.blocks import Trap
from studyapp.domain.lessons.pack import Section
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact, PackVersion, SectionFact
from studyapp.library.section_content import from_plain
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.publishing import row_of

Verdict = ItemDecision.Verdict
BELIEF_ORDINAL = 100  # of approved beliefs: one that its author writes later has 1
MARKS = ("stem", "stem_html", "options", "keys", "generated", "is_suppressed")


class CannotApprove(StudyappError):
    """A belief cannot be asked; the message says why."""


@transaction.atomic
def approve_belief(fact: Fact, version: PackVersion, words: str, *, by: User, at: datetime) -> Item:
    """Ask a trap by a belief in an instructor's words, from now on and in later versions. Raises CannotApprove."""
    source = _sources([fact.pk], version).get(fact.pk)
    trap = _trap_of(source[1], fact) if source else None
    if source is None or trap is None:
        raise CannotApprove(_("This trap is not in the current version any more."))
    if _has_belief(trap):
        raise CannotApprove(_("The author wrote a belief for this trap meanwhile. Decide about that item."))
    row = _belief_row(source, fact, trap, words)
    if row is None:
        raise CannotApprove(_("Write a statement of two words or more, of at most 580 characters."))
    earlier = ItemDecision.objects.filter(fact=fact, form="belief", ordinal=BELIEF_ORDINAL).first()
    ItemDecision.objects.update_or_create(
        fact=fact,
        form="belief",
        ordinal=BELIEF_ORDINAL,
        defaults={
            "pack_id": fact.pack_id,
            "verdict": Verdict.ACCEPTED,
            "edit": {"belief": words},
            "basis": trap_basis(trap),
            "is_stale": False,
            "is_belief": True,
            "before": earlier.remembered() if earlier else None,
            "decided_by": by,
            "decided_at": at,
        },
    )
    return _store_belief(row)


def words_of(decision: ItemDecision) -> str:
    """The words in which a belief was approved."""
    return str((decision.edit or {}).get("belief", ""))


def trap_basis(trap: Trap) -> str:
    """A hash of what a belief was approved for."""
    truth = trap.truth.html if trap.truth else ""
    return hashlib.sha256(f"{trap.html}\0{truth}".encode()).hexdigest()


def follow_beliefs(
    decisions: Sequence[ItemDecision], items: Mapping[tuple[int, str, int], Item], version: PackVersion
) -> None:
    """Ask approved beliefs in the sections of a version; `items` are its rows by what decisions hang on."""
    sources = _sources([decision.fact_id for decision in decisions], version) if decisions else {}
    for decision in decisions:
        source = sources.get(decision.fact_id)
        trap = _trap_of(source[1], decision.fact) if source else None
        if source is None or trap is None:
            continue
        decision.is_stale = _has_belief(trap) or decision.basis != trap_basis(trap)
        row = _belief_row(source, decision.fact, trap, words_of(decision)) if not decision.is_stale else None
        if row is not None:
            row.is_suppressed = decision.verdict == Verdict.SUPPRESSED
            _store_belief(row)
        elif decision.form_of_fact in items:
            Item.objects.filter(pk=items[decision.form_of_fact].pk).update(is_suppressed=True)
    ItemDecision.objects.bulk_update(decisions, ["is_stale"], batch_size=500)


def _store_belief(row: Item) -> Item:
    """Sessions may point at the row, so it is changed and never deleted."""
    fields = {name: getattr(row, name) for name in (*MARKS, "feedback_html", "line", "file", "kind", "block_key")}
    stored, _is_new = Item.objects.update_or_create(
        revision_id=row.revision_id, fact_id=row.fact_id, form=row.form, ordinal=row.ordinal, defaults=fields
    )
    return stored


def _sources(facts: Iterable[int], version: PackVersion) -> dict[int, tuple[SectionFact, Section]]:
    """The sections of a version that teach these facts, as they were read."""
    places = SectionFact.objects.filter(
        fact__in=facts, revision__places__version=version, revision__content__isnull=False
    ).select_related("revision__content")
    found = {}
    for place in places:
        plain = place.revision.content.content
        section = from_plain(plain, file=plain["file"], line=plain["line"], lesson_key=plain["lesson_key"])
        found[place.fact_id] = (place, section)
    return found


def _trap_of(section: Section, fact: Fact) -> Trap | None:
    traps = (block for block in section.blocks if isinstance(block, Trap))
    return next((trap for trap in traps if fit_key(trap.key, 400) == fact.key), None)


def _has_belief(trap: Trap) -> bool:
    return trap.belief is not None and bool(trap.belief.text.strip())


def _belief_row(source: tuple[SectionFact, Section], fact: Fact, trap: Trap, words: str) -> Item | None:
    place, section = source
    phrase = phrase_of(words)
    value = belief_item(section, trap.key, phrase) if len(phrase.text.split()) > 1 else None
    if value is None:
        return None
    made = replace(value, ordinal=BELIEF_ORDINAL)
    return row_of(made, place.revision, fact, block_key=place.block_key)
