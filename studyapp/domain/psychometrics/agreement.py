"""How well two lists of marks for the same answers agree, from plain arrays.

A figure is None where it is not defined: too few pairs, or marks that do not vary. Every function raises ValueError if
the arrays differ in length. Sums are exact (`math.fsum`, integers), so that the same marks give the same figure on
every machine.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

Marks = Sequence[float]
Figure = Callable[[Marks, Marks], float | None]

DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of an interval, both belonging to it."""

    low: float
    high: float


def pearson(first: Marks, second: Marks) -> float | None:
    """Correlation, -1 to 1; None for fewer than 2 pairs or where one side does not vary."""
    if _pairs(first, second) < 2 or _is_constant(first) or _is_constant(second):
        return None
    across, down = _deviations(first), _deviations(second)
    spread = math.sqrt(_products(across, across)) * math.sqrt(_products(down, down))
    if spread == 0:  # they vary by less than a float can square
        return None
    return max(-1.0, min(1.0, _products(across, down) / spread))


def weighted_kappa(first: Marks, second: Marks, *, step: float) -> float | None:
    """Quadratic weighted kappa of marks rounded to multiples of `step`, halves upwards; at most 1, 0 is chance.

    None for fewer than 2 pairs, or if all marks of both sides are one and the same. Raises ValueError unless
    `step` is positive.
    Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), with squared distances as weights.
    """
    if step <= 0:
        raise ValueError(f"need step > 0, got {step}")
    n = _pairs(first, second)
    across, down = _rounded(first, step), _rounded(second, step)
    observed = n * sum((one - other) ** 2 for one, other in zip(across, down, strict=True))
    expected = n * sum(one * one for one in (*across, *down)) - 2 * sum(across) * sum(down)
    return 1 - observed / expected if n >= 2 and expected else None


def root_mean_square_error(first: Marks, second: Marks) -> float | None:
    """The root of the mean squared difference, in marks; None without pairs."""
    n = _pairs(first, second)
    return math.sqrt(math.fsum(one * one for one in _differences(first, second)) / n) if n else None


def mean_absolute_error(first: Marks, second: Marks) -> float | None:
    """The mean difference without its sign, in marks; None without pairs."""
    n = _pairs(first, second)
    return math.fsum(map(abs, _differences(first, second))) / n if n else None


def bias(machine: Marks, person: Marks) -> float | None:
    """How many marks the machine gives more than the person, on the mean; None without pairs."""
    n = _pairs(machine, person)
    return math.fsum(_differences(machine, person)) / n if n else None


def exact_percent(first: Marks, second: Marks, *, step: float) -> float | None:
    """In how many of 100 pairs both sides are equal once rounded to multiples of `step`; None without pairs."""
    n = _pairs(first, second)
    equal = sum(one == other for one, other in zip(_rounded(first, step), _rounded(second, step), strict=True))
    return 100 * equal / n if n else None


def bootstrap_interval(
    figure: Figure, first: Marks, second: Marks, *, chance: Random, draws: int = DRAWS, level: float = 0.95
) -> Interval | None:
    """The percentile interval of `figure` over `draws` samples of the pairs, drawn with replacement by `chance`.

    Samples for which the figure is None are left out; None if none remains. A fixed seed gives a fixed interval.
    Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    n = _pairs(first, second)
    found = []
    for _ in range(draws if n >= 2 else 0):
        places = [int(chance.random() * n) for _ in range(n)]
        value = figure([first[at] for at in places], [second[at] for at in places])
        if value is not None:
            found.append(value)
    if not found:
        return None
    found.sort()
    tail = int((1 - level) / 2 * len(found))
    return Interval(found[tail], found[-1 - tail])


def _pairs(first: Marks, second: Marks) -> int:
    if len(first) != len(second):
        raise ValueError(f"need arrays of one length, got {len(first)} and {len(second)}")
    return len(first)


def _is_constant(marks: Marks) -> bool:
    return min(marks) == max(marks)


def _deviations(marks: Marks) -> list[float]:
    mean = math.fsum(marks) / len(marks)
    return [one - mean for one in marks]


def _products(first: Marks, second: Marks) -> float:
    return math.fsum(one * other for one, other in zip(first, second, strict=True))


def _differences(first: Marks, second: Marks) -> list[float]:
    return [one - other for one, other in zip(first, second, strict=True)]


def _rounded(marks: Marks, step: float) -> list[int]:
    return [math.floor(one / step + 0.5 + 1e-9) for one in marks]
