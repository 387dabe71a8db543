"""HTML tables as rows of cells."""

from collections.abc import Callable

from bs4 import Tag
from bs4.element import NavigableString

_MOST_SPAN = 50


def grid_of(table: Tag, cell_text: Callable[[Tag], str], lose: Callable[[str], None]) -> list[list[str]]:
    """The cells of a table, row by row, all rows of one length; a merged cell is repeated in each of its places."""
    held: dict[tuple[int, int], str] = {}
    lengths: list[int] = []
    if any(str(child).strip() for child in table.children if isinstance(child, NavigableString)):
        lose("text between the cells of a table is left out")
    for number, row in enumerate(_rows(table)):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (number, column) in held:
                column += 1
            if cell.find("table"):
                lose("a table inside a table is text")
            text = cell_text(cell)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if text and (down > 1 or across > 1):
                lose("a merged cell is repeated in each of its places")
            held |= {(number + y, column + x): text for y in range(down) for x in range(across)}
            column += across
        lengths.append(column)
    width = max((column + 1 for _, column in held), default=0)
    rows = [[held.get((number, column), "") for column in range(width)] for number in range(len(lengths))]
    return [row for row in rows if any(row)]


def _rows(table: Tag) -> list[Tag]:
    """Its own rows, not those of tables inside it."""
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() and len(value) < 5 else 1
