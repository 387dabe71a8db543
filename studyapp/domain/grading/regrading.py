"""What would change if stored answers were judged by another rubric: a dry run from plain values."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.rubric import Rubric

MOST_SHOWN = 20
_MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Move:
    """One answer's marks under both rubrics. `id` is whatever names the answer."""

    id: str
    before: float
    after: float

    @property
    def by(self) -> float:
        """How far the marks go up, or down if negative."""
        return round(self.after - self.before, 2)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many answers have marks from `low` up to but not including `high`, before and after."""

    low: float
    high: float
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Replay:
    """Counts, a histogram from old to new, and the moves of the marks, the largest first."""

    up: int
    down: int
    histogram: tuple[Bar, ...]
    largest: tuple[Move, ...]


def replay(
    before: Rubric, after: Rubric, answers: Iterable[tuple[str, str]], *, question: str, reworded: str | None = None
) -> Replay:
    """Judge each (id, text) by both rubrics. Nothing is stored and nothing changes.

    `reworded` is the question as it is asked with the rubric after, if in other words.
    """
    stem = question if reworded is None else reworded
    moves = [
        Move(one_id, grade(before, text, question=question).marks, grade(after, text, question=stem).marks)
        for one_id, text in answers
    ]
    return survey(moves, max_marks=max(before.max_marks, after.max_marks))


def survey(moves: Sequence[Move], *, max_marks: float) -> Replay:
    """Counts over moves, wherever their marks come from: stored marks and overrides too."""
    up = sum(move.by > 0 for move in moves)
    down = sum(move.by < 0 for move in moves)
    largest = sorted((move for move in moves if move.by), key=lambda move: (-abs(move.by), move.by, move.id))
    return Replay(
        up=up,
        down=down,
        histogram=_histogram(moves, max_marks),
        largest=tuple(largest[:MOST_SHOWN]),
    )


def _histogram(moves: Sequence[Move], max_marks: float) -> tuple[Bar, ...]:
    """Bars of one point, or wider where there would be more than twenty; full marks have a bar of their own."""
    width = max(1, math.ceil(max_marks / _MOST_BARS))
    bars = math.floor(max_marks / width + 1e-9) + 1

    def bar_of(marks: float) -> int:
        return min(bars - 1, math.floor(marks / width + 1e-9))

    old, new = [0] * bars, [0] * bars
    for move in moves:
        old[bar_of(move.before)] += 1
        new[bar_of(move.after)] += 1
    return tuple(Bar(at * width, (at + 1) * width, old[at], new[at]) for at in range(bars))
