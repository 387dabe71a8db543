"""How much an edit matters to somebody who learnt what stood there before: a guess, its author may change it."""

import re
from collections.abc import Sequence
from typing import Literal

from rapidfuzz.distance import Levenshtein

from studyapp.domain.common.words import fold
from studyapp.domain.lessons.wording import denies, likeness, tidy

Severity = Literal["typo", "clarification", "meaning", "flipped"]
ORDER: tuple[Severity, ...] = ("typo", "clarification", "meaning", "flipped")
MOST_TYPO_LETTERS = 2
SAME_ANSWER = 0.75
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|without|cannot|except|unless|\w+n[’']t)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[$€£%<>=≤≥≠±+*/^~&|#✓✔✅✗✘❌]")
_WORD = re.compile(r"[^\W\d_]+")


def wording_severity(before: str, after: str) -> Severity:
    """What it does to a text that is no answer: a typo, a clarification, or another meaning."""
    if changes_claim(before, after):
        return "meaning"
    return "typo" if _letters(before, after) <= MOST_TYPO_LETTERS else "clarification"


def answer_severity(before: str, after: str) -> Severity:
    """What it does to the text of a key, a cell or a truth: at best the same answer in other words."""
    if tidy(before) == tidy(after) and not changes_claim(before, after):
        return "typo"
    if changes_claim(before, after) or likeness(before, after) < SAME_ANSWER:
        return "flipped"
    return "clarification"


def changes_claim(before: str, after: str) -> bool:
    """Whether a number, a sign or a denial is another one."""
    if any(found.findall(before) != found.findall(after) for found in (_NUMBERS, _SIGNS)):
        return True
    if len(_NEGATION.findall(before)) != len(_NEGATION.findall(after)):
        return True
    gone, come = _own_words(before, after), _own_words(after, before)
    return any(denies(one, other) for one in gone for other in come) if len(gone) * len(come) <= 400 else False


def is_same_wording(before: str, after: str) -> bool:
    """Whether two texts are one but for a slip of the pen."""
    return before == after or wording_severity(before, after) == "typo"


def _own_words(one: str, other: str) -> set[str]:
    return set(_WORD.findall(fold(one))) - set(_WORD.findall(fold(other)))


def _letters(before: str, after: str) -> int:
    """How many letters differ, white space and punctuation aside; one more than a typo has if it is more."""
    most = MOST_TYPO_LETTERS
    one, other = tidy(before).replace(" ", ""), tidy(after).replace(" ", "")
    return 0 if one == other else max(1, Levenshtein.distance(one, other, score_cutoff=most))


def worst(severities: Sequence[Severity]) -> Severity:
    """The one that matters most; a typo if there is none."""
    return max(severities, key=ORDER.index, default="typo")
