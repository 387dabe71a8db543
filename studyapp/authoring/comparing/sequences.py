"""What stayed and what did not between two sequences of words or lines, within a budget of steps.

difflib takes up to the product of all matching pairs and the shorter length: two texts of few words, each very often,
hold it for minutes. So equal ends are set aside first; what is too dear is cut at the items that stand once in either;
what is dear even then counts as written anew.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

STEPS_OF_A_PAGE = 10_000_000  # about 1.5 s
STEPS_OF_A_PAIR = 2_000_000


@dataclass(slots=True)
class Budget:
    """Steps that may still be taken; `spend` says whether so many are left, and takes them."""

    left: int = STEPS_OF_A_PAGE

    def spend(self, steps: int) -> bool:
        """Take the steps if there are as many."""
        if steps > min(self.left, STEPS_OF_A_PAIR):
            return False
        self.left -= steps
        return True


class Stretch(NamedTuple):
    """Items `old_start` to before `old_end` became those from `new_start` to before `new_end`."""

    how: Literal["same", "other"]
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def stretches(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Stretch]:
    """All of both sequences in order; two stretches that meet differ in whether they are the same."""
    found: list[Stretch] = []
    for one in _trimmed(old, new, (0, 0), budget, may_cut=True):
        last = found[-1] if found else None
        if last and last.how == one.how:
            found[-1] = Stretch(one.how, last.old_start, one.old_end, last.new_start, one.new_end)
        else:
            found.append(one)
    return found


def steps_at_most(old: Sequence[str], new: Sequence[str]) -> int:
    """How many steps difflib takes at most: each of its matches may look at all pairs of equal items."""
    counts = Counter(new)
    pairs = sum(times * counts[item] for item, times in Counter(old).items())
    return pairs * min(len(old), len(new))


def _trimmed(
    old: Sequence[str], new: Sequence[str], at: tuple[int, int], budget: Budget, *, may_cut: bool
) -> Iterator[Stretch]:
    """The equal ends, and what is between them; `at` is where both sequences begin."""
    start = _equal_at_start(old, new)
    end = _equal_at_start(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    if start:
        yield _shifted("same", (0, start, 0, start), at)
    if start < max(old_end, new_end):
        inner = (at[0] + start, at[1] + start)
        yield from _compared(old[start:old_end], new[start:new_end], inner, budget, may_cut=may_cut)
    if end:
        yield _shifted("same", (old_end, len(old), new_end, len(new)), at)


def _equal_at_start(old: Sequence[str], new: Sequence[str]) -> int:
    differing = (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    return next(differing, min(len(old), len(new)))


def _shifted(how: Literal["same", "other"], place: tuple[int, int, int, int], at: tuple[int, int]) -> Stretch:
    old_start, old_end, new_start, new_end = place
    return Stretch(how, old_start + at[0], old_end + at[0], new_start + at[1], new_end + at[1])


def _compared(
    old: Sequence[str], new: Sequence[str], at: tuple[int, int], budget: Budget, *, may_cut: bool
) -> Iterator[Stretch]:
    if budget.spend(steps_at_most(old, new)):
        for tag, *place in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield _shifted("same" if tag == "equal" else "other", (place[0], place[1], place[2], place[3]), at)
    elif may_cut:
        yield from _cut(old, new, at, budget)
    else:
        yield _shifted("other", (0, len(old), 0, len(new)), at)


def _cut(old: Sequence[str], new: Sequence[str], at: tuple[int, int], budget: Budget) -> Iterator[Stretch]:
    """What is between the anchors, each on its own."""
    here, there = 0, 0
    for one, other in [*_anchors(old, new), (len(old), len(new))]:
        inner = (at[0] + here, at[1] + there)
        yield from _trimmed(old[here:one], new[there:other], inner, budget, may_cut=False)
        if one < len(old):
            yield _shifted("same", (one, one + 1, other, other + 1), at)
        here, there = one + 1, other + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of items that stand once in either, in the longest row of them that rises in both."""
    once = {item for item, times in Counter(new).items() if times == 1}
    places = {item: at for at, item in enumerate(new) if item in once}
    counts = Counter(old)
    pairs = [(at, places[item]) for at, item in enumerate(old) if counts[item] == 1 and item in places]
    ends: list[int] = []  # for each length the least end of a row of it
    rows: list[int] = []  # the pair at that end
    before: list[int | None] = []
    for index, (_at, to) in enumerate(pairs):
        length = bisect_left(ends, to)
        before.append(rows[length - 1] if length else None)
        ends[length : length + 1], rows[length : length + 1] = [to], [index]
    return _row(pairs, before, rows[-1] if rows else None)


def _row(pairs: list[tuple[int, int]], before: list[int | None], last: int | None) -> list[tuple[int, int]]:
    found = []
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]
