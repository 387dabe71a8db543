"""A pack, its exam and its sections, as read from an author's files."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.blocks import Block

MANIFEST = "pack.toml"  # the file that says what a pack is

Provenance = Literal["original", "licensed", "official-pool"]


@dataclass(frozen=True, slots=True)
class ExamFact:
    """A number about the exam that changes: with the day it was read and where. `line` is that in pack.toml."""

    name: str
    value: float
    as_of: date
    source: str
    review_days: int | None = None
    is_maximum: bool = False
    line: int = 1


@dataclass(frozen=True, slots=True)
class ExamTask:
    """One task of the official outline, such as 1.2."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ExamDomain:
    """One domain of the exam with its weight in percent."""

    id: str
    title: str
    weight: float
    tasks: tuple[ExamTask, ...] = ()


@dataclass(frozen=True, slots=True)
class Exam:
    """The exam a pack prepares for. Every part is optional."""

    name: str = ""
    code: str = ""
    provider: str = ""
    outline_edition: str = ""
    outline_url: str = ""
    types: tuple[str, ...] = ()
    partial_credit: bool = False
    scale_kind: str = ""
    scale_min: float | None = None
    scale_max: float | None = None
    facts: tuple[ExamFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the pack."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What pack.toml says, or what an upload form supplies for a lone file."""

    id: str
    title: str
    version: str = ""
    updated: date | None = None
    language: str = "en"
    licence: str = ""
    provenance: Provenance = "original"
    authors: tuple[Author, ...] = ()
    trademarks: str = ""
    math: bool = False
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    domains: tuple[ExamDomain, ...] = ()
    exam: Exam | None = None
    is_lone_file: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading.

    `depth` is the number's depth, else the count of `#`. `words` counts the words a reader reads.
    `lesson_key` is the key of the section that opens the lesson it belongs to (its own, if it opens one).
    `id` is what its author wrote as an id, "" if nothing; the key may be another, that of a section it continues.
    """

    key: str
    number: str
    title: str
    depth: int
    task: str
    level: str
    file: str
    line: int
    end_line: int
    words: int
    blocks: tuple[Block, ...]
    lesson_key: str = ""
    is_explicit_key: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a place in the pack, as written: `target` may hold a path, an anchor after `#`, or both."""

    target: str
    line: int
    col: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A long paragraph, by a digest of its words."""

    digest: str
    words: int
    line: int
    end_line: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One lesson file, read alone. Findings that need other files are made by `assemble`.

    `image_lines` are the pictures it wants with the line of the first mention; `task_line` and `number_line`
    are those of the front matter, 0 if it has none.
    """

    path: str
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...]
    images: tuple[str, ...] = ()
    unknown_labels: tuple[str, ...] = ()
    claims_rights: bool = False
    image_lines: tuple[tuple[str, int], ...] = ()
    number_line: int = 0
    task_line: int = 0
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyPack:
    """A whole pack in reading order, with every finding, sorted by file, line and column.

    `unknown_labels` are the labels that nobody knows, one entry for each time one stands there.
    """

    manifest: Manifest
    sections: tuple[Section, ...]
    landing_html: str
    diagnostics: tuple[Diagnostic, ...]
    images: tuple[str, ...] = field(default=())
    unknown_labels: tuple[str, ...] = ()
