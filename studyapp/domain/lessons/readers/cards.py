"""Cards: a question and its answer in one line, or in two that begin with Q and A."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Block, Question
from studyapp.domain.lessons.readers.page import Page, explicit_id
from studyapp.domain.lessons.source.code_spans import CODE_SPAN
from studyapp.domain.lessons.source.structure import Node

_CARD = re.compile(r"(?P<front>\S.*?)\s+(?P<mark>:::?)\s+(?P<back>\S.*)", re.DOTALL)
_Q_MARK = r"(?:\*\*|__)?Q\d*\s*(?:[:.](?:\*\*|__)?|(?:\*\*|__)[:.])\s+"
_A_MARK = r"(?:\*\*|__)?A\d*\s*(?:[:.](?:\*\*|__)?|(?:\*\*|__)[:.])\s+"
_Q = re.compile(rf"{_Q_MARK}(?P<text>\S.*)", re.DOTALL)
_A = re.compile(rf"{_A_MARK}(?P<text>\S.*)", re.DOTALL)
_NEXT_A = re.compile(rf"\n(?={_A_MARK})")
_NEXT_Q = re.compile(rf"\n(?={_Q_MARK})")


def read_cards(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """The cards of a paragraph whose lines are all cards, or of a `Q:` with its `A:`."""
    node = nodes[index]
    if node.kind != "paragraph":
        return None
    lines = node.text.split("\n")
    if all(is_card(line) for line in lines):
        key = explicit_id([node], "question") if len(lines) == 1 else ""
        return [_card(page, line, node.line + at, key) for at, line in enumerate(lines)], index + 1
    if not _Q.match(node.text):
        return None
    return _pairs(page, node, index) or _question_and_answer(page, nodes, index)


def is_card(text: str) -> bool:
    """Whether a line has its two colons outside code, with blanks around them."""
    return "::" in text and bool(_CARD.match(_hidden(text)))


def _hidden(text: str) -> str:
    """`text` with code blotted out, of the same length."""
    return CODE_SPAN.sub(lambda found: "x" * len(found.group()), text)


def _card(page: Page, text: str, line: int, key: str) -> Question:
    found = _CARD.match(_hidden(text))
    start, end = found.span("mark") if found else (len(text), len(text))
    return _made(page, (text[:start], text[end:]), (line, line), key, both_ways=end - start == 3)


def _pairs(page: Page, node: Node, index: int) -> tuple[list[Block], int] | None:
    """A paragraph of several `Q:` lines, each with its `A:`."""
    at, parts = 0, []
    for found in [*_NEXT_Q.finditer(node.text), None]:
        end = found.start() if found else len(node.text)
        parts.append((node.text[at:end], node.line + node.text.count("\n", 0, at)))
        at = end + 1
    if len(parts) < 2 or not all(_NEXT_A.search(text) for text, _ in parts):
        return None
    cards: list[Block] = []
    for text, line in parts:
        part = Node("paragraph", line, line + text.count("\n"), text=text)
        found_card = _question_and_answer(page, [part], 0)
        cards.extend(found_card[0] if found_card else [])
    return cards, index + 1


def _question_and_answer(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    node = nodes[index]
    front = _Q.match(node.text)
    if not front:
        return None
    text = front.group("text")
    inner = _NEXT_A.search(text)
    if inner:
        back = _A.match(text[inner.end() :])
        sides = (text[: inner.start()], back.group("text") if back else "")
        return [_made(page, sides, (node.line, node.end_line), explicit_id([node], "question"))], index + 1
    follows = nodes[index + 1] if index + 1 < len(nodes) else None
    back = _A.match(follows.text) if follows and follows.kind == "paragraph" else None
    if follows is None or back is None:
        return None
    key = explicit_id([node, follows], "question")
    return [_made(page, (text, back.group("text")), (node.line, follows.end_line), key)], index + 2


def _made(page: Page, sides: tuple[str, str], lines: tuple[int, int], key: str, *, both_ways: bool = False) -> Question:
    back = page.render.phrase(sides[1], lines[0])
    return Question(
        key=key,
        kind="card",
        stem=page.render.phrase(sides[0], lines[0]),
        line=lines[0],
        end_line=lines[1],
        accepted=(back.text,),
        explanation_html=back.html,
        both_ways=both_ways,
    )
