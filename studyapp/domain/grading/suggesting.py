"""Words that would have found a credit which a person gave and the machine missed: proposals, never more."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from studyapp.domain.grading.compiling import CompiledPart, compile_rubric
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.guards import prompt_of
from studyapp.domain.grading.matching import FARTHEST, Sightings, sight
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.parsing import MOST_LINES
from studyapp.domain.grading.phrases import Alternative, PhraseError, Slot, parse_phrase
from studyapp.domain.grading.rubric import Criterion, Line, Rubric, version_of
from studyapp.domain.grading.tokens import Token, stem_of, tokenise
from studyapp.domain.grading.vocabulary import FUNCTION_WORDS

Source = Literal["synonym", "spelling", "frequent"]

MOST_SUGGESTED = 10
_MOST_TRIED = 60
_MOST_SLIPS = 2
_SHORTEST_BEGINNING = 4  # letters that a relative of a word shares with it
_SOURCES: dict[Source, int] = {"synonym": 0, "spelling": 1, "frequent": 2}
_PLAIN_WORD = re.compile(r"[^\W\d_]{3,40}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line that could be added to a criterion, tried out on the answers given.

    `words` are what is new in it, `seen_in` counts the missed answers that have them, `repairs` those that the line
    would credit, `spoils` the answers that deserve no credit and would get it.
    """

    words: str
    line: str
    source: Source
    seen_in: int
    repairs: int
    spoils: int


def suggest(
    rubric: Rubric,
    criterion_key: str,
    missed: Sequence[str],
    *,
    question: str,
    refused: Sequence[str] = (),
    synonyms: Sequence[Sequence[str]] = (),
    most: int = MOST_SUGGESTED,
) -> tuple[Suggestion, ...]:
    """Lines for one criterion, the most helpful first; only those that repair at least one missed credit.

    `missed` are texts that a person credited and the machine did not, `refused` texts that a person did not credit,
    `synonyms` further groups of equal words that the pack knows. Raises KeyError for an unknown criterion.
    """
    criterion = _criterion(rubric, criterion_key)
    if len(criterion.lines) >= MOST_LINES:
        return ()
    finder = _Finder(rubric, criterion, question, synonyms)
    seen: dict[tuple[str, str, Source], set[int]] = {}
    for number, text in enumerate(missed):
        for found in finder.candidates(text):
            seen.setdefault(found, set()).add(number)
    ranked = sorted(seen.items(), key=lambda one: (-len(one[1]), _SOURCES[one[0][2]], one[0]))
    trial = _Trial(rubric, criterion_key, missed, refused, question)
    tried = [trial.of(found, len(where)) for found, where in ranked[:_MOST_TRIED]]
    helpful = sorted((one for one in tried if one.repairs), key=_rank)
    return tuple(_without_twins(helpful))[:most]


def _rank(one: Suggestion) -> tuple[int, int, int, int, int, int, str]:
    """Most repaired and least spoilt first; then what changes the least."""
    news = len(one.words.split())
    return (one.spoils - one.repairs, one.spoils, news, -one.seen_in, _SOURCES[one.source], len(one.line), one.line)


