"""A written answer, graded by the reflection room, moves the memory of its criteria: one transaction for both."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from studyapp.domain.scheduling.study_day import start_of
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Answer
from studyapp.reflection.services import Graded, judge, store
from studyapp.study.learners import note_answer, today_of
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

    Memory moves once per question and study day, with the first answer: what follows a result, a second try or
    the model answer of the same day is practice.

    Raises EmptyAnswer, AnswerTooLong or NoSecondTry; then nothing is stored.
    """
    judged = judge(learner_id=learner_id, question=question, key=key, text=text, at=at, first_try=first_try)
    with transaction.atomic():
        graded = store(judged, at)
        note_answer(learner_id, at)
        if graded.ratings and not _is_practice(graded.answer, at):
            record_criterion_reviews(
                learner_id=learner_id,
                answer_key=graded.answer.id,
                ratings=[(one.fact_id, one.rating, one.score) for one in graded.ratings],
                at=at,
            )
    return graded


def _is_practice(answer: Answer, at: datetime) -> bool:
    """Whether the learner has seen today what an answer to this question earns, or its model answer."""
    today, zone = today_of(answer.learner_id, at)
    began = start_of(today, zone)
    same = Answer.objects.filter(learner_id=answer.learner_id, question_key=answer.question_key, pack_id=answer.pack_id)
    seen = Q(submitted_at__gte=began) | Q(model_answer_seen_at__gte=began)
    return same.exclude(id=answer.id).filter(seen).exists()
