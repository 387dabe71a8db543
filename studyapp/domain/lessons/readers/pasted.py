"""Tables that lost their form on the way into the file: pasted, tab-separated, without a dashes line."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from studyapp.domain.lessons.blocks import Block
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.readers.tables import comparison, is_too_large, split_row
from studyapp.domain.lessons.source.structure import Node

_LOWER, _UPPER = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
# A cell ends and the next begins: lower, digit or closing punctuation before upper; capitals before Capital and lower;
# a letter before `$`. A straight quotation mark closes only after a letter, digit or full stop.
_BREAK = re.compile(
    rf"(?<=[{_LOWER}0-9.!?;)\]}}%”’»])(?=[{_UPPER}])|(?<=[\w.!?)][\"'])(?=[{_UPPER}])|"
    rf"(?<=[{_UPPER}]{{2}})(?=[{_UPPER}](?!s\b)[{_LOWER}])|(?<=[{_LOWER}{_UPPER}])(?=\$)"
)
_MAY_BREAK = re.compile(rf"[{_UPPER}$](?<=\S.)")  # each way of a break has that: it says no in a fiftieth of the time
_DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*\Z")
# Names with a capital inside: a line that says DynamoDB has lost no column.
_NAMES = re.compile(
    r"\b(?:[A-Z]?[a-z]+(?:DB|QL|SQL|ML|AI|OS|API|VM|MQ)|JavaScript|TypeScript|GitHub|GitLab|SageMaker|OpenSearch|"
    r"Cloud(?:Watch|Trail|Front|Formation)|LangChain|LlamaIndex|PyTorch|TensorFlow|QuickSight|EventBridge|PrivateLink|"
    r"LoRA|QLoRA|OpenAI|HuggingFace|iOS|macOS|eBay|iPhone|YouTube|LinkedIn|PowerShell|DevOps|MLOps|LLMOps|NoSQL|"
    r"PostgreSQL|MySQL|MongoDB|BigQuery|DataFrame|WebSocket|OAuth|McDonald|PhD|GraphQL|ElastiCache|CodeWhisperer)\b"
)
_FEWEST_LINES = 3
_LONGEST_ROW = 500  # characters
_FEWEST_LONG = 5  # lines with one break each among others: prose has some
_Row = tuple[int, list[str]]  # line and cells
_WIDE = 3  # columns: two lines with two tabs each are a table already


def read_pasted(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """A paragraph that was a table once: tab-separated is read (W02), the rest is told (E01, E05)."""
    node = nodes[index]
    if node.kind != "paragraph":
        return None
    if "\n" not in node.text:
        _tell_lost_paragraphs(page, nodes, index)
        return None
    lines = node.text.split("\n")
    if tabbed := _tabbed(page, node):
        what = f"{len(lines)} tab-separated lines are read as a table"
        page.tell("W02", node.line, what, "keep it, or convert it to a table with pipes", end_line=node.end_line)
        return [] if is_too_large(page, tabbed) else [comparison(page, tabbed)], index + 1
    if not _tell_missing_dashes(page, node, lines):
        _tell_lost_columns(page, node, lines)
    return None


def _tabbed(page: Page, node: Node) -> Node | None:
    """The table of a paragraph whose lines all have the same tabs; an empty last cell may have lost its own."""
    lines = _source_lines(page, node)
    width = lines[0].count("\t") + 1
    fewest = _FEWEST_LINES if width < _WIDE else _FEWEST_LINES - 1
    if len(lines) < fewest or width == 1 or any(line.count("\t") != width - 1 for line in lines):
        return None
    table = Node("table", node.line, node.end_line, info="tabs", comments=node.comments)
    for number, line in enumerate(lines, node.line):
        cells = [Node("cell", number, number, text=cell.strip()) for cell in line.split("\t")]
        table.children.append(Node("row", number, number, children=cells))
    return table


def _source_lines(page: Page, node: Node) -> list[str]:
    """The lines of a paragraph with the tabs at their ends, which its text has lost, without what contains it."""
    lines = node.text.split("\n")
    if node.end_line - node.line + 1 != len(lines):
        return lines
    kept = []
    for number, line in enumerate(lines, node.line):
        at = page.lines[number - 1].find(line.strip())
        kept.append(page.lines[number - 1][at:].rstrip(" ") if at >= 0 else line)
    return kept


def _tell_missing_dashes(page: Page, node: Node, lines: Sequence[str]) -> bool:
    piped = [line.strip().startswith("|") and line.count("|") > 1 for line in lines]
    start = next((index for index, is_row in enumerate(piped[:-1]) if is_row and piped[index + 1]), None)
    if start is None:
        return False
    header = len(split_row(lines[start]))
    line = node.line + start
    if _DASHES.match(lines[start + 1]):
        dashes = len(split_row(lines[start + 1]))
        what = f"the dashes line has {dashes} columns, the header above it {header}"
        page.tell("E05", line + 1, what, f"write {header} columns of dashes")
    else:
        what = "no dashes line under the header, so this is no table"
        fix = f"add line {line + 1}: |{' --- |' * header}"
        page.tell("E05", line, what, fix, end_line=node.end_line)
    return True


def _tell_lost_columns(page: Page, node: Node, lines: Sequence[str]) -> None:
    """E01 for a paragraph, or for those of its lines that break alike."""
    rows = [(number, _cells(line)) for number, line in enumerate(lines, node.line)]
    if len({len(cells) for _, cells in rows}) == 1:
        _tell_lost(page, rows, fewest=_FEWEST_LINES)
        return
    for run in _alike(rows):
        _tell_lost(page, run, fewest=_FEWEST_LINES if len(run[0][1]) >= _WIDE else _FEWEST_LONG)


def _tell_lost_paragraphs(page: Page, nodes: Sequence[Node], index: int) -> None:
    """E01 for paragraphs of one line each that break alike: pasted rows with a blank line after each."""
    if nodes[index].line <= page.lost_until or not all(map(_is_one_line, nodes[index : index + _FEWEST_LINES])):
        return
    rows: list[_Row] = []
    for node in nodes[index:]:
        cells = _cells(node.text) if _is_one_line(node) else []
        if len(cells) < _WIDE or (rows and len(cells) != len(rows[0][1])):
            break
        rows.append((node.line, cells))
    _tell_lost(page, rows, fewest=_FEWEST_LINES)


def _is_one_line(node: Node) -> bool:
    return node.kind == "paragraph" and len(node.text) <= _LONGEST_ROW and "\n" not in node.text


def _alike(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """The runs of rows with equally many cells."""
    for _, run in groupby(rows, key=lambda row: len(row[1])):
        yield list(run)


def _tell_lost(page: Page, rows: Sequence[_Row], *, fewest: int) -> None:
    if len(rows) < fewest or len(rows[0][1]) < 2:
        return
    width = len(rows[0][1])
    proposal = [rows[0][1], ["---"] * width, *(cells for _, cells in rows[1:])]
    table = "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |" for cells in proposal)
    breaks = "1 break" if width == 2 else f"{width - 1} breaks"
    what = f"{len(rows)} lines look like a table that lost its columns ({breaks} each)"
    fix = f"apply the proposed {width}-column table, or paste it from the page again"
    page.lost_until = rows[-1][0]
    page.tell(
        "E01", rows[0][0], what, fix, end_line=rows[-1][0],
        data={"proposal": table, "columns": width, "rows": len(rows) - 1},
    )  # fmt: skip


def _cells(line: str) -> list[str]:
    """The cells of a line that begins as a row does; none if it goes on in lower case, as wrapped sentences do."""
    text = line.strip()
    return _columns(text) if text[:1].isalnum() and not text[:1].islower() else []


def _columns(line: str) -> list[str]:
    if not (_MAY_BREAK.search(line) and _BREAK.search(line)):
        return [line]
    names = [found.span() for found in _NAMES.finditer(line)]
    columns: list[str] = []
    at = 0
    for found in _BREAK.finditer(line):
        place = found.start()
        if any(start < place < end for start, end in names):
            continue
        columns.append(line[at:place].strip())
        at = place
    return [*columns, line[at:].strip()]