def _without_twins(ranked: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """One proposal for each new word: its best line."""
    shown: set[str] = set()
    for one in ranked:
        if one.words not in shown:
            shown.add(one.words)
            yield one


def with_line(rubric: Rubric, criterion_key: str, line: str) -> Rubric:
    """The rubric with one more line in a criterion: a new version. Raises PhraseError, or KeyError for the key."""
    parse_phrase(line)
    target = _criterion(rubric, criterion_key)
    after = max((one.line for one in target.lines), default=target.line)
    criteria = tuple(
        replace(one, lines=(*one.lines, Line(line, after))) if one is target else one for one in rubric.criteria
    )
    version = version_of(
        criteria=criteria,
        traps=rubric.traps,
        topics=rubric.topics,
        model_answer=rubric.model_answer,
        synonyms=rubric.synonyms,
    )
    return replace(rubric, criteria=criteria, version=version)


def _criterion(rubric: Rubric, key: str) -> Criterion:
    for one in rubric.criteria:
        if one.key == key:
            return one
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class _Trial:
    """The answers on which proposals are tried out."""

    rubric: Rubric
    key: str
    missed: Sequence[str]
    refused: Sequence[str]
    question: str

    def of(self, found: tuple[str, str, Source], seen_in: int) -> Suggestion:
        words, line, source = found
        try:
            wider = with_line(self.rubric, self.key, line)
        except PhraseError:
            return Suggestion(words, line, source, seen_in, 0, 0)
        repairs, spoils = self._credited(wider, self.missed), self._credited(wider, self.refused)
        return Suggestion(words, line, source, seen_in, repairs, spoils)

    def _credited(self, rubric: Rubric, texts: Sequence[str]) -> int:
        results = [grade(rubric, text, question=self.question) for text in texts]
        return sum(one.key == self.key and one.credit >= 1 for result in results for one in result.criteria)


class _Finder:
    """Proposes lines from one missed answer: a line with one slot said otherwise, or two frequent neighbours."""

    def __init__(self, rubric: Rubric, criterion: Criterion, question: str, groups: Sequence[Sequence[str]]) -> None:
        self._compiled = compile_rubric(rubric)
        number = rubric.criteria.index(criterion)
        self._prompt = prompt_of(question)
        self._groups = [{_key(word) for word in group} for group in (*rubric.synonyms, *groups)]
        self._lines = [
            (phrase.choices[0][0], compiled.choices[0][0])
            for line, compiled in zip(criterion.lines, self._compiled.criteria[number], strict=True)
            if len((phrase := parse_phrase(line.text)).choices) == 1 and len(phrase.choices[0]) == 1
        ]
        self._topics = {atom for atoms in self._compiled.topics for atom in atoms}

    def candidates(self, answer: str) -> set[tuple[str, str, Source]]:
        """(new words, line, source) of all proposals."""
        tokens = tokenise(normalise(answer).text)
        sightings = sight(self._compiled.lexicon, tokens, real_words=self._prompt.words)
        taken = self._taken(sightings)
        free = [at for at, token in enumerate(tokens.items) if at not in taken and self._is_wordy(token)]
        found: set[tuple[str, str, Source]] = set()
        for part, compiled in self._lines:
            if len(part.groups) == 1:
                found.update(self._completions(part.groups[0], compiled, sightings, free))
        found.update(self._pairs(sightings, free))
        return found

    def _taken(self, sightings: Sightings) -> set[int]:
        """Words that already say something to this criterion, or name a topic."""
        atoms = {atom for _, part in self._lines for group in part.groups for slot in group for atom in slot}
        return {
            at
            for atom in atoms | self._topics
            for place in sightings.places.get(atom, ())
            for at in range(place.first, place.last + 1)
        }

    def _is_wordy(self, token: Token) -> bool:
        return (
            token.word not in FUNCTION_WORDS
            and token.stem not in self._prompt.stems
            and _PLAIN_WORD.fullmatch(token.word) is not None
        )

    def _completions(
        self, group: tuple[Slot, ...], compiled: CompiledPart, sightings: Sightings, free: Sequence[int]
    ) -> Iterator[tuple[str, str, Source]]:
        """The line with its one missing slot filled by a free word near the others."""
        places = [sightings.of(atoms) for atoms in compiled.groups[0]]
        missing = [number for number, found in enumerate(places) if not found]
        if len(missing) != 1 and len(group) > 1:
            return
        number = missing[0] if missing else 0
        items = sightings.tokens.items
        for at in free:
            near = [
                place.first
                for other, found in enumerate(places)
                if other != number
                for place in found
                if items[place.first].sentence == items[at].sentence
                and abs(items[place.first].rank - items[at].rank) <= FARTHEST
            ]
            if not near and len(group) > 1:
                continue
            word = items[at].word
            line = " ".join(word if slot == number else _written(one) for slot, one in enumerate(group))
            yield word, f"not {line}" if compiled.is_denied else line, self._source(word, group[number])

    def _source(self, word: str, slot: Slot) -> Source:
        known = ["".join(one.words) for one in slot]
        if any(_key(word) in group and group & {_key(one) for one in known} for group in self._groups):
            return "synonym"
        return "spelling" if any(_are_neighbours(word, one) for one in known) else "frequent"

    def _pairs(self, sightings: Sightings, free: Sequence[int]) -> Iterator[tuple[str, str, Source]]:
        """Two free words side by side."""
        items = sightings.tokens.items
        for first, second in pairwise(free):
            is_near = items[second].rank - items[first].rank <= FARTHEST
            if is_near and items[first].clause == items[second].clause and items[first].stem != items[second].stem:
                words = f"{items[first].word} {items[second].word}"
                yield words, words, "frequent"


def _key(word: str) -> str:
    return stem_of("".join(_PLAIN_WORD.findall(word.casefold())))


def _are_neighbours(word: str, known: str) -> bool:
    """A slip wider than the engine forgives, or another word of the same family: "density" beside "dense"."""
    if word[0] != known[0]:
        return False
    if OSA.distance(word, known, score_cutoff=_MOST_SLIPS) <= _MOST_SLIPS and len(known) > _SHORTEST_BEGINNING:
        return True
    shared = next((at for at, (one, other) in enumerate(zip(word, known, strict=False)) if one != other), None)
    length = min(len(word), len(known)) if shared is None else shared
    return length >= max(_SHORTEST_BEGINNING, 0.6 * max(len(word), len(known)))


def _written(slot: Slot) -> str:
    """A slot as an author would write it."""
    return "/".join(_alternative(one) for one in slot)


def _alternative(one: Alternative) -> str:
    if one.kind == "exact":
        return f'"{" ".join(one.words)}"'
    return f"{one.words[0]}*" if one.kind == "beginning" else "-".join(one.words)


def frequent_words(texts: Iterable[str], *, question: str) -> tuple[tuple[str, int], ...]:
    """Content words outside the question with the number of texts that have them, the most frequent first."""
    prompt = prompt_of(question)
    counts: Counter[str] = Counter()
    for text in texts:
        items = tokenise(normalise(text).text).items
        counts.update({one.word for one in items if one.word not in FUNCTION_WORDS and one.stem not in prompt.stems})
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
