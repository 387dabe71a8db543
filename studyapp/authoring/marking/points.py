"""The points of a rubric as a person ticks them: all of a criterion, a part of it, or nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from studyapp.domain.grading.rubric import Criterion, Rubric

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Point:
    """A criterion to be ticked. `part` is the credit that a part of it gives, 0 where it is all or nothing."""

    number: int
    key: str
    label: str
    topic: str
    required: bool
    points: float
    credit: float
    part: float

    @property
    def is_met(self) -> bool:
        """Whether all of it is ticked."""
        return self.credit >= 1

    @property
    def is_part(self) -> bool:
        """Whether a part of it is."""
        return 0 < self.credit < 1


def points_of(rubric: Rubric, credit_by_key: Mapping[str, float]) -> tuple[Point, ...]:
    """The criteria in the rubric's order with these credits, 0 for those that are not named."""
    return tuple(
        _point(number, one, credit_by_key.get(one.key, 0.0)) for number, one in enumerate(rubric.criteria, start=1)
    )


def credits_ticked(points: Sequence[Point], *, met: Collection[str], part: Collection[str]) -> dict[str, float]:
    """The credit of each point as it was ticked; all of it beats a part."""
    return {one.key: 1.0 if one.key in met else one.part if one.key in part else 0.0 for one in points}


def _point(number: int, one: Criterion, credit: float) -> Point:
    counts = any(line.text.casefold().startswith("any ") for line in one.lines)
    part = credit if 0 < credit < 1 else HALF if counts else 0.0
    return Point(number, one.key, one.label, one.topic or "", one.required, one.points, credit, part)
