"""Step 7 for one criterion or trap: which of its lines the answer says, and whether it affirms or denies them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from studyapp.domain.grading import denial_words
from studyapp.domain.grading.compiling import CompiledLine, CompiledPart
from studyapp.domain.grading.matching import Match, Sightings, Usable, matches_of
from studyapp.domain.grading.naming import is_only_named
from studyapp.domain.grading.polarity import Polarity
from studyapp.domain.grading.results import Reason
from studyapp.domain.grading.tokens import Token
from studyapp.domain.grading.vocabulary import SMALL_WORDS


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as read for one rubric."""

    sightings: Sightings
    owners: list[int]
    polarity: Polarity
    uses_polarity: bool
    copied: frozenset[int]
    named: frozenset[int]  # tokens at which a topic is named


@dataclass(slots=True)
class PartFinding:
    """Where one part of a line stands: as wanted, with the opposite polarity, only in copied words."""

    wanted: list[Match] = field(default_factory=list)
    opposite: list[Match] = field(default_factory=list)
    copied: list[Match] = field(default_factory=list)


class Verdict(NamedTuple):
    """What a criterion or trap comes to. `matches` are the proof."""

    reason: Reason
    credit: float
    matches: tuple[Match, ...]
    line: str


_INTRANSITIVE = frozenset("does do did will would can should must not never has have had ever really".split())  # noqa: SIM905
_MISSING = Verdict("missing", 0.0, (), "")
_ORDER: dict[Reason, int] = {"met": 5, "partial": 4, "contradicted": 3, "negated": 2, "copied": 1, "missing": 0}


def judge_criterion(
    lines: Sequence[CompiledLine], topic: int, reading: Reading, spent: Sequence[Match] = ()
) -> Verdict:
    """The best line counts; opposite claims with the same subject make it contradicted.

    `spent` are the claims that fired a trap: their words earn nothing.
    """
    findings = [
        (line, _earning(_find_choices(line, topic, reading), reading, spent))
        for line in lines
        if _may_stand(line, reading.sightings)
    ]
    best = _MISSING
    for line, choices in findings:
        verdict = _verdict(line, choices)
        if (verdict.credit, _ORDER[verdict.reason]) > (best.credit, _ORDER[best.reason]):
            best = verdict
    if best.reason != "met":
        return best
    return _contradicted(best, findings, reading) or best


def _earning(choices: list[list[PartFinding]], reading: Reading, spent: Sequence[Match]) -> list[list[PartFinding]]:
    """Without matches in questions and in what fired a trap."""
    taken = [(frozenset(match.tokens), match.tokens[-1]) for match in spent]
    for part in (part for choice in choices for part in choice):
        part.wanted = [
            match
            for match in part.wanted
            if not reading.polarity.is_asked(match) and not _is_spent(match, taken, reading.sightings.tokens.items)
        ]
        part.opposite = [match for match in part.opposite if not reading.polarity.is_asked(match)]
    return choices


def _is_spent(match: Match, taken: list[tuple[frozenset[int], int]], items: Sequence[Token]) -> bool:
    """Inside a trap's claim, or told by it: "tell the model to stop" also covers "stop after ten steps"."""
    tokens = match.tokens
    before = tokens[0] - 1
    while before > 0 and items[before].word in denial_words.DETERMINERS:
        before -= 1
    is_told = before >= 0 and items[before].word in {"to", "that"}
    return any(
        last == tokens[0] or claim.issuperset(tokens) or (is_told and last in tokens and min(claim) < before)
        for claim, last in taken
    )


def claims_of(lines: Sequence[CompiledLine], topic: int, reading: Reading) -> list[Match]:
    """All matches that the writer claims, of all lines of a trap."""
    possible = [line for line in lines if _may_stand(line, reading.sightings)]
    choices = [choice for line in possible for choice in _find_choices(line, topic, reading)]
    return [match for choice in choices for part in _claimed(choice, topic, reading) for match in part.wanted]


def judge_trap(lines: Sequence[CompiledLine], topic: int, reading: Reading) -> Verdict:
    """Fires on the first line that the writer claims in own words; a topic's trap only on that topic's words."""
    for line in lines:
        if not _may_stand(line, reading.sightings):
            continue
        choices = [_claimed(choice, topic, reading) for choice in _find_choices(line, topic, reading)]
        verdict = _verdict(line, choices)
        if verdict.reason == "met":
            return verdict
    return _MISSING


def _claimed(choice: list[PartFinding], topic: int, reading: Reading) -> list[PartFinding]:
    return [
        PartFinding(wanted=[match for match in part.wanted if _is_claimed(match, topic, reading)]) for part in choice
    ]


def _is_claimed(match: Match, topic: int, reading: Reading) -> bool:
    if match.has_pronoun or not reading.polarity.is_claimed(match):
        return False
    return not topic or all(reading.owners[token] & topic for token in match.tokens)


def _may_stand(line: CompiledLine, sightings: Sightings) -> bool:
    """Whether some part of the line has a word for each slot: most lines have not, and need no closer look."""
    lacks = sightings.places.keys().isdisjoint
    for choice in line.choices:
        for part in choice:
            if not any(map(lacks, part.slots)):
                return True
    return False


