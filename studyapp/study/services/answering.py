"""A written answer, graded by the reflection room, moves the memory of its criteria: one transaction for both."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.services import Graded, judge, store
from studyapp.study.learners import note_answer
from studyapp.study.services.reflecting import record_criterion_reviews


def submit_answer(
    *,
    learner_id: int,
    question: ReflectionQuestion,
    key: UUID,
    text: str,
    at: datetime,
    first_try: UUID | None = None,
) -> Graded:
    """Grade, store and remember one try; the same key again changes nothing.

    Raises EmptyAnswer, AnswerTooLong or NoSecondTry; then nothing is stored.
    """
    judged = judge(learner_id=learner_id, question=question, key=key, text=text, at=at, first_try=first_try)
    with transaction.atomic():
        graded = store(judged, at)
        note_answer(learner_id, at)
        if graded.ratings:
            record_criterion_reviews(
                learner_id=learner_id,
                answer_key=graded.answer.id,
                ratings=[(one.fact_id, one.rating, one.score) for one in graded.ratings],
                at=at,
            )
    return graded
