"""How well the machine's marks agree with people's, question by question, and whether that is enough to count."""

from dataclasses import dataclass

from studyapp.domain.psychometrics.agreement import Interval
from studyapp.library.models import ReflectionQuestion

LEAST_SAMPLES = 20
THRESHOLD = 0.70  # kappa


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
    """Two people against each other over the `n` samples that two marked."""

    n: int
    exact_percent: float | None = None
    kappa: float | None = None


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """One criterion. False and missed credits are ids of samples, of all kinds of them."""

    key: str
    label: str
    figures: Figures
    people: Between
    false_credits: tuple[int, ...]
    missed_credits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A question by one rubric and engine version; the figures are over samples drawn at random."""

    rubric_id: int
    engine_version: str
    marked: int
    unmarked: int
    figures: Figures
    people: Between
    criteria: tuple[CriterionAgreement, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether marks may count beyond practice, by this rubric and engine version."""

    is_open: bool
    n: int
    kappa: float | None
    threshold: float
    needed: int


def agreement_of(question: ReflectionQuestion) -> Agreement | None:
    """Agreement for the question's current rubric and this engine; None without a rubric."""
    raise NotImplementedError


def gate(question: ReflectionQuestion) -> Gate:
    """Whether 20 samples or more were marked and kappa reaches the threshold."""
    raise NotImplementedError
