"""Disputes and overrides, decided in the reflection room, move the memory of the criteria: one transaction for both."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.domain.common.ratings import Rating
from studyapp.domain.common.uuid7 import uuid7
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import corrections_of, last_word, replay
from studyapp.reflection import disputing, overriding, regrading
from studyapp.reflection.models import Answer, Dispute, Override, Regrade
from studyapp.reflection.ratings import ratings_of
from studyapp.reflection.regrading import BATCH
from studyapp.study.models import Card, Review, ReviewKind
from studyapp.study.services.cards import columns_of
from studyapp.web.form_keys import CHANCE

NOT_COUNTED = 0  # in place of a rating


@transaction.atomic
def open_dispute(*, answer: Answer, criterion_id: int, key: UUID, quote: str, remark: str, at: datetime) -> Dispute:
    """Open a dispute; until it is decided the criterion counts as Hard. See `disputing.open_dispute`."""
    dispute = disputing.open_dispute(
        answer=answer, criterion_id=criterion_id, key=key, quote=quote, remark=remark, at=at
    )
    follow_verdict(learner_id=dispute.learner_id, answer_id=dispute.answer_id, at=at)
    return dispute


@transaction.atomic
def withdraw_dispute(*, learner_id: int, dispute_id: UUID, at: datetime) -> Dispute:
    """Take an open dispute back; the criterion counts as before. See `disputing.withdraw_dispute`."""
    dispute = disputing.withdraw_dispute(learner_id=learner_id, dispute_id=dispute_id, at=at)
    follow_verdict(learner_id=learner_id, answer_id=dispute.answer_id, at=at)
    return dispute


@transaction.atomic
def resolve_dispute(
    *, learner_id: int, dispute_id: UUID, key: UUID, is_upheld: bool, reply: str, by: User, at: datetime,
    credit: float = 1.0,
) -> Dispute:  # fmt: skip
    """Decide a dispute and correct the memory of its criterion. See `disputing.resolve_dispute`."""
    dispute = disputing.resolve_dispute(
        learner_id=learner_id, dispute_id=dispute_id, key=key, is_upheld=is_upheld, reply=reply, by=by, at=at,
        credit=credit,
    )  # fmt: skip
    follow_verdict(learner_id=learner_id, answer_id=dispute.answer_id, at=at)
    return dispute


@transaction.atomic
def override(
    *, answer: Answer, key: UUID, credit_by_key: Mapping[str, float], reason: str, by: User, at: datetime,
    marks: float | None = None, lifted: Collection[str] | None = None, decides: Collection[UUID] | None = None,
) -> Override:  # fmt: skip
    """Give an answer other marks and correct the memory of its criteria. See `overriding.override`."""
    given = overriding.override(
        answer=answer, key=key, credit_by_key=credit_by_key, reason=reason, by=by, at=at, marks=marks, lifted=lifted,
        decides=decides,
    )  # fmt: skip
    follow_verdict(learner_id=answer.learner_id, answer_id=answer.id, at=at)
    return given


@transaction.atomic
def give_criterion(
    *, answers: Iterable[tuple[Answer, UUID]], criterion_key: str, reason: str, by: User, at: datetime
) -> None:
    """Give several answers, each with the key of its own form, all credit of a criterion: all of them or none.

    Only disputes of that criterion are decided with it: nobody looked at the others.
    """
    for answer, key in answers:
        disputes = disputing.disputes_of(answer).filter(criterion__key=criterion_key)
        override(
            answer=answer, key=key, credit_by_key={criterion_key: 1.0}, reason=reason, by=by, at=at,
            decides=list(disputes.values_list("id", flat=True)),
        )  # fmt: skip


@transaction.atomic
def confirm(*, answer: Answer, key: UUID, by: User, at: datetime, reason: str = "") -> Override:
    """Let the marks of an answer stand as they are; open disputes are declined. See `overriding.confirm`."""
    given = overriding.confirm(answer=answer, key=key, by=by, at=at, reason=reason)
    follow_verdict(learner_id=answer.learner_id, answer_id=answer.id, at=at)
    return given


@transaction.atomic
def regrade_step(*, regrade: Regrade, at: datetime, batch: int = BATCH) -> Regrade:
    """Apply the next batch of a regrade and correct the memory of those that it judged anew.

    See `regrading.regrade_step`.
    """
    step = regrading.regrade_step(regrade=regrade, at=at, batch=batch)
    for learner_id, answer_id in step.judged:
        follow_verdict(learner_id=learner_id, answer_id=answer_id, at=at)
    return step.regrade


@transaction.atomic
def follow_verdict(*, learner_id: int, answer_id: UUID, at: datetime) -> list[Review]:
    """Let each card count what the answer counts for now; returns the new rows, none if nothing differs.

    Only what the answer put into the log can be corrected: second tries and practice moved no memory.
    """
    rows = list(Review.objects.filter(learner_id=learner_id, cause=answer_id, kind=ReviewKind.REFLECTION))
    if not rows:
        return []
    facts = [row.fact_id for row in rows]
    cards = Card.objects.select_for_update().filter(learner_id=learner_id, fact_id__in=facts).order_by("fact_id")
    held = {card.fact_id: card for card in cards}
    corrections = corrections_of(
        Review.objects.filter(learner_id=learner_id, fact_id__in=facts, kind=ReviewKind.OVERRIDE)
    )
    wanted = ratings_of(learner_id, answer_id)
    made = []
    for row in sorted(rows, key=lambda one: one.fact_id):
        standing = last_word(row, corrections)
        rating, score = wanted.get(row.fact_id) or _unnamed(row, standing)
        if standing.rating != rating:
            made.append(_correct(held[row.fact_id], row, standing, rating=rating, score=score, at=at))
    return made


def _unnamed(row: Review, standing: Review) -> tuple[int, float]:
    """What a row counts for whose fact the answer says nothing about now: a trap that it does not state never fell."""
    return (NOT_COUNTED, 0.0) if row.trap_fact_id else (standing.rating, standing.score)


def _correct(card: Card, row: Review, standing: Review, *, rating: int, score: float, at: datetime) -> Review:
    """Append the correction, which tells `row` anew, and set the card to what its log says then."""
    correction = Review(
        learner_id=row.learner_id,
        id=uuid7(at, CHANCE),
        cause=row.cause,
        corrects=standing.id,
        fact_id=row.fact_id,
        card_version=card.version + 1,
        kind=ReviewKind.OVERRIDE,
        pack_version_id=row.pack_version_id,
        domain_code=row.domain_code,
        answered_at=at,
        zone=row.zone,
        study_day=row.study_day,
        delta_days=row.delta_days,
        score=score,
        rating=rating,
        trap_fact_id=row.trap_fact_id if rating == Rating.AGAIN else None,
        stability_before=row.stability_before,
        difficulty_before=row.difficulty_before,
        recall_before=row.recall_before,
        parameters=DEFAULT.id,
    )
    correction.save(force_insert=True)
    log = list(Review.objects.filter(learner_id=row.learner_id, fact_id=row.fact_id))
    columns = columns_of(replay(log, DEFAULT), card.introduced_at)
    Card.objects.filter(learner_id=card.learner_id, fact_id=card.fact_id).update(**columns)
    return correction
