"""Words that would have found a credit which a person gave and the machine missed: proposals, never more."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from studyapp.domain.grading.compiling import CompiledPart, compile_rubric
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.guards import prompt_of
from studyapp.domain.grading.matching import FARTHEST, Sightings, sight
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.parsing import MOST_LINES
from studyapp.domain.grading.phrases import Alternative, PhraseError, Slot, parse_phrase
from studyapp.domain.grading.rubric import Criterion, Line, Rubric
from studyapp.domain.grading.tokens import Token, stem_of, tokenise
from studyapp.domain.grading.vocabulary import FUNCTION_WORDS

Source = Literal["synonym", "spelling", "frequent"]

MOST_SUGGESTED = 10
_MOST_TRIED = 60
_MOST_SLIPS = 2
_FARTHEST_PAIR = 2  # content words
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
) -> tuple[Suggestion, ...]:
    """Lines for one criterion, the most helpful first; only those that repair at least one missed credit.

    `missed` are texts that a person credited and the machine did not, `refused` texts that a person did not credit.
    Raises KeyError for an unknown criterion.
    """
    criterion = _criterion(rubric, criterion_key)
    if len(criterion.lines) >= MOST_LINES:
        return ()
    finder = _Finder(rubric, criterion, question)
    seen: dict[_Proposal, dict[int, int]] = {}  # the missed answers that have it, with the least distance in each
    for number, text in enumerate(missed):
        for proposal, distance in finder.proposals(text):
            near = seen.setdefault(proposal, {})
            near[number] = min(near.get(number, distance), distance)
    trial = _Trial(
        rubric, criterion_key, question, [_Text.of(one) for one in missed], [_Text.of(one) for one in refused]
    )
    ranked = sorted(seen, key=lambda one: (-len(seen[one]), trial.elsewhere(one), min(seen[one].values()), one))
    tried = [(trial.of(one, len(seen[one])), one, min(seen[one].values())) for one in ranked[:_MOST_TRIED]]
    helpful = sorted(
        (found for found in tried if found[0].repairs),
        key=lambda found: (*_rank(found[0]), trial.elsewhere(found[1]), found[2], found[1]),
    )
    return tuple(_without_twins(found[0] for found in helpful))[:MOST_SUGGESTED]


class _Proposal(NamedTuple):
    words: str
    line: str
    source: Source


def _rank(one: Suggestion) -> tuple[int, int, int, int, int]:
    """Most repaired and least spoilt first; then what is known to be akin, and what changes the least."""
    return one.spoils - one.repairs, one.spoils, _SOURCES[one.source], len(one.words.split()), -one.seen_in


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
    return rubric.with_criteria(criteria)


def _criterion(rubric: Rubric, key: str) -> Criterion:
    for one in rubric.criteria:
        if one.key == key:
            return one
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class _Text:
    """An answer and the stems in it."""

    text: str
    stems: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Text":
        return cls(text, frozenset(token.stem for token in tokenise(normalise(text).text).items))


class _Trial:
    """The answers on which proposals are tried out."""

    def __init__(
        self, rubric: Rubric, key: str, question: str, missed: Sequence[_Text], refused: Sequence[_Text]
    ) -> None:
        self._rubric, self._key, self._question = rubric, key, question
        self._missed = missed
        self._refused = [one for one in refused if not self._credits(rubric, one)]
        self._stems = [one.stems for one in self._refused]

    def elsewhere(self, proposal: _Proposal) -> int:
        """How many answers without a claim to the credit have the words too."""
        stems = {stem_of(word) for word in proposal.words.split()}
        return sum(stems <= one for one in self._stems)

    def of(self, proposal: _Proposal, seen_in: int) -> Suggestion:
        """The proposal with what it would do."""
        try:
            wider = with_line(self._rubric, self._key, proposal.line)
        except PhraseError:
            return Suggestion(*proposal, seen_in, 0, 0)
        stems = {stem_of(word) for word in proposal.words.split()}
        repairs, spoils = (
            sum(self._credits(wider, one) for one in group if stems <= one.stems)
            for group in (self._missed, self._refused)
        )
        return Suggestion(*proposal, seen_in, repairs, spoils)

    def _credits(self, rubric: Rubric, one: _Text) -> bool:
        judged = grade(rubric, one.text, question=self._question).criteria
        return any(found.key == self._key and found.credit >= 1 for found in judged)


class _Finder:
    """Proposes lines from one missed answer: a line with one slot said otherwise, or two neighbours."""

    def __init__(self, rubric: Rubric, criterion: Criterion, question: str) -> None:
        self._compiled = compile_rubric(rubric)
        number = rubric.criteria.index(criterion)
        self._prompt = prompt_of(question)
        self._groups = [{_key(word) for word in group} for group in rubric.synonyms]
        self._lines = [
            (phrase.choices[0][0].groups[0], compiled.choices[0][0])
            for line, compiled in zip(criterion.lines, self._compiled.criteria[number], strict=True)
            if len((phrase := parse_phrase(line.text)).choices) == 1
            and len(phrase.choices[0]) == len(phrase.choices[0][0].groups) == 1
        ]
        self._topics = {atom for atoms in self._compiled.topics for atom in atoms}

    def proposals(self, answer: str) -> Iterator[tuple[_Proposal, int]]:
        """All proposals, each with the distance of its words from what they stand with."""
        tokens = tokenise(normalise(answer).text)
        sightings = sight(self._compiled.lexicon, tokens, real_words=self._prompt.words)
        named = _places(self._topics, sightings)
        wordy = [at for at, token in enumerate(tokens.items) if at not in named and self._is_wordy(token)]
        for group, compiled in self._lines:
            yield from self._completions(group, compiled, sightings, wordy)
        yield from _pairs(tokens.items, wordy)

    def _is_wordy(self, token: Token) -> bool:
        return (
            token.word not in FUNCTION_WORDS
            and token.stem not in self._prompt.stems
            and _PLAIN_WORD.fullmatch(token.word) is not None
        )

    def _completions(
        self, group: tuple[Slot, ...], compiled: CompiledPart, sightings: Sightings, wordy: Sequence[int]
    ) -> Iterator[tuple[_Proposal, int]]:
        """The line with its one missing slot filled by a word near the others."""
        found = [sightings.of(atoms) for atoms in compiled.groups[0]]
        missing = [number for number, places in enumerate(found) if not places]
        if len(missing) != 1 or len(group) == 1:
            return
        taken = _places({atom for slot in compiled.groups[0] for atom in slot}, sightings)
        anchors = [place.first for places in found for place in places]
        for at in wordy:
            distance = min((_distance(sightings.tokens.items, at, anchor) for anchor in anchors), default=FARTHEST + 1)
            if at in taken or distance > FARTHEST:
                continue
            word = sightings.tokens.items[at].word
            line = " ".join(word if slot == missing[0] else _written(one) for slot, one in enumerate(group))
            source = self._source(word, group[missing[0]])
            yield _Proposal(word, f"not {line}" if compiled.is_denied else line, source), distance

    def _source(self, word: str, slot: Slot) -> Source:
        known = ["".join(one.words) for one in slot]
        if any(_key(word) in group and group & {_key(one) for one in known} for group in self._groups):
            return "synonym"
        return "spelling" if any(_are_neighbours(word, one) for one in known) else "frequent"


def _places(atoms: Iterable[int], sightings: Sightings) -> set[int]:
    """The words of the answer that show one of the atoms."""
    places = (place for atom in atoms for place in sightings.places.get(atom, ()))
    return {at for place in places for at in range(place.first, place.last + 1)}


def _distance(items: Sequence[Token], one: int, other: int) -> int:
    """Content words from one to the other; beyond reach in another sentence."""
    if items[one].sentence != items[other].sentence:
        return FARTHEST + 1
    return abs(items[one].rank - items[other].rank)


def _pairs(items: Sequence[Token], wordy: Sequence[int]) -> Iterator[tuple[_Proposal, int]]:
    """Two words side by side."""
    for first, second in pairwise(wordy):
        distance = _distance(items, first, second)
        is_apart = items[first].clause == items[second].clause and items[first].stem != items[second].stem
        if distance <= _FARTHEST_PAIR and is_apart:
            words = f"{items[first].word} {items[second].word}"
            yield _Proposal(words, words, "frequent"), distance


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
