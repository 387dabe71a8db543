"""When two texts say the same, or so nearly the same that a learner could defend either."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from studyapp.domain.common.words import STOP_WORDS, content_words, fold, words
from studyapp.domain.items.markup import segments
from studyapp.domain.lessons.blocks import Phrase

Likeness = Literal["shared", "near-equal", "contained"]

NEAR = 0.6  # Jaccard of content words
CONTAINED = 0.8  # part of the shorter text's content words found in the other
_SIGN = re.compile(r"[^\w\s]|_")
_MEANINGFUL_PUNCTUATION = frozenset("#%&*@")  # C and C#, 5 and 5 % are not the same answer


def strip_punctuation(text: str) -> str:
    """`text` in NFKC, case-folded, without punctuation; signs and decimal points of numbers stay."""
    folded = fold(text).replace("−", "-")
    kept = _SIGN.sub(lambda found: found.group() if _counts(folded, found.start()) else "", folded)
    return " ".join(kept.split())


def _counts(text: str, place: int) -> bool:
    letter = text[place]
    if not unicodedata.category(letter).startswith("P") or letter in _MEANINGFUL_PUNCTUATION:
        return True
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if letter in ".,:":
        return before.isdigit() and after.isdigit()
    return letter == "-" and after.isdigit() and not before.isalnum()


@lru_cache(maxsize=16_384)
def same_answer_key(html: str) -> tuple[str, ...]:
    """What two options are compared by: code spans exactly, all other text without case and punctuation.

    Rule 1: `42` and `"42"` differ inside code spans; "Yes." and "yes" do not.
    """
    parts = [text if is_code else strip_punctuation(text) for is_code, text in segments(html)]
    spoken = tuple(part for part in parts if part.strip())
    return spoken or (html.strip(),)


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase together with what it is compared by."""

    phrase: Phrase
    content: frozenset[str]
    tokens: tuple[str, ...]
    same: tuple[str, ...]
    marks: frozenset[str]  # words and stems: texts that share none of them can only be alike by being the same
    joined: str
    initials: str

    @property
    def text(self) -> str:
        """The phrase without markup."""
        return self.phrase.text


@lru_cache(maxsize=16_384)
def wording_of(phrase: Phrase) -> Wording:
    """The wording of a phrase."""
    tokens = tuple(words(phrase.text))
    content = content_words(phrase.text)
    return Wording(
        phrase=phrase,
        content=content,
        tokens=tokens,
        same=same_answer_key(phrase.html),
        marks=content.union(tokens),
        joined="".join(tokens),
        initials="".join(token[0] for token in tokens),
    )


def is_near_equal(one: Wording, other: Wording) -> bool:
    """Whether the Jaccard index of the content words is at least 0.6."""
    first, second = (one.content, other.content) if one.content or other.content else _token_sets(one, other)
    if not first or not second:
        return False
    return len(first & second) >= NEAR * len(first | second)


def _token_sets(one: Wording, other: Wording) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(one.tokens), frozenset(other.tokens)


def is_contained(one: Wording, other: Wording) -> bool:
    """Whether four fifths of the shorter one's content words are in the other, or all its words in a row."""
    is_shorter = (len(one.content), len(one.tokens)) <= (len(other.content), len(other.tokens))
    short, long = (one, other) if is_shorter else (other, one)
    if short.content and len(short.content & long.content) >= CONTAINED * len(short.content):
        return True
    return has_run(long.tokens, short.tokens)


def has_run(tokens: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Whether the words of `run` stand in `tokens`, next to each other and in order."""
    if not run or len(run) > len(tokens) or run[0] not in tokens:
        return False
    return any(tokens[start : start + len(run)] == run for start in range(len(tokens) - len(run) + 1))


def likeness(one: Wording, other: Wording) -> Likeness | None:
    """How two texts are too alike to stand as options of one item, or None."""
    if one.same != other.same and one.marks.isdisjoint(other.marks):
        return None
    if one.same == other.same or (one.tokens == other.tokens and one.tokens and not _has_code(one, other)):
        return "shared"
    if is_near_equal(one, other):
        return "near-equal"
    return "contained" if is_contained(one, other) else None


def rivals_of(wordings: Mapping[int, Wording]) -> dict[int, dict[Likeness, int]]:
    """For each place the first other place that is shared, near-equal or contained.

    Each pair is compared once, and only if the two have a word, or everything, in common.
    """
    found: dict[int, dict[Likeness, int]] = {place: {} for place in wordings}
    seen: dict[Hashable, list[int]] = defaultdict(list)
    for place, wording in wordings.items():
        marks = {wording.same, *wording.tokens, *wording.content}
        for other in sorted({other for mark in marks for other in seen[mark]}):
            if "shared" in found[place] and "shared" in found[other]:
                continue  # nothing worse can be found
            kind = likeness(wording, wordings[other])
            if kind:
                found[place].setdefault(kind, other)
                found[other].setdefault(kind, place)
        for mark in marks:
            seen[mark].append(place)
    return found


def _has_code(one: Wording, other: Wording) -> bool:
    return "<code" in one.phrase.html or "<code" in other.phrase.html


def names(text: Wording, name: Wording) -> bool:
    """Whether `text` gives `name` away: a content word, the whole name, or the initials of three words and more."""
    if not text.content.isdisjoint(name.content):
        return True
    if name.joined and name.joined in text.joined and _spells(text.tokens, name):
        return True
    return len(name.initials) >= 3 and name.initials not in STOP_WORDS and name.initials in text.tokens


def names_any(text: Wording, all_names: "Names") -> bool:
    """Whether `text` gives any of the names away."""
    if not text.content.isdisjoint(all_names.content) or not all_names.initials.isdisjoint(text.tokens):
        return True
    return any(name.joined in text.joined and _spells(text.tokens, name) for name in all_names.spelt)


@dataclass(frozen=True)
class Names:
    """The names of a table's rows, gathered to be looked for together."""

    content: frozenset[str]
    initials: frozenset[str]
    spelt: tuple[Wording, ...]

    @classmethod
    def of(cls, wordings: Sequence[Wording]) -> "Names":
        """Gather the names."""
        initials = {name.initials for name in wordings if len(name.initials) >= 3}
        return cls(
            content=frozenset[str]().union(*(name.content for name in wordings)),
            initials=frozenset(initials - STOP_WORDS),
            spelt=tuple(name for name in wordings if name.joined),
        )


def _spells(tokens: tuple[str, ...], name: Wording) -> bool:
    """Whether neighbouring words, written together, are the name: B-tree, B tree and Btree are one."""
    sizes = range(1, len(name.tokens) + 1)
    runs = (tokens[start : start + size] for size in sizes for start in range(len(tokens) - size + 1))
    return any("".join(run) == name.joined for run in runs)
