"""Which headings open sections, and what stands under each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from studyapp.domain.common import limits
from studyapp.domain.lessons.readers.bylines import is_page_furniture
from studyapp.domain.lessons.readers.callouts import heading_label
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.readers.questions import is_answer_heading, shape_at
from studyapp.domain.lessons.source.headings import HeadingWords, bare_numbered, read_heading
from studyapp.domain.lessons.source.structure import Node

_BOLD_LINE = re.compile(r"(\*\*|__)([^*_\n]{2,100})\1\Z")
_NO_SPACE = re.compile(r"#{1,6}[^\W\d_][^#]*\Z")


@dataclass(slots=True)
class Draft:
    """A section before its blocks are read. `heading` is None for text without any heading.

    `furniture` is what the page it was copied from says above it: shown, never asked.
    """

    heading: Node | None
    words: HeadingWords
    nodes: list[Node] = field(default_factory=list)
    furniture: list[Node] = field(default_factory=list)

    @property
    def level(self) -> int:
        """The count of `#`, 1 without a heading."""
        return self.heading.level if self.heading else 1

    @property
    def depth(self) -> int:
        """How deep the section lies: by its number, else by its level."""
        return self.words.number.count(".") + 1 if self.words.number else self.level


def depths(drafts: Sequence[Draft]) -> list[int]:
    """How deep each section of a file lies: by the number in its heading, else as far below the one above as its `#`.

    A number from front matter or the file's name says where the file stands, not how its headings do.
    """
    found: list[int] = []
    above: list[tuple[int, int]] = []  # level and depth of the sections that this one is in
    for draft in drafts:
        while above and above[-1][0] >= draft.level:
            above.pop()
        depth = draft.depth
        if above and not draft.words.number:
            level, outer = above[-1]
            depth = outer + draft.level - level
        above.append((draft.level, depth))
        found.append(depth)
    return found


def split_sections(page: Page, nodes: Sequence[Node]) -> list[Draft]:
    """The sections of a file in order.

    What stands before the first heading is a section of its own, unless that heading is the file's title (`#`). What
    a web page says about itself there (who wrote it, when) opens no section.
    """
    nodes = _with_found_headings(page, nodes)
    drafts: list[Draft] = []
    before: list[Node] = []
    for index, node in enumerate(nodes):
        if node.kind == "heading" and _opens_section(page, nodes, index):
            drafts.append(Draft(node, read_heading(node.text)))
        else:
            (drafts[-1].nodes if drafts else before).append(node)
    furniture = [node for node in before if is_page_furniture(node)]
    before = [node for node in before if not is_page_furniture(node)]
    if not drafts:
        _tell_no_heading(page, before)
        return [Draft(None, HeadingWords(""), before, furniture)]
    is_title = drafts[0].level == 1 or not any(node.kind not in ("hr", "comment") for node in before)
    if is_title:
        drafts[0].nodes[:0] = before
    else:
        drafts.insert(0, Draft(None, HeadingWords(""), before))
    drafts[0].furniture = furniture
    _tell_jumps(page, drafts)
    return drafts


def _tell_no_heading(page: Page, nodes: Sequence[Node]) -> None:
    first = next((node.line for node in nodes if node.kind not in ("hr", "comment")), None)
    if first is not None:
        page.tell(
            "I59", first, "no heading: the lesson has the form's title or its file's name", "put # and a title first"
        )


def _opens_section(page: Page, nodes: Sequence[Node], index: int) -> bool:
    node = nodes[index]
    if not node.text.strip() or is_answer_heading(node.text):
        return False
    if index and node.level > 1 and heading_label(page, node.text):
        return False
    return shape_at(nodes, index) is None


def _with_found_headings(page: Page, nodes: Sequence[Node]) -> list[Node]:
    """Lines that their authors meant as headings become some: bare numbered ones, lone bold ones."""
    headings = [node for node in nodes if node.kind == "heading"]
    has_marks = any(node.info.startswith("#") for node in headings)
    bold_level = 0 if has_marks else 1 + max((node.level for node in headings), default=0)
    found: list[Node] = []
    is_above = True  # nothing but the page's own lines so far
    for node in nodes:
        if is_above and is_page_furniture(node):
            found.append(node)
            continue
        is_above = False
        if node.kind == "paragraph":
            found.extend(_split_heading(page, node, bold_level=bold_level))
        else:
            found.append(node)
    return found


def _split_heading(page: Page, node: Node, *, bold_level: int) -> list[Node]:
    """A paragraph, or the heading that its first line is meant as. `bold_level` 0: bold lines are none."""
    first, _, rest = node.text.partition("\n")
    if _NO_SPACE.match(first):
        page.tell("W34", node.line, f"{first.split()[0]!r} lacks a space and is no heading", "put a space after the #")
        return [node]
    words = bare_numbered(first)
    if words:
        page.tell("I01", node.line, "a bare numbered line is read as a heading", "put # before it")
        level = min(words.number.count(".") + 1, 6)
    elif bold_level and not rest and _BOLD_LINE.match(first) and not first.rstrip("*_ ").endswith((":", "?")):
        level = bold_level
        if page.labels.kind_of(first.strip("*_ ")):
            return [node]
    else:
        return [node]
    heading = replace(node, kind="heading", end_line=node.line, text=first.strip(), level=level)
    if not rest:
        return [heading]
    heading.comments = []
    return [heading, replace(node, line=node.line + 1, text=rest)]


def _tell_jumps(page: Page, drafts: Sequence[Draft]) -> None:
    if len(drafts) > limits.SECTIONS:
        line = drafts[limits.SECTIONS].heading
        what = f"{len(drafts)} sections, at most {limits.SECTIONS}"
        page.tell("E39", line.line if line else 1, what, "split the file")
    for before, draft in pairwise(drafts):
        if draft.heading and draft.level > before.level + 1:
            what = f"heading jumps from level {before.level} to {draft.level}"
            level = before.level + 1
            page.tell("W33", draft.heading.line, what, f"write {'#' * level}", data={"level": level})
