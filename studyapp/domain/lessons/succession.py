"""Which section and block of a new reading continues which of the version before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.lessons.identity import Keyed, kind_of
from studyapp.domain.lessons.pack import Section, StudyPack

How = Literal["explicit", "derived", "fuzzy", "moved", "new", "retired"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block of the version before that a new one may continue; `likeness` runs from 0 to 1."""

    key: str
    text: str
    file: str
    line: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """Several blocks of the version before are as like to a new one: a person has to say which one it continues.

    Until then the new one is new, under `key`.
    """

    key: str
    kind: str
    text: str
    file: str
    line: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What became of one section, block or part: `earlier` is "" if it is new, `key` is "" if it is retired."""

    kind: str
    earlier: str
    key: str
    how: How


@dataclass(frozen=True, slots=True)
class Succession:
    """A pack whose sections, blocks and parts have the keys that they continue."""

    pack: StudyPack
    pairs: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]


def succeed(
    pack: StudyPack,
    earlier: Sequence[Section],
    *,
    decisions: Mapping[str, str] = {},
) -> Succession:
    """`pack` with the keys of what it continues in `earlier`.

    `decisions` answers doubts: the key of the doubt, and the earlier key that it continues, or "" for none.
    """
    before, after = _keys(earlier), _keys(pack.sections)
    kept = [Pair(kind, key if key in before else "", key, _how(key, before)) for key, kind in after.items()]
    gone = [Pair(kind, key, "", "retired") for key, kind in before.items() if key not in after]
    return Succession(pack, (*kept, *gone), ())


def _keys(sections: Sequence[Section]) -> dict[str, str]:
    blocks = {block.key: kind_of(block) for one in sections for block in one.blocks if isinstance(block, Keyed)}
    return {**{section.key: "section" for section in sections}, **blocks}


def _how(key: str, before: Mapping[str, str]) -> How:
    return "derived" if key in before else "new"
