"""Storing and grading written answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from studyapp.domain.common import limits
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.common.uuid7 import time_of
from studyapp.domain.common.words import words
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.results import Result
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection import queries
from studyapp.reflection.effective import effective_score
from studyapp.reflection.models import Answer, Criterion, CriterionScore, Draft, Rubric
from studyapp.reflection.ratings import FactRating, ratings_by
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.score_rows import criterion_rows, score_row


class EmptyAnswer(StudyappError):
    """Nothing was written; nothing was stored."""


class AnswerTooLong(StudyappError):
    """More than the limit; nothing was stored, the text is kept in the form."""


class NoSecondTry(StudyappError):
    """A second try where none is allowed: it was made already, or the model answer has been seen."""


class KeyUsedElsewhere(StudyappError):
    """The form's key belongs to the answer to another question; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A stored answer. `ratings` is empty unless this call stored a first try (memory moves once)."""

    answer: Answer
    result: Result | None
    ratings: tuple[FactRating, ...]


def check_text(text: str) -> str:
    """The text to store: as typed, without NUL, which PostgreSQL refuses.

    Raises EmptyAnswer without a single word and AnswerTooLong over 10,000 characters.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n")
    if len(text) > limits.ANSWER_CHARACTERS:
        raise AnswerTooLong(
            f"An answer may have {limits.ANSWER_CHARACTERS:,} characters; this one has {len(text):,}. "
            "Your text is still here: shorten it and send it again."
        )
    if not words(text):
        raise EmptyAnswer("Write something first. Nothing was stored.")
    return text


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that was judged but not stored yet. `result` is None where no rubric is there to mark by."""

    answer: Answer
    draft_key: str
    result: Result | None
    is_stored: bool = False


def judge(
    *,
    learner_id: int,
    question: ReflectionQuestion,
    key: UUID,
    text: str,
    at: datetime,
    first_try: UUID | None = None,
) -> Judged:
    """Check and grade one try without storing it, so that nothing slow holds the database's writer.

    `question` is the wording that was on the page: its own rubric judges, whatever was published since. A key that is
    stored already gives the stored answer. Raises EmptyAnswer, AnswerTooLong, NoSecondTry or KeyUsedElsewhere.
    """
    draft_key = queries.draft_key(question)
    stored = Answer.objects.filter(learner_id=learner_id, id=key).first()
    if stored is not None:
        if (stored.question_key, stored.pack_id) != (question.key, question.revision.section.pack_id):
            raise KeyUsedElsewhere("This form was used for another question. Your text is below: send it again.")
        return Judged(stored, draft_key, None, is_stored=True)
    text = check_text(text)
    first = _check_second_try(learner_id, question, first_try) if first_try else None
    rubric = rubric_of_try(first) if first else queries.rubric_of(question)
    result = grade(rubric_value(rubric), text, question=question.stem) if rubric else None
    answer = _new_answer(learner_id=learner_id, question=question, key=key, text=text, at=at, first=first)
    answer.rubric = rubric
    return Judged(answer, draft_key, result)


@transaction.atomic
def store(judged: Judged, at: datetime) -> Graded:
    """Store a judged answer with its score. The same answer again changes nothing.

    Raises NoSecondTry if another second try was stored meanwhile.
    """
    answer = judged.answer
    if judged.is_stored:
        return Graded(answer, None, ())
    if answer.first_try is not None:
        judged = _by_the_same_rubric(judged)
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError as error:
        same = Answer.objects.filter(learner_id=answer.learner_id, id=answer.id).first()
        if same is None:
            raise NoSecondTry("The second try was made already; its result is below.") from error
        return Graded(same, None, ())  # the same form sent twice at once: the other one won
    ratings = _store_score(answer, answer.rubric, judged.result, at) if answer.rubric and judged.result else ()
    Draft.objects.filter(learner_id=answer.learner_id, question_key=judged.draft_key).delete()
    return Graded(answer, judged.result, ratings if answer.first_try is None else ())


def save_draft(*, learner_id: int, question: ReflectionQuestion, text: str, at: datetime) -> Draft:
    """Keep an unfinished text; the newest wins. Raises AnswerTooLong at twice the length of an answer."""
    if len(text) > limits.ANSWER_CHARACTERS * 2:
        raise AnswerTooLong(
            f"A draft may have {limits.ANSWER_CHARACTERS * 2:,} characters; this one has {len(text):,}. "
            "It was not saved; your text is still here."
        )
    draft, _ = Draft.objects.update_or_create(
        learner_id=learner_id,
        question_key=queries.draft_key(question),
        defaults={"text": text.replace("\x00", ""), "saved_at": at},
    )
    return draft


def show_model_answer(answer: Answer, at: datetime) -> None:
    """Note that the learner asked for the model answer: no second try after that."""
    Answer.objects.filter(learner_id=answer.learner_id, id=answer.id, model_answer_seen_at__isnull=True).update(
        model_answer_seen_at=at
    )


def _check_second_try(learner_id: int, question: ReflectionQuestion, first_try: UUID) -> Answer:
    first = Answer.objects.filter(
        learner_id=learner_id,
        id=first_try,
        attempt_number=1,
        question_key=question.key,
        pack_id=question.revision.section.pack_id,
    ).first()
    if first is None:
        raise NoSecondTry("There is no first try to add to. Write the answer anew.")
    if first.model_answer_seen_at is not None:
        raise NoSecondTry("The model answer has been shown, so there is no second try.")
    if Answer.objects.filter(learner_id=learner_id, first_try=first.id).exists():
        raise NoSecondTry("The second try was made already; its result is below.")
    return first


def rubric_of_try(first: Answer) -> Rubric | None:
    """What a second try is judged by: the rubric that the first try's marks are by now."""
    effective = effective_score(first)
    return effective.score.rubric if effective else first.rubric


def _by_the_same_rubric(judged: Judged) -> Judged:
    """The second try judged anew if a regrade took the first one meanwhile; the first is locked against the next."""
    answer = judged.answer
    first = Answer.objects.select_for_update().get(learner_id=answer.learner_id, id=answer.first_try or answer.id)
    rubric = rubric_of_try(first)
    if rubric is None or rubric.pk == answer.rubric_id:
        return judged
    answer.rubric = rubric
    return replace(judged, result=grade(rubric_value(rubric), answer.text, question=queries.stem_of(rubric)))


def _new_answer(
    *, learner_id: int, question: ReflectionQuestion, key: UUID, text: str, at: datetime, first: Answer | None
) -> Answer:
    return Answer(
        learner_id=learner_id,
        id=key,
        question_key=question.key,
        pack_id=question.revision.section.pack_id,
        section_id=question.revision.section_id,
        attempt_number=2 if first else 1,
        first_try=first.id if first else None,
        text=text,
        shown_at=min(time_of(key), at),
        submitted_at=at,
    )


def _store_score(answer: Answer, rubric: Rubric, result: Result, at: datetime) -> tuple[FactRating, ...]:
    score_row(answer, rubric, result, at).save(force_insert=True)
    criteria = list(Criterion.objects.filter(rubric=rubric))
    CriterionScore.objects.bulk_create(criterion_rows(answer, criteria, result))
    return ratings_by(rubric, result)
