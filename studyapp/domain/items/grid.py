"""A comparison table as it looks to a question writer: which cells say one thing about one row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from studyapp.domain.common.words import fold
from studyapp.domain.items.levels import Level, is_yes_or_no, levels_of
from studyapp.domain.items.likeness import Likeness, Names, Wording, names, rivals_of, wording_of
from studyapp.domain.items.values import SkipReason
from studyapp.domain.lessons.blocks import ComparisonTable, Phrase
from studyapp.domain.lessons.keys.parts import column_keys, row_keys

LEAST_ROWS = 3
_NOTHING = re.compile(r"[\W_]*|n\s?/?\s?a|none given|tbd|unknown", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a cell is not asked; `row` is the index of the other row that is the trouble, if there is one."""

    reason: SkipReason
    row: int | None = None


@lru_cache(maxsize=16_384)
def says_nothing(phrase: Phrase) -> bool:
    """Whether a cell is blank, a dash, or n/a."""
    text = fold(phrase.text)
    is_sign = any(letter in text for letter in "$✓✔✅✗✘❌=<>+*#%&|~^@")
    return not is_sign and "<code" not in phrase.html and _NOTHING.fullmatch(text) is not None


@dataclass(frozen=True)
class Column:
    """One column that may be asked; `cells` and `flaws` have one entry a data row."""

    number: int
    header: Phrase
    slug: str
    cells: tuple[Wording, ...]
    levels: tuple[Level | None, ...] | None
    flaws: tuple[Flaw | None, ...]

    @property
    def distinct(self) -> int:
        """How many different values stand in the column, blanks not counted."""
        return len({cell.same for cell in self.cells if not says_nothing(cell.phrase)})


@dataclass(frozen=True)
class Grid:
    """A table's rows and columns with what is wrong with each cell."""

    table: ComparisonTable

    @cached_property
    def names(self) -> tuple[Wording, ...]:
        """The row keys, one a data row."""
        return tuple(wording_of(row[self.table.key_column - 1]) for row in self.table.rows)

    @cached_property
    def key_header(self) -> Phrase:
        """The header of the column of row keys."""
        return self.table.columns[self.table.key_column - 1]

    @cached_property
    def row_slugs(self) -> tuple[str, ...]:
        """The rows' part in the identity of their facts."""
        return row_keys(self.table)

    @cached_property
    def is_named(self) -> tuple[bool, ...]:
        """Whether each row has a key that no other row has."""
        return tuple(flaw is None for flaw in self._name_flaws)

    @cached_property
    def all_names(self) -> Names:
        """The row keys, to be looked for together."""
        return Names.of(self.names)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column but the key's."""
        slugs = column_keys(self.table)
        numbers = [number for number in range(1, len(slugs) + 1) if number != self.table.key_column]
        return tuple(self._column(number, slugs[number - 1]) for number in numbers)

    def _column(self, number: int, slug: str) -> Column:
        cells = tuple(wording_of(row[number - 1]) for row in self.table.rows)
        filled = [cell.text for cell in cells if not says_nothing(cell.phrase)]
        found = iter(levels_of(filled) or ())
        levels = tuple(None if says_nothing(cell.phrase) else next(found, None) for cell in cells)
        ordinal = levels if any(levels) else None
        flaws = self._flaws(number, cells, ordinal)
        return Column(number, self.table.columns[number - 1], slug, cells, ordinal, flaws)

    def _flaws(
        self, number: int, cells: tuple[Wording, ...], levels: tuple[Level | None, ...] | None
    ) -> tuple[Flaw | None, ...]:
        whole = self._table_flaw(number)
        if whole:
            return tuple(whole for _ in cells)
        distinct = len({cell.same for cell in cells if not says_nothing(cell.phrase)})
        filled = {row: cell for row, cell in enumerate(cells) if not says_nothing(cell.phrase)}
        rivals = _equal_levels(filled, levels) if levels else rivals_of(filled)
        return tuple(
            self._own_flaw(row, cell) or _few_levels(cell, levels, distinct) or _rival_flaw(rivals[row], distinct)
            for row, cell in enumerate(cells)
        )

    def _table_flaw(self, number: int) -> Flaw | None:
        table = self.table
        if number in table.skip or (table.ask and number not in table.ask):
            return Flaw("author-skip")
        if table.furniture:
            return Flaw("navigation")
        return Flaw("few-rows") if len(table.rows) < LEAST_ROWS else None

    @cached_property
    def _name_flaws(self) -> tuple[Flaw | None, ...]:
        rows: dict[tuple[str, ...], list[int]] = {}
        for row, name in enumerate(self.names):
            rows.setdefault(name.same, []).append(row)
        return tuple(_name_flaw(row, name, rows[name.same]) for row, name in enumerate(self.names))

    def _own_flaw(self, row: int, cell: Wording) -> Flaw | None:
        flaw = self._name_flaws[row]
        if flaw:
            return flaw
        if says_nothing(cell.phrase):
            return Flaw("empty")
        return Flaw("names-row") if names(cell, self.names[row]) else None


def _name_flaw(row: int, name: Wording, same: list[int]) -> Flaw | None:
    if says_nothing(name.phrase):
        return Flaw("key-empty")
    twin = next((other for other in same[:2] if other != row), None)
    return None if twin is None else Flaw("key-duplicate", twin)


def _rival_flaw(rivals: Mapping[Likeness, int], distinct: int) -> Flaw | None:
    order: tuple[Likeness, ...] = ("shared", "near-equal", "contained")
    worst = next((Flaw(kind, rivals[kind]) for kind in order if kind in rivals), None)
    return worst or (Flaw("few-levels") if distinct < LEAST_ROWS else None)


def _few_levels(cell: Wording, levels: tuple[Level | None, ...] | None, distinct: int) -> Flaw | None:
    is_ordinal = levels is not None and distinct < LEAST_ROWS
    return Flaw("few-levels") if is_yes_or_no(cell.text) or is_ordinal else None


def _equal_levels(rows: Iterable[int], levels: Sequence[Level | None]) -> dict[int, dict[Likeness, int]]:
    """For each row the first other row on the same level."""
    equal: dict[Level | None, list[int]] = {}
    for row in rows:
        equal.setdefault(levels[row], []).append(row)
    twins = {row: next((other for other in equal[levels[row]][:2] if other != row), None) for row in rows}
    return {row: {} if twin is None else {"shared": twin} for row, twin in twins.items()}
