"""A lesson as its page shows it: values for templates, made by `page_blocks`.

Nothing here knows a learner, so the instructor's preview shows the same. All `html` is safe to print.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from django.utils.safestring import SafeString

from studyapp.library.addresses import section_anchor

_NOT_IN_ID = re.compile(r"[^\w-]+")
MAIN_LEVEL, DEEPEST_LEVEL = 1, 4


@dataclass(frozen=True, slots=True)
class Dated:
    """When a statement was checked, and where. `as_of` is a year and month, or a day."""

    as_of: str
    source: str

    @property
    def host(self) -> str:
        """The site of the source, as a link says it; "" if the source is no address."""
        return urlsplit(self.source).hostname or "" if self.source.startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """What every block has. `name` is its kind in class names.

    `inner_keys` are the keys of blocks inside its html, so that links to them lead here. `updated_at` is when what
    it teaches last changed, if that was lately.
    """

    name: ClassVar[str]
    template: ClassVar[str]
    key: str = ""
    line: int = 0
    inner_keys: tuple[str, ...] = ()
    dated: tuple[Dated, ...] = ()
    updated_at: datetime | None = None

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The keys of all that it shows."""
        return (self.key, *self.inner_keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageBlock(PageBlock):
    """Text to read."""

    name: ClassVar[str] = "passage"
    template: ClassVar[str] = "library/_passage.html"
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class CalloutBlock(PageBlock):
    """A labelled remark."""

    name: ClassVar[str] = "callout"
    template: ClassVar[str] = "library/_callout.html"
    kind: str
    label: str
    html: SafeString

    @property
    def is_principle(self) -> bool:
        """Whether the section stands on it."""
        return self.kind == "principle"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `number` counts from 1."""

    number: int
    text: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock(PageBlock):
    """Things compared. A plain table has nothing to cover."""

    name: ClassVar[str] = "table"
    template: ClassVar[str] = "library/_table_block.html"
    columns: tuple[Column, ...]
    rows: tuple[tuple[SafeString, ...], ...]
    key_column: int
    is_plain: bool

    @property
    def dom_id(self) -> str:
        """The id of the part that is swapped; usable in a CSS selector."""
        return f"table-{_NOT_IN_ID.sub('-', self.key)}"

    @property
    def title(self) -> str:
        """What a screen reader calls the table."""
        return ", ".join(column.text for column in self.columns if column.text)

    @property
    def coverable(self) -> tuple[Column, ...]:
        """Columns that can be covered for a self-test: all but the one that names the rows."""
        return () if self.is_plain else tuple(one for one in self.columns if one.number != self.key_column)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsBlock(PageBlock):
    """A process in order."""

    name: ClassVar[str] = "steps"
    template: ClassVar[str] = "library/_steps.html"
    lead_in_html: SafeString
    steps: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and what it means."""

    key: str
    term: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionsBlock(PageBlock):
    """Definitions that follow each other, shown as one list."""

    name: ClassVar[str] = "definitions"
    template: ClassVar[str] = "library/_definitions.html"
    entries: tuple[Entry, ...]

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Those of its entries too."""
        return (self.key, *self.inner_keys, *(entry.key for entry in self.entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapBlock(PageBlock):
    """A misconception, folded until the reader has said what they think."""

    name: ClassVar[str] = "trap"
    template: ClassVar[str] = "library/_trap.html"
    html: SafeString
    belief_html: SafeString
    truth_html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionBlock(PageBlock):
    """A question to answer in one's own words."""

    name: ClassVar[str] = "reflection"
    template: ClassVar[str] = "library/_reflection.html"
    stem_html: SafeString
    min_words: int


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of a lesson. `level` is the level of its heading on the page, from 1 for the lesson itself."""

    key: str
    number: str
    title: str
    level: int
    words: int
    blocks: tuple[PageBlock, ...]

    @property
    def anchor(self) -> str:
        """The id of the section on the page."""
        return section_anchor(self.key)

    @property
    def label_level(self) -> int:
        """The level of headings inside it, such as the label of a callout."""
        return self.level + 1

    @property
    def is_lesson(self) -> bool:
        """Whether it opens the lesson."""
        return self.level == MAIN_LEVEL


@dataclass(frozen=True, slots=True)
class Cover:
    """Which column of which table is covered; column 0 of a table covers nothing."""

    table: str = ""
    column: int = 0


def read_cover(text: str | None) -> Cover:
    """The cover that `?cover=<table key>.<column>` asks for; nothing is covered if it cannot be read."""
    table, _, column = (text or "").rpartition(".")
    if not table or not column.isascii() or not column.isdecimal() or len(column) > 3:
        return Cover()
    return Cover(table, int(column))


def find_table(sections: Iterable[PageSection], key: str) -> TableBlock | None:
    """The table of that key, or None."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, TableBlock) and block.key == key:
                return block
    return None
