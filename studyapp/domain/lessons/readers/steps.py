"""Processes: an ordered list whose order matters."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Block, Phrase, Steps
from studyapp.domain.lessons.readers.furniture import is_list_of_links
from studyapp.domain.lessons.readers.page import Page, comments_of, explicit_id
from studyapp.domain.lessons.source.structure import Node

_ORDER_WORDS = re.compile(r"\b(?:process(?:es)?|steps?|first|then|order|how)\b", re.IGNORECASE)
_LONGEST_LEAD_IN = 40  # words


def read_steps(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """Lead-in and ordered list: steps if a comment says so, or a lead-in that ends in a colon speaks of order."""
    at = index + 1 if _is_lead_in(nodes, index) else index
    if at >= len(nodes) or nodes[at].kind != "ordered_list" or len(nodes[at].children) < 2:
        return None
    lead_in = nodes[index] if at > index else None
    is_marked = bool(comments_of([nodes[at]], "steps"))
    is_told = lead_in is not None and _speaks_of_order(lead_in.text) and not is_list_of_links(nodes[at])
    if not is_marked and not is_told:
        return None
    return [_steps(page, lead_in, nodes[at])], at + 1


def _is_lead_in(nodes: Sequence[Node], index: int) -> bool:
    if nodes[index].kind != "paragraph" or index + 1 >= len(nodes) or nodes[index + 1].kind != "ordered_list":
        return False
    text = _bare(nodes[index].text)
    return text.endswith((":", "：")) or len(text.split()) <= _LONGEST_LEAD_IN


def _speaks_of_order(text: str) -> bool:
    return _bare(text).endswith((":", "：")) and bool(_ORDER_WORDS.search(text))


def _bare(text: str) -> str:
    return text.strip().rstrip("*_ ")


def _steps(page: Page, lead_in: Node | None, node: Node) -> Steps:
    source = [node] if lead_in is None else [lead_in, node]
    return Steps(
        key=explicit_id(source, "steps"),
        lead_in=_lead_in_phrase(page, lead_in, node.line),
        steps=tuple(page.render.phrase_of(item.children) for item in node.children),
        line=node.line,
        nested=page.is_nested,
        lead_in_line=lead_in.line if lead_in else 0,
        end_line=node.end_line,
    )


def _lead_in_phrase(page: Page, lead_in: Node | None, line: int) -> Phrase:
    text = _bare(lead_in.text).lstrip("*_ ") if lead_in and lead_in.text.strip().endswith(("**", "__")) else ""
    text = text or (lead_in.text if lead_in else page.section_title)
    return page.render.phrase(text.strip().rstrip(":： "), lead_in.line if lead_in else line)


def tell_unused(page: Page, node: Node) -> None:
    """I47 for an ordered list that is shown as it is."""
    if node.kind == "ordered_list" and not page.is_nested and len(node.children) > 1:
        fix = "write <!-- steps: id --> on the line after it if its order matters"
        page.tell("I47", node.line, "ordered list not used as steps", fix, end_line=node.end_line)
