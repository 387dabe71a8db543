"""Reading reflection questions, answers and what they earned."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from studyapp.accounts.models import User
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.models import Answer, Draft, Rubric


def current_questions(**of_place: object) -> QuerySet[ReflectionQuestion]:
    """Reflection questions of the current version of each pack, in reading order.

    `of_place` are further conditions on the section's place in that version, such as `lesson__in`.
    """
    # One call of filter(): conditions of two calls could be met by the places of two versions.
    conditions = {f"revision__places__{name}": value for name, value in of_place.items()}
    return (
        ReflectionQuestion.objects.filter(
            revision__places__version=F("revision__section__pack__current_version"), **conditions
        )
        .select_related("revision__section__pack__current_version")
        .order_by("revision__places__position", "position")
    )


def wordings_for(user: User) -> QuerySet[ReflectionQuestion]:
    """All stored wordings of readable packs, the newest first: withdrawn ones too, for who was writing meanwhile."""
    return (
        ReflectionQuestion.objects.filter(revision__section__pack__in=Pack.objects.readable_by(user))
        .select_related("revision__section__pack__current_version")
        .order_by("-pk")
    )


def is_current(question: ReflectionQuestion) -> bool:
    """Whether the current version of its pack asks the question, in whatever words."""
    same = current_questions().filter(revision__section__pack=question.revision.section.pack_id, key=question.key)
    return same.exists()


def questions_for(user: User) -> QuerySet[ReflectionQuestion]:
    """Those that the person may read."""
    return current_questions().filter(revision__section__pack__in=Pack.objects.readable_by(user))


def unanswered(learner_id: int, lesson_ids: list[int]) -> QuerySet[ReflectionQuestion]:
    """Questions of these lessons (ids of their opening sections) that the learner has not answered yet."""
    answered = Answer.objects.filter(
        learner_id=learner_id,
        pack_id=OuterRef("revision__section__pack_id"),
        question_key=OuterRef("key"),
    )
    return current_questions(lesson__in=lesson_ids).filter(~Exists(answered)).distinct()


def asking_about(fact_ids: QuerySet[Any, Any]) -> QuerySet[ReflectionQuestion]:
    """Current questions that have one of these facts as a criterion."""
    return current_questions().filter(rubrics__criteria__fact__in=fact_ids).distinct()


def rubric_of(question: ReflectionQuestion) -> Rubric | None:
    """The rubric that the current wording is marked by, or None."""
    return question.rubrics.order_by("-pk").first()


def stem_of(rubric: Rubric) -> str:
    """The newest wording of the question that a rubric marks."""
    return rubric.questions.order_by("-pk").values_list("stem", flat=True).first() or ""


def tries_of(learner_id: int, answer: Answer) -> tuple[Answer, Answer | None]:
    """The first and, if there is one, the second try that `answer` belongs to."""
    own = Answer.objects.filter(learner_id=learner_id)
    if answer.first_try is not None:
        return own.get(id=answer.first_try), answer
    return answer, own.filter(first_try=answer.id).first()


def draft_key(question: ReflectionQuestion) -> str:
    """Under which key a draft of the question is kept."""
    return f"{question.revision.section.pack.key}/{question.key}"


def draft_of(learner_id: int, question: ReflectionQuestion) -> Draft | None:
    """The learner's unfinished text, or None."""
    return Draft.objects.filter(learner_id=learner_id, question_key=draft_key(question)).first()


def past_answers(learner_id: int, question: ReflectionQuestion) -> QuerySet[Answer]:
    """The learner's first tries at the question, newest first."""
    return Answer.objects.filter(
        learner_id=learner_id,
        pack_id=question.revision.section.pack_id,
        question_key=question.key,
        attempt_number=1,
    ).order_by("-submitted_at")