def _find_choices(line: CompiledLine, topic: int, reading: Reading) -> list[list[PartFinding]]:
    return [[_find_part(part, topic, reading) for part in choice] for choice in line.choices]


def _find_part(part: CompiledPart, topic: int, reading: Reading) -> PartFinding:
    finding = PartFinding()
    for match in matches_of(part, reading.sightings, Usable(reading.owners, topic)):
        if reading.copied and reading.copied.issuperset(match.tokens):
            finding.copied.append(match)
        elif not reading.uses_polarity or reading.polarity.is_denied(match) == part.is_denied:
            finding.wanted.append(match)
        elif not match.has_pronoun and not (part.is_denied and is_only_named(match, reading.sightings.tokens.items)):
            finding.opposite.append(match)
    return finding


def _verdict(line: CompiledLine, choices: list[list[PartFinding]]) -> Verdict:
    met = _distinct([choice for choice in choices if all(part.wanted for part in choice)])
    if len(met) >= line.needed:
        return Verdict("met", 1.0, _evidence(met), line.text)
    if met:
        return Verdict("partial", len(met) / line.needed, _evidence(met), line.text)
    for choice in choices:
        if all(part.wanted or part.opposite for part in choice):
            return Verdict("negated", 0.0, tuple((*part.opposite, *part.wanted)[0] for part in choice), line.text)
    for choice in choices:
        if all(part.wanted or part.opposite or part.copied for part in choice):
            proof = tuple((*part.copied, *part.opposite, *part.wanted)[0] for part in choice)
            return Verdict("copied", 0.0, proof, line.text)
    return _MISSING


def _distinct(choices: list[list[PartFinding]]) -> list[tuple[Match, ...]]:
    """A match for each part of as many choices as can be found on different words."""
    if len(choices) == 1:
        return [tuple(part.wanted[0] for part in choices[0])]
    chosen: list[tuple[Match, ...]] = []
    used: set[int] = set()
    for choice in sorted(choices, key=lambda parts: min(len(part.wanted) for part in parts)):
        free = [next((match for match in part.wanted if used.isdisjoint(match.tokens)), None) for part in choice]
        matches = tuple(match for match in free if match is not None)
        if len(matches) == len(choice):
            chosen.append(matches)
            used.update(token for match in matches for token in match.tokens)
    return chosen


def _evidence(met: Iterable[tuple[Match, ...]]) -> tuple[Match, ...]:
    return tuple(match for matches in met for match in matches)


def _contradicted(
    best: Verdict, findings: list[tuple[CompiledLine, list[list[PartFinding]]]], reading: Reading
) -> Verdict | None:
    """Half credit if an affirmed and a denied match have the same subject, each inside one clause."""
    parts = [part for _, choices in findings for choice in choices for part in choice]
    opposite = [
        match
        for part in parts
        for match in part.opposite
        if not match.crosses_clauses and not _speaks_of_itself(match, reading)
    ]
    if not opposite:
        return None
    wanted = [match for part in parts for match in part.wanted if not match.crosses_clauses]
    by_subject = {_subject(match, reading): match for match in reversed(wanted)}
    for against in opposite:
        pair = by_subject.get(_subject(against, reading))
        if pair is not None and set(pair.tokens).isdisjoint(against.tokens):
            return Verdict("contradicted", 0.5, (pair, against), best.line)
    return None


def _speaks_of_itself(match: Match, reading: Reading) -> bool:
    """ "the voice never changes": no topic is said to do it, the thing itself does not."""
    items = reading.sightings.tokens.items
    first, last = match.tokens[0], match.tokens[-1]
    between = [items[at].word for at in range(first + 1, last)]
    names_topic = any(at <= last and items[at].clause == items[first].clause for at in reading.named)
    if names_topic or not reading.owners[first] or not _INTRANSITIVE.issuperset(between):
        return False
    return not {"not", "never"}.isdisjoint(between)


def _subject(match: Match, reading: Reading) -> tuple[int, str]:
    """The topic of the match or, without topics, the nearest noun before it."""
    owner = reading.owners[match.places[0].first]
    return (owner, "") if owner else (0, _noun_before(match.places[0].first, reading))


def _noun_before(first: int, reading: Reading) -> str:
    """The nearest content word before, in the clause; after a pronoun or nothing, that of the clause before."""
    items = reading.sightings.tokens.items
    at = first - 1
    while at >= 0 and first - at <= 30:
        word = items[at].word
        opens_clause = items[at].clause != items[first].clause
        if word not in SMALL_WORDS and not word.endswith("ly") and not opens_clause:
            return items[at].stem
        if opens_clause:
            return _opening_noun(at, reading)
        at -= 1
    return ""


def _opening_noun(last: int, reading: Reading) -> str:
    """The first content word of the clause that ends at `last`: its likely subject."""
    items = reading.sightings.tokens.items
    at = last
    while at and items[at - 1].clause == items[last].clause and last - at < 30:
        at -= 1
    return next((token.stem for token in items[at : last + 1] if token.word not in SMALL_WORDS), "")
