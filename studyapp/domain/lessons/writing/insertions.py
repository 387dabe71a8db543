"""Comments to write into a source, and a source with them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.lessons.source.decoding import BYTE_ORDER_MARK, LINE_BREAK

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Insertion:
    """An id to write for what stands at `line`: after the line `after`, or in front matter if that is 0.

    `prefix` is what the line of the comment begins with. `at_end` puts it at the end of that line instead.
    """

    kind: str
    key: str
    line: int
    after: int
    prefix: str = ""
    at_end: bool = False


def inserted(content: bytes, insertions: Iterable[Insertion]) -> bytes:
    """`content` with the comments, each line of it as it was. UTF-8, with or without byte-order mark."""
    text = content.decode("utf-8")
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = _LINE.findall(text.removeprefix(BYTE_ORDER_MARK))
    by_line: dict[int, list[Insertion]] = defaultdict(list)
    for one in insertions:
        by_line[one.after].append(one)
    line_break = _line_break(lines)
    for number in sorted(by_line, reverse=True):
        if number:
            lines[number - 1] = _with_comments(lines[number - 1], by_line[number], line_break)
    front = [f"id: {one.key}{line_break}" for one in by_line.get(0, [])]
    return (mark + "".join(_with_front(lines, front, line_break))).encode()


def _line_break(lines: list[str]) -> str:
    found = LINE_BREAK.search(lines[0]) if lines else None
    return found.group() if found else "\n"


def _with_comments(line: str, insertions: list[Insertion], line_break: str) -> str:
    bare = line.rstrip("\r\n")
    end = line[len(bare) :]
    for one in insertions:
        if one.at_end:
            bare = f"{bare} <!-- id: {one.key} -->"
    below = "".join(f"{one.prefix}<!-- id: {one.key} -->{line_break}" for one in insertions if not one.at_end)
    if not below:
        return bare + end
    return bare + (end + below if end else line_break + below.removesuffix(line_break))


def _with_front(lines: list[str], front: list[str], line_break: str) -> list[str]:
    if not front:
        return lines
    if lines and lines[0].rstrip() == "---":
        return [lines[0], *front, *lines[1:]]
    return [f"---{line_break}", *front, f"---{line_break}", *lines]
