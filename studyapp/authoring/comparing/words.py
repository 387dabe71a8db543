"""Two wordings word by word: what was struck, what was put in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.authoring.comparing.sequences import Budget, Stretch, stretches

MOST_WORDS = 1500  # of both wordings together; a longer one nobody reads word by word
LEAST_LIKENESS = 0.3  # below it the two have little in common, and reading them one after the other is easier

_WORD = re.compile(r"\s*\S+|\s+\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, was struck or was put in. The texts keep their white space."""

    how: Literal["same", "old", "new"]
    text: str


def word_difference(before: str, after: str, budget: Budget | None = None) -> tuple[Piece, ...]:
    """The pieces in reading order: those that are not new make up `before`, those that are not old `after`.

    Words are compared as far as the budget goes; all differences on a page have one.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before, after)
    found = stretches([word.strip() for word in old], [word.strip() for word in new], budget or Budget())
    same = sum(one.old_end - one.old_start for one in found if one.how == "same")
    if 2 * same < LEAST_LIKENESS * (len(old) + len(new)):
        return _whole(before, after)
    return tuple(_pieces(found, old, new))


def _pieces(found: Sequence[Stretch], old: list[str], new: list[str]) -> Iterator[Piece]:
    for how, old_start, old_end, new_start, new_end in found:
        if how == "same":
            yield Piece("same", "".join(new[new_start:new_end]))
            continue
        if old_end > old_start:
            struck = "".join(old[old_start:old_end])
            gap = " " if new_end == 0 and old_end < len(old) else ""  # the words that stay begin without a blank
            yield Piece("old", struck + gap)
        if new_end > new_start:
            yield Piece("new", "".join(new[new_start:new_end]))


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return (Piece("same", after),) if after else ()
    pieces = (Piece("old", before), Piece("new", after))
    return tuple(piece for piece in pieces if piece.text)
