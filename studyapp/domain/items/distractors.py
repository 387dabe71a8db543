"""Choosing wrong answers: clean, alike in kind and length, and giving nothing away."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import combinations, groupby, islice

from studyapp.domain.items.levels import level_of
from studyapp.domain.items.likeness import Wording, likeness
from studyapp.domain.items.markup import is_code
from studyapp.domain.items.rules import cue_in
from studyapp.domain.items.values import Form, Option, SkipReason
from studyapp.domain.lessons.blocks import Phrase

POOL = 6  # clean candidates looked at
CONSIDERED = 40  # candidates looked at for clean ones: a section may have hundreds, for each of hundreds of keys
MOST = 4
SHOWN = 3  # what an item of four options shows of them

Alike = Callable[[Wording, Wording], object]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible wrong answer.

    `place` is its order of appearance; a `weak` one is taken last.
    """

    wording: Wording
    place: int
    origin: str
    why: str = ""
    weak: bool = False

    @property
    def text(self) -> str:
        """The text shown."""
        return self.wording.text

    def as_option(self) -> Option:
        """The candidate as an option."""
        return Option(self.wording.phrase.text, self.wording.phrase.html, self.origin, self.why)


@dataclass(frozen=True, slots=True)
class Choice:
    """The stem and the distractors of an item that keeps the rules."""

    stem: Phrase
    distractors: tuple[Candidate, ...]


@lru_cache(maxsize=16_384)
def text_kind(phrase: Phrase) -> str:
    """number, code or text (rule 9)."""
    level = level_of(phrase.text)
    if level and level.scale.startswith("number"):
        return "number"
    return "code" if is_code(phrase.html) else "text"


_ByLength = dict[int, list[Candidate]]


class Pool:
    """The candidates of a column, section or process: sorted once, asked for each key."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._groups: dict[tuple[bool, str], _ByLength] = {}
        for candidate in sorted(candidates, key=lambda candidate: candidate.place):
            group = candidate.weak, text_kind(candidate.wording.phrase)
            self._groups.setdefault(group, defaultdict(list))[len(candidate.text)].append(candidate)

    def preferred(self, key: Wording) -> Iterator[Candidate]:
        """The `CONSIDERED` best: no weak ones, those of the key's kind, those nearest to it in length come first."""
        return islice(self._all_preferred(key), CONSIDERED)

    def _all_preferred(self, key: Wording) -> Iterator[Candidate]:
        own = text_kind(key.phrase)
        for is_weak in (False, True):
            alike = self._groups.get((is_weak, own))
            others = [group for (weak, kind), group in self._groups.items() if weak == is_weak and kind != own]
            yield from _nearest([alike] if alike else [], len(key.text))
            yield from _nearest(others, len(key.text))


def _nearest(groups: Sequence[_ByLength], length: int) -> Iterator[Candidate]:
    def difference(other: int) -> int:
        return abs(other - length)

    lengths = sorted({other for group in groups for other in group}, key=difference)
    for _, equal in groupby(lengths, key=difference):
        lists = [group[other] for other in equal for group in groups if other in group]
        yield from merge(*lists, key=lambda candidate: candidate.place)


def clean_candidates(key: Wording, preferred: Iterable[Candidate], *, alike: Alike = likeness) -> list[Candidate]:
    """The first candidates that nobody can take for the key or for each other."""
    chosen: list[Candidate] = []
    rivals = [key]
    for candidate in preferred:
        for rival in rivals:
            if alike(candidate.wording, rival):
                break
        else:
            chosen.append(candidate)
            rivals.append(candidate.wording)
        if len(chosen) == POOL:
            break
    return chosen


def choose(
    form: Form,
    stems: Sequence[Phrase],
    key: Wording,
    preferred: Iterable[Candidate],
    *,
    least: int = 2,
    alike: Alike = likeness,
) -> Choice | SkipReason:
    """The first wording of the stem with the best distractors that together keep rules 2, 3, 4 and 9.

    `preferred` are candidates, the best first.
    Four distractors are kept only if every three of them keep the rules as well, so that a sample may be shown.
    """
    clean = clean_candidates(key, preferred, alike=alike)
    reason: SkipReason = "few-distractors"
    for stem in stems:
        for group in _groups(clean, least):
            cue = _cue(form, stem, key, group)
            if cue is None:
                return Choice(stem, tuple(sorted(group, key=lambda candidate: candidate.place)))
            reason = cue
    return reason


def _groups(clean: Sequence[Candidate], least: int) -> Iterator[tuple[Candidate, ...]]:
    if len(clean) >= MOST:
        yield tuple(clean[:MOST])
    for size in (SHOWN, 2, 1):
        if size >= least:
            yield from combinations(clean, size)


def _cue(form: Form, stem: Phrase, key: Wording, group: Sequence[Candidate]) -> SkipReason | None:
    kind = text_kind(key.phrase)
    if all(text_kind(candidate.wording.phrase) != kind for candidate in group):
        return "few-distractors"
    shown = [group, *combinations(group, SHOWN)] if len(group) > SHOWN else [group]
    found = (cue_in(form, stem.text, key.text, [candidate.text for candidate in part]) for part in shown)
    return next((cue for cue in found if cue), None)
