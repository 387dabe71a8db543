"""How much an edit matters to somebody who learnt what stood there before: a guess, its author may change it."""

import re
from typing import Literal

from rapidfuzz.distance import Levenshtein

from studyapp.domain.lessons.identity import normalised

Severity = Literal["typo", "clarification", "meaning", "flipped"]
_NOT_WORD = re.compile(r"\W+")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|without|cannot|except|unless|\w+n[’']t)\b",
    re.IGNORECASE,
)
MOST_TYPO_LETTERS = 2


def wording_severity(before: str, after: str) -> Severity:
    """What changing one wording into another does: a typo, a clarification, or another meaning."""
    if numbers(before) != numbers(after) or negations(before) != negations(after):
        return "meaning"
    one, other = _plain(before), _plain(after)
    is_typo = one == other or Levenshtein.distance(one, other, score_cutoff=MOST_TYPO_LETTERS) <= MOST_TYPO_LETTERS
    return "typo" if is_typo else "clarification"


def numbers(text: str) -> list[str]:
    """Every number of a text, in order."""
    return _NUMBERS.findall(text)


def negations(text: str) -> int:
    """How often a text denies something."""
    return len(_NEGATION.findall(text))


def _plain(text: str) -> str:
    return _NOT_WORD.sub("", normalised(text))
