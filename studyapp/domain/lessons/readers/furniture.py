"""What stands in a file besides its lesson: rights lines, and how many questions it says it holds."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Question
from studyapp.domain.lessons.pack import Section
from studyapp.domain.lessons.readers.page import Page
from studyapp.domain.lessons.source.structure import Node

_RIGHTS = re.compile(
    r"all rights reserved|proprietary (?:and|&) confidential|confidential (?:and|&) proprietary|"
    r"(?:contains?|is|are) (?:the )?(?:proprietary|confidential) (?:content|material|information|property)|"
    r"(?:^|[.;] )proprietary content\b|"
    r"(?:may|must) not be (?:reproduced|distributed|copied|shared)|"
    r"no part (?:of (?:this|the) [\w ]{1,40})?(?:may|can|must|shall) be (?:reproduced|distributed|copied|shared)|"
    r"unauthori[sz]ed (?:copying|reproduction|distribution)",
    re.IGNORECASE,
)
_RIGHTS_HINTS = ("rights reserved", "proprietary", "confidential", "not be ", "no part", "unauthori")
_STATED = re.compile(
    r"\b(\d{1,4})\s+"
    r"(?:(?:practice|sample|exam|test|quiz|review|mock|multiple[ -]choice|multiple[ -]response)\s+){0,2}questions\b",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"(?:references|bibliography|further reading|see also|external links|sources|(?:table of )?contents|toc)\W*\Z",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()]*\))?)*\](?:\([^()]*\)|\[[^\[\]]*\])?|<?https?://\S+")
_TAG_OF_LINK = re.compile(r"<a\b[^<>]*>.{0,300}?</a>", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\w+")
_MOST_OTHER_WORDS = 2
_NEARLY_ALL = 0.8
_LONGEST = 300
_INTRODUCTION_LINES = 15


def rights_line(lines: Sequence[str], everything: Sequence[Node]) -> tuple[int, str] | None:
    """The first line outside code that claims all rights or calls the content proprietary, and its words."""
    whole = "\n".join(lines).lower()
    if not any(hint in whole for hint in _RIGHTS_HINTS):
        return None
    code: set[int] = set()
    for node in everything:
        if node.kind in ("fence", "code"):
            code.update(range(node.line, node.end_line + 1))
    for number, line in enumerate(lines, 1):
        if number in code or len(line) > _LONGEST:
            continue
        lowered = line.lower()
        found = _RIGHTS.search(line) if any(hint in lowered for hint in _RIGHTS_HINTS) else None
        if found:
            return number, found.group().strip(" .;")
    return None


def is_furniture_title(title: str) -> bool:
    """Whether a heading or summary announces what helps to find one's way: references, contents."""
    words = title.strip().lstrip("0123456789.) ")
    return bool(_TITLES.match(words.strip("*_ ")))


def is_only_link(text: str) -> bool:
    """Whether a leaf holds links and hardly a word besides."""
    left = _TAG_OF_LINK.sub("", _LINK.sub("", text))
    return left != text and len(_WORD.findall(left)) <= _MOST_OTHER_WORDS


def is_list_of_links(node: Node) -> bool:
    """Whether nearly all items of a list, those of its inner lists too, are links."""
    leaves = [leaf for item in node.children for leaf in item.walk() if leaf.kind == "paragraph" and leaf.text.strip()]
    return bool(leaves) and sum(is_only_link(leaf.text) for leaf in leaves) >= _NEARLY_ALL * len(leaves)


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
