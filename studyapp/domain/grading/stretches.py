"""Which topic each stretch of an answer is about, for whoever tries a rubric."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from studyapp.domain.grading import guards
from studyapp.domain.grading.compiling import compile_rubric
from studyapp.domain.grading.matching import sight
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.grading.tokens import tokenise
from studyapp.domain.grading.topics import ownership


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring words of one sentence that belong to the same topics: `answer[start:end]` is their text.

    `topics` are names in the order of the rubric, empty where the words belong to nobody.
    """

    start: int
    end: int
    topics: tuple[str, ...]


def stretches(rubric: Rubric, answer: str, *, question: str) -> tuple[Stretch, ...]:
    """The words of `answer` by owner, in reading order; nothing where the rubric declares no topic."""
    return tuple(_stretches(rubric, answer, question)) if rubric.topics else ()


def _stretches(rubric: Rubric, answer: str, question: str) -> Iterator[Stretch]:
    compiled = compile_rubric(rubric)
    text = normalise(answer)
    tokens = tokenise(text.text)
    sightings = sight(compiled.lexicon, tokens, real_words=guards.prompt_of(question).words)
    owners = ownership(compiled, sightings).owners
    owned = zip(tokens.items, owners, strict=True)
    for (_sentence, owner), run in groupby(owned, key=lambda one: (one[0].sentence, one[1])):
        words = [token for token, _ in run]
        start, end = text.raw_range(words[0].start, words[-1].end)
        names = tuple(topic.name for number, topic in enumerate(rubric.topics) if owner & 1 << number)
        yield Stretch(start, end, names)
