"""Yardsticks beside which grading is measured: how long an answer is, and which words of its rubric it has."""

import re
from collections.abc import Set

from studyapp.domain.common.words import STOP_WORDS, stem, words
from studyapp.domain.grading.phrases import Alternative, Phrase, parse_phrase, slots_of
from studyapp.domain.grading.rubric import Rubric


def length_of(answer: str) -> int:
    """The number of words."""
    return len(words(answer))


def keywords_of(rubric: Rubric) -> frozenset[str]:
    """The stems of all content words in the lines of the criteria, whatever the lines mean."""
    return frozenset(
        stem(word)
        for criterion in rubric.criteria
        for line in criterion.lines
        for word in words(line.text)
        if word not in STOP_WORDS
    )


def keywords_in(answer: str, keywords: frozenset[str]) -> int:
    """How many different keywords the answer has: plain matching without order, denial or topic."""
    return len(keywords & {stem(word) for word in words(answer)})


class PlainKeywords:
    """Marks by keywords: each alternative is looked for as a whole word, and a line is met if all its slots are found.

    No order, nearness, denial, topic or slip of the pen; up to three letters of ending are free.
    """

    def __init__(self, rubric: Rubric) -> None:
        self._criteria = [(one.points, [parse_phrase(line.text) for line in one.lines]) for one in rubric.criteria]
        phrases = [phrase for _, lines in self._criteria for phrase in lines]
        phrases += [parse_phrase(line.text) for trap in rubric.traps for line in trap.lines]
        alternatives = {
            one for phrase in phrases for choice in phrase.choices for slot in slots_of(choice) for one in slot
        }
        self._searched = [(one, re.compile(rf"\b{_written(one)}\b")) for one in alternatives]

    def places(self, answer: str) -> dict[Alternative, list[tuple[int, int]]]:
        """Where each keyword of the criteria and traps stands in the case-folded answer."""
        text = answer.casefold()
        found = {one: [match.span() for match in pattern.finditer(text)] for one, pattern in self._searched}
        return {one: spans for one, spans in found.items() if spans}

    def marks(self, answer: str) -> float:
        """The points of every criterion that has a line with all its words."""
        said = self.places(answer).keys()
        return sum(points for points, lines in self._criteria if any(_is_met(phrase, said) for phrase in lines))


def _is_met(phrase: Phrase, said: Set[Alternative]) -> bool:
    met = [all(not said.isdisjoint(slot) for slot in slots_of(choice)) for choice in phrase.choices]
    return sum(met) >= phrase.needed


def _written(one: Alternative) -> str:
    text = r"[\s-]*".join(map(re.escape, one.words))
    endings = {"exact": "", "beginning": r"\w*", "word": r"\w{0,3}"}
    return text + endings[one.kind]
