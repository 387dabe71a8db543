"""The list of a rubric block as entries: what a bullet says, where, and the metadata behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from studyapp.domain.common.source import SourceLine

_BULLET = re.compile(r"([-*+]|[0-9]{1,9}[.)])(?:\s+|$)")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_META = re.compile(r"\s*([\w-]+)\s*:\s*(.*?)\s*$", re.DOTALL)


@dataclass(slots=True)
class Entry:
    """A bullet with its continuation lines joined; `text` begins at `line` and `col` of the file."""

    text: str
    line: int
    col: int
    children: list["Entry"] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)

    def column_of(self, word: str) -> int:
        """The column of a word in the entry's text, or of its beginning."""
        return self.col + max(self.text.find(word), 0)


@dataclass(frozen=True, slots=True)
class _Piece:
    indent: int  # -1: no bullet
    text: str
    line: int
    col: int


def read_outline(lines: Sequence[SourceLine]) -> tuple[list[Entry], list[Entry]]:
    """The top entries with their nested ones, and the stray texts: before the list, or nested too deep."""
    tops: list[Entry] = []
    strays: list[Entry] = []
    outer = inner = -1
    current: Entry | None = None
    for piece in _pieces(lines):
        if piece.indent < 0:
            if current is None:
                strays.append(Entry(piece.text, piece.line, piece.col))
            else:
                current.text = f"{current.text} {piece.text}".strip()
            continue
        entry = Entry(piece.text, piece.line, piece.col)
        if outer < 0 or piece.indent <= outer + 1:
            outer, inner = piece.indent, -1
            tops.append(entry)
        elif inner < 0 or piece.indent <= inner + 1:
            inner = piece.indent
            tops[-1].children.append(entry)
        else:
            strays.append(entry)
        current = entry
    for entry in tops:
        _lift_comments(entry)
    return tops, strays


def _pieces(lines: Sequence[SourceLine]) -> Iterator[_Piece]:
    for line in lines:
        text = line.text.expandtabs(4) if line.text[:1].isspace() else line.text
        bare = text.lstrip()
        if not bare:
            continue
        indent = len(text) - len(bare)
        col = line.col + len(line.text) - len(line.text.lstrip())
        found = _BULLET.match(bare)
        if found is None:
            yield _Piece(-1, bare.rstrip(), line.line, col)
        else:
            yield _Piece(indent, bare[found.end() :].rstrip(), line.line, col + found.end())


def _lift_comments(entry: Entry) -> None:
    """Move `<!-- key: value; ... -->` from the text into `meta`; a parent's own come after its children too."""
    for comment in _COMMENT.findall(entry.text):
        for pair in comment.split(";"):
            found = _META.fullmatch(pair)
            if found is not None:
                entry.meta[found[1].casefold()] = found[2]
    entry.text = _COMMENT.sub("", entry.text).strip()
    for child in entry.children:
        _lift_comments(child)
