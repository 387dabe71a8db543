"""Yardsticks beside which grading is measured: how long an answer is, and how many words of its rubric it has."""

from studyapp.domain.common.words import STOP_WORDS, stem, words
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
