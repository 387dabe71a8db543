"""Choosing wrong answers: clean, alike in kind and length, and giving nothing away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from studyapp.domain.items.levels import level_of
from studyapp.domain.items.likeness import Wording, likeness
from studyapp.domain.items.markup import is_code
from studyapp.domain.items.rules import cue_in
from studyapp.domain.items.values import Form, Option, SkipReason
from studyapp.domain.lessons.blocks import Phrase

POOL = 6  # clean candidates looked at
MOST = 4
SHOWN = 3  # what an item of four options shows of them

Alike = Callable[[Wording, Wording], object]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible wrong answer.

    `place` is its order of appearance; a `weak` one is taken last. Those at the least `distance` are preferred.
    """

    wording: Wording
    place: int
    origin: str
    why: str = ""
    weak: bool = False
    distance: int = 0

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


def clean_candidates(key: Wording, pool: Sequence[Candidate], *, alike: Alike = likeness) -> list[Candidate]:
    """Candidates that nobody can take for the key or for each other, the best first."""
    kind = text_kind(key.phrase)

    def preference(candidate: Candidate) -> tuple[bool, bool, int, int, int]:
        other_kind = text_kind(candidate.wording.phrase) != kind
        difference = abs(len(candidate.text) - len(key.text))
        return candidate.weak, other_kind, candidate.distance, difference, candidate.place

    chosen: list[Candidate] = []
    for candidate in sorted(pool, key=preference):
        rivals = [key, *(other.wording for other in chosen)]
        if not any(alike(candidate.wording, rival) for rival in rivals):
            chosen.append(candidate)
        if len(chosen) == POOL:
            break
    return chosen


def choose(
    form: Form,
    stems: Sequence[Phrase],
    key: Wording,
    pool: Sequence[Candidate],
    *,
    least: int = 2,
    alike: Alike = likeness,
) -> Choice | SkipReason:
    """The first wording of the stem with the best distractors that together keep rules 2, 3, 4 and 9.

    Four distractors are kept only if every three of them keep the rules as well, so that a sample may be shown.
    """
    clean = clean_candidates(key, pool, alike=alike)
    reason: SkipReason = "few-distractors"
    for stem in stems:
        for group in _groups(clean, least):
            cue = _cue(form, stem, key, group)
            if cue is None:
                return Choice(stem, tuple(sorted(group, key=lambda candidate: candidate.place)))
            reason = cue
    return reason


def _groups(clean: Sequence[Candidate], least: int) -> list[tuple[Candidate, ...]]:
    whole = [tuple(clean[:MOST])] if len(clean) >= MOST else []
    sizes = [size for size in (SHOWN, 2, 1) if size >= least]
    return whole + [group for size in sizes for group in combinations(clean, size)]


def _cue(form: Form, stem: Phrase, key: Wording, group: Sequence[Candidate]) -> SkipReason | None:
    kind = text_kind(key.phrase)
    if all(text_kind(candidate.wording.phrase) != kind for candidate in group):
        return "few-distractors"
    shown = [group, *combinations(group, SHOWN)] if len(group) > SHOWN else [group]
    found = (cue_in(form, stem.text, key.text, [candidate.text for candidate in part]) for part in shown)
    return next((cue for cue in found if cue), None)
