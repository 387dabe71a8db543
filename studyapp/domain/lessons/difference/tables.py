"""What changed in a table: rows and columns that came, went or were renamed, and cells."""

from collections.abc import Iterator

from studyapp.domain.lessons.blocks import ComparisonTable
from studyapp.domain.lessons.difference.changes import Change, Place
from studyapp.domain.lessons.keys.parts import column_keys, row_keys
from studyapp.domain.lessons.likeness.severity import answer_severity, wording_severity
from studyapp.domain.lessons.pack import Section


def cell_keys(table: ComparisonTable) -> tuple[str, ...]:
    """The keys that the facts of a table's cells have, if they are asked."""
    return tuple(f"{table.key}/{row}/{column}" for row in row_keys(table) for column in _value_columns(table))


def _value_columns(table: ComparisonTable) -> dict[str, int]:
    """Index by key of every column but that of the row names."""
    return {key: index for index, key in enumerate(column_keys(table)) if index != table.key_column - 1}


def table_changes(section: Section, table: ComparisonTable, was: ComparisonTable) -> Iterator[Change]:
    """Row by row, then column by column, then cell by cell."""
    yield from _Tables(section, table, was).changes()


class _Tables:
    """A table now and before, by the keys of its rows and columns."""

    def __init__(self, section: Section, table: ComparisonTable, was: ComparisonTable) -> None:
        self.section, self.table, self.was = section, table, was
        self.rows = {key: index for index, key in enumerate(row_keys(table))}
        self.old_rows = {key: index for index, key in enumerate(row_keys(was))}
        self.columns, self.old_columns = _value_columns(table), _value_columns(was)

    def changes(self) -> Iterator[Change]:
        yield from self._row_changes()
        yield from self._column_changes()
        for row, index in self.rows.items():
            for column, number in self.columns.items():
                if row in self.old_rows and column in self.old_columns:
                    before = self.was.rows[self.old_rows[row]][self.old_columns[column]].text
                    after = self.table.rows[index][number].text
                    if before != after:
                        yield self._cell(row, column).edited(before, after, answer_severity(before, after))

    def _row_changes(self) -> Iterator[Change]:
        for row, index in self.rows.items():
            if row not in self.old_rows:
                yield self._row(row).change("new", "", _row_text(self.table, index))
                continue
            before, after = _row_name(self.was, self.old_rows[row]), _row_name(self.table, index)
            if before != after:
                severity = answer_severity(before, after)
                yield self._row(row).edited(before, after, "meaning" if severity == "flipped" else severity)
        for row, index in self.old_rows.items():
            if row not in self.rows:
                yield self._row(row, is_gone=True).change("retired", _row_text(self.was, index), "")

    def _column_changes(self) -> Iterator[Change]:
        for column, number in self.columns.items():
            after = self.table.columns[number].text
            if column not in self.old_columns:
                yield self._column(column).change("new", "", after)
                continue
            before = self.was.columns[self.old_columns[column]].text
            if before != after:
                yield self._column(column).edited(before, after, wording_severity(before, after))
        for column, number in self.old_columns.items():
            if column not in self.columns:
                yield self._column(column, is_gone=True).change("retired", self.was.columns[number].text, "")

    def _row(self, row: str, *, is_gone: bool = False) -> Place:
        table, index = (self.was, self.old_rows[row]) if is_gone else (self.table, self.rows[row])
        columns = self.old_columns if is_gone else self.columns
        line = self.table.line if is_gone else _line(table, index)
        facts = tuple(f"{self.table.key}/{row}/{column}" for column in columns)
        return self._place(f"{self.table.key}/{row}", _row_name(table, index), line, facts)

    def _column(self, column: str, *, is_gone: bool = False) -> Place:
        table, columns = (self.was, self.old_columns) if is_gone else (self.table, self.columns)
        rows = self.old_rows if is_gone else self.rows
        facts = tuple(f"{self.table.key}/{row}/{column}" for row in rows)
        return self._place(f"{self.table.key}//{column}", table.columns[columns[column]].text, self.table.line, facts)

    def _cell(self, row: str, column: str) -> Place:
        key = f"{self.table.key}/{row}/{column}"
        index = self.rows[row]
        title = f"{_row_name(self.table, index)}, {self.table.columns[self.columns[column]].text}"
        return Place(self.section, "cell", key, title, _line(self.table, index), self._asked((key,)))

    def _place(self, key: str, title: str, line: int, facts: tuple[str, ...]) -> Place:
        return Place(self.section, "table", key, title, line, self._asked(facts))

    def _asked(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return () if self.table.furniture else keys


def _row_name(table: ComparisonTable, index: int) -> str:
    return table.rows[index][table.key_column - 1].text


def _row_text(table: ComparisonTable, index: int) -> str:
    return " | ".join(cell.text for cell in table.rows[index])


def _line(table: ComparisonTable, index: int) -> int:
    return table.row_lines[index] if index < len(table.row_lines) else table.line
