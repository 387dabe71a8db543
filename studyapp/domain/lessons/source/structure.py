"""The structure of a file as a Git host sees it: a tree of blocks with their lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studyapp.domain.common import limits
from studyapp.domain.lessons.source.comments import Comment
from studyapp.domain.lessons.source.containers import add_containers
from studyapp.domain.lessons.source.line_rules import ask_by_first_character

NodeKind = Literal[
    "paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "table", "row", "cell",
    "fence", "code", "html", "hr", "details", "container", "comment",
]  # fmt: skip
_KIND_OF_TOKEN: dict[str, NodeKind] = {
    "paragraph": "paragraph",
    "heading": "heading",
    "bullet_list": "bullet_list",
    "ordered_list": "ordered_list",
    "list_item": "list_item",
    "blockquote": "blockquote",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "container": "container",
}
_LEAVES: dict[str, NodeKind] = {"fence": "fence", "code_block": "code", "html_block": "html", "hr": "hr"}
NESTED = ("bullet_list", "ordered_list", "blockquote", "details", "container")


@dataclass(slots=True)
class Node:
    """One block. `line` and `end_line` count from 1 and are both inside it.

    `text` is the inline source of a leaf, or code. `info` is a fence's language, a container's type, a summary
    or the marks of a heading (`##`, `=`); `title` a container's title. `body_line` is the first line after a
    summary. `start` is the first number of an ordered list.
    """

    kind: NodeKind
    line: int
    end_line: int
    text: str = ""
    info: str = ""
    title: str = ""
    level: int = 0
    start: int = 1
    is_tight: bool = True
    is_closed: bool = True
    body_line: int = 0
    children: list["Node"] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This block and everything inside it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(node.children[::-1])


def every(nodes: Sequence[Node]) -> list[Node]:
    """These blocks and everything inside them, in order."""
    found: list[Node] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        found.append(node)
        if node.children:
            waiting.extend(node.children[::-1])
    return found


@dataclass(frozen=True, slots=True)
class Tree:
    """The blocks of a file, and its link definitions: label in lower case -> address and title."""

    nodes: list[Node]
    references: dict[str, tuple[str, str | None]]


def _parser() -> MarkdownIt:
    # Three levels a list: list, item, paragraph. What is deeper than the limit is reported, not read.
    parser = MarkdownIt("commonmark", {"maxNesting": 3 * limits.NESTING + 3}).enable("table")
    add_containers(parser)
    parser.disable(["inline", "text_join"])
    ask_by_first_character(parser)
    return parser


_PARSER = _parser()


def read_tree(lines: Sequence[str], *, first_line: int = 1) -> Tree:
    """The block tree of `lines`; the first of them is line `first_line` of its file."""
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _PARSER.parse("\n".join(lines), env)
    root = Node("blockquote", first_line, first_line)
    _build(tokens, root, lines, first_line)
    references = {
        label.lower(): (target["href"], target.get("title") or None)
        for label, target in env.get("references", {}).items()
    }
    return Tree(root.children, references)


def _build(tokens: Sequence[Token], root: Node, lines: Sequence[str], first_line: int) -> None:
    stack = [root]
    for token in tokens:
        if token.type == "inline":
            stack[-1].text = token.content
        elif token.nesting == -1:
            if token.type.removesuffix("_close") in _KIND_OF_TOKEN:
                stack.pop()
        else:
            node = _node(token, lines, first_line, stack[-1])
            if node is None:
                continue
            stack[-1].children.append(node)
            if token.nesting == 1:
                stack.append(node)
            if token.hidden is False and node.kind == "paragraph" and stack[-2].kind == "list_item":
                stack[-2].is_tight = False


def _node(token: Token, lines: Sequence[str], first_line: int, parent: Node) -> Node | None:
    kind = _LEAVES.get(token.type) or _KIND_OF_TOKEN.get(token.type.removesuffix("_open"))
    if kind is None:
        return None
    if token.map is None:
        line, end_line = parent.line, parent.end_line
    else:
        line, end_line = token.map[0] + first_line, _last_line(token.map, lines) + first_line
    node = Node(kind, line, end_line, text=token.content, info=token.info.strip())
    if kind == "heading":
        node.level, node.info = int(token.tag[1]), token.markup
    elif kind == "ordered_list":
        node.start = int(token.attrs.get("start", 1) or 0)
    elif kind == "fence":
        node.is_closed = _is_closed(token, lines)
    elif kind == "container":
        node.title = str(token.meta.get("title", ""))
        node.is_closed = bool(token.meta.get("closed", True))
    return node


def _last_line(span: Sequence[int], lines: Sequence[str]) -> int:
    """The last line of a token, from 0, without the blank lines that lists and fences take along."""
    last = min(span[1], len(lines)) - 1
    while last > span[0] and not lines[last].strip():
        last -= 1
    return last


def _is_closed(token: Token, lines: Sequence[str]) -> bool:
    if token.map is None:
        return True
    last = lines[min(token.map[1], len(lines)) - 1].lstrip(" >\t").rstrip()
    is_mark = len(last) >= len(token.markup) and not last.strip(token.markup[0])
    return is_mark and token.map[1] - token.map[0] > 1


def first_deeper(nodes: Sequence[Node], most: int) -> int | None:
    """The first line where containers stand in each other more than `most` deep, or None."""
    lines: list[int] = []
    waiting = [(node, 0) for node in nodes]
    while waiting:
        node, depth = waiting.pop()
        inner = depth + (node.kind in NESTED)
        if inner > most:
            lines.append(node.line)
        else:
            waiting.extend((child, inner) for child in node.children if child.children or child.kind in NESTED)
    return min(lines, default=None)
