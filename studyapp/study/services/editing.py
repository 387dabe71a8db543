"""What a published edit does to the memory of those who had learned what it changed. Callers hold the transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When

from studyapp.accounts.models import User
from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.study_day import study_day
from studyapp.library.models import Fact, PackVersion
from studyapp.study.learners import latest_study_day
from studyapp.study.models import Card, Review, ReviewKind
from studyapp.study.services.reflecting import row_id

LEARNERS_AT_ONCE = 200
ROWS_AT_ONCE = 1_000


class _Edit(NamedTuple):
    """One publishing, as the log tells it."""

    key: UUID
    kinds: Mapping[int, ReviewKind]  # by fact id
    facts: Mapping[int, Fact]
    version: PackVersion
    at: datetime


class _Place(NamedTuple):
    """Where a learner is, and their last study day (0: none)."""

    zone: str
    last_day: int


def follow_edit(changed: Mapping[Severity, Sequence[Fact]], *, version: PackVersion, key: UUID, at: datetime) -> None:
    """Move the cards of facts that say something else in `version`: a row in the log for each, and the card after it.

    Another meaning asks for an early review, another answer starts the memory anew; a clarification moves no card.
    `key` is the publishing's, from which the ids of the rows follow. The number of statements grows with the number
    of learners who had learned one of the facts, by some for each 200 of them.
    """
    by_kind = {ReviewKind.RECHECK: changed.get("meaning", ()), ReviewKind.RESTART: changed.get("flipped", ())}
    facts = {fact.pk: fact for some in by_kind.values() for fact in some}
    if not facts:
        return
    kinds = {fact.pk: kind for kind, some in by_kind.items() for fact in some}
    edit = _Edit(key, kinds, facts, version, at)
    learned = Card.objects.filter(fact__in=facts, stability__isnull=False).order_by("learner_id")
    learners = list(learned.values_list("learner_id", flat=True).distinct())
    for start in range(0, len(learners), LEARNERS_AT_ONCE):
        _follow(edit, learners[start : start + LEARNERS_AT_ONCE])


def _follow(edit: _Edit, learners: Sequence[int]) -> None:
    """Move the cards of these learners, locked in one order, so that no two writers wait for each other."""
    cards = Card.objects.filter(learner_id__in=learners, fact__in=edit.facts, stability__isnull=False)
    held = list(cards.select_for_update().order_by("learner_id", "fact_id"))
    places = _places_of(learners)
    rows = [_row(edit, card, places.get(card.learner_id, _Place("UTC", 0))) for card in held if _is_moved(edit, card)]
    Review.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    early = Case(When(due_at__gt=edit.at, then=Value(edit.at)), default=F("due_at"))
    _with_row_ahead(cards, ReviewKind.RECHECK).update(version=F("version") + 1, recheck_at=edit.at, due_at=early)
    _with_row_ahead(cards, ReviewKind.RESTART).update(
        version=F("version") + 1, stability=None, last_day=None, reps=0, lapses=0, last_form="",
        recheck_at=None, due_at=F("introduced_at"),
    )  # fmt: skip


def _is_moved(edit: _Edit, card: Card) -> bool:
    """Whether the edit changes the card: one that waits for an early review goes on waiting."""
    return edit.kinds[card.fact_id] == ReviewKind.RESTART or card.recheck_at is None


def _with_row_ahead(cards: QuerySet[Card], kind: ReviewKind) -> QuerySet[Card]:
    """Those of the cards whose log is one row of this kind ahead of them: a card learned meanwhile is none."""
    return cards.filter(
        Exists(
            Review.objects.filter(
                learner_id=OuterRef("learner_id"),
                fact_id=OuterRef("fact_id"),
                card_version=OuterRef("version") + 1,
                kind=kind,
            )
        )
    )


def _places_of(learners: Sequence[int]) -> dict[int, _Place]:
    people = User.objects.filter(pk__in=learners).annotate(day=Subquery(latest_study_day(OuterRef("pk"))))
    return {pk: _Place(zone, day or 0) for pk, zone, day in people.values_list("pk", "time_zone", "day")}


def _row(edit: _Edit, card: Card, place: _Place) -> Review:
    fact = edit.facts[card.fact_id]
    day = study_day(edit.at, place.zone, not_before=max(place.last_day, card.last_day or 0))
    return Review(
        learner_id=card.learner_id,
        id=row_id(edit.key, fact.pk),
        cause=edit.key,
        fact_id=fact.pk,
        card_version=card.version + 1,
        kind=edit.kinds[fact.pk],
        pack_version_id=edit.version.pk,
        domain_code=fact.domain_code,
        answered_at=edit.at,
        zone=place.zone,
        study_day=day,
        delta_days=day - (card.last_day or day),
        score=0.0,
        rating=0,
        stability_before=card.stability,
        difficulty_before=card.difficulty,
        parameters=DEFAULT.id,
    )
