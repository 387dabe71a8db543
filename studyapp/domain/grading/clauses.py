"""Where the clauses of an answer begin and end, and what a denial over them is."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.grading.tokens import Token

LONGEST_SCOPE = 12


@dataclass(frozen=True, slots=True)
class Cue:
    """A denial: its own tokens and the stretches of tokens under it."""

    first: int
    last: int
    scopes: tuple[tuple[int, int], ...]  # first and last token, both included
    parts_only: bool = False  # counts only over a phrase with words on both sides: "X ruins Y"

    def applies_to(self, tokens: Sequence[int]) -> bool:
        """Whether it can deny a phrase made of these tokens, in order."""
        return not self.parts_only or tokens[0] < self.first <= self.last < tokens[-1]


class Clauses:
    """The words of an answer with the first and last token of each clause."""

    def __init__(self, items: Sequence[Token]) -> None:
        self.items = items
        self.ends: dict[int, int] = {}
        self.starts: dict[int, int] = {}
        for at, token in enumerate(items):
            self.ends[token.clause] = at
            self.starts.setdefault(token.clause, at)

    def word(self, at: int) -> str:
        """The word at a place, or "" outside the answer."""
        return self.items[at].word if 0 <= at < len(self.items) else ""

    def start(self, at: int) -> int:
        """The first token of the clause that holds a token."""
        return self.starts[self.items[at].clause]

    def end(self, at: int) -> int:
        """The last token of the clause that holds a token."""
        return self.ends[self.items[at].clause]
