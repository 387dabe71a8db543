"""An answer cut into pieces for a page: each knows which criteria and traps its words prove."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from studyapp.domain.grading.results import Result, Role, Span


@dataclass(frozen=True, slots=True)
class Label:
    """What a highlighted piece proves. Criteria are numbered from 1 as in the rubric, fired traps go on from there."""

    number: int
    kind: Literal["criterion", "trap"]
    key: str
    role: Role


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the answer; without labels it is plain text."""

    text: str
    labels: tuple[Label, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers to print beside the piece."""
        return tuple(label.number for label in self.labels)


def segments(answer: str, result: Result) -> tuple[Segment, ...]:
    """Cut `answer` at all spans: the pieces never overlap and joined are the answer, character by character.

    Where spans overlap, the piece carries all labels. White space between two pieces of the same labels joins them.
    """
    spans = _labelled(result)
    places = sorted({0, len(answer)} | {min(at, len(answer)) for start, end, _ in spans for at in (start, end)})
    pieces: list[Segment] = []
    for start, end in pairwise(places):
        labels = tuple(dict.fromkeys(label for first, last, label in spans if first <= start and end <= last))
        _append(pieces, Segment(answer[start:end], labels))
    return tuple(pieces)


def quoted(answer: str, spans: Iterable[Span]) -> str:
    """The words at the spans in one line, an ellipsis between them."""
    return " … ".join(answer[span.start : span.end] for span in spans)


def _labelled(result: Result) -> list[tuple[int, int, Label]]:
    found: list[tuple[int, int, Label]] = []
    for number, criterion in enumerate(result.criteria, start=1):
        found += [(one.start, one.end, Label(number, "criterion", criterion.key, one.role)) for one in criterion.spans]
    for number, trap in enumerate(result.misconceptions, start=len(result.criteria) + 1):
        found += [(one.start, one.end, Label(number, "trap", trap.key, one.role)) for one in trap.spans]
    return found


def _append(pieces: list[Segment], piece: Segment) -> None:
    """Add a piece, joined with its neighbours where only white space parts equal labels."""
    if len(pieces) > 1 and piece.labels and pieces[-2].labels == piece.labels:
        gap = pieces[-1]
        if not gap.labels and gap.text.isspace():
            pieces[-2:] = [Segment(pieces[-2].text + gap.text + piece.text, piece.labels)]
            return
    if pieces and pieces[-1].labels == piece.labels:
        pieces[-1] = Segment(pieces[-1].text + piece.text, piece.labels)
        return
    pieces.append(piece)
