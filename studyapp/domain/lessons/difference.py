"""What changed between two versions of a pack, as a learner would see it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.lessons.identity import Keyed, kind_of, subjects
from studyapp.domain.lessons.pack import Section
from studyapp.domain.lessons.severity import Severity, wording_severity

ChangeKind = Literal["new", "moved", "reworded", "meaning", "flipped", "retired"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a section, block or part.

    `id` is the same for the same change at each reading, and fits a form field. `severity` is None for what is new,
    moved or retired. `file` and `line` are where it stands now; for what retires, where it stood. `fact_keys` are
    the facts that it touches.
    """

    id: str
    kind: ChangeKind
    severity: Severity | None
    block: str
    key: str
    lesson_key: str
    title: str
    file: str
    line: int
    before: str
    after: str
    fact_keys: tuple[str, ...]


def compare(before: Sequence[Section], after: Sequence[Section]) -> tuple[Change, ...]:
    """Every change from one version to the other, in reading order, what retires last. Keys are final."""
    old, new = _blocks(before), _blocks(after)
    changed = [_change(*place, old.get(key)) for key, place in new.items()]
    gone = [_change(section, block, None, is_gone=True) for key, (section, block) in old.items() if key not in new]
    return tuple(change for change in (*changed, *gone) if change)


def _blocks(sections: Sequence[Section]) -> dict[str, tuple[Section, Keyed]]:
    return {block.key: (section, block) for section in sections for block in section.blocks if isinstance(block, Keyed)}


def _change(
    section: Section, block: Keyed, old: tuple[Section, Keyed] | None, *, is_gone: bool = False
) -> Change | None:
    subject, text = subjects(block)
    before = subjects(old[1])[1] if old else text if is_gone else ""
    after = "" if is_gone else text
    severity = wording_severity(before, after) if before and after else None
    kind: ChangeKind = "retired" if is_gone else "new" if old is None else "moved"
    if old and before != after:
        kind = "meaning" if severity == "meaning" else "reworded"
    elif old and old[0].key == section.key:
        return None
    digest = hashlib.blake2b("\0".join((block.key, kind, before, after)).encode(), digest_size=8).hexdigest()
    return Change(
        f"c{digest}", kind, severity if kind in ("reworded", "meaning") else None, kind_of(block), block.key,
        section.lesson_key, subject, section.file, block.line, before, after, (block.key,),
    )  # fmt: skip
