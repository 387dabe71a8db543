"""Many answers to one question, graded without a database, and how well the marks agree with a person's."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from studyapp.domain.grading.baselines import keywords_in, keywords_of, length_of
from studyapp.domain.grading.engine import Step, grade
from studyapp.domain.grading.results import Result, Span
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.psychometrics.agreement import bias, pearson, root_mean_square_error, weighted_kappa

_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """The stem of a reflection question, and its rubric."""

    stem: str
    rubric: Rubric

    def grade(self, answer: str, *, without: Collection[Step] = ()) -> Result:
        """Judge an answer; `without` is for measurement only."""
        return grade(self.rubric, answer, question=self.stem, without=without)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One line of a file of answers. `marks` are a person's, None if nobody gave any."""

    id: str | int
    text: str
    marks: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Agreement over the `n` answers that a person marked; a figure is None where it is not defined.

    `r`, `qwk` (on marks rounded to `step_of` the rubric), `rmse` and `bias` (machine minus person) compare the
    machine's marks with the person's; `length_r` and `keywords_r` correlate two yardsticks with the person's marks.
    """

    n: int
    r: float | None
    qwk: float | None
    rmse: float | None
    bias: float | None
    length_r: float | None
    keywords_r: float | None


def step_of(rubric: Rubric) -> float:
    """The largest step, half a point at most, of which the points of every criterion are multiples."""
    return math.gcd(50, *(round(100 * criterion.points) for criterion in rubric.criteria)) / 100


def summarise(rubric: Rubric, marked: Iterable[tuple[GivenAnswer, float]]) -> Summary:
    """Compare the machine's marks, the second of each pair, with those that a person gave."""
    pairs = [(answer, marks) for answer, marks in marked if answer.marks is not None]
    person = [answer.marks for answer, _ in pairs if answer.marks is not None]
    machine = [marks for _, marks in pairs]
    keywords = keywords_of(rubric)
    return Summary(
        n=len(pairs),
        r=_short(pearson(machine, person)),
        qwk=_short(weighted_kappa(machine, person, step=step_of(rubric))),
        rmse=_short(root_mean_square_error(machine, person)),
        bias=_short(bias(machine, person)),
        length_r=_short(pearson([length_of(answer.text) for answer, _ in pairs], person)),
        keywords_r=_short(pearson([keywords_in(answer.text, keywords) for answer, _ in pairs], person)),
    )


def result_json(answer: GivenAnswer, result: Result, rubric: Rubric) -> dict[str, Any]:
    """One answer's line of `grade --json`. Spans are [start, end) in code points of the text."""
    labels = labels_of(rubric)
    return {
        "id": answer.id,
        "marks": result.marks,
        "max": result.max_marks,
        "criteria": [
            {
                "key": one.key,
                "label": labels[one.key],
                "credit": one.credit,
                "reason": one.reason,
                "spans": _places(one.spans),
            }
            for one in result.criteria
        ],
        "misconceptions": [
            {"key": one.key, "label": labels[one.key], "spans": _places(one.spans)} for one in result.misconceptions
        ],
        "flags": list(result.flags),
        "needs_review": result.needs_review,
        "review_reasons": list(result.review_reasons),
    }


def summary_json(summary: Summary) -> dict[str, Any]:
    """The last line of `grade --json`."""
    return {"summary": asdict(summary)}


def labels_of(rubric: Rubric) -> dict[str, str]:
    """What the criteria and misconceptions are called, by key."""
    return {one.key: one.label for one in rubric.criteria} | {one.key: one.label for one in rubric.traps}


def _places(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, _DECIMALS) + 0.0  # no "-0.0"
