"""From blocks to safe HTML: leaves through Python-Markdown, containers written here, sanitised last."""

import posixpath
from collections.abc import Callable, Sequence
from functools import cached_property
from html import escape
from urllib.parse import quote, unquote

from studyapp.domain.common import limits
from studyapp.domain.lessons.blocks import Phrase
from studyapp.domain.lessons.html.inline import InlineMarkdown, shown, without_markup
from studyapp.domain.lessons.html.sanitising import is_pack_image, sanitised, text_of
from studyapp.domain.lessons.source.html_blocks import fold_html
from studyapp.domain.lessons.source.structure import Node, first_deeper, read_tree

_PLAIN_KINDS = ("paragraph", "html", "heading", "bullet_list", "ordered_list", "blockquote")
Tell = Callable[..., None]


def _nobody_watches(file: str, line: int) -> None:
    """The hook of a process that nobody supervises."""


on_block: Callable[[str, int], None] = _nobody_watches
"""Called with file and line before each block is rendered: a supervising process learns where its child hung."""


class Renderer:
    """Renders the blocks of one file. `tell` takes a code, a line, what is wrong and its fix.

    `images` collects (path in the pack, line) of the pictures that the file wants.
    """

    def __init__(
        self, file: str, references: dict[str, tuple[str, str | None]], tell: Tell, *, math: bool = False
    ) -> None:
        self.file = file
        self.images: list[tuple[str, int]] = []
        self.has_heading_tags = False
        self._tell = tell
        self._line = 1
        self._is_ours = True  # no tag or attribute came from elsewhere than this module, so cleaning changes nothing
        self._references, self._math = references, math

    @cached_property
    def _markdown(self) -> InlineMarkdown:
        """Made when the first leaf needs it: most files of plain notes have none."""
        return InlineMarkdown(self._references, self._place, math=self._math)

    def phrase(self, text: str, line: int) -> Phrase:
        """One leaf as a phrase."""
        html = self._inline(text, line)
        if "<" in html or "&" in html or "\xa0" in html or "\r" in html:
            html = sanitised(html)  # what has none of these is its own safe HTML
        return Phrase(text=text_of(html), html=html)

    def phrase_of(self, nodes: Sequence[Node]) -> Phrase:
        """Several blocks as a phrase; a single paragraph stands without its tags."""
        if len(nodes) == 1 and nodes[0].kind == "paragraph":
            return self.phrase(nodes[0].text, nodes[0].line)
        html = self.html(nodes)
        return Phrase(text=text_of(html), html=html)

    def html(self, nodes: Sequence[Node]) -> str:
        """The safe HTML of some blocks; "" with E39 if it grows beyond the limit."""
        parts: list[str] = []
        size = 0
        self._is_ours = True
        for node in nodes:
            parts.append(self._node(node))
            size += len(parts[-1].encode("utf-8", "replace"))
            if size > limits.RENDERED_BLOCK_BYTES:
                what = f"the block grows to over {limits.RENDERED_BLOCK_BYTES} bytes of HTML"
                self._tell("E39", nodes[0].line, what, "split it")
                return ""
        html = "".join(parts)
        return (html if self._is_ours and "\xa0" not in html else sanitised(html)).strip()

    def _inline(self, text: str, line: int) -> str:
        self._line = line
        if open_brackets(text) > limits.UNCLOSED_BRACKETS:
            what = f"more than {limits.UNCLOSED_BRACKETS} brackets are never closed"
            self._tell("E39", line, what, "close or remove them")
            return escape(shown(text), quote=False)
        try:
            simple = without_markup(shown(text).strip())
            if simple is not None:
                return simple
            self._is_ours = False
            return self._markdown.html(text)
        except RecursionError:
            self._tell("E39", line, "the markup is nested too deep", "split it")
            return escape(shown(text), quote=False)

    def _place(self, address: str) -> str | None:
        """Where in the pack a picture is, or None if only its alternative text is shown."""
        address = unquote(address.strip())
        if not address or ":" in address or address.startswith(("//", "#")) or address.lower().endswith(".svg"):
            return None
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), address))
        path = beside if is_pack_image(quote(beside)) else posixpath.normpath(address.lstrip("/"))
        self.images.append((path, self._line))
        return quote(path) if is_pack_image(quote(path)) else None

    def _node(self, node: Node) -> str:
        if node.kind in ("hr", "comment"):
            return "<hr>\n" if node.kind == "hr" else ""
        if node.kind in ("fence", "code"):
            self._is_ours = False
            return f"<pre><code>{escape(shown(node.text), quote=False)}</code></pre>\n"
        if node.kind not in _PLAIN_KINDS or node.title:
            self._is_ours = False
        write = {"paragraph": self._paragraph, "html": self._paragraph, "heading": self._heading, "table": self._table}
        return write.get(node.kind, self._container)(node)

    def _paragraph(self, node: Node) -> str:
        inner = self._inline(node.text, node.line)
        return f"<p>{inner}</p>\n" if inner else ""

    def _heading(self, node: Node) -> str:
        inner = self._inline(node.text, node.line)
        if not self.has_heading_tags:
            return f"<p><strong>{inner}</strong></p>\n"
        level = min(node.level + 1, 4)
        return f"<h{level}>{inner}</h{level}>\n"

    def _container(self, node: Node) -> str:
        if node.kind == "bullet_list":
            return f"<ul>\n{self._items(node)}</ul>\n"
        if node.kind == "ordered_list":
            start = "" if node.start == 1 else f' start="{node.start}"'
            return f"<ol{start}>\n{self._items(node)}</ol>\n"
        inner = "".join(self._node(child) for child in node.children)
        if node.kind == "details":
            summary = self._inline(node.info or "Details", node.line)
            return f"<details><summary>{summary}</summary>\n{inner}</details>\n"
        title = f"<p><strong>{escape(node.title)}</strong></p>\n" if node.title else ""
        return f"<blockquote>\n{title}{inner}</blockquote>\n"

    def _items(self, node: Node) -> str:
        is_tight = all(item.is_tight for item in node.children)
        return "".join(f"<li>{self._item(item, is_tight=is_tight)}</li>\n" for item in node.children)

    def _item(self, item: Node, *, is_tight: bool) -> str:
        parts: list[str] = []
        for child in item.children:
            if child.kind != "paragraph":
                parts.append("\n" + self._node(child))
                continue
            text = child.text
            if child is item.children[0] and text[:4].lower() in ("[ ] ", "[x] "):
                text = ("☐ " if text[1] == " " else "☑ ") + text[4:]
            inner = self._inline(text, child.line)
            parts.append(inner if is_tight else f"<p>{inner}</p>\n")
        return "".join(parts)

    def _table(self, node: Node) -> str:
        rows = [[self._inline(cell.text, row.line) for cell in row.children] for row in node.children]
        if not rows:
            return ""
        head = "".join(f"<th>{cell}</th>" for cell in rows[0])
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows[1:])
        table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
        return f'<div class="table-scroll">{table}</div>\n'


def open_brackets(text: str) -> int:
    """How many `[`, `](` or `<` of a text are opened more often than closed."""
    if "[" not in text and "](" not in text and "<" not in text:
        return 0
    square = max(text.count("[") - text.count("]"), text.count("](") - text.count(")"))
    angle = text.count("<") - text.count(">")
    return max(square, angle)


def render_landing(text: str) -> str:
    """The safe HTML of a pack's README. Nothing in it is asked, and no picture is shown but the pack's own.

    "" if it is over the limits of a lesson file.
    """
    if len(text.encode("utf-8", "replace")) > limits.FILE_BYTES:
        return ""
    tree = read_tree(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n"))
    nodes = [] if first_deeper(tree.nodes, limits.NESTING) else fold_html(tree.nodes)
    if first_deeper(nodes, limits.NESTING):
        return ""
    renderer = Renderer("README.md", tree.references, lambda *_, **__: None)
    renderer.has_heading_tags = True
    shown_nodes = [node for node in nodes if len(node.text) <= limits.BLOCK_BYTES]
    return "\n".join(_watched(renderer, node) for node in shown_nodes)


def _watched(renderer: Renderer, node: Node) -> str:
    on_block(renderer.file, node.line)
    return renderer.html([node])
