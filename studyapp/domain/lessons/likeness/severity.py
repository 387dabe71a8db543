"""How much an edit matters to somebody who learnt what stood there before: a guess, its author may change it."""

import re
from collections.abc import Sequence
from typing import Literal

from rapidfuzz.distance import Levenshtein

from studyapp.domain.common.words import fold, stem, words
from studyapp.domain.lessons.likeness.opposites import is_turned_round
from studyapp.domain.lessons.likeness.wording import denies, is_misspelt, likeness, tidy

Severity = Literal["typo", "clarification", "meaning", "flipped"]
ORDER: tuple[Severity, ...] = ("typo", "clarification", "meaning", "flipped")
MOST_TYPO_LETTERS = 2
SAME_ANSWER = 0.75
OTHER_SENTENCE = 0.5
_ARTICLES = ("a", "an", "the")
_UNITS = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
""".split()  # noqa: SIM905 - a list of words reads best as a text
_MORE_NUMBERS = """
    zero one thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen half halves quarter
    third fourth fifth sixth seventh eighth ninth tenth twice thrice double doubles doubled triple triples tripled
""".split()  # noqa: SIM905
_NUMBERS = re.compile(
    rf"(?:(?<![\w)])[-−])?\d+(?:[.,]\d+)*|\b(?:{'|'.join([*_UNITS, *_MORE_NUMBERS])})\b", re.IGNORECASE
)
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
    return "typo" if _is_slip(before, after) else "clarification"


def sentence_severity(before: str, after: str, *, least: float = OTHER_SENTENCE) -> Severity:
    """As for a wording, but a sentence that is less than `least` alike is another one."""
    severity = wording_severity(before, after)
    return severity if not before or not after or likeness(before, after) >= least else "meaning"


def answer_severity(before: str, after: str) -> Severity:
    """What it does to the text of a key, a cell or a truth: at best the same answer in other words."""
    if tidy(before) == tidy(after) and not changes_claim(before, after):
        return "typo"
    if changes_claim(before, after) or likeness(before, after) < SAME_ANSWER:
        return "flipped"
    return "clarification"


def changes_claim(before: str, after: str) -> bool:
    """Whether a number, a sign or a denial is another one, or a word gave way to its reverse."""
    if before == after:
        return False
    if _SIGNS.findall(before) != _SIGNS.findall(after) or _changes_number(before, after):
        return True
    if len(_NEGATION.findall(before)) != len(_NEGATION.findall(after)):
        return True
    if is_turned_round(before, after):
        return True
    gone, come = _own_words(before, after), _own_words(after, before)
    return any(denies(one, other) for one in gone for other in come) if len(gone) * len(come) <= 400 else False


def is_same_wording(before: str, after: str) -> bool:
    """Whether two texts are one but for a slip of the pen."""
    return before == after or wording_severity(before, after) == "typo"


def _changes_number(before: str, after: str) -> bool:
    """Whether digits or words of number differ. "One" is often no number, so it counts only beside another."""
    old, new = _numbers(before), _numbers(after)
    return old != new and [one for one in old if one != "one"] != [one for one in new if one != "one"]


def _numbers(text: str) -> list[str]:
    digits = {word: str(value) for value, word in enumerate(_UNITS, 2)}
    return [digits.get(found.casefold(), found.casefold()) for found in _NUMBERS.findall(text)]


def _own_words(one: str, other: str) -> set[str]:
    return set(_WORD.findall(fold(one))) - set(_WORD.findall(fold(other)))


def _is_slip(before: str, after: str) -> bool:
    """Whether at most two letters differ, punctuation aside, and no word became another that there is."""
    one, other = tidy(before).replace(" ", ""), tidy(after).replace(" ", "")
    if one == other:
        return True
    most = MOST_TYPO_LETTERS
    if Levenshtein.distance(one, other, score_cutoff=most) > most:
        return False
    old, new = ([word for word in words(text) if word not in _ARTICLES] for text in (before, after))
    return len(old) == len(new) and all(_is_same_word(*pair) for pair in zip(old, new, strict=True))


def _is_same_word(one: str, other: str) -> bool:
    return one == other or stem(one) == stem(other) or is_misspelt(one, other)


def worst(severities: Sequence[Severity]) -> Severity:
    """The one that matters most; a typo if there is none."""
    return max(severities, key=ORDER.index, default="typo")
