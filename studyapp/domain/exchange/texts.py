"""Texts of questions in the formats that Moodle names: html, markdown, plain, and its own mixture."""

import re
from html import unescape

from markdown_it import MarkdownIt

from studyapp.domain.exchange.escaping import literal
from studyapp.domain.exchange.html import question_html
from studyapp.domain.exchange.html_inline import Surroundings
from studyapp.domain.exchange.incoming import Ledger

FORMATS = ("moodle", "html", "plain", "markdown")
_TAGS = (
    "p|br|hr|div|span|b|i|u|s|em|strong|code|pre|tt|sub|sup|ul|ol|li|img|a|table|tbody|thead|tr|td|th|h[1-6]|"
    "blockquote|small|del|mark|kbd|font"
)
_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|nbsp|#\d{1,6});")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def to_markdown(text: str, text_format: str, around: Surroundings) -> str:
    """`text` as Markdown of paragraphs, code, quotes and tables, whatever its format is."""
    text = text.strip()
    if text_format == "html":
        return question_html(text, around)
    if text_format == "markdown":
        return question_html(_MARKDOWN.render(text), around)
    if text_format == "moodle" and looks_like_html(text):
        return question_html(text.replace("\n", "<br>"), around)
    return literal(text)


def looks_like_html(text: str) -> bool:
    """Whether a text has tags or entities that its author cannot have meant as text."""
    return bool(_HTML.search(text) or _ENTITY.search(text))


def plain_text(text: str) -> str:
    """A typed answer as plain text of one line: without tags if it is HTML."""
    bare = unescape(_HTML.sub(" ", text)) if looks_like_html(text) else text
    return " ".join(bare.split())


def without_pictures(ledger: Ledger, line: int) -> Surroundings:
    """For formats that hold no picture: each is a loss, its words remain."""

    def picture(address: str, alt: str) -> None:
        name = address.rpartition("/")[2][:80]
        ledger.lose(line, f"the picture {name or alt} is left out; its description stays")

    return Surroundings(picture, lambda what: ledger.lose(line, what))
