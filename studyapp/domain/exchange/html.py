"""HTML as Markdown: of whole documents, and of the texts of questions, where only paragraphs may remain."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from studyapp.domain.exchange.escaping import cleaned, hard_lines, literal, one_line
from studyapp.domain.exchange.html_inline import BREAK, Surroundings, inline_of
from studyapp.domain.exchange.html_tables import grid_of
from studyapp.domain.exchange.incoming import Unreadable
from studyapp.domain.exchange.markdown import indented, table

_PLAIN = re.compile(r"\s*(?:<p(?:\s+dir=\"ltr\")?>)?([^<]*)(?:</p>)?\s*\Z")
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_DEEPEST = 150
_CHECKED = re.compile(r"(?:\\?\[(?P<mark>[ xX])\]|(?P<glyph>[☐☑☒✅]))\s+")
_LISTS = ("ul", "ol")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of Markdown; `kind` is the tag it came from, "p" for all paragraphs."""

    kind: str
    text: str


def question_html(html: str, around: Surroundings) -> str:
    """The HTML of a question's text as Markdown of paragraphs, code, quotes and tables."""
    found = _PLAIN.match(html)
    if found:
        return literal(unescape(found.group(1)).replace("\u00a0", " "))
    return joined(_Reader(around, is_question=True).blocks(soup_of(html)))


def soup_of(html: str) -> BeautifulSoup:
    """The tree of a text of HTML. Raises Unreadable if its tags stand in each other too deep to be read."""
    depth = 0
    for found in _TAG.finditer(html):
        if found.group(2).lower() not in _VOID and not found.group(3).endswith("/"):
            depth = max(depth + (-1 if found.group(1) else 1), 0)
        if depth > _DEEPEST:
            what, line = f"over {_DEEPEST} tags stand in each other", html.count("\n", 0, found.start()) + 1
            raise Unreadable(what, "close them, or save the page again", line=line)
    return BeautifulSoup(html, "html.parser")


def document_html(root: Tag, around: Surroundings) -> str:
    """The HTML of a document as Markdown: headings, lists, tables, quotes, callouts, details, code."""
    return joined(_Reader(around, is_question=False).blocks(root))


def joined(pieces: Sequence[Piece]) -> str:
    """Blocks parted by blank lines; lists that follow each other become one."""
    text = ""
    before = ""
    for piece in pieces:
        gap = "\n" if piece.kind == before and piece.kind in _LISTS else "\n\n"
        text += (gap if text else "") + piece.text
        before = piece.kind
    return text


