"""Inline HTML as inline Markdown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from bs4 import Tag
from bs4.element import Comment, Doctype, NavigableString, PageElement

from studyapp.domain.exchange.escaping import inline

BREAK = "\ue000"
"""Where a line ends, until the text is cut into lines."""

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ue000]")
_KEPT = ("sub", "sup", "kbd")
_SAME = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}
_STRUCK = ("s", "del", "strike")
_CODE = ("code", "samp", "tt", "var")
_SKIPPED = ("script", "style", "template", "head", "noscript", "title", "meta", "link", "colgroup", "col")
LOST = {
    "iframe": "an embedded page", "video": "a video", "audio": "a sound", "object": "an embedded file",
    "embed": "an embedded file", "canvas": "a drawing", "svg": "a drawing",
}  # fmt: skip
_MARKS = (("strong", "**"), ("em", "*"))
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"]", re.IGNORECASE)


@dataclass(slots=True)
class Surroundings:
    """What a piece of HTML needs of its document.

    `picture` takes an address and the alternative text and gives the place in the pack, or None after telling why
    not; `lose` takes a sentence; `link` gives the address that a link gets, or None for none.
    """

    picture: Callable[[str, str], str | None]
    lose: Callable[[str], None]
    link: Callable[[str], str | None] = lambda address: address if _LINK.match(address) else None


def inline_of(nodes: Iterable[PageElement], around: Surroundings, *, in_cell: bool = False) -> str:
    """Inline Markdown of some nodes; `BREAK` stands for line ends."""
    raw = "".join(_piece(node, around, in_cell=in_cell) for node in nodes)
    return _marked(re.sub(r"[ \t\r\n\f\v]+", " ", raw).strip())


def _piece(node: PageElement, around: Surroundings, *, in_cell: bool) -> str:
    if isinstance(node, NavigableString):
        return "" if isinstance(node, Comment | Doctype) else text_piece(str(node))
    if not isinstance(node, Tag) or node.name in _SKIPPED:
        return ""
    if node.name in LOST:
        around.lose(f"{LOST[node.name]} is left out")
        return " ".join(node.get_text(" ").split()) if node.name == "object" else ""
    special = _special(node, around, in_cell=in_cell)
    if special is not None:
        return special
    inner = "".join(_piece(child, around, in_cell=in_cell) for child in node.children)
    if node.name == "mark" and inner.strip():
        around.lose("a highlight is plain text")
    if node.name == "a":
        return _linked(node, inner, around)
    return _wrapped(node.name, inner)


def text_piece(text: str) -> str:
    """Plain text as inline Markdown; blanks stay, for they part words."""
    return inline(_INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u2028", BREAK))


def _special(node: Tag, around: Surroundings, *, in_cell: bool) -> str | None:
    """Tags that are not simply wrapped around their content."""
    if node.name in ("br", "input"):
        return BREAK if node.name == "br" else _input(node)
    if node.name == "img":
        return _image(node, around)
    classes = node.get_attribute_list("class")
    if "checkbox" in classes:
        return _box(is_ticked="checkbox-on" in classes)
    if node.name == "math" or "katex" in classes or "equation" in classes:
        return _formula(node, around, in_cell=in_cell)
    if node.name in _CODE:
        return code_span(node.get_text(), in_cell=in_cell)
    return None


def _input(node: Tag) -> str:
    return _box(is_ticked=node.has_attr("checked")) if node.get("type") == "checkbox" else ""


def _box(*, is_ticked: bool) -> str:
    return "[x] " if is_ticked else "[ ] "


def _image(node: Tag, around: Surroundings) -> str:
    alt = " ".join(_INVISIBLE.sub("", str(node.get("alt") or "")).split())
    if "icon" in node.get_attribute_list("class"):
        return ""
    place = around.picture(str(node.get("src") or ""), alt)
    return text_piece(alt) if place is None else f"![{text_piece(alt).replace(']', chr(92) + ']')}]({quote(place)})"


def _formula(node: Tag, around: Surroundings, *, in_cell: bool) -> str:
    around.lose("a formula is shown as its source")
    source = node.find("annotation", attrs={"encoding": "application/x-tex"})
    text = source.get_text() if source else node.get_text(" ")
    return code_span(text, in_cell=in_cell)


def code_span(text: str, *, in_cell: bool = False) -> str:
    """Text as code; a bar inside a cell is escaped there as well."""
    flat = " ".join(_INVISIBLE.sub("", text).split())
    if not flat:
        return ""
    ticks = "`" * (max((len(run) for run in re.findall("`+", flat)), default=0) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    body = flat.replace("|", "\\|") if in_cell else flat
    return f"{ticks}{pad}{body}{pad}{ticks}"


def _linked(node: Tag, inner: str, around: Surroundings) -> str:
    address = around.link(str(node.get("href") or "").strip())
    if not inner.strip() or address is None or "![" in inner:
        return inner
    safe = quote(address, safe="/:?#[]@!$&'*+,;=%~-._")
    text = inner.strip().replace("]", "\\]").replace("\\\\]", "\\]")
    return f"[{text}]({safe})"


def _wrapped(name: str, inner: str) -> str:
    """The content with its marks, blanks and breaks left outside them."""
    if name in _STRUCK:
        name = "del"
    elif name in _SAME:
        name = _SAME[name]
    elif name not in _KEPT:
        return inner
    bare = inner.strip(f" \n\t{BREAK}")
    if not bare:
        return inner
    start = inner.index(bare[0]) if bare else 0
    before, after = inner[:start], inner[start + len(bare) :]
    if f"<{name}>" in bare:
        return inner
    body = bare if name in _KEPT else bare.replace(BREAK, f"</{name}>{BREAK}<{name}>")
    return f"{before}<{name}>{body}</{name}>{after}"


def _marked(text: str) -> str:
    """Tags of emphasis as asterisks wherever asterisks mean the same."""
    text = re.sub(r"</(strong|em)>(\s*)<\1>", r"\2", text)
    for name, mark in _MARKS:
        pattern = (
            rf"(?<![^\s(\"“„«{BREAK}])<{name}>(?=[^\s<*])([^<*]*(?:<(?!/?{name}\b)[^<*]*)*)(?<=[^\s>*\\])</{name}>"
        )
        text = re.sub(rf"{pattern}(?![^\s.,;:!?)\"”“»{BREAK}])", rf"{mark}\1{mark}", text)
    return text
