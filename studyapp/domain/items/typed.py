"""Whether a typed answer is an accepted one, spelling slips forgiven."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from studyapp.domain.items.likeness import strip_punctuation

_ARTICLE = re.compile(r"^(?:the|an|a) (?=\S)")
_SPACED_LETTERS = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])|(?<=[^\W\d_]) (?=\d)|(?<=\d) (?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class TypedMatch:
    """The accepted answer that was meant; a slip is a small spelling mistake."""

    accepted: str
    is_slip: bool


def match_typed(text: str, accepted: Collection[str], *, rivals: Collection[str] = ()) -> TypedMatch | None:
    """The accepted answer that `text` equals or misspells, or None.

    Case, spaces, hyphens and other punctuation do not count. A slip is an edit distance (with transpositions) of 1
    at 5 to 7 letters and 2 from 8, same first letter, no digit or sign changed, and not another of the `rivals`.
    """
    given = fold_answer(text)
    for answer in accepted:
        if given == fold_answer(answer):
            return TypedMatch(answer, is_slip=False)
    if given in {fold_answer(rival) for rival in rivals}:
        return None
    slips = [answer for answer in accepted if is_slip(given, fold_answer(answer))]
    return TypedMatch(slips[0], is_slip=True) if slips else None


def fold_answer(text: str) -> str:
    """`text` in NFKC, case-folded, without punctuation, a leading article and the spaces between words."""
    spaced = re.sub(r"(?<=\w)[-–/](?=[^\W\d_])", " ", text)
    stripped = strip_punctuation(spaced) or " ".join(text.casefold().split())
    return _SPACED_LETTERS.sub("", _ARTICLE.sub("", stripped))


def is_slip(given: str, wanted: str) -> bool:
    """Whether folded `given` is a misspelling of folded `wanted`."""
    letters = sum(letter.isalpha() for letter in wanted)
    allowed = 2 if letters >= 8 else 1 if letters >= 5 else 0
    if not allowed or given[:1] != wanted[:1] or _signs(given) != _signs(wanted):
        return False
    return 0 < OSA.distance(given, wanted, score_cutoff=allowed) <= allowed


def _signs(text: str) -> str:
    return "".join(letter for letter in text if not letter.isalpha() and not letter.isspace())
