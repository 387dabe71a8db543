"""Lines that would have found what people credited and the machine missed: proposals to click, nothing by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.suggesting import Suggestion, suggest
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.agreeing import GIVEN
from studyapp.reflection.effective import effective_of
from studyapp.reflection.models import Answer, MarkedSample, Override, Rubric, SampleMark
from studyapp.reflection.rubric_values import rubric_value

MOST_TEXTS = 100  # of each kind, the newest: every proposal is tried on all of them
MOST_CHARACTERS = 40_000  # of these together: an answer may have 10,000
OVERRIDES = 200


@dataclass(frozen=True, slots=True)
class Proposals:
    """Lines for one criterion, with the texts that it misses."""

    missed: tuple[str, ...]
    lines: tuple[Suggestion, ...]


def proposals_for(question: ReflectionQuestion, rubric: Rubric, criterion_key: str) -> Proposals:
    """Lines for a criterion, from marked samples and from overridden answers. Raises KeyError for an unknown key."""
    value = rubric_value(rubric)
    if criterion_key not in {one.key for one in value.criteria}:
        raise KeyError(criterion_key)
    missed, refused = [], []
    for text, credit in dict((*_samples(rubric, criterion_key), *_overridden(rubric, criterion_key))).items():
        result = grade(value, text, question=question.stem)
        machine = next(one.credit for one in result.criteria if one.key == criterion_key)
        if credit >= GIVEN > machine:
            missed.append(text)
        elif credit < GIVEN:
            refused.append(text)
    lines = suggest(value, criterion_key, newest(missed), question=question.stem, refused=newest(refused))
    return Proposals(tuple(missed), lines)


def newest(texts: Sequence[str]) -> list[str]:
    """The last of the texts, as many as can be tried on while somebody waits."""
    kept: list[str] = []
    left = MOST_CHARACTERS
    for text in reversed(texts[-MOST_TEXTS:]):
        left -= len(text)
        if left < 0:
            break
        kept.append(text)
    return kept[::-1]


def _samples(rubric: Rubric, key: str) -> Iterator[tuple[str, float]]:
    """What people gave the criterion in each sample that they marked; of several the latest counts."""
    of_question = MarkedSample.objects.filter(pack=rubric.pack_id, question_key=rubric.question_key)
    given = SampleMark.objects.filter(sample__in=of_question).select_related("sample").order_by("at", "pk")
    for one in given:
        if key in one.credits:
            yield one.sample.text, one.credits[key]


def _overridden(rubric: Rubric, key: str) -> Iterator[tuple[str, float]]:
    """The same of answers that a person looked at."""
    given = Override.objects.filter(rubric__pack=rubric.pack_id, rubric__question_key=rubric.question_key)
    ids = list(given.order_by("-at").values_list("learner_id", "answer_id")[:OVERRIDES])
    answers = Answer.objects.filter(
        learner_id__in={learner for learner, _ in ids}, id__in={answer for _, answer in ids}
    )
    found = list(answers)
    effective = effective_of(found)
    for one in found:
        counts = effective.get((one.learner_id, one.id))
        if counts and key in counts.credits:
            yield one.text, counts.credits[key]
