"""What would change if stored answers were judged by another rubric: a dry run from plain values."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.results import Reason, Result
from studyapp.domain.grading.rubric import Rubric

MOST_SHOWN = 20
_MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion whose credit differs; `before` or `after` is None where that rubric does not have it."""

    key: str
    before: float | None
    after: float | None
    reason: Reason | None  # now; None where the new rubric does not have it


@dataclass(frozen=True, slots=True)
class Move:
    """One answer's marks under both rubrics. `id` is whatever names the answer."""

    id: str
    before: float
    after: float
    changes: tuple[CriterionChange, ...] = ()

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
    """Counts, a histogram from old to new, and the largest moves first; `moved` are all that differ, in given order."""

    up: int
    down: int
    unchanged: int
    histogram: tuple[Bar, ...]
    largest: tuple[Move, ...]
    moved: tuple[Move, ...]

    @property
    def lowers_marks(self) -> bool:
        """Whether anybody would have fewer marks: that needs a second confirmation."""
        return self.down > 0


def replay(before: Rubric, after: Rubric, answers: Iterable[tuple[str, str]], *, question: str) -> Replay:
    """Judge each (id, text) by both rubrics. Nothing is stored and nothing changes."""
    moves = [
        compare(one_id, grade(before, text, question=question), grade(after, text, question=question))
        for one_id, text in answers
    ]
    return survey(moves, max_marks=max(before.max_marks, after.max_marks))


def compare(answer_id: str, before: Result, after: Result) -> Move:
    """The move of one answer between two results, criterion by criterion."""
    old = {one.key: one for one in before.criteria}
    new = {one.key: one for one in after.criteria}
    changes = []
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        shares = (was.credit if was else None, now.credit if now else None)
        if shares[0] != shares[1]:
            changes.append(CriterionChange(key, *shares, now.reason if now else None))
    return Move(answer_id, before.marks, after.marks, tuple(changes))


def survey(moves: Sequence[Move], *, max_marks: float) -> Replay:
    """Counts over moves, wherever their marks come from: stored marks and overrides too."""
    moved = tuple(move for move in moves if move.by or move.changes)
    up = sum(move.by > 0 for move in moves)
    down = sum(move.by < 0 for move in moves)
    largest = sorted((move for move in moved if move.by), key=lambda move: (-abs(move.by), move.by, move.id))
    return Replay(
        up=up,
        down=down,
        unchanged=len(moves) - up - down,
        histogram=_histogram(moves, max_marks),
        largest=tuple(largest[:MOST_SHOWN]),
        moved=moved,
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
