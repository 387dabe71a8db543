"""When an exam trap counts as seen through: refused twice, on different days and in different forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

REFUSALS = 2


@dataclass(frozen=True, slots=True)
class Encounter:
    """One meeting with a trap: whether the learner fell for it, on which study day, and how it was asked."""

    study_day: int
    form: str
    fell: bool


def refusals_left(encounters: Sequence[Encounter], forms: int) -> int:
    """How many right refusals are still wanted, 0 (cleared) to 2; `encounters` in any order.

    A fall opens the trap, and only what comes on a later study day speaks against it: on the day itself the truth has
    just been read. Two refusals on one day count as one, and so do two in one form where the trap has `forms` of 2 or
    more to be asked in. A trap that nobody fell for has nothing to clear.

    Raises ValueError if `forms` is negative.
    """
    if forms < 0:
        raise ValueError(f"a trap has no {forms} forms")
    falls = [one.study_day for one in encounters if one.fell]
    if not falls:
        return 0
    refused = {(one.study_day, one.form) for one in encounters if not one.fell and one.study_day > max(falls)}
    if any(_counts_twice(one, other, forms) for one, other in combinations(sorted(refused), 2)):
        return 0
    return REFUSALS - 1 if refused else REFUSALS


def _counts_twice(one: tuple[int, str], other: tuple[int, str], forms: int) -> bool:
    return one[0] != other[0] and (forms < REFUSALS or one[1] != other[1])
