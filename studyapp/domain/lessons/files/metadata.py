"""Comments find the block they speak of."""

from collections.abc import Sequence

from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.source.comments import Comment, parse_comment, spans
from studyapp.domain.lessons.source.structure import Node

_LEAVES = ("paragraph", "heading", "cell")


def attach_comments(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` without comments: each is now held by the block before it, a leading one by the block after it."""
    kept: list[Node] = []
    leading: list[Comment] = []
    for node in nodes:
        if node.kind == "comment":
            (kept[-1].comments if kept else leading).extend(node.comments)
            continue
        node.children = attach_comments(node.children)
        if node.kind in _LEAVES and "<!--" in node.text:
            _lift(node)
            if not node.text and node.kind == "paragraph":
                (kept[-1].comments if kept else leading).extend(node.comments)
                continue
        if leading:
            node.comments.extend(leading)
            leading = []
        kept.append(node)
    return kept


def _lift(node: Node) -> None:
    """Take the comments out of a leaf's text; those inside code stay."""
    parts: list[str] = []
    at = 0
    for start, end in spans(node.text):
        if node.text.count("`", at, start) % 2:
            continue
        parts.append(node.text[at:start])
        line = node.line + node.text.count("\n", 0, start)
        parsed = parse_comment(node.text[start + 4 : end - 3], line=line)
        if parsed:
            node.comments.append(parsed)
        at = end
    parts.append(node.text[at:])
    node.text = "".join(parts).strip()


def report_unknown_keys(page: Page, everything: Sequence[Node]) -> None:
    """W35 for each key of the metadata that nobody knows. `everything` are all blocks, inner ones too."""
    for comment in (comment for node in everything for comment in node.comments):
        for key, meant in comment.unknown:
            hint = f", did you mean {meant!r}" if meant else ""
            fix = f"write {meant}" if meant else "remove it"
            col = page.column_of(comment.line, key)
            data: dict[str, str | int | list[str]] = {"key": key, "meant": meant} if meant else {}
            page.tell("W35", comment.line, f"unknown key {key!r}{hint}", fix, col=col, data=data)
