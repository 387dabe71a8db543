"""A judged answer as an instructor reads it: every criterion in the rubric's order, with the words that decided."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.highlight import Segment, quoted, segments
from studyapp.domain.grading.results import CriterionResult, Reason, Result
from studyapp.domain.grading.rubric import Criterion, Rubric
from studyapp.domain.grading.stretches import stretches

REASONS: dict[Reason, Promise] = {
    "met": gettext_lazy("met"),
    "partial": gettext_lazy("partly met"),
    "contradicted": gettext_lazy("affirmed and denied"),
    "negated": gettext_lazy("the opposite is said"),
    "copied": gettext_lazy("copied from the question"),
    "missing": gettext_lazy("not found"),
}


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """What an answer earns on one criterion; `line` is the rubric line that found `words`."""

    number: int
    key: str
    label: str
    topic: str
    points: float
    credit: float
    reason: Reason
    words: str
    line: str

    @property
    def marks(self) -> float:
        """What it earned."""
        return round(self.points * self.credit, 2)

    @property
    def verdict(self) -> Promise:
        """The reason in words."""
        return REASONS[self.reason]

    @property
    def state(self) -> str:
        """How it looks: met, denied or open."""
        return "met" if self.reason in ("met", "partial") else "open" if self.reason == "missing" else "denied"


@dataclass(frozen=True, slots=True)
class ShownTrap:
    """A misconception that fired; exactly one of `cap` and `penalty` is set."""

    number: int
    label: str
    words: str
    line: str
    cap: float | None
    penalty: float | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer, what it earned, and why. `about` has its words by topic, empty where the rubric declares none."""

    marks: float
    max_marks: float
    segments: tuple[Segment, ...]
    criteria: tuple[ShownCriterion, ...]
    traps: tuple[ShownTrap, ...]
    review_reasons: tuple[str, ...]
    flags: tuple[str, ...]
    about: tuple[tuple[str, tuple[str, ...]], ...]


def judged(rubric: Rubric, text: str, *, question: str) -> Evidence:
    """What the rubric makes of a text now, with the topics of its words."""
    about = tuple((text[one.start : one.end], one.topics) for one in stretches(rubric, text, question=question))
    return evidence(rubric, text, grade(rubric, text, question=question), about=about)


def evidence(
    rubric: Rubric, text: str, result: Result, *, about: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> Evidence:
    """A result, stored or new, by this rubric."""
    known = {one.key: one for one in rubric.criteria}
    labels = {one.key: one.label for one in rubric.traps}
    criteria = [
        _criterion(number, one, known[one.key], text)
        for number, one in enumerate(result.criteria, start=1)
        if one.key in known
    ]
    traps = [
        ShownTrap(number, labels.get(one.key, one.key), quoted(text, one.spans), one.line, one.cap, one.penalty)
        for number, one in enumerate(result.misconceptions, start=len(result.criteria) + 1)
    ]
    return Evidence(
        marks=result.marks,
        max_marks=result.max_marks,
        segments=segments(text, result),
        criteria=tuple(criteria),
        traps=tuple(traps),
        review_reasons=result.review_reasons,
        flags=result.flags,
        about=about,
    )


def _criterion(number: int, one: CriterionResult, known: Criterion, text: str) -> ShownCriterion:
    return ShownCriterion(
        number=number,
        key=one.key,
        label=known.label,
        topic=known.topic or "",
        points=one.points,
        credit=one.credit,
        reason=one.reason,
        words=quoted(text, one.spans),
        line=one.line,
    )