class _Reader:
    """Walks a tree of tags. In a question, what would not belong to its stem becomes paragraphs."""

    def __init__(self, around: Surroundings, *, is_question: bool) -> None:
        self._around = around
        self._is_question = is_question
        self._writers: dict[str, Callable[[Tag], Iterator[Piece]]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            "ul": self._list,
            "ol": self._list,
            "table": self._table,
            "pre": self._code,
            "blockquote": self._quote,
            "details": self._details,
            "hr": self._rule,
            "dl": self._definitions,
            "nav": self._navigation,
        }

    def blocks(self, parent: Tag) -> list[Piece]:
        """The blocks inside a tag."""
        return list(self._blocks(list(parent.children)))

    def _blocks(self, nodes: Sequence[PageElement]) -> Iterator[Piece]:
        run: list[PageElement] = []
        for node in nodes:
            if not isinstance(node, Tag) or not _is_block(node):
                run.append(node)
                continue
            yield from self._paragraph(run)
            run = []
            yield from self._block(node)
        yield from self._paragraph(run)

    def _block(self, node: Tag) -> Iterator[Piece]:
        if "callout" in node.get_attribute_list("class") and not self._is_question:
            return self._callout(node)
        return self._writers.get(node.name, self._box)(node)

    def _box(self, node: Tag) -> Iterator[Piece]:
        return self._blocks(list(node.children))

    def _paragraph(self, nodes: Sequence[PageElement]) -> Iterator[Piece]:
        text = inline_of(nodes, self._around)
        lines = [line.strip() for line in text.split(BREAK) if line.strip()]
        if lines:
            yield Piece("p", hard_lines(lines) if self._is_question else "<br>\n".join(map(document_line, lines)))

    def _heading(self, node: Tag) -> Iterator[Piece]:
        text = inline_of(node.children, self._around).replace(BREAK, " ").strip()
        if not text:
            return
        if self._is_question:
            yield Piece("p", f"<strong>{text}</strong>" if "<strong>" not in text and "**" not in text else text)
        else:
            yield Piece("h", f"{'#' * int(node.name[1])} {_bare(text)}")

    def _list(self, node: Tag) -> Iterator[Piece]:
        items = [child for child in node.children if isinstance(child, Tag) or str(child).strip()]
        if node.has_attr("class") and "toggle" in node.get_attribute_list("class"):
            for item in items:
                yield from self._blocks(list(item.children) if isinstance(item, Tag) else [item])
            return
        first = _number(node)
        for place, item in enumerate(items, first):
            mark = f"{place}. " if node.name == "ol" else "- "
            is_item = isinstance(item, Tag) and item.name == "li"
            inner = self.blocks(item) if is_item else list(self._blocks([item]))  # type: ignore[arg-type]
            if self._is_question:
                yield from _lines_of_item(mark.replace("- ", "• ", 1), inner)
            elif inner:
                yield Piece(node.name, _item(mark, inner))

    def _table(self, node: Tag) -> Iterator[Piece]:
        rows = grid_of(node, self._cell, self._around.lose)
        if not rows:
            return
        if len(rows) == 1 and len(rows[0]) == 1:
            cell = node.find(["td", "th"])
            yield from _quoted(self.blocks(cell) if isinstance(cell, Tag) else [])
            return
        caption = node.find("caption")
        if isinstance(caption, Tag):
            yield from self._paragraph(list(caption.children))
        yield Piece("table", table(rows[0], rows[1:]))

    def _cell(self, cell: Tag) -> str:
        inner = _Reader(self._around, is_question=True)
        if any(_is_block(child) for child in cell.children if isinstance(child, Tag)):
            return one_line("\n\n".join(_cell_text(piece) for piece in inner.blocks(cell)))
        return inline_of(cell.children, self._around, in_cell=True).replace(BREAK, "<br>")

    def _code(self, node: Tag) -> Iterator[Piece]:
        text = node.get_text().replace("\r\n", "\n").strip("\n")
        if text.strip():
            yield Piece("pre", fenced(text, _language(node)))

    def _quote(self, node: Tag) -> Iterator[Piece]:
        yield from _quoted(self.blocks(node))

    def _callout(self, node: Tag) -> Iterator[Piece]:
        inner = self.blocks(node)
        icon = ""
        if inner and inner[0].kind == "p" and not any(letter.isalnum() for letter in inner[0].text):
            icon = f"{inner.pop(0).text} " if len(inner) > 1 else ""
        if inner and inner[0].kind == "p":
            inner[0] = Piece("p", icon + inner[0].text)
        if inner:
            yield from _quoted(inner, first="[!NOTE]")

    def _details(self, node: Tag) -> Iterator[Piece]:
        summary = node.find("summary", recursive=False)
        title = inline_of(summary.children, self._around).replace(BREAK, " ") if isinstance(summary, Tag) else ""
        inner = list(self._blocks([child for child in node.children if child is not summary]))
        if self._is_question:
            yield from ([Piece("p", hard_lines([title]))] if title else [])
            yield from inner
        elif inner or title:
            head = f"<details><summary>{title or 'Details'}</summary>"
            yield Piece("details", f"{head}\n\n{joined(inner)}\n\n</details>")

    def _rule(self, _node: Tag) -> Iterator[Piece]:
        if not self._is_question:
            yield Piece("hr", "***")

    def _definitions(self, node: Tag) -> Iterator[Piece]:
        term = ""
        for child in node.find_all(["dt", "dd"], recursive=False):
            text = inline_of(child.children, self._around).replace(BREAK, "<br>")
            if child.name == "dt":
                term = text.replace("**", "").rstrip(": ")
            elif text:
                yield Piece("p", f"**{term}:** {text}" if term else text)
                term = ""

    def _navigation(self, node: Tag) -> Iterator[Piece]:
        if node.get_text(strip=True):
            self._around.lose("a list of contents is left out")
        yield from ()


