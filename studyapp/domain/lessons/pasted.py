"""Tables that lost their form on the way into the file: pasted, tab-separated, without a dashes line."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Block
from studyapp.domain.lessons.page import Page
from studyapp.domain.lessons.structure import Node
from studyapp.domain.lessons.tables import comparison, split_row

_BREAK = re.compile(r"(?<=[a-z0-9.)\]%”])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\$)")
_DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*\Z")
# Names with a capital inside: a line that says DynamoDB has lost no column.
_NAMES = re.compile(
    r"\b(?:[A-Z]?[a-z]+(?:DB|QL|SQL|ML|AI|OS|API|VM|MQ)|JavaScript|TypeScript|GitHub|GitLab|SageMaker|OpenSearch|"
    r"Cloud(?:Watch|Trail|Front|Formation)|LangChain|LlamaIndex|PyTorch|TensorFlow|QuickSight|EventBridge|PrivateLink|"
    r"LoRA|QLoRA|OpenAI|HuggingFace|iOS|macOS|eBay|iPhone|YouTube|LinkedIn|PowerShell|DevOps|MLOps|LLMOps|NoSQL|"
    r"PostgreSQL|MySQL|MongoDB|BigQuery|DataFrame|WebSocket|OAuth|McDonald|PhD|GraphQL|ElastiCache|CodeWhisperer)\b"
)
_FEWEST_LINES = 3
_WIDE = 3  # columns: two lines with two tabs each are a table already


def read_pasted(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """A paragraph that was a table once: tab-separated is read (W02), the rest is told (E01, E05)."""
    node = nodes[index]
    if node.kind != "paragraph" or "\n" not in node.text:
        return None
    lines = node.text.split("\n")
    if tabbed := _tabbed(page, node):
        what = f"{len(lines)} tab-separated lines are read as a table"
        page.tell("W02", node.line, what, "keep it, or convert it to a table with pipes", end_line=node.end_line)
        return [comparison(page, tabbed)], index + 1
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
    """E01. Rows begin like cells do: a wrapped sentence goes on in lower case."""
    if len(lines) < _FEWEST_LINES or any(not line.strip()[:1].isalnum() for line in lines):
        return
    if any(line.strip()[:1].islower() for line in lines):
        return
    rows = [_columns(line.strip()) for line in lines]
    counts = {len(row) for row in rows}
    if len(counts) != 1 or counts == {1}:
        return
    width = counts.pop()
    proposal = [rows[0], ["---"] * width, *rows[1:]]
    table = "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in proposal)
    what = f"{len(rows)} lines look like a table that lost its columns ({width - 1} breaks each)"
    fix = f"apply the proposed {width}-column table, or paste it from the page again"
    page.tell("E01", node.line, what, fix, end_line=node.end_line, data={"proposal": table, "columns": width})


def _columns(line: str) -> list[str]:
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
