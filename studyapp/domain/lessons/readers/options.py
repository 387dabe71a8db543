"""The options of an authored question, in every form that authors write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studyapp.domain.lessons.blocks import AnswerOption
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.source.structure import Node

_CHECKBOX = re.compile(r"\[([ xX])\][ \t]+")
_LETTER = re.compile(r"(?:\*\*|__)?\(?([A-Ha-h])(?:[.):]\)?(?:\*\*|__)?|(?:\*\*|__)[.):])(?=\s|\Z)[ \t]*")
_WHY = re.compile(r"[*_]{0,2}(?:why|because|reason|feedback)[*_]{0,2}:[*_]{0,2}[ \t]*", re.IGNORECASE)
_FEWEST = 2


@dataclass(slots=True)
class RawOption:
    """An option before it is rendered. `mark` is None without a checkbox, else whether it is ticked."""

    letter: str
    text: str
    mark: bool | None
    line: int
    rest: list[Node] = field(default_factory=list)
    is_key: bool = False


def options_at(nodes: Sequence[Node], index: int) -> tuple[list[RawOption], int]:
    """The options that begin at `index`, and the index after them; none if nothing there is a list of options."""
    if index >= len(nodes):
        return [], index
    node = nodes[index]
    if node.kind in ("bullet_list", "ordered_list"):
        return listed_options(node), index + 1
    if node.kind == "paragraph":
        return _bare_options(nodes, index)
    return [], index


def listed_options(node: Node) -> list[RawOption]:
    """A list whose items all have a checkbox, or all a letter in order."""
    found: list[RawOption] = []
    for item in node.children:
        option = _option(item)
        if option is None:
            return []
        found.append(option)
    if len(found) < _FEWEST:
        return []
    has_boxes = [option.mark is not None for option in found]
    if all(has_boxes):
        return found
    return found if not any(has_boxes) and _in_order(found) else []


def _option(item: Node) -> RawOption | None:
    if not item.children or item.children[0].kind != "paragraph":
        return None
    first = item.children[0]
    box = _CHECKBOX.match(first.text)
    text = first.text[box.end() :] if box else first.text
    letter = _LETTER.match(text)
    if not box and not letter:
        return None
    mark = None if box is None else box.group(1) != " "
    name = letter.group(1).upper() if letter else ""
    return RawOption(name, text[letter.end() :] if letter else text, mark, first.line, list(item.children[1:]))


def _in_order(options: Sequence[RawOption]) -> bool:
    letters = [option.letter for option in options]
    return letters[0] == "A" and letters == sorted(set(letters))


def split_bare(node: Node) -> tuple[str, list[RawOption]]:
    """A paragraph cut at its lines `A. ...`: what stands before them, and the options."""
    lines = node.text.split("\n")
    starts = [(offset, found) for offset, line in enumerate(lines) if (found := _LETTER.match(line.strip()))]
    if not starts or starts[0][1].group(1) not in "Aa":
        return node.text, []
    options: list[RawOption] = []
    edges = [offset for offset, _ in starts] + [len(lines)]
    for (offset, found), end in zip(starts, edges[1:], strict=True):
        first = lines[offset].strip()[found.end() :]
        text = "\n".join([first, *lines[offset + 1 : end]])
        options.append(RawOption(found.group(1).upper(), text, None, node.line + offset))
    if not _in_order(options):
        return node.text, []
    return "\n".join(lines[: starts[0][0]]).strip(), options


def _bare_options(nodes: Sequence[Node], index: int) -> tuple[list[RawOption], int]:
    options: list[RawOption] = []
    at = index
    while at < len(nodes) and nodes[at].kind == "paragraph":
        found = _LETTER.match(nodes[at].text)
        if not found or found.group(1).upper() != chr(ord("A") + len(options)):
            break
        node = nodes[at]
        shifted = Node("paragraph", node.line, node.end_line, text="A. " + node.text[found.end() :])
        _, more = split_bare(shifted) if not options else ("", [_single(node, found)])
        options.extend(more)
        at += 1
    return (options, at) if len(options) >= _FEWEST and _in_order(options) else ([], index)


def _single(node: Node, found: re.Match[str]) -> RawOption:
    return RawOption(found.group(1).upper(), node.text[found.end() :], None, node.line)


def rendered(page: Page, option: RawOption) -> AnswerOption:
    """The option as it is stored, its reason apart from its text."""
    whys: list[str] = []
    body: list[Node] = []
    for node in option.rest:
        left = _without_whys(page, node, whys)
        if left is not None:
            body.append(left)
    first = Node("paragraph", option.line, option.line, text=option.text)
    phrase = page.render.phrase_of([first, *body])
    html = phrase.html
    return AnswerOption(text_of(html), html, option.is_key, " ".join(whys), option.line)


def _without_whys(page: Page, node: Node, whys: list[str]) -> Node | None:
    if node.kind not in ("bullet_list", "ordered_list"):
        return node
    items: list[Node] = []
    for item in node.children:
        first = item.children[0] if item.children else None
        found = _WHY.match(first.text) if first and first.kind == "paragraph" else None
        if first is None or found is None:
            items.append(item)
            continue
        inner = Node("paragraph", first.line, first.end_line, text=first.text[found.end() :])
        whys.append(page.render.phrase_of([inner, *item.children[1:]]).html)
    if not items:
        return None
    return Node(node.kind, node.line, node.end_line, start=node.start, is_tight=node.is_tight, children=items)
