"""The written questions of a pack that somebody teaches."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.models import Answer, Rubric
from studyapp.reflection.queries import current_questions


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with how far its marks can be trusted."""

    question: ReflectionQuestion
    rubric: Rubric | None
    answers: int


def questions_of(pack: Pack) -> QuerySet[ReflectionQuestion]:
    """The questions that the current version asks, in reading order."""
    rubrics = Prefetch("rubrics", Rubric.objects.order_by("-pk").defer("source"), to_attr="newest_first")
    return current_questions().filter(revision__section__pack=pack).prefetch_related(rubrics)


def rubric_in(question: ReflectionQuestion) -> Rubric | None:
    """The rubric that marks a question of `questions_of`."""
    found: list[Rubric] = question.newest_first  # type: ignore[attr-defined]
    return found[0] if found else None


def lines_of(pack: Pack) -> list[QuestionLine]:
    """All questions of the pack with their counts."""
    counted = Answer.objects.filter(pack_id=pack.pk).values("question_key").annotate(n=Count("id"))
    answers = {row["question_key"]: row["n"] for row in counted}
    return [QuestionLine(one, rubric_in(one), answers.get(one.key, 0)) for one in questions_of(pack)]
