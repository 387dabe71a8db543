"""Which question a session is at, and making sure that it can still be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from studyapp.quiz.models import Item
from studyapp.quiz.queries import askable, to_show
from studyapp.quiz.services import choose_item, keys_of_pairs, shown_order
from studyapp.study.learners import SessionRow
from studyapp.study.models import Card, Flag, StudySession
from studyapp.study.plan import Entry, as_json, entries_of
from studyapp.study.services.responding import Asked


def load(row: SessionRow, entries: Sequence[Entry]) -> list[Asked | None]:
    """The questions of these entries in two statements; None where one cannot be asked any more."""
    learner_id = row.session.learner_id
    items = to_show([one.item_id for one in entries])
    live = {key: item for key, (item, is_current) in items.items() if is_current and item.fact.is_live}
    by_fact = _cards(learner_id, entries, live.values())
    found: list[Asked | None] = []
    for entry in entries:
        card, item = by_fact.get(entry.fact_id), live.get(entry.item_id)
        if card and item:
            order = shown_order(item, _seed(row.session, entry), key_place=entry.key_place)
            is_flagged = bool(cast(Any, card).is_flagged)
            found.append(Asked(row, entry, card, item, order, is_flagged, _cards_of_pairs(item, by_fact.values())))
        else:
            found.append(None)
    return found


def _cards(learner_id: int, entries: Sequence[Entry], items: Iterable[Item]) -> dict[int, Card]:
    """The cards of the entries, and of all facts that their items are about."""
    wanted, cards = Q(fact_id__in=[one.fact_id for one in entries]), Card.objects.of(learner_id)
    several = [item for item in items if item.pair_facts]
    for item in several:
        wanted |= Q(fact__pack=item.fact.pack_id, fact__key__in=keys_of_pairs(item))
    if several:
        cards = cards.annotate(key=F("fact__key"), pack=F("fact__pack"))
    held = cards.filter(wanted, is_active=True).annotate(is_flagged=_is_flagged())
    return {card.fact_id: card for card in held}


def _cards_of_pairs(item: Item, cards: Iterable[Card]) -> dict[str, Card]:
    """By the key of the fact."""
    keys = keys_of_pairs(item)
    named = {cast(Any, card).key: card for card in cards if keys and cast(Any, card).pack == item.fact.pack_id}
    return {key: named[key] for key in keys if key in named}


def current_and_next(row: SessionRow) -> tuple[Asked | None, Asked | None]:
    """The question that the session is at, and the one that follows it in the plan."""
    position = row.session.position
    entries = entries_of(row.session)[position : position + 2]
    return tuple([*load(row, entries), None, None][:2])  # type: ignore[return-value]


def current(row: SessionRow) -> Asked | None:
    """The question that the session is at; None at its end.

    An entry whose wording was replaced is asked in the new wording; one whose fact is gone is dropped from the plan.
    """
    while row.session.position < len(row.session.plan):
        entries = entries_of(row.session)
        asked = load(row, [entries[row.session.position]])[0]
        if asked:
            return asked
        _repair(row.session, entries)
    return None


def _repair(session: StudySession, entries: list[Entry]) -> None:
    """Give the current entry another item, or take it out of the plan, which may end the session."""
    broken = entries[session.position]
    items = askable([broken.fact_id]).get(broken.fact_id, [])
    items = [item for item in items if item.pk != broken.item_id]
    card = (
        Card.objects.of(session.learner_id).filter(fact_id=broken.fact_id, is_active=True, fact__is_live=True).first()
    )
    if items and card:
        item = choose_item(items, last_form=card.last_form, reps=card.reps)
        entries[session.position] = replace(
            broken, item_id=item.pk, other_item_id=item.pk, key_place=0, other_key_place=0
        )
    else:
        entries = [one for one in entries[session.position :] if one.fact_id != broken.fact_id]
        entries = [*entries_of(session)[: session.position], *entries]
    session.plan = as_json(entries)
    session.ended_at = timezone.now() if session.position >= len(entries) else None
    StudySession.objects.filter(learner_id=session.learner_id, id=session.id, position=session.position).update(
        plan=session.plan, ended_at=session.ended_at
    )


def _is_flagged() -> Exists:
    return Exists(Flag.objects.filter(learner_id=OuterRef("learner_id"), fact_id=OuterRef("fact_id")))


def _seed(session: StudySession, entry: Entry) -> bytes:
    """A reload shows the same options in the same order, another day or a repeat shows others."""
    return f"{session.learner_id}|{session.study_day}|{int(entry.is_repeat)}".encode()
