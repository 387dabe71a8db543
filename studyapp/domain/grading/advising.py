"""What an author may want to know of a readable rubric: lines made idle by another, words the lesson never says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.phrases import Alternative, Part, Phrase, parse_phrase, slots_of
from studyapp.domain.grading.rubric import Criterion, Misconception, Rubric
from studyapp.domain.grading.tokens import stem_of, tokenise


@dataclass(frozen=True, slots=True)
class Advice:
    """A hint for one line of a criterion or trap; `about` are the words, or the line that contains it."""

    kind: Literal["contained", "unsaid"]
    key: str
    text: str
    line: int
    about: str


def advice(rubric: Rubric, lesson: str) -> tuple[Advice, ...]:
    """Lines that can find nothing which another line of the same criterion does not find, and lines of which some
    slot has no alternative in the lesson's text. None of it forbids publishing."""
    judged: list[Criterion | Misconception] = [*rubric.criteria, *rubric.traps]
    said = tokenise(_normalised(lesson))
    stems = frozenset(token.stem for token in said.items)
    joined = "".join(token.stem for token in said.items)
    return tuple(found for one in judged for found in (*_contained(one), *_unsaid(one, stems, joined)))


def _normalised(text: str) -> str:
    """The whole of a lesson in plain characters, piece by piece: an answer's limit is not a lesson's."""
    return "\n".join(normalise(row).text for row in text.split("\n"))


def _contained(one: Criterion | Misconception) -> Iterator[Advice]:
    phrases = [(line, parse_phrase(line.text)) for line in one.lines]
    for line, phrase in phrases:
        wider = next((other for other, wide in phrases if other is not line and _is_inside(phrase, wide)), None)
        if wider is not None:
            yield Advice("contained", one.key, line.text, line.line, wider.text)


def _is_inside(narrow: Phrase, wide: Phrase) -> bool:
    """Whether `wide` is met wherever `narrow` is: every slot of it is a slot of the other with no more in it."""
    if len(narrow.choices) != 1 or len(wide.choices) != 1 or narrow == wide:
        return False
    return all(any(_part_inside(own, part) for own in narrow.choices[0]) for part in wide.choices[0])


def _part_inside(narrow: Part, wide: Part) -> bool:
    if narrow.is_denied != wide.is_denied or len(wide.groups) != 1:
        return False
    slots = [slot for group in narrow.groups for slot in group]
    return all(any(set(slot) <= set(wider) for slot in slots) for wider in wide.groups[0])


def _unsaid(one: Criterion | Misconception, stems: frozenset[str], joined: str) -> Iterator[Advice]:
    for line in one.lines:
        for slot in slots_of(*parse_phrase(line.text).choices):
            if not any(_is_said(alternative, stems, joined) for alternative in slot):
                words = "/".join("-".join(alternative.words) for alternative in slot)
                yield Advice("unsaid", one.key, line.text, line.line, words)


def _is_said(one: Alternative, stems: frozenset[str], joined: str) -> bool:
    if one.kind == "beginning":
        return any(stem.startswith(one.words[0]) for stem in stems)
    own = [stem_of(word) for word in one.words]
    return stems.issuperset(own) or (len(own) > 1 and "".join(own) in joined)
