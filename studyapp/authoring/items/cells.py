"""The cells of a lesson's tables: how many items ask for each, or why none does and how to mend it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.domain.items.tables import table_yield
from studyapp.domain.items.values import Skip
from studyapp.domain.lessons.blocks import ComparisonTable
from studyapp.domain.lessons.keys.parts import column_keys, row_keys
from studyapp.domain.lessons.pack import Section
from studyapp.library.fitting import fit_key

# What is wrong with a cell, and how to mend it; {row} is the other row's name.
REASONS: Mapping[str, tuple[Any, Any]] = {
    "empty": (gettext_lazy("this cell is empty"), gettext_lazy("fill it in")),
    "key-empty": (gettext_lazy("the row has no name"), gettext_lazy("name it in the first column")),
    "key-duplicate": (gettext_lazy("“{row}” names two rows"), gettext_lazy("rename one of them")),
    "names-row": (gettext_lazy("this value gives its own row’s name away"), gettext_lazy("say it in other words")),
    "row-word": (gettext_lazy("this value shares a word with a row’s name"), gettext_lazy("use another word")),
    "shared": (gettext_lazy("the row “{row}” has the same value"), gettext_lazy("say what is special to each")),
    "near-equal": (gettext_lazy("this value is nearly the one of “{row}”"), gettext_lazy("reword one")),
    "contained": (
        gettext_lazy("this value contains that of “{row}”, or is contained in it"),
        gettext_lazy("reword one"),
    ),
    "few-distractors": (
        gettext_lazy("too few clean wrong answers"),
        gettext_lazy("make other values differ, or add rows"),
    ),
    "few-levels": (
        gettext_lazy("too few different values in this column"),
        gettext_lazy("grade more finely, or skip it"),
    ),
    "few-rows": (gettext_lazy("the table has fewer than three rows"), gettext_lazy("add a row")),
    "too-long": (gettext_lazy("this value is too long for an option"), gettext_lazy("shorten it to 200 characters")),
    "navigation": (gettext_lazy("the table is for finding one’s way"), gettext_lazy("nothing to do")),
    "author-skip": (
        gettext_lazy("left out by “ask” or “skip”"),
        gettext_lazy("name the column in “ask” to have it asked"),
    ),
    "length-cue": (
        gettext_lazy("its length would give the answer away"),
        gettext_lazy("bring the values of the column to about one length"),
    ),
    "stem-cue": (
        gettext_lazy("the question would give the answer away"),
        gettext_lazy("use another word in the value"),
    ),
    "overlap-cue": (
        gettext_lazy("it alone shares words with every wrong answer, which would give it away"),
        gettext_lazy("use other words in the value"),
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that may be asked: how many items do, else why none does."""

    items: int
    suppressed: int
    first: int | None  # the item to go to
    reason: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of a table with its name."""

    name_html: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A table as its author's grid of cells, without the column of names."""

    key: str
    title: str
    place: str
    columns: tuple[str, ...]
    rows: tuple[CellRow, ...]
    asked: int
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of a cell: its id, and whether it is asked."""

    id: int
    is_suppressed: bool


def cell_grids(sections: Iterable[Section], items: Mapping[str, Sequence[Asked]]) -> tuple[CellGrid, ...]:
    """The tables of a lesson; `items` has the items of each fact by its key."""
    return tuple(
        _grid(section, block, items)
        for section in sections
        for block in section.blocks
        if isinstance(block, ComparisonTable) and not block.furniture and block.rows
    )


def _grid(section: Section, table: ComparisonTable, items: Mapping[str, Sequence[Asked]]) -> CellGrid:
    skipped: dict[int, dict[int, Skip]] = defaultdict(dict)
    for skip in table_yield(section, table).skipped:
        skipped[skip.line][skip.column] = skip
    slugs = column_keys(table)
    numbers = [number for number in range(1, len(slugs) + 1) if number != table.key_column]
    rows = []
    for row, name, line in zip(table.rows, row_keys(table), table.row_lines, strict=True):
        facts = [fit_key(f"{table.key}/{name}/{slugs[number - 1]}", 400) for number in numbers]
        cells = [
            _cell(items.get(fact, ()), skipped[line].get(number)) for fact, number in zip(facts, numbers, strict=True)
        ]
        rows.append(CellRow(row[table.key_column - 1].html, tuple(cells)))
    counts = Counter(bool(cell.items) for row in rows for cell in row.cells)
    return CellGrid(
        key=table.key,
        title=" / ".join(column.text for column in table.columns),
        place=f"{section.file}:{table.line}",
        columns=tuple(table.columns[number - 1].html for number in (table.key_column, *numbers)),
        rows=tuple(rows),
        asked=counts[True],
        total=counts.total(),
    )


def _cell(items: Sequence[Asked], skip: Skip | None) -> Cell:
    suppressed = sum(item.is_suppressed for item in items)
    first = items[0].id if items else None
    if items or skip is None:
        return Cell(len(items) - suppressed, suppressed, first)
    reason, fix = REASONS[skip.reason]
    other = skip.detail or _("another row")
    return Cell(0, 0, None, str(reason).format(row=other), str(fix))
