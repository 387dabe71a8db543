"""Step 2: words, sentences and clauses."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from studyapp.domain.common.words import stem
from studyapp.domain.grading.normalising import DASH, normalise
from studyapp.domain.grading.vocabulary import CLAUSE_STARTERS, CONTRACTIONS, IRREGULAR, SMALL_WORDS

_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)+|[^\W_]+(?:'[^\W_]+)*")
_ENDINGS = {"s": "", "re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_LONGEST_STEMMED = 40  # longer "words" are noise; they would only fill the stem cache
_LONGEST_CACHED_GAP = 8
_KEEP_REASON = frozenset({"because", "since", "so", "yet", "instead"})
_DENIALS = frozenset({"not", "never", "no"})


class Token(NamedTuple):
    """A word of the answer; `start` and `end` in the normalised text, `rank` = content words before it."""

    word: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int
    rank: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text in order; `questions` are the sentences that end with a question mark."""

    items: tuple[Token, ...]
    questions: frozenset[int]

    def __len__(self) -> int:
        return len(self.items)


def stem_of(word: str) -> str:
    """The Snowball stem, of the base form where a verb is irregular; noise longer than 40 letters is left as it is."""
    return stem(IRREGULAR.get(word, word)) if len(word) <= _LONGEST_STEMMED else word


def split_words(text: str) -> tuple[str, ...]:
    """The folded words of a rubric's alternative or a topic's name."""
    return tuple(token.word for token in tokenise(normalise(text).text).items)


def tokenise(text: str) -> Tokens:
    """The words of normalised `text` with their sentences and clauses."""
    items: list[Token] = []
    questions: set[int] = set()
    sentence = clause = rank = done = 0
    previous = ""
    for found in _WORD.finditer(text):
        gap = text[done : found.start()]
        done = found.end()
        if items and gap != " ":
            level = _boundary(gap, _is_abbreviation(items, gap))
            if level == 2:
                if "?" in gap:
                    questions.add(sentence)
                sentence += 1
            if level:
                clause += 1
                previous = ""
        for word, start, end in _pieces(found[0], found.start(), found.end()):
            if word in CLAUSE_STARTERS and previous and not (previous in _DENIALS and word in _KEEP_REASON):
                clause += 1
            items.append(Token(word, stem_of(word), start, end, sentence, clause, rank))
            rank += word not in SMALL_WORDS
            previous = word
    if items and "?" in text[done:]:
        questions.add(sentence)
    return Tokens(tuple(items), frozenset(questions))


def _pieces(raw: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """A word, or the two halves of a contraction, with their places."""
    word = raw.casefold()
    if word in CONTRACTIONS:
        first, second = CONTRACTIONS[word]
        cut = start + (len(raw) - 3 if word.endswith(("n't", "not")) else len(raw) - 2)
        return [(first, start, cut), (second, cut, end)]
    if "'" not in word:
        return [(word, start, end)]
    if word.endswith("n't") and len(word) > 3:  # also misspelt: "dosen't"
        return [(word[:-3], start, end - 3), ("not", end - 3, end)]
    return _apostrophe_pieces(raw, start, end)


def _apostrophe_pieces(raw: str, start: int, end: int) -> list[tuple[str, int, int]]:
    pieces: list[tuple[str, int, int]] = []
    at = start
    for number, part in enumerate(raw.split("'")):
        word = part.casefold()
        expanded = _ENDINGS.get(word, word) if number else word
        if expanded:
            pieces.append((expanded, at, at + len(part)))
        at += len(part) + 1
    return pieces


def _is_abbreviation(items: list[Token], gap: str) -> bool:
    """Whether the dot that starts `gap` ends an "e.g.", "i.e.", "vs." rather than a sentence."""
    if not gap.startswith(".") or len(gap) > 2 or "\n" in gap:
        return False
    last = items[-1].word
    if last in {"vs", "cf", "approx"}:
        return True
    return len(items) > 1 and (items[-2].word, last) in {("e", "g"), ("i", "e")}


def _boundary(gap: str, abbreviation: bool) -> int:
    """2 where a sentence ends, 1 where a clause ends, else 0."""
    if len(gap) > _LONGEST_CACHED_GAP:
        return _boundary_in(gap, abbreviation)
    return _cached_boundary(gap, abbreviation)


def _boundary_in(gap: str, abbreviation: bool) -> int:
    if any(mark in gap for mark in "!?;\n") or ("." in gap and gap != "." and not abbreviation):
        return 2
    if any(mark in gap for mark in ",:()[]") or DASH in gap or "--" in gap:
        return 1
    return 1 if "- " in gap and gap.startswith(" ") else 0


_cached_boundary = lru_cache(maxsize=4096)(_boundary_in)
