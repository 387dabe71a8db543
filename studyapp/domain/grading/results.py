"""What grading says: marks, reasons and the places in the answer that prove them."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["met", "partial", "contradicted", "negated", "copied", "missing"]
Role = Literal["met", "denied", "trap", "copied"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of the stored answer, in code points: `answer[start:end]` is the text."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What one criterion earned: `credit` is a share of `points`, 0 to 1; `line` the rubric line found, or ""."""

    key: str
    points: float
    credit: float
    reason: Reason
    spans: tuple[Span, ...]
    line: str


@dataclass(frozen=True, slots=True)
class MisconceptionResult:
    """A trap that fired, once; exactly one of `penalty` and `cap` is set."""

    key: str
    spans: tuple[Span, ...]
    line: str
    penalty: float | None
    cap: float | None
    feedback: str


@dataclass(frozen=True, slots=True)
class Result:
    """The judgement of one answer. `flags` and `review_reasons` are sorted; `overlap` never changes marks.

    `overlap` is the share, 0 to 1, of the model answer's content words that the answer has too; None without a
    model answer or without words.
    """

    marks: float
    max_marks: float
    criteria: tuple[CriterionResult, ...]
    misconceptions: tuple[MisconceptionResult, ...]
    flags: tuple[str, ...]
    needs_review: bool
    review_reasons: tuple[str, ...]
    overlap: float | None
    engine_version: str
    rubric_version: str
