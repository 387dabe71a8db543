"""What a written answer does to the memory of its criteria."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import recall
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import after
from studyapp.library.models import Fact
from studyapp.study.learners import today_of
from studyapp.study.models import Card, Review, ReviewKind
from studyapp.study.services.cards import as_replayed, columns_of, state_of


class Earned(NamedTuple):
    """What an answer earned on one criterion: the rating, and the credit (0 to 1) that it comes from."""

    rating: Rating
    score: float


def record_criterion_reviews(
    *, learner_id: int, answer_key: UUID, ratings: Iterable[tuple[int, int, float]], at: datetime
) -> list[Review]:
    """Log a rating for each fact and move its card, all or nothing; rows that exist already stay as they are.

    `ratings` are (fact id, rating, credit from 0 to 1); of several for one fact the first counts. `answer_key` is the
    form's key: the ids of the rows follow from it and the fact, so that a second call adds nothing. Returns the new
    rows.
    """
    wanted = {fact_id: Earned(Rating(rating), score) for fact_id, rating, score in reversed(list(ratings))}
    ids = {fact_id: row_id(answer_key, fact_id) for fact_id in wanted}
    with transaction.atomic():
        present = set(Review.objects.filter(learner_id=learner_id, id__in=ids.values()).values_list("id", flat=True))
        missing = {fact_id: earned for fact_id, earned in wanted.items() if ids[fact_id] not in present}
        return _record(learner_id, answer_key, missing, at) if missing else []


def row_id(answer_key: UUID, fact_id: int) -> UUID:
    """A version-7 id with the time of `answer_key`, the same for the same key and fact."""
    digest = hashlib.blake2b(answer_key.bytes + fact_id.to_bytes(8), digest_size=10).digest()
    bits = (answer_key.int >> 80 << 80) | int.from_bytes(digest)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    return UUID(int=bits & ~(0x3 << 62) | 0x2 << 62)


def _record(learner_id: int, answer_key: UUID, ratings: dict[int, Earned], at: datetime) -> list[Review]:
    today, zone = today_of(learner_id, at)
    facts = Fact.objects.filter(pk__in=ratings).select_related("pack").in_bulk()
    _make_missing_cards(learner_id, list(facts), at)
    cards = Card.objects.select_for_update().filter(learner_id=learner_id, fact_id__in=facts)
    return [
        _move(card, facts[card.fact_id], ratings[card.fact_id], cause=answer_key, today=today, zone=zone, at=at)
        for card in cards.order_by("fact_id")
    ]


def _make_missing_cards(learner_id: int, fact_ids: list[int], at: datetime) -> None:
    cards = [Card(learner_id=learner_id, fact_id=fact_id, due_at=at, introduced_at=at) for fact_id in fact_ids]
    Card.objects.bulk_create(cards, ignore_conflicts=True)


def _move(card: Card, fact: Fact, earned: Earned, *, cause: UUID, today: int, zone: str, at: datetime) -> Review:
    state, day = state_of(card), max(today, card.last_day or 0)
    review = Review(
        learner_id=card.learner_id,
        id=row_id(cause, fact.pk),
        cause=cause,
        fact_id=fact.pk,
        card_version=card.version + 1,
        kind=ReviewKind.REFLECTION,
        pack_version_id=fact.pack.current_version_id or 0,
        domain_code=fact.domain_code,
        answered_at=at,
        zone=zone,
        study_day=day,
        delta_days=day - state.last_day if state else 0,
        score=earned.score,
        rating=earned.rating,
        trap_fact_id=fact.pk if fact.kind == "trap" and earned.rating == Rating.AGAIN else None,
        stability_before=card.stability,
        difficulty_before=card.difficulty,
        recall_before=recall(state, day, DEFAULT) if state else None,
        parameters=DEFAULT.id,
    )
    moved = after(as_replayed(card), earned.rating, day, DEFAULT, form="", zone=zone, at=at)
    review.save(force_insert=True)
    Card.objects.filter(learner_id=card.learner_id, fact_id=card.fact_id).update(
        **columns_of(moved, card.introduced_at)
    )
    return review
