"""Comparison tables: cells, what is asked of them, and what is wrong with their rows."""

import re
from collections.abc import Sequence
from itertools import pairwise

from studyapp.domain.common import limits
from studyapp.domain.common.words import fold
from studyapp.domain.lessons.blocks import Block, ComparisonTable, Phrase
from studyapp.domain.lessons.readers.page import Page, comments_of, explicit_id
from studyapp.domain.lessons.source.code_spans import CODE_SPAN
from studyapp.domain.lessons.source.structure import Node

BARE_BAR = re.compile(r"(?<!\\)\|")
_PREFIX = re.compile(r"(?:\s*(?:>|[-*+](?=\s*\|)|\d{1,9}[.)](?=\s*\|)))*\s*")
_ONLY_LINK = re.compile(r"[\W_]*(?:!?\[[^\]]*\](?:\([^)]*\))?[\W_]*)+\Z|<?https?://\S+>?\Z|\s*<a\b.*</a>\s*\Z", re.I)
_ONLY_DOLLARS = re.compile(r"\$+\Z")


def read_table(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """A table as the Git host shows it, with findings about rows that do not fit its header."""
    node = nodes[index]
    if node.kind != "table" or not node.children:
        return None
    width = len(node.children[0].children)
    if node.info == "html":
        _even_out(page, node, width)
    else:
        _check_rows(page, node, width)
    return [] if is_too_large(page, node) else [comparison(page, node)], index + 1


def is_too_large(page: Page, node: Node) -> bool:
    """Whether a table is over the limits; then that is told (E39)."""
    width, rows = len(node.children[0].children), len(node.children) - 1
    if width <= limits.TABLE_COLUMNS and rows <= limits.TABLE_ROWS:
        return False
    most = f"at most {limits.TABLE_COLUMNS} and {limits.TABLE_ROWS}"
    what = f"the table has {width} columns and {rows} rows, {most}"
    page.tell("E39", node.line, what, "split it", end_line=node.end_line)
    return True


def comparison(page: Page, node: Node) -> ComparisonTable:
    cells = [_phrases(page, row) for row in node.children]
    comments = comments_of([node], "table")
    comment = comments[0] if comments else None
    key_column = next(iter(comment.numbers("key")), 1) if comment else 1
    table = ComparisonTable(
        key=explicit_id([node], "table"),
        columns=cells[0],
        rows=tuple(cells[1:]),
        line=node.line,
        end_line=node.end_line,
        row_lines=tuple(row.line for row in node.children[1:]),
        key_column=key_column if key_column <= len(cells[0]) else 1,
        ask=comment.numbers("ask") if comment else (),
        skip=comment.numbers("skip") if comment else (),
        nested=page.is_nested,
        furniture=_is_furniture(node),
    )
    if not table.furniture:
        _check_row_keys(page, table)
        _check_prices(page, node)
    return table


def _phrases(page: Page, row: Node) -> tuple[Phrase, ...]:
    return tuple(page.render.phrase(cell.text, row.line) for cell in row.children)


def _is_furniture(node: Node) -> bool:
    """Tables for finding one's way compare nothing: one column, no row, or nearly all links."""
    cells = [cell.text.strip() for row in node.children[1:] for cell in row.children if cell.text.strip()]
    if len(node.children[0].children) < 2 or not cells:
        return True
    return sum(bool(_ONLY_LINK.match(cell)) for cell in cells) >= 0.8 * len(cells)


def _check_rows(page: Page, node: Node, width: int) -> None:
    for row in node.children:
        source = page.lines[row.line - 1]
        cells = split_row(source)
        code = next((found for found in CODE_SPAN.finditer(source) if BARE_BAR.search(found.group())), None)
        if code:
            fix = r"write \| for the bar inside the code"
            what = "a pipe in code splits the cell"
            page.tell("E04", row.line, what, fix, col=code.start() + 1, data={"columns": width})
        elif len(cells) > width:
            what = f"row has {len(cells)} cells, its header has {width}"
            page.tell(
                "E49", row.line, what, r"write \| for a bar that is text, or extend the header", col=cells[width][1]
            )
        elif len(cells) < width:
            what = f"row has {len(cells)} cells, its header has {width}"
            page.tell("W03", row.line, what, r"add a cell or write \|", data={"missing": width - len(cells)})


def split_row(source: str) -> list[tuple[str, int]]:
    """The cells of a table row as a Git host splits them, with the column where each begins."""
    prefix = _PREFIX.match(source)
    start = prefix.end() if prefix else 0
    text = source[start:].rstrip()
    bars = [found.start() for found in BARE_BAR.finditer(text)]
    edges = [-1, *bars, len(text)]
    cells = [(text[left + 1 : right], start + left + 2) for left, right in pairwise(edges)]
    if cells and text.startswith("|"):
        cells = cells[1:]
    if cells and text.endswith("|") and not cells[-1][0].strip():
        cells = cells[:-1]
    return [(cell.strip(), col + len(cell) - len(cell.lstrip())) for cell, col in cells]


def _even_out(page: Page, node: Node, width: int) -> None:
    for row in node.children[1:]:
        missing = width - len(row.children)
        if missing > 0:
            what = f"row has {len(row.children)} cells, its header has {width}"
            page.tell("W03", row.line, what, "add a cell")
            row.children += [Node("cell", row.line, row.line) for _ in range(missing)]
        elif missing < 0:
            what = f"row has {len(row.children)} cells, its header has {width}"
            page.tell("E49", row.line, what, "remove a cell or extend the header")
            del row.children[width:]


def _check_row_keys(page: Page, table: ComparisonTable) -> None:
    seen: dict[str, int] = {}
    for row, line in zip(table.rows, table.row_lines, strict=True):
        name = row[table.key_column - 1].text
        folded = fold(name)
        if not folded:
            continue
        if folded in seen:
            what = f"row key {name!r} is used at line {seen[folded]} too, neither row is asked"
            page.tell("W06", line, what, "make the keys of the rows unique")
        else:
            seen[folded] = line


def _check_prices(page: Page, node: Node) -> None:
    for row in node.children[1:]:
        for cell, (_, col) in zip(row.children, split_row(page.lines[row.line - 1]), strict=False):
            if _ONLY_DOLLARS.match(cell.text.strip()):
                escaped = r"\$" * len(cell.text.strip())
                what = "a cell of dollar signs may show as mathematics"
                page.tell("W09", row.line, what, f"write {escaped} or Low, Medium, High", col=col)
