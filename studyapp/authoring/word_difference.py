"""Two wordings word by word: what was struck, what was put in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 1500  # of both wordings together; comparing takes the square of it
LEAST_LIKENESS = 0.3  # below it the two have little in common, and reading them one after the other is easier

_WORD = re.compile(r"\s*\S+|\s+\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, was struck or was put in. The texts keep their white space."""

    how: Literal["same", "old", "new"]
    text: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order: those that are not new make up `before`, those that are not old `after`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before, after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    if matcher.ratio() < LEAST_LIKENESS:
        return _whole(before, after)
    return tuple(_pieces(matcher, old, new))


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
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