def _is_block(node: Tag) -> bool:
    """Whether it is a block, or holds one though its tag is an inline one."""
    if node.name in _BLOCKS:
        return "checkbox" not in node.get_attribute_list("class")
    if node.name in ("a", "span", "b", "i", "strong", "em", "font", "u") and node.find(list(_BLOCKS)):
        return not _has_boxes_only(node)
    return False


def _has_boxes_only(node: Tag) -> bool:
    return all("checkbox" in found.get_attribute_list("class") for found in node.find_all(list(_BLOCKS)))


def document_line(line: str) -> str:
    """A line of a document: what its author typed as a list, a box or a label stays one."""
    found = _CHECKED.match(line)
    if found and (found.group("mark") or found.group("glyph")):
        is_ticked = (found.group("glyph") or found.group("mark")) not in (" ", "☐")
        return f"[{'x' if is_ticked else ' '}] {line[found.end() :]}"
    line = re.sub(r"(?<=\s)\\(?=:::?\s)", "", line)
    return re.sub(r"^(?:(?=[#>=~+-]|:::|!!!|\?\?\?))(?!- )", r"\\", line)


def _bare(text: str) -> str:
    """A heading's text without bold around all of it, and without what closes a heading."""
    found = re.fullmatch(r"\*\*([^*]+)\*\*", text)
    return re.sub(r"(\s)(#+)$", r"\1\\\2", found.group(1) if found else text)


def _number(node: Tag) -> int:
    start = str(node.get("start") or "1")
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _item(mark: str, inner: Sequence[Piece]) -> str:
    """A list item: its further blocks stand four blanks deep, a list right under its text."""
    first = inner[0]
    text = mark + (first.text if first.kind == "p" else f"\n{indented(first.text)}".lstrip())
    if first.kind != "p":
        text = mark + indented(first.text).lstrip()
    before = first.kind
    for piece in inner[1:]:
        gap = "\n" if piece.kind in _LISTS and before in ("p", *_LISTS) else "\n\n"
        text += gap + indented(piece.text)
        before = piece.kind
    head, *rest = text.split("\n")
    return "\n".join([head, *(line if not line or line.startswith("    ") else f"    {line}" for line in rest)])


def _lines_of_item(mark: str, inner: Sequence[Piece]) -> Iterator[Piece]:
    for at, piece in enumerate(inner):
        is_marked = at == 0 and piece.kind == "p"
        yield Piece("p", hard_lines([mark + piece.text.removeprefix("\\")])) if is_marked else piece


def _cell_text(piece: Piece) -> str:
    if piece.kind == "pre":
        return "<br>".join(
            "`` " + line.replace("|", "\\|") + " ``" for line in piece.text.split("\n")[1:-1] if line.strip()
        )
    return piece.text


def _quoted(inner: Sequence[Piece], *, first: str = "") -> Iterator[Piece]:
    if inner:
        body = (f"{first}\n" if first else "") + joined(inner)
        yield Piece("quote", "\n".join(f"> {line}".rstrip() for line in body.split("\n")))


def fenced(code: str, language: str = "") -> str:
    """Code in a fence that nothing in it closes."""
    runs = [len(run) for run in re.findall(r"`{3,}", code)]
    fence = "`" * max([3, *(run + 1 for run in runs)])
    return f"{fence}{language}\n{code}\n{fence}"


def _language(node: Tag) -> str:
    inner = node.find("code")
    names = [*node.get_attribute_list("class"), *(inner.get_attribute_list("class") if isinstance(inner, Tag) else [])]
    found = next((str(name).partition("-")[2] for name in names if str(name).startswith("language-")), "")
    return re.sub(r"[^\w+#-]", "", found.casefold())


def plain_of(node: Tag) -> str:
    """The words of a tag on one line."""
    return " ".join(cleaned(node.get_text(" ")).split())
