"""Exam traps: the statement, and what candidates believe against what is true."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studyapp.domain.lessons.blocks import Phrase, Trap
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.domain.lessons.readers.page import Page, explicit_id
from studyapp.domain.lessons.source.structure import Node

_SIDE = re.compile(r"(?:\*\*|__)(Belief|Truth)(?::(?:\*\*|__)|(?:\*\*|__)\s*:)[ \t]*", re.IGNORECASE)


def read_trap(page: Page, body: Sequence[Node], source: Sequence[Node]) -> Trap:
    """A trap from the blocks of its callout. Belief and truth may be lines of a paragraph, or list items."""
    sides: dict[str, tuple[str, int]] = {}
    statement = [kept for node in body if (kept := _without_sides(node, sides)) is not None]
    html = _statement(page, statement)
    phrases = {side: page.render.phrase(*place) for side, place in sides.items()}
    return Trap(
        key=explicit_id(source, "trap"),
        text=text_of(html) or _text(phrases.get("belief")),
        html=html or _html(phrases.get("belief")),
        belief=phrases.get("belief"),
        truth=phrases.get("truth"),
        line=source[0].line,
        nested=page.is_nested,
        end_line=source[-1].end_line,
    )


def _statement(page: Page, nodes: Sequence[Node]) -> str:
    return page.render.phrase_of(nodes).html if nodes else ""


def _text(phrase: Phrase | None) -> str:
    return phrase.text if phrase else ""


def _html(phrase: Phrase | None) -> str:
    return phrase.html if phrase else ""


def _without_sides(node: Node, sides: dict[str, tuple[str, int]]) -> Node | None:
    if node.kind == "paragraph":
        return _split_paragraph(node, sides)
    if node.kind in ("bullet_list", "ordered_list"):
        items = []
        for item in node.children:
            left = [kept for child in item.children if (kept := _without_sides(child, sides)) is not None]
            if left:
                items.append(replace(item, children=left))
        return replace(node, children=items) if items else None
    return node


def _split_paragraph(node: Node, sides: dict[str, tuple[str, int]]) -> Node | None:
    """Cut a paragraph at the lines that begin with Belief or Truth; a side runs to the next one."""
    kept: list[str] = []
    side = ""
    for offset, line in enumerate(node.text.split("\n")):
        found = _SIDE.match(line.strip())
        if found:
            side = found.group(1).casefold()
            sides.setdefault(side, (line.strip()[found.end() :], node.line + offset))
        elif side:
            text, place = sides[side]
            sides[side] = (f"{text}\n{line}", place)
        else:
            kept.append(line)
    text = "\n".join(kept).strip()
    return replace(node, text=text) if text else None
