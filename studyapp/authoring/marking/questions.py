"""The written questions of a pack that somebody teaches."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.agreeing import LEAST_SAMPLES, Gate, gate
from studyapp.reflection.marking import waiting_by_question
from studyapp.reflection.models import Answer, MarkedSample, Rubric
from studyapp.reflection.queries import current_questions


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with how far its marks can be trusted. `gate` is None as long as too few samples are marked."""

    question: ReflectionQuestion
    rubric: Rubric | None
    answers: int
    waiting: int
    samples: int
    random_marked: int
    gate: Gate | None


def questions_of(pack: Pack) -> QuerySet[ReflectionQuestion]:
    """The questions that the current version asks, in reading order."""
    rubrics = Prefetch("rubrics", Rubric.objects.order_by("-pk").defer("source"), to_attr="newest_first")
    return current_questions().filter(revision__section__pack=pack).prefetch_related(rubrics)


def rubric_in(question: ReflectionQuestion) -> Rubric | None:
    """The rubric that marks a question of `questions_of`."""
    found: list[Rubric] = question.newest_first  # type: ignore[attr-defined]
    return found[0] if found else None


def lines_of(pack: Pack) -> list[QuestionLine]:
    """All questions of the pack with their counts; the gate is worked out only where enough samples are marked."""
    counted = Answer.objects.filter(pack_id=pack.pk).values("question_key").annotate(n=Count("id"))
    answers = {row["question_key"]: row["n"] for row in counted}
    waiting = waiting_by_question(pack=pack)
    samples: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    drawn = MarkedSample.objects.filter(pack=pack).annotate(raters=Count("given"))
    for key, how, raters in drawn.values_list("question_key", "drawn", "raters"):
        samples[key] += 1
        marked[key] += how == MarkedSample.Drawn.RANDOM and raters > 0
    return [
        QuestionLine(
            question=one,
            rubric=rubric_in(one),
            answers=answers.get(one.key, 0),
            waiting=waiting.get(one.key, 0),
            samples=samples[one.key],
            random_marked=marked[one.key],
            gate=gate(one) if marked[one.key] >= LEAST_SAMPLES else None,
        )
        for one in questions_of(pack)
    ]
