"""Reading a run of blocks: what each of them means, in order."""

import re
from collections.abc import Callable, Sequence

from studyapp.domain.lessons.blocks import Block, DatedFact, Prose
from studyapp.domain.lessons.html import rendering
from studyapp.domain.lessons.readers.answers import plain
from studyapp.domain.lessons.readers.callouts import read_callout, remark_at
from studyapp.domain.lessons.readers.cards import is_card, read_cards
from studyapp.domain.lessons.readers.definitions import read_cloze, read_definition
from studyapp.domain.lessons.readers.furniture import is_furniture_title, is_list_of_links
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.readers.pasted import read_pasted
from studyapp.domain.lessons.readers.questions import read_question, shape_at
from studyapp.domain.lessons.readers.steps import read_steps, tell_unused
from studyapp.domain.lessons.readers.tables import read_table
from studyapp.domain.lessons.source.structure import Node

Reader = Callable[[Page, Sequence[Node], int], tuple[list[Block], int] | None]
_READERS: tuple[Reader, ...] = (
    read_question,
    read_callout,
    read_cards,
    read_table,
    read_steps,
    read_definition,
    read_cloze,
    read_pasted,
)
_LISTS = ("bullet_list", "ordered_list")
# No label, mark, definition, card or letter of an option can be in this: most items are asked no further.
_ONLY_WORDS = re.compile(r"[^\W_]{2}[^:：=<*_`|\[\n\t]*\Z")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\Z")


def read_blocks(page: Page, nodes: Sequence[Node]) -> list[Block]:
    """The blocks of a section, or of a container while `page.inside()`: then prose is left out."""
    blocks: list[Block] = []
    index = 0
    while index < len(nodes):
        rendering.on_block(page.file, nodes[index].line)
        found, after = _read_at(page, nodes, index)
        blocks.extend(found)
        if page.has_dates and not page.is_nested:
            blocks.extend(_dated_facts(page, nodes[index:after]))
        index = after
    return blocks


def read_furniture(page: Page, nodes: Sequence[Node]) -> list[Block]:
    """The blocks of a section that is only for finding one's way: shown, never asked."""
    return [block for node in nodes for block in _prose(page, node)]


def _read_at(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int]:
    for reader in _READERS:
        found = reader(page, nodes, index)
        if found is not None:
            return found
    node = nodes[index]
    if node.kind in _LISTS:
        return _read_list(page, node), index + 1
    if node.kind in ("details", "container", "blockquote"):
        return _read_container(page, node), index + 1
    return _prose(page, node), index + 1


def _prose(page: Page, node: Node) -> list[Block]:
    if page.is_nested or node.kind in ("hr", "comment"):
        return []
    html = page.render.html([node])
    return [Prose(html, node.line)] if html else []


def _read_list(page: Page, node: Node) -> list[Block]:
    """A list is shown as it stands, and what its items mean is asked; questions in it stand for themselves."""
    if not page.is_nested and any(_asks(item) for item in node.children):
        return [block for item in node.children for block in read_blocks(page, item.children)]
    if is_list_of_links(node):
        return _prose(page, node)
    tell_unused(page, node)
    blocks = _prose(page, node)
    with page.inside():
        for item in node.children:
            if not says_only_words(item):
                blocks.extend(read_blocks(page, item.children))
    return blocks


def says_only_words(item: Node) -> bool:
    """Whether a list item is one paragraph in which nothing can be meant by anything: it gives no block."""
    if len(item.children) != 1:
        return False
    only = item.children[0]
    return only.kind == "paragraph" and not only.comments and bool(_ONLY_WORDS.match(only.text))


def _asks(item: Node) -> bool:
    if not item.children or says_only_words(item):
        return False
    first = item.children[0]
    if first.kind == "paragraph" and len(item.children) == 1 and is_card(first.text):
        return True
    return shape_at(item.children, 0) is not None


def _read_container(page: Page, node: Node) -> list[Block]:
    """Details and quotes are shown with what they hold; if they hold questions, these come out of them."""
    if not page.is_nested and _holds_questions(page, node.children):
        title = Node("paragraph", node.line, node.line, text=f"**{node.info}**" if node.kind == "details" else "")
        heading = _prose(page, title) if node.kind == "details" and node.info else []
        return [*heading, *read_blocks(page, node.children)]
    blocks = _prose(page, node)
    if node.kind == "details" and is_furniture_title(plain(node.info)):
        return blocks
    with page.inside():
        blocks.extend(read_blocks(page, _defining(node)))
    return blocks


def _defining(node: Node) -> list[Node]:
    """What may mean something inside a container: in a quote an unknown label is text, no term."""
    if node.kind != "blockquote":
        return node.children
    return [child for child in node.children if child.kind != "paragraph"]


def _holds_questions(page: Page, nodes: Sequence[Node]) -> bool:
    for index, node in enumerate(nodes):
        if shape_at(nodes, index) is not None:
            return True
        if node.kind in _LISTS and any(_asks(item) for item in node.children):
            return True
        remark = remark_at(page, nodes, index)
        if remark is not None and remark.kind == "reflection":
            return True
    return False


def _dated_facts(page: Page, nodes: Sequence[Node]) -> list[Block]:
    facts: list[Block] = []
    for top in nodes:
        for node in top.walk():
            for comment in node.comments:
                if comment.kind != "as-of" or comment.line in page.dated_lines:
                    continue
                page.dated_lines.add(comment.line)
                if not _DATE.match(comment.value):
                    page.tell(
                        "W35", comment.line, f"{comment.value!r} is no date", "write as-of: 2026-11 or 2026-11-23"
                    )
                    continue
                days = comment.numbers("review")
                source = comment.options.get("source", "")
                facts.append(DatedFact(comment.value, source, days[0] if days else 180, comment.line, node.line))
    return facts
