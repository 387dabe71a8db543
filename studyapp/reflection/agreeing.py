"""How well the machine's marks agree with people's, question by question, and whether that is enough to count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from statistics import fmean

from django.db.models import Count, Max, Sum

from studyapp.domain.grading.engine import ENGINE_VERSION, grade
from studyapp.domain.grading.results import Result
from studyapp.domain.psychometrics.agreement import (
    Interval,
    bias,
    bootstrap_interval,
    exact_percent,
    mean_absolute_error,
    weighted_kappa,
)
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.batch import step_of
from studyapp.reflection.models import MarkedSample, Rubric, SampleMark
from studyapp.reflection.queries import rubric_of
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.sampling import criteria_of, marks_for

LEAST_SAMPLES = 20
THRESHOLD = 0.70  # kappa
CREDIT_STEP = 0.5
GIVEN = 0.5  # the credit from which a criterion counts as given
SEED = 20261128

Marks = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Machine against people over `n` samples; figures are None under 20 samples, or where they are not defined.

    `error` and `bias` (machine minus person) are in marks, or in credit where it is one criterion.
    """

    n: int
    exact_percent: float | None = None
    kappa: float | None = None
    interval: Interval | None = None
    error: float | None = None
    bias: float | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """The first two people against each other over the `n` samples that two marked; figures from 20 samples on."""

    n: int
    exact_percent: float | None = None
    kappa: float | None = None


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """One criterion. False and missed credits are ids of samples, of those that were not drawn at random too."""

    key: str
    label: str
    figures: Figures
    people: Between
    false_credits: tuple[int, ...]
    missed_credits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A question by one rubric and engine version; the figures are over samples drawn at random.

    `marked` and `unmarked` count samples of all kinds.
    """

    rubric_id: int
    engine_version: str
    marked: int
    unmarked: int
    figures: Figures
    people: Between
    criteria: tuple[CriterionAgreement, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether marks may count beyond practice, by this rubric and engine; `n` of `needed` samples are marked."""

    is_open: bool
    n: int
    kappa: float | None
    threshold: float = THRESHOLD
    needed: int = LEAST_SAMPLES


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sample as the machine and as people judged it. The lists have an entry for each person, the first first."""

    sample: MarkedSample
    machine: Result
    marks: Sequence[float]
    credits: Sequence[Mapping[str, float]]

    def machine_credit(self, key: str) -> float:
        return next(one.credit for one in self.machine.criteria if one.key == key)

    def person_credit(self, key: str) -> float:
        return fmean(one[key] for one in self.credits)


def agreement_of(question: ReflectionQuestion) -> Agreement | None:
    """Agreement for the question's current rubric and this engine; None without a rubric.

    Where several people marked a sample the mean of what they gave is the person's.
    """
    rubric = rubric_of(question)
    if rubric is None:
        return None
    judged, unmarked = _judged_by_both(rubric, question.stem)
    chosen = [one for one in judged if one.sample.drawn == MarkedSample.Drawn.RANDOM]
    step = step_of(rubric_value(rubric))
    return Agreement(
        rubric_id=rubric.pk,
        engine_version=ENGINE_VERSION,
        marked=len(judged),
        unmarked=unmarked,
        figures=_figures([one.machine.marks for one in chosen], [fmean(one.marks) for one in chosen], step),
        people=_between([one.marks for one in chosen], step),
        criteria=tuple(_criterion(key, label, judged, chosen) for key, label in _labels(rubric)),
    )


def gate(question: ReflectionQuestion) -> Gate:
    """Whether 20 random samples or more were marked and kappa reaches the threshold. Closed without a rubric."""
    rubric = rubric_of(question)
    if rubric is None:
        return Gate(is_open=False, n=0, kappa=None)
    given = SampleMark.objects.filter(
        sample__pack=rubric.pack_id, sample__question_key=rubric.question_key, sample__drawn=MarkedSample.Drawn.RANDOM
    )
    seen = given.aggregate(
        samples=Count("sample", distinct=True), given=Count("pk"), latest=Max("at"), total=Sum("marks")
    )
    if seen["samples"] < LEAST_SAMPLES:
        return Gate(is_open=False, n=seen["samples"], kappa=None)
    return _gate(rubric.pk, rubric.content_hash, question.stem, tuple(seen.values()))


@lru_cache(maxsize=512)
def _gate(rubric_id: int, content_hash: str, stem: str, seen: tuple[object, ...]) -> Gate:
    """Judged once for the same marks given, which `seen` tells: every result page asks."""
    rubric = Rubric.objects.get(pk=rubric_id, content_hash=content_hash)
    judged, _ = _judged_by_both(rubric, stem)
    chosen = [one for one in judged if one.sample.drawn == MarkedSample.Drawn.RANDOM]
    kappa = weighted_kappa(
        [one.machine.marks for one in chosen], [fmean(one.marks) for one in chosen], step=step_of(rubric_value(rubric))
    )
    enough = len(chosen) >= LEAST_SAMPLES
    is_open = enough and kappa is not None and kappa >= THRESHOLD
    return Gate(is_open=is_open, n=len(chosen), kappa=kappa if enough else None)


def _labels(rubric: Rubric) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in rubric_value(rubric).criteria]


def _judged_by_both(rubric: Rubric, stem: str) -> tuple[list[_Judged], int]:
    """Samples that somebody marked by criteria that the rubric has, judged by it now; and how many nobody has."""
    wanted = criteria_of(rubric)
    marks: dict[int, list[SampleMark]] = defaultdict(list)
    of_question = MarkedSample.objects.filter(pack=rubric.pack_id, question_key=rubric.question_key)
    for given in SampleMark.objects.filter(sample__in=of_question).order_by("at", "pk"):
        if wanted <= given.credits.keys():
            marks[given.sample_id].append(given)
    samples = list(of_question.order_by("pk"))
    value = rubric_value(rubric)
    judged = [
        _Judged(
            one,
            grade(value, one.text, question=stem),
            [_marks(rubric, given) for given in marks[one.pk]],
            [given.credits for given in marks[one.pk]],
        )
        for one in samples
        if one.pk in marks
    ]
    return judged, len(samples) - len(judged)


def _marks(rubric: Rubric, given: SampleMark) -> float:
    """What the person gave; by the points of this rubric, if they had another before them."""
    return given.marks if given.rubric_id == rubric.pk else marks_for(rubric, given.credits)


def _criterion(key: str, label: str, judged: Sequence[_Judged], chosen: Sequence[_Judged]) -> CriterionAgreement:
    pairs = [(one.sample.pk, one.machine_credit(key) >= GIVEN, one.person_credit(key) >= GIVEN) for one in judged]
    return CriterionAgreement(
        key=key,
        label=label,
        figures=_figures(
            [one.machine_credit(key) for one in chosen], [one.person_credit(key) for one in chosen], CREDIT_STEP
        ),
        people=_between([[given[key] for given in one.credits] for one in chosen], CREDIT_STEP),
        false_credits=tuple(pk for pk, machine, person in pairs if machine and not person),
        missed_credits=tuple(pk for pk, machine, person in pairs if person and not machine),
    )


def _figures(machine: Sequence[float], person: Sequence[float], step: float) -> Figures:
    n = len(machine)
    if n < LEAST_SAMPLES:
        return Figures(n)
    return Figures(
        n=n,
        exact_percent=exact_percent(machine, person, step=step),
        kappa=weighted_kappa(machine, person, step=step),
        interval=_interval(tuple(machine), tuple(person), step),
        error=mean_absolute_error(machine, person),
        bias=bias(machine, person),
    )


def _between(given: Sequence[Sequence[float]], step: float) -> Between:
    pairs = [(some[0], some[1]) for some in given if len(some) > 1]
    if len(pairs) < LEAST_SAMPLES:
        return Between(len(pairs))
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    return Between(len(pairs), exact_percent(first, second, step=step), weighted_kappa(first, second, step=step))


@lru_cache(maxsize=256)
def _interval(machine: Marks, person: Marks, step: float) -> Interval | None:
    """Drawn once for the same marks: 2,000 draws take a while."""
    return bootstrap_interval(
        lambda first, second: weighted_kappa(first, second, step=step),
        machine,
        person,
        chance=Random(SEED),  # noqa: S311
    )
