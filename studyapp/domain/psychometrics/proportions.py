"""Proportions with an honest interval."""

import math
from dataclasses import dataclass

Z_90 = 1.645  # two-sided 90 %, as all figures of the product state it


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share with its interval, all 0 to 1, and the count it rests on."""

    value: float
    low: float
    high: float
    n: int


def wilson(successes: int, n: int, z: float = Z_90) -> Proportion:
    """The share `successes / n` with its Wilson score interval.

    Raises ValueError unless 0 <= successes <= n and n > 0.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if not 0 <= successes <= n or n <= 0:
        raise ValueError(f"need 0 <= successes <= n and n > 0, got {successes} of {n}")
    spread = n + z * z
    centre = (successes + z * z / 2) / spread
    half = z * math.sqrt(successes * (n - successes) / n + z * z / 4) / spread
    return Proportion(value=successes / n, low=max(0.0, centre - half), high=min(1.0, centre + half), n=n)
