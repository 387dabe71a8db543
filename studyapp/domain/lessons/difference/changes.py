"""One change between two versions of a pack, and where it stands."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.domain.lessons.pack import Section

ChangeKind = Literal["new", "moved", "reworded", "meaning", "flipped", "retired"]
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a section, block or part.

    `id` is the same for the same change at each reading, and fits a form field. `severity` is None for what is new,
    moved or retired. `file` and `line` are where it stands now; for what retires, where it stood. `fact_keys` are
    the facts that it touches, if they are asked.
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


@dataclass(frozen=True, slots=True)
class Place:
    """A block or part in its section: what a change says about where it stands."""

    section: Section
    block: str
    key: str
    title: str
    line: int
    fact_keys: tuple[str, ...] = ()

    def change(self, kind: ChangeKind, before: str, after: str, severity: Severity | None = None) -> Change:
        """A change that happened here."""
        digest = hashlib.blake2b("\0".join((self.block, self.key, kind, before, after)).encode(), digest_size=8)
        title = " ".join(self.title.split())
        return Change(
            id=f"c{digest.hexdigest()}",
            kind=kind,
            severity=severity,
            block=self.block,
            key=self.key,
            lesson_key=self.section.lesson_key or self.section.key,
            title=title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…",
            file=self.section.file,
            line=self.line,
            before=before,
            after=after,
            fact_keys=self.fact_keys,
        )

    def edited(self, before: str, after: str, severity: Severity) -> Change:
        """A change of wording, grouped by how much it matters."""
        kind: ChangeKind = severity if severity in ("meaning", "flipped") else "reworded"
        return self.change(kind, before, after, severity)
