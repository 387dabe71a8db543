"""What stands in a file besides its lesson: rights lines, and how many questions it says it holds."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Question
from studyapp.domain.lessons.pack import Section
from studyapp.domain.lessons.page import Page
from studyapp.domain.lessons.structure import Node

_RIGHTS = re.compile(
    r"all rights reserved|proprietary (?:and|&) confidential|confidential (?:and|&) proprietary|"
    r"(?:contains?|is|are) (?:the )?(?:proprietary|confidential) (?:content|material|information|property)|"
    r"(?:^|[.;] )proprietary content\b|"
    r"(?:may|must) not be (?:reproduced|distributed|copied|shared)|"
    r"unauthori[sz]ed (?:copying|reproduction|distribution)",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(\d{1,4})\s+"
    r"(?:(?:practice|sample|exam|test|quiz|review|mock|multiple[ -]choice|multiple[ -]response)\s+){0,2}questions\b",
    re.IGNORECASE,
)
_LONGEST = 300
_INTRODUCTION_LINES = 15


def rights_line(lines: Sequence[str], nodes: Sequence[Node]) -> tuple[int, str] | None:
    """The first line outside code that claims all rights or calls the content proprietary, and its words."""
    code: set[int] = set()
    for top in nodes:
        for node in top.walk():
            if node.kind in ("fence", "code"):
                code.update(range(node.line, node.end_line + 1))
    for number, line in enumerate(lines, 1):
        if number in code or len(line) > _LONGEST:
            continue
        found = _RIGHTS.search(line)
        if found:
            return number, found.group().strip(" .;")
    return None


def tell_stated_questions(page: Page, sections: Sequence[Section]) -> None:
    """I31 if a heading or the first lines name another number of questions than was found."""
    found = sum(isinstance(block, Question) for section in sections for block in section.blocks)
    if not found:
        return
    heads = {section.line for section in sections}
    first = min(block.line for section in sections for block in section.blocks if isinstance(block, Question))
    for number, line in enumerate(page.lines[: first - 1], 1):
        stated = _STATED.search(line) if number in heads or number <= _INTRODUCTION_LINES else None
        if stated and int(stated.group(1)) != found:
            what = f"{stated.group(1)} questions stated, {found} found"
            page.tell("I31", number, what, "look for questions that were not recognised", col=stated.start() + 1)
            return
