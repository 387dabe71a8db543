"""How like two wordings are, and whether they differ in more than spelling."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from studyapp.domain.common.english import is_common
from studyapp.domain.common.words import STOP_WORDS, fold, stem, words
from studyapp.domain.lessons.keys.identity import normalised
from studyapp.domain.lessons.likeness.opposites import reverses

_PUNCTUATION = re.compile(r"[\s.,;:!?'\"’‘“”«»()\[\]{}…–—\-_*`]+")
_NAME = re.compile(r"\b([^\W_]*(?:\d|[^\W_][A-Z])[^\W_]*)\b|(?<=[^\s.:!?] )([A-Z][^\W_]*)\b")
_SHORTEST_MISSPELT = 4  # letters
_MORE_WORDS = 0.85
_MOST_STRAY_WORDS = 30
_LONGEST = 2_000  # characters of a text that are compared; what follows hardly changes the share


def tidy(text: str) -> str:
    """`text` folded, without leading number and punctuation; signs that carry meaning (`$`, `+`, `<`) stay."""
    return _PUNCTUATION.sub(" ", normalised(text)).strip()


@lru_cache(maxsize=16_384)
def _read(text: str) -> tuple[str, str, frozenset[str]]:
    """A text tidied, its words in order of the alphabet, and its content words."""
    plain = _PUNCTUATION.sub(" ", fold(text[:_LONGEST])).strip()
    found = words(text[:_LONGEST])
    content = frozenset(word for word in found if word not in STOP_WORDS) or frozenset(found)
    return plain, " ".join(sorted(found)), content


def likeness(one: str, other: str) -> float:
    """0 to 1: 0.4 letters in order, 0.2 letters of the words in any order, 0.4 content words in common.

    Each measure alone is fooled: letters by a swapped word in a long sentence, words by their order.
    """
    if one == other:
        return 1.0
    (plain, ordered, content), (plain2, ordered2, content2) = _read(one), _read(other)
    if not plain or not plain2:
        return float(plain == plain2)
    if plain == plain2:
        return 1.0
    letters, in_any_order = fuzz.ratio(plain, plain2) / 100, fuzz.ratio(ordered, ordered2) / 100
    return 0.4 * letters + 0.2 * in_any_order + 0.4 * _shared(content, content2)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    left, right = _strays(one, other)
    total = len(one) + len(other)
    return (total - len(left) - len(right)) / total if total else 1.0


def _strays(one: frozenset[str], other: frozenset[str]) -> tuple[list[str], list[str]]:
    """The content words of each that the other has not, not even inflected or misspelt."""
    stems, stems2 = {stem(word) for word in one}, {stem(word) for word in other}
    left = sorted(word for word in one - other if stem(word) not in stems2)
    right = sorted(word for word in other - one if stem(word) not in stems)
    if len(left) > _MOST_STRAY_WORDS or len(right) > _MOST_STRAY_WORDS:
        return left, right
    for word in list(left):
        twin = next((candidate for candidate in right if is_misspelt(word, candidate)), None)
        if twin is not None:
            left.remove(word)
            right.remove(twin)
    return left, right


@lru_cache(maxsize=65_536)
def is_misspelt(one: str, other: str) -> bool:
    """Whether two folded words may be one, misspelt: a letter too many, too few, wrong, or two that changed places.

    Never if the first letter or a digit differs, if both are English, or if one is the reverse of the other.
    """
    if one[0] != other[0] or max(len(one), len(other)) < _SHORTEST_MISSPELT or has_digit(one + other):
        return False
    if OSA.distance(one, other, score_cutoff=1) > 1 or denies(one, other) or reverses(one, other):
        return False
    return not (is_common(one) and is_common(other))


def denies(one: str, other: str) -> bool:
    """Whether a prefix makes one word the opposite of the other: synchronous, asynchronous."""
    short, long = sorted((one, other), key=len)
    prefixes = ("a", "an", "in", "im", "il", "ir", "un", "non", "dis", "de", "anti", "less")
    return len(short) >= 4 and any(long in (prefix + short, f"{short}less") for prefix in prefixes)


def has_digit(text: str) -> bool:
    """Whether a digit stands in `text`."""
    return any(letter.isdigit() for letter in text)


def same_words(one: str, other: str) -> bool:
    """Whether two wordings have the same content words, but for inflection."""
    left, right = _read(one)[2], _read(other)[2]
    return {stem(word) for word in left} == {stem(word) for word in right}


def same_but_for_spelling(one: str, other: str) -> bool:
    """Whether two wordings have the same content words, but for inflection and spelling."""
    left, right = _strays(_read(one)[2], _read(other)[2])
    return not left and not right


def only_adds_words(one: str, other: str) -> bool:
    """Whether one wording is the other with a few words more, however spelt."""
    left, right = _strays(_read(one)[2], _read(other)[2])
    return not (left and right) and likeness(one, other) >= _MORE_WORDS


def swaps_names(one: str, other: str) -> bool:
    """Whether a name in one text (GIN, Bedrock, TLS 1.3) is another in the other."""
    left, right = _strays(_read(one)[2], _read(other)[2])
    return bool(names_in(one).intersection(left)) and bool(names_in(other).intersection(right))


@lru_cache(maxsize=4_096)
def names_in(text: str) -> frozenset[str]:
    """Folded words with a digit, with a capital inside, or with one at their head that no sentence gave them."""
    return frozenset(fold(found[1] or found[2]) for found in _NAME.finditer(text[:_LONGEST]))


def content(text: str) -> frozenset[str]:
    """The content words of `text`, for finding texts that share some."""
    return _read(text)[2]


def share(one: Iterable[str], other: Iterable[str]) -> float:
    """How much of two collections is in both, 0 to 1."""
    left, right = set(one), set(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0
