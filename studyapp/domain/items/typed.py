"""Whether a typed answer is an accepted one, spelling slips forgiven."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from studyapp.domain.common.words import STOP_WORDS, stem
from studyapp.domain.items.likeness import strip_punctuation

_ARTICLE = re.compile(r"^(?:the|an|a) (?=\S)")
_SPACED_LETTERS = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])|(?<=[^\W\d_]) (?=\d)|(?<=\d) (?=[^\W\d_])")
LEAST_CONTENT_WORDS = 2  # from here on a blank's words may come in any order
_DIRECTIONS = frozenset(
    ("above", "after", "before", "below", "between", "from", "into", "over", "than", "under", "until")
)
_TURNING = _DIRECTIONS | {"cannot", "few", "less", "more", "most", "no", "nor", "not", "off", "only", "out", "without"}


@dataclass(frozen=True, slots=True)
class TypedMatch:
    """The accepted answer that was meant; a slip is a small spelling mistake."""

    accepted: str
    is_slip: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    """An answer word by word: its content words as typed, and the small words that turn its meaning."""

    content: tuple[str, ...]
    turning: tuple[str, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.content))

    @property
    def keeps_order(self) -> bool:
        """Whether the words cannot change places: `reads before writes` is not `writes before reads`."""
        return not _DIRECTIONS.isdisjoint(self.turning)


def match_typed(
    text: str, accepted: Collection[str], *, rivals: Collection[str] = (), any_order: bool = False
) -> TypedMatch | None:
    """The accepted answer that `text` equals or misspells, or None.

    Case, spaces, hyphens and other punctuation do not count. A slip is an edit distance (with transpositions) of 1
    at 5 to 7 letters and 2 from 8, same first letter, no digit or sign changed, and not another of the `rivals`.
    With `any_order`, the content words of an accepted answer with two and more may come in any order and form, and
    slips count word by word.
    """
    given = fold_answer(text)
    for answer in accepted:
        if given == fold_answer(answer):
            return TypedMatch(answer, is_slip=False)
    if given in {fold_answer(rival) for rival in rivals}:
        return None
    slips = [answer for answer in accepted if is_slip(given, fold_answer(answer))]
    if slips:
        return TypedMatch(slips[0], is_slip=True)
    return _match_words(text, accepted, rivals) if any_order else None


def _match_words(text: str, accepted: Collection[str], rivals: Collection[str]) -> TypedMatch | None:
    """The accepted answer whose content words `text` has, if no rival has them too."""
    given = _parts(text)
    others = [_parts(rival) for rival in rivals]
    if any(given.stems == other.stems for other in others):
        return None
    taken = frozenset(word for other in others for word in other.content)
    for answer in accepted:
        slips = _slipped_words(given, _parts(answer), taken)
        if slips is not None:
            return TypedMatch(answer, is_slip=bool(slips))
    return None


def _slipped_words(given: _Parts, wanted: _Parts, taken: frozenset[str]) -> int | None:
    """How many of the `wanted` words are misspelt in `given`, or None if the two do not say the same.

    A word of `taken` is a word of another term and misspells nothing.
    """
    if len(wanted.stems) < LEAST_CONTENT_WORDS or sorted(given.turning) != sorted(wanted.turning):
        return None
    if wanted.keeps_order:
        return _slips_in_pairs(given.content, wanted.content, taken)
    extra = [word for word in given.content if stem(word) not in wanted.stems]
    missing = [word for word in wanted.content if stem(word) not in given.stems]
    return _slips_in_pairs(sorted(extra), sorted(missing), taken)


def _slips_in_pairs(given: Sequence[str], wanted: Sequence[str], taken: frozenset[str]) -> int | None:
    """Words compared one by one; slips keep the first letter, so sorted words meet their misspellings."""
    if len(given) != len(wanted):
        return None
    pairs = [(one, other) for one, other in zip(given, wanted, strict=True) if stem(one) != stem(other)]
    return len(pairs) if all(one not in taken and is_slip(one, other) for one, other in pairs) else None


def _parts(text: str) -> _Parts:
    found = _spaced(text).split()
    content = tuple(word for word in found if word not in STOP_WORDS)
    return _Parts(content, tuple(word for word in found if word in _TURNING))


def count_content_words(text: str) -> int:
    """How many different words of `text` are no small words."""
    return len(_parts(text).stems)


def fold_answer(text: str) -> str:
    """`text` in NFKC, case-folded, without punctuation, a leading article and the spaces between words."""
    return _SPACED_LETTERS.sub("", _ARTICLE.sub("", _spaced(text)))


def _spaced(text: str) -> str:
    """`text` folded, without punctuation, its words parted by blanks."""
    spaced = re.sub(r"(?<=\w)[-–/](?=[^\W\d_])", " ", text)
    return strip_punctuation(spaced) or " ".join(text.casefold().split())


def is_slip(given: str, wanted: str) -> bool:
    """Whether folded `given` is a misspelling of folded `wanted`."""
    letters = sum(letter.isalpha() for letter in wanted)
    allowed = 2 if letters >= 8 else 1 if letters >= 5 else 0
    if not allowed or given[:1] != wanted[:1] or _signs(given) != _signs(wanted):
        return False
    return 0 < OSA.distance(given, wanted, score_cutoff=allowed) <= allowed


def _signs(text: str) -> str:
    return "".join(letter for letter in text if not letter.isalpha() and not letter.isspace())
