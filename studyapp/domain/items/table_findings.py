"""What an author should know about a table's column: W07 and W08."""

from collections.abc import Collection

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.grid import Column, Grid, says_nothing


def column_findings(file: str, grid: Grid, column: Column, asked: Collection[int]) -> list[Diagnostic]:
    """Findings about one column; `asked` are the rows that have items in it."""
    return [*_repeated(file, grid, column, asked), *_contained(file, grid, column)]


def _repeated(file: str, grid: Grid, column: Column, asked: Collection[int]) -> list[Diagnostic]:
    reasons = {flaw.reason for flaw in column.flaws if flaw}
    filled = sum(not says_nothing(cell.phrase) for cell in column.cells)
    if asked or not reasons & {"shared", "few-levels"} or column.distinct >= filled:
        return []
    what = f"{column.distinct} distinct values in {filled} rows of “{column.header.text}”, no naming item"
    fix = f"write `skip: {column.number}` or add a detail that tells the rows apart"
    return [Diagnostic(file, grid.table.line, 1, "W07", what, fix, end_line=grid.table.line, data=_skip(grid, column))]


def _contained(file: str, grid: Grid, column: Column) -> list[Diagnostic]:
    """One W08 for each pair of cells, at the shorter cell."""
    found = []
    for row, flaw in enumerate(column.flaws):
        if flaw is None or flaw.reason != "contained" or flaw.row is None or not _is_shorter(column, row, flaw.row):
            continue
        other = grid.names[flaw.row].text
        what = f"the cell “{column.header.text}” of “{grid.names[row].text}” is contained in that of “{other}”"
        fix = f"reword one of the two, or write `skip: {column.number}`"
        line = grid.table.row_lines[row]
        found.append(Diagnostic(file, line, 1, "W08", what, fix, end_line=line, data=_skip(grid, column)))
    return found


def _is_shorter(column: Column, row: int, other: int) -> bool:
    return (len(column.cells[row].text), row) < (len(column.cells[other].text), other)


def _skip(grid: Grid, column: Column) -> dict[str, str | int | list[str]]:
    return {"skip": column.number, "table_end": grid.table.end_line}
