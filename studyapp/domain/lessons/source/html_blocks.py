"""Raw HTML blocks become nodes: details, tables and comments; what stands between them is Markdown again."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from studyapp.domain.lessons.source.comments import parse_comment, spans
from studyapp.domain.lessons.source.structure import Node, read_tree

_WRAPPERS = "p|div|center|section|article|header|footer|main|aside|figure|figcaption|font|h[1-6]"
_TAG = re.compile(rf"</?(?:details|summary|table|{_WRAPPERS})\b[^<>]*>", re.IGNORECASE)
_TABLE_PART = re.compile(r"<(/?)(tr|th|td|thead|tbody|tfoot|table|colgroup|caption)\b[^<>]*>", re.IGNORECASE)
_ENDS = re.compile(r"</table\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an HTML block: a tag of interest, a whole table or comment, or the text between."""

    kind: str
    text: str
    line: int


def fold_html(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` with their raw HTML read: from the innermost lists outwards, details opened here end here."""
    if not any(node.kind == "html" for node in nodes):
        for node in nodes:
            if node.children and node.kind not in ("table", "row"):
                node.children = fold_html(node.children)
        return list(nodes)
    root = Node("details", 1, 1)
    stack = [root]
    for node in _joined_tables(nodes):
        if node.children and node.kind not in ("table", "row"):
            node.children = fold_html(node.children)
        if node.kind != "html":
            stack[-1].children.append(node)
            continue
        for piece in _pieces(node):
            _add(stack, piece, node)
    for open_node in stack[1:]:
        open_node.end_line = max(open_node.end_line, nodes[-1].end_line)
    return root.children


def _joined_tables(nodes: Sequence[Node]) -> Iterator[Node]:
    """`nodes` with each HTML table whole: a blank line inside it has cut it into several blocks."""
    index = 0
    last_end = max((at for at, node in enumerate(nodes) if node.kind == "html" and _ENDS.search(node.text)), default=-1)
    while index < len(nodes):
        node = nodes[index]
        index += 1
        if index <= last_end and node.kind == "html" and _is_open(node.text):
            parts, at = [node.text.rstrip("\n")], node.line + node.text.rstrip("\n").count("\n")
            while index <= last_end and (len(parts) == 1 or not _ENDS.search(parts[-1])):
                follows = nodes[index]
                words = "\n".join(leaf.text for leaf in follows.walk() if leaf.text).rstrip("\n")
                parts.append("\n" * max(follows.line - at, 1) + words)
                at = max(follows.line, at + 1) + words.count("\n")
                index += 1
            node = replace(node, text="".join(parts), end_line=nodes[index - 1].end_line)
        yield node


def _is_open(text: str) -> bool:
    lower = text.lower()
    return lower.rfind("<table") > lower.rfind("</table")


def _pieces(node: Node) -> Iterator[_Piece]:
    """The parts of an HTML block in order. Comments go first: a tag inside one is no tag."""
    at = 0
    for start, end in [*spans(node.text), (len(node.text), len(node.text))]:
        yield from _tags(node.text[at:start], node.line + node.text.count("\n", 0, at))
        if start < end:
            yield _Piece("comment", node.text[start + 4 : end - 3], node.line + node.text.count("\n", 0, start))
        at = end


def _tags(text: str, line: int) -> Iterator[_Piece]:
    at = 0
    lower = text.lower()
    for found in _TAG.finditer(text):
        if found.start() < at:
            continue
        yield from _between(text[at : found.start()], line + text.count("\n", 0, at))
        tag = found.group().lower()
        here = line + text.count("\n", 0, found.start())
        at = found.end()
        if tag.startswith("<summary"):
            at = _end_of(lower, "</summary>", found.end())
            yield _Piece("summary", text[found.end() : at].removesuffix("</summary>"), here)
        elif tag.startswith("<table"):
            at = _end_of(lower, "</table>", found.end())
            yield _Piece("table", text[found.start() : at], here)
        elif "details" in tag:
            yield _Piece("close" if tag.startswith("</") else "details", "", here)
    yield from _between(text[at:], line + text.count("\n", 0, at))


def _end_of(lower: str, closing: str, start: int) -> int:
    end = lower.find(closing, start)
    return len(lower) if end < 0 else end + len(closing)


def _between(text: str, line: int) -> Iterator[_Piece]:
    if text.strip():
        yield _Piece("text", text, line)


def _add(stack: list[Node], piece: _Piece, node: Node) -> None:
    if piece.kind == "details":
        opened = Node("details", piece.line, node.end_line, body_line=piece.line + 1, is_closed=False)
        stack[-1].children.append(opened)
        stack.append(opened)
    elif piece.kind == "close":
        if len(stack) > 1:
            closed = stack.pop()
            closed.is_closed, closed.end_line = True, piece.line
    elif piece.kind == "summary":
        if len(stack) > 1 and not stack[-1].info:
            stack[-1].info = " ".join(piece.text.split())
            stack[-1].body_line = piece.line + 1 + piece.text.count("\n")
            stack[-1].start = piece.line
    elif piece.kind == "comment":
        stack[-1].children.append(_comment(piece))
    elif piece.kind == "table":
        stack[-1].children.append(_table(piece))
    else:
        stack[-1].children.extend(_reread(piece, is_inside=len(stack) > 1))


def _comment(piece: _Piece) -> Node:
    node = Node("comment", piece.line, piece.line + piece.text.count("\n"), text=piece.text)
    parsed = parse_comment(piece.text, line=piece.line)
    if parsed:
        node.comments.append(parsed)
    return node


def _reread(piece: _Piece, *, is_inside: bool) -> list[Node]:
    """The text between tags as Markdown blocks; HTML in it that means nothing to us becomes a paragraph."""
    skipped = len(piece.text) - len(piece.text.lstrip("\n"))
    text = textwrap.dedent(piece.text.strip("\n"))
    if not is_inside and text.lstrip().startswith("<"):
        return [_as_paragraph(text, piece.line + skipped)]
    nodes = read_tree(text.split("\n"), first_line=piece.line + skipped).nodes
    return [_as_paragraph(node.text, node.line) if node.kind == "html" else node for node in nodes]


def _as_paragraph(text: str, line: int) -> Node:
    kept = text.strip()
    kind = "code" if re.match(r"<(?:pre|textarea)\b", kept, re.IGNORECASE) else "paragraph"
    if kind == "code":
        kept = unescape(_ANY_TAG.sub("", kept)).strip("\n")
    return Node("code" if kind == "code" else "paragraph", line, line + kept.count("\n"), text=kept)


def _table(piece: _Piece) -> Node:
    """An HTML table. Cells are Markdown leaves; rows of different length are evened out by the table reader."""
    table = Node("table", piece.line, piece.line + piece.text.count("\n"), info="html")
    at = 0
    for found in _TABLE_PART.finditer(piece.text):
        line = piece.line + piece.text.count("\n", 0, found.start())
        _fill_cell(table, piece.text[at : found.start()])
        at = found.end()
        if found.group(1):
            if table.children and table.children[-1].children:
                table.children[-1].children[-1].is_closed = True
        elif found.group(2).lower() == "tr":
            table.children.append(Node("row", line, line))
        elif table.children and found.group(2).lower() in ("th", "td"):
            table.children[-1].children.append(Node("cell", line, line, is_closed=False))
    _fill_cell(table, piece.text[at:])
    table.children = [row for row in table.children if row.children]
    return table


def _fill_cell(table: Node, text: str) -> None:
    if table.children and table.children[-1].children:
        cell = table.children[-1].children[-1]
        if not cell.is_closed:
            cell.text = " ".join(unescape(text).split()) if not cell.text else cell.text
            cell.is_closed = True
