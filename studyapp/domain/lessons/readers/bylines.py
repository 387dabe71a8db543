"""What a web page says about itself around a lesson: who wrote it and when, how long it takes, where it stands.

Such lines come along when a page is copied. They are shown as text and never name or begin anything.
"""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.source.headings import bare_numbered, read_heading
from studyapp.domain.lessons.source.structure import Node

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH},? \d{{4}}|"
    rf"{_MONTH} \d{{4}}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d+ (?:minute|hour|day|week|month|year)s? ago)"
)
_DONE = r"(?:last )?(?:updated|published|posted|modified|reviewed|edited|created|released|written)"
_WHEN = re.compile(rf"(?:{_DONE}(?: on| at)?:? ?)?{_DATE}|{_DONE}: .{{1,40}}", re.IGNORECASE)
_LONG = re.compile(
    r"(?:about |~)?\d{1,3}[ -]?min(?:ute)?s?\.?(?: |-)(?:to )?read(?:ing)?(?: time)?|"
    r"(?:(?:estimated )?reading time|time to read):? ?(?:about |~)?\d{1,3} ?(?:m|min|minutes?|mins)\.?",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_WHO = re.compile(
    rf"(?:(?i:{_DONE} )?[Bb][Yy]|(?i:authors?|words|text):?) "
    rf"{_NAME}(?: (?:(?:de|van|von|der|la|di) )*{_NAME}){{0,3}}(?:(?:,| and| &) {_NAME}(?: {_NAME}){{0,3}}){{0,3}}"
)
_DO = re.compile(
    r"(?:share|tweet|save|print|bookmark|subscribe|follow(?: us)?|copy link|listen|like|reply|menu|home|"
    r"log ?in|sign (?:in|up|out)|skip to (?:main )?content|advertisement|sponsored|on this page|back to top|"
    r"edit(?: (?:this )?page| on github)?|share (?:this|on)(?: \w+){0,2}|"
    r"(?:\d+ )?(?:comments?|shares|views|likes|claps)|"
    r"facebook|twitter|linkedin|reddit|whatsapp|e-?mail|pinterest|table of contents|search)[.!]?",
    re.IGNORECASE,
)
_KINDS: tuple[re.Pattern[str], ...] = (_WHO, _WHEN, _LONG, _DO)
_ONLY_NAME = re.compile(rf"{_NAME}(?: {_NAME}){{0,3}}")  # says who wrote it only beside a date or a length
_PARTED = re.compile(r"\s*[·•∙|\n]\s*|\s+[–—-]\s+")
_WAY = re.compile(r"\s*[›»→>]\s*")
_HOME = re.compile(r"(?:home|docs|blog|courses|guides|lessons|learn|articles)\s*(?:/|[›»→>])\s*\S.*", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_STRESS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(\S.*?)(?:\s+#+)?\s*\Z")
_LONGEST = 200  # characters
_MOST_WAY_WORDS = 5


def is_about_page(text: str) -> bool:
    """Whether a leaf says nothing but who wrote a page, when, how long it takes, where it stands or what to click."""
    plain = _STRESS.sub("", _LINK.sub(r"\1", text)).strip()
    if not plain:
        return bool(text.strip())
    if len(plain) > _LONGEST:
        return False
    parts = [part for part in (part.strip(" ,") for part in _PARTED.split(plain)) if part]
    kinds = _KINDS
    if len(parts) > 1 and any(_WHEN.fullmatch(part) or _LONG.fullmatch(part) for part in parts):
        kinds = (*_KINDS, _ONLY_NAME)
    return _is_way(plain) or all(any(kind.fullmatch(part) for kind in kinds) for part in _joined(parts))


def _joined(parts: Sequence[str]) -> list[str]:
    """The parts, of which one may hold two by a comma: `By Jane Baker, March 3, 2026`."""
    found: list[str] = []
    for part in parts:
        who, comma, when = part.partition(", ")
        found += [who, when] if comma and _WHO.fullmatch(who) and _WHEN.fullmatch(when) else [part]
    return found


def _is_way(text: str) -> bool:
    """Whether a line is the way from the front page to this one, `Home › Bread › Ovens`."""
    if "\n" in text or text.endswith((".", ":", "?")):
        return False
    steps = _WAY.split(text)
    is_short = all(step and len(step.split()) <= _MOST_WAY_WORDS for step in steps)
    return bool(_HOME.fullmatch(text)) or (len(steps) > 2 and is_short and bool(re.search("[›»]", text)))


def is_page_furniture(node: Node) -> bool:
    """Whether a block above the first heading belongs to the page and not to the lesson."""
    if node.kind == "paragraph":
        return is_about_page(node.text)
    if node.kind not in ("bullet_list", "ordered_list"):
        return False
    leaves = [leaf for item in node.children for leaf in item.walk() if leaf.kind == "paragraph"]
    return bool(leaves) and all(is_about_page(leaf.text) for leaf in leaves)


def name_of_paste(text: str) -> str:
    """What a pasted lesson is called: its first heading, else its first line that is the lesson's own; "" if empty."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        heading = _HEADING.match(line)
        if heading:
            return read_heading(heading.group(1)).title.strip("*_ ")
        words = bare_numbered(line)
        if words:
            return words.title
    own = [line for line in lines if not is_about_page(line)]
    return (own or lines or [""])[0].strip("#*_ \t")
