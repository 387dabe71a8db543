"""Items about two rows or more of one table: which is higher, where two differ, which one stands out."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from studyapp.domain.items.grid import Column, Grid, says_nothing
from studyapp.domain.items.levels import Level, is_exact_level, is_yes_or_no
from studyapp.domain.items.likeness import Wording, likeness, wording_of
from studyapp.domain.items.markup import paragraph, quoted, strong
from studyapp.domain.items.rules import LONGEST_OPTION, cue_in, keeps_rules
from studyapp.domain.items.stems import compare_stem, differs_stem, odd_one_out_stem
from studyapp.domain.items.values import ROW, Form, Item, Option
from studyapp.domain.lessons.blocks import Phrase

EQUAL_ROWS = 3  # beside the odd one
LEAST_ALIKE = 2  # columns in which two rows are the same, beside the one in which they differ
_GROUPS_TRIED = 4  # values
_MOST_ALIKE = 3
_PARTNERS_TRIED = 12  # rows: a table has up to two hundred, and each pair costs a look at every column

# A Spot is a cell that may be asked: the key of its fact and the line of its row.
Spots = Mapping[int, tuple[str, int]]  # by row


def comparable_rows(column: Column, grid: Grid) -> tuple[int, ...]:
    """The rows whose level in an ordinal column is plain; none if the author skips the column."""
    if column.levels is None or any(
        flaw and flaw.reason in {"author-skip", "few-rows", "navigation"} for flaw in column.flaws
    ):
        return ()
    usable = (row for row, level in enumerate(column.levels) if level and grid.is_named[row])
    exact = (
        row for row in usable if is_exact_level(column.cells[row].text) and not is_yes_or_no(column.cells[row].text)
    )
    return tuple(row for row in exact if len(grid.names[row].text) <= LONGEST_OPTION)


def compare_items(file: str, grid: Grid, column: Column, spots: Spots) -> Iterator[tuple[int, Item]]:
    """For each row of `spots` one question which of two is higher; the other is the row nearest to it in level."""
    rows = comparable_rows(column, grid)
    for row in rows:
        partner = _nearest_level(column, row, rows, grid)
        if partner is None or row not in spots:
            continue
        pair = sorted((row, partner))
        higher = max(row, partner, key=lambda one: _value(column.levels, one))
        item = _item(
            "compare", file, grid, spots[row],
            stem=compare_stem(grid.names[pair[0]].phrase, grid.names[pair[1]].phrase, column.header),
            options=[(grid.names[one], f"{ROW}{grid.names[one].text}", _stands(grid, column, one)) for one in pair],
            key=pair.index(higher),
            feedback=_both(grid, column, (row, partner)),
        )  # fmt: skip
        if keeps_rules(item):
            yield row, item


def _nearest_level(column: Column, row: int, rows: Sequence[int], grid: Grid) -> int | None:
    own = _value(column.levels, row)
    others = sorted(
        (other for other in rows if _value(column.levels, other) != own),
        key=lambda other: (abs(_value(column.levels, other) - own), abs(other - row)),
    )
    return next((other for other in others if not likeness(grid.names[row], grid.names[other])), None)


def _value(levels: Sequence[Level | None] | None, row: int) -> float:
    level = levels[row] if levels else None
    return level.value if level else 0.0


class Twins:
    """Which rows of a table say the same in which columns; made once a table."""

    def __init__(self, grid: Grid) -> None:
        self._columns: dict[int, dict[int, list[Column]]] = {}
        for column in grid.columns:
            for rows in _equal_rows(grid, column):
                for one, other in permutations(rows[:_PARTNERS_TRIED], 2):
                    self._columns.setdefault(one, {}).setdefault(other, []).append(column)

    def of(self, column: Column, row: int) -> tuple[int, list[Column]] | None:
        """A row that clearly differs from `row` in this column, and two or three columns in which it does not."""
        for other, alike in self._columns.get(row, {}).items():
            if len(alike) >= LEAST_ALIKE and _differ(column, row, other):
                return other, alike[:_MOST_ALIKE]
        return None


def differs_items(file: str, grid: Grid, column: Column, spots: Spots, twins: Twins) -> Iterator[tuple[int, Item]]:
    """For each row of `spots` a question in which column it differs from a row that is the same in two others."""
    for row, spot in spots.items():
        found = twins.of(column, row)
        if found is None:
            continue
        other, alike = found
        shown = sorted([column, *alike], key=lambda one: one.number)
        item = _item(
            "differs", file, grid, spot,
            stem=differs_stem(grid.names[row].phrase, grid.names[other].phrase),
            options=[(wording_of(one.header), f"column:{one.number}", _both(grid, one, (row, other))) for one in shown],
            key=shown.index(column),
            feedback=_both(grid, column, (row, other)),
        )  # fmt: skip
        if _is_fair(item):
            yield row, item


def _differ(column: Column, one: int, other: int) -> bool:
    """Whether two rows say clearly different things: neither blank nor too alike to tell."""
    first, second = column.cells[one], column.cells[other]
    if says_nothing(first.phrase) or says_nothing(second.phrase):
        return False
    if column.levels:
        return column.levels[one] != column.levels[other]
    return likeness(first, second) is None


def odd_one_out_items(file: str, grid: Grid, column: Column, spots: Spots) -> Iterator[tuple[int, Item]]:
    """For each row of `spots` a question which of four stands out, the other three being the same in this column."""
    groups = [rows[:EQUAL_ROWS] for rows in _equal_rows(grid, column) if len(rows) >= EQUAL_ROWS][:_GROUPS_TRIED]
    for row, spot in spots.items():
        equal = next((group for group in groups if _stands_out(grid, column, row, group)), None)
        if equal is None:
            continue
        shown = sorted((row, *equal))
        item = _item(
            "odd-one-out", file, grid, spot,
            stem=odd_one_out_stem(column.header),
            options=[(grid.names[one], f"{ROW}{grid.names[one].text}", _stands(grid, column, one)) for one in shown],
            key=shown.index(row),
            feedback=_both(grid, column, shown),
        )  # fmt: skip
        if _is_fair(item):
            yield row, item


def _equal_rows(grid: Grid, column: Column) -> list[list[int]]:
    """The rows of each value of a column, in order."""
    by_value: dict[tuple[str, ...], list[int]] = {}
    for row, cell in enumerate(column.cells):
        if grid.is_named[row] and not says_nothing(cell.phrase) and len(grid.names[row].text) <= LONGEST_OPTION:
            by_value.setdefault(cell.same, []).append(row)
    return list(by_value.values())


def _stands_out(grid: Grid, column: Column, row: int, equal: Sequence[int]) -> bool:
    """Whether the row differs from the three in this column, and no other column singles out one of the four."""
    if not all(_differ(column, row, other) for other in equal):
        return False
    shown = (row, *equal)
    return not any(_singles_out(other, shown) for other in grid.columns if other.number != column.number)


def _singles_out(column: Column, rows: Sequence[int]) -> bool:
    values = [column.cells[row].same for row in rows]
    return sorted(values.count(value) for value in set(values)) == [1, len(rows) - 1]


def _is_fair(item: Item) -> bool:
    """Rules 2 to 4 beside those of every item: no two options alike, and nothing in the stem that only the key has."""
    wordings = [wording_of(Phrase(option.text, option.html)) for option in item.options]
    key = item.options[item.keys[0] - 1].text
    others = [option.text for option in item.options if option.origin != "key"]
    is_clean = not any(likeness(*pair) for pair in combinations(wordings, 2))
    return is_clean and cue_in(item.form, item.stem, key, others) is None and keeps_rules(item)


def _stands(grid: Grid, column: Column, row: int) -> str:
    return paragraph(*_said(grid, column, row))


def _both(grid: Grid, column: Column, rows: Sequence[int]) -> str:
    return "".join(paragraph(*_said(grid, column, row)) for row in rows)


def _said(grid: Grid, column: Column, row: int) -> tuple[Phrase | str, ...]:
    return strong(grid.names[row].phrase), ", ", quoted(column.header), ": ", column.cells[row].phrase


def _item(
    form: Form,
    file: str,
    grid: Grid,
    spot: tuple[str, int],
    *,
    stem: Phrase,
    options: Sequence[tuple[Wording, str, str]],
    key: int,
    feedback: str,
) -> Item:
    fact_key, line = spot
    return Item(
        fact_key=fact_key,
        form=form,
        kind="single",
        stem=stem.text,
        stem_html=stem.html,
        feedback_html=feedback,
        file=file,
        line=line,
        options=tuple(
            Option(
                wording.phrase.text, wording.phrase.html, "key" if place == key else origin, "" if place == key else why
            )
            for place, (wording, origin, why) in enumerate(options)
        ),
        keys=(key + 1,),
    )
