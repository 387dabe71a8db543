"""Ordinal cells: prices in `$`, low to high, numbers of one unit, yes and no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from studyapp.domain.common.words import fold

_GRADES = {
    "none": 0, "minimal": 1, "very low": 1, "lowest": 1, "low": 2, "low to medium": 3, "low medium": 3, "medium": 4,
    "moderate": 4, "medium to high": 5, "medium high": 5, "high": 6, "very high": 7, "highest": 7,
}  # fmt: skip
_YES_NO = frozenset("yes no true false y n ✓ ✔ ✅ ☑ ✗ ✘ ❌ ✕ × ☐ partial partly".split())  # noqa: SIM905
_NUMBER = re.compile(
    r"(?:up to|about|around|at most|at least|max|min|~|≈|<|>|≤|≥|<=|>=)?\s*(?P<sign>[-+])?(?P<currency>[$€£])?\s*"
    r"(?P<value>\d[\d,_ ]*(?:\.\d+)?)\s*(?P<unit>%|[^\W\d_]{1,12}(?:/[^\W\d_]{1,12})?)?\.?"
)


_EXACT = re.compile(r"[-+]?\s*[$€£]?\s*\d")


@dataclass(frozen=True, slots=True)
class Level:
    """A place on a scale; only levels of one scale can be compared."""

    scale: str
    value: float


@lru_cache(maxsize=16_384)
def is_yes_or_no(text: str) -> bool:
    """Whether a cell says no more than yes, no or a tick."""
    return fold(text).rstrip(".!") in _YES_NO


@lru_cache(maxsize=16_384)
def level_of(text: str) -> Level | None:
    """The level a text names, or None if it says anything else."""
    folded = fold(text)
    if folded and set(folded) == {"$"}:
        return Level("price", len(folded))
    if is_yes_or_no(text):
        return Level("yes or no", 0 if folded in {"no", "false", "n"} else 1)
    grade = _GRADES.get(re.sub(r"[\s\-–/]+", " ", folded).strip(" ."))
    return Level("grade", grade) if grade is not None else _number(folded)


def _number(folded: str) -> Level | None:
    found = _NUMBER.fullmatch(folded)
    if not found:
        return None
    value = float(re.sub(r"[,_ ]", "", found["value"]))
    unit = (found["unit"] or "").rstrip("s")  # 1 day, 2 days
    return Level(f"number {found['currency'] or ''}{unit}", -value if found["sign"] == "-" else value)


@lru_cache(maxsize=16_384)
def is_exact_level(text: str) -> bool:
    """Whether a level can be held against another: "up to 5 ms" and "< 5 ms" may be higher or lower than 4 ms."""
    folded = fold(text)
    return level_of(text) is not None and (not any(map(str.isdigit, folded)) or _EXACT.match(folded) is not None)


def levels_of(texts: Sequence[str]) -> tuple[Level, ...] | None:
    """The levels of all `texts` if they stand on one scale, else None."""
    levels = [level_of(text) for text in texts]
    found = tuple(level for level in levels if level is not None)
    is_one_scale = len(found) == len(levels) > 0 and len({level.scale for level in found}) == 1
    return found if is_one_scale else None
