"""The outline of a piece of HTML: its blocks in order, each with the kinds of those around it and what it says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

KINDS = {
    "p": "paragraph", "ul": "bullet list", "ol": "ordered list", "li": "list item", "blockquote": "quote",
    "pre": "code", "hr": "rule", "table": "table", "details": "details", "summary": "summary",
    **{f"h{level}": "heading" for level in range(1, 7)},
}  # fmt: skip
_ATOMS = ("table", "code", "paragraph", "heading", "summary")  # what stands inside them is no block of its own
_LETTERS = 24


@dataclass(slots=True)
class Block:
    """One block. `path` are the kinds around it, outermost first, and its own; `letters` begin what it says itself."""

    path: tuple[str, ...]
    letters: str = ""
    is_blank: bool = True

    @property
    def kind(self) -> str:
        """What it is."""
        return self.path[-1]


def outline(html: str) -> list[Block]:
    """The blocks of some HTML as a browser would build them.

    Text that stands bare among blocks is a paragraph; a paragraph without any (raw tags leave some) is none.
    """
    reader = _Reader()
    reader.feed(
        nh3.clean(html, tags=_TAGS, attributes={"img": {"alt"}}, link_rel=None, generic_attribute_prefixes=None)
    )
    reader.close()
    return [block for block in reader.blocks if not (block.kind == "paragraph" and block.is_blank)]


_INLINE = {"a", "em", "strong", "code", "del", "sub", "sup", "kbd", "mark", "b", "i", "s", "img", "span"}
_TAGS = set(KINDS) | {"thead", "tbody", "tr", "th", "td", "div", "br"} | _INLINE


@dataclass
class _Reader(HTMLParser):
    """Follows tags that nh3 has closed and ordered."""

    blocks: list[Block] = field(default_factory=list)
    _open: list[Block] = field(default_factory=list)
    _bare: Block | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")
        kind = KINDS.get(tag)
        if tag == "div" or kind:
            self._bare = None
        if kind is None or self._is_inside_atom():
            return
        block = Block((*(outer.kind for outer in self._open), kind))
        self.blocks.append(block)
        if tag != "hr":
            self._open.append(block)

    def handle_endtag(self, tag: str) -> None:
        kind = KINDS.get(tag)
        if tag == "div" or kind:
            self._bare = None
        if kind and self._open and self._open[-1].kind == kind:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        if self._open and self._open[-1].kind in (*_ATOMS, "list item"):
            own = self._open[-1]
        elif self._bare:
            own = self._bare
        else:
            own = self._bare = Block((*(outer.kind for outer in self._open), "paragraph"))
            self.blocks.append(own)
        own.is_blank = False
        if len(own.letters) < _LETTERS:
            said = "".join(character for character in data.casefold() if character.isalnum())
            own.letters = (own.letters + said)[:_LETTERS]

    def _is_inside_atom(self) -> bool:
        return bool(self._open) and self._open[-1].kind in _ATOMS
