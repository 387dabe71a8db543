"""Inline Markdown of one leaf (paragraph, heading, cell, list-item text) through Python-Markdown."""

import re
from collections.abc import Callable
from html import escape
from xml.etree import ElementTree

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor, InlineProcessor, SimpleTagInlineProcessor
from markdown.inlinepatterns import SubstituteTagInlineProcessor as Substitute
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from studyapp.domain.lessons.source.decoding import hidden_in

# What no inline rule can mean anything by: most cells hold nothing else, and cost nothing then. Each way begins with a
# character of its own, not with a look behind it: so `re` runs to the next of those characters, ten times as fast.
_NEEDS_MARKDOWN = re.compile(r"\\|`|\*|\[|~|_(?:(?<!\w_)|(?!\w))|<(?![\s=])|&(?=#?\w+;)|==|\n(?<=  \n)|:(?=//)")
# The two commonest marks, plain inside and apart from each other: read here as Python-Markdown reads them.
_SIMPLE = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*`]*[^\s*`])\*\*(?!\*)|(?<!`)`([^`\\\n]*[^`\\\s])`(?!`)")
_APART = "\x00"  # no letter, and `shown` leaves none: what it parts cannot join to mean anything
_KEPT_TAG = r"(?i:<(/?)(br|sub|sup|kbd|mark|b|strong|i|em|code|del|s|p|div|span|center|font|u|small)(?:\s[^<>]*)?/?>)"
_SAME_AS = {"b": "strong", "i": "em", "s": "del", "em": "em", "strong": "strong", "code": "code", "del": "del"}
_KEPT = ("br", "sub", "sup", "kbd", "mark")
_BARE_ADDRESS = r"(?<![\w/])https?://[\w.-]+(?:[/?#][^\s<>\x02\x03*]*[^\s<>\x02\x03*_.,;:!?)\]'\"])?/?"
_MATHEMATICS = r"(?<![\\$])(?:\$\$(?!\$).{1,2000}?\$\$|\$(?=[^\s$])[^$\n]*(?<=[^\s\\])\$(?!\d))(?!\$)"
_ANCHOR_TAG = r"(?i:<a\s(?![^<>]*\bhref)[^<>]*>(?:\s*</a>)?)"  # a place to link to: nobody sees it
_IMG_TAG = r"(?i:<img\b([^<>]*)>)"
_ATTRIBUTE = re.compile(r"\b(src|alt|title|width|height)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_LABEL = re.compile(r"\[([^\]]*)\]")
_CODE_POINT = re.compile("\x02(\\d+)\x03")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PREPROCESSORS = ("normalize_whitespace", "html_block")
_BLOCK_PROCESSORS = (
    "empty",
    "indent",
    "code",
    "hashheader",
    "setextheader",
    "hr",
    "olist",
    "ulist",
    "quote",
    "reference",
)
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class _KeptHtml(InlineProcessor):
    """Tags of the format stay, wrappers vanish, bold and italic become ours; every other tag stays text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        slash, name = m.group(1), m.group(2).lower()
        if name in _SAME_AS or name in _KEPT:
            tag = f"<{slash}{_SAME_AS.get(name, name)}>"
            return self.md.htmlStash.store(tag), m.start(0), m.end(0)
        return "", m.start(0), m.end(0)


class _Unseen(InlineProcessor):
    """What shows nothing on a Git host shows nothing here."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return "", m.start(0), m.end(0)


class _BareAddress(InlineProcessor):
    """An address written as it is becomes a link, as Git hosts show it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        link = ElementTree.Element("a", href=m.group(0))
        link.text = AtomicString(m.group(0))
        return link, m.start(0), m.end(0)


class _Mathematics(InlineProcessor):
    """Between dollar signs everything stays as its author wrote it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return self.md.htmlStash.store(escape(m.group(0), quote=False)), m.start(0), m.end(0)


class _HtmlImage(InlineProcessor):
    """A raw `<img>`; `_Images` decides with all the others whether it is shown."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        image = ElementTree.Element("img")
        for name, *values in _ATTRIBUTE.findall(m.group(1)):
            image.set(name.lower(), next((value for value in values if value), ""))
        return image, m.start(0), m.end(0)


class _Images(Treeprocessor):
    """Pictures of the pack get their place in it; all others become their alternative text."""

    def __init__(self, md: Markdown, place: Callable[[str], str | None]) -> None:
        super().__init__(md)
        self.place = place

    def run(self, root: ElementTree.Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "img":
                    self._settle(parent, child)

    def _settle(self, parent: ElementTree.Element, image: ElementTree.Element) -> None:
        place = self.place(image.get("src", ""))
        if place is not None:
            image.set("src", place)
            return
        words = (image.get("alt") or "") + (image.tail or "")
        index = list(parent).index(image)
        if index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words
        parent.remove(image)


class _References(dict[str, tuple[str, str]]):
    """Link definitions by label. Code and escapes in a label have become placeholders when it is looked up."""

    def __init__(self, found: dict[str, tuple[str, str | None]], md: Markdown) -> None:
        super().__init__({_bare_label(label): (address, title or "") for label, (address, title) in found.items()})
        self._unescape = md.inlinePatterns["reference"].unescape

    def __contains__(self, label: object) -> bool:
        return super().__contains__(self._named(str(label)))

    def __getitem__(self, label: str) -> tuple[str, str]:
        return super().__getitem__(self._named(label))

    def _named(self, label: str) -> str:
        if "\x02" in label:
            label = _CODE_POINT.sub(lambda found: chr(int(found.group(1))), self._unescape(label))
        return _bare_label(label)


def _bare_label(label: str) -> str:
    return " ".join(label.replace("`", "").replace("\\", "").casefold().split())


class InlineMarkdown:
    """Renders leaves. `place` maps a picture's address to its path in the pack, None for its alternative text."""

    def __init__(
        self, references: dict[str, tuple[str, str | None]], place: Callable[[str], str | None], *, math: bool = False
    ) -> None:
        self._md = _inline_only(place)
        self._references = _References(references, self._md)
        if math:
            self._md.inlinePatterns.register(_Mathematics(_MATHEMATICS, self._md), "mathematics", 185)

    def html(self, text: str) -> str:
        """The HTML of one leaf, not yet sanitised; `without_markup` is faster where it can answer.

        Raises RecursionError on absurd nesting.
        """
        plain = shown(text).strip()
        self._md.references = {}  # reset() empties what stands there
        self._md.reset()
        self._md.references = self._references
        html = self._md.convert(plain.replace("\n\n", "\n"))
        return html.removeprefix("<p>").removesuffix("</p>")


def without_markup(plain: str) -> str | None:
    """The HTML of a leaf with no markup but bold words and code apart from each other; None if it needs a parser."""
    if not _NEEDS_MARKDOWN.search(plain):
        return escape(plain, quote=False)
    pieces = _SIMPLE.split(plain)  # text, bold words or None, code or None, text, and so on
    if _NEEDS_MARKDOWN.search(_APART.join([*pieces[::3], *filter(None, pieces[1::3])])):
        return None
    escaped = escape(plain, quote=False)
    if escaped != plain:
        pieces = _SIMPLE.split(escaped)  # no mark is escaped, and no escape is a mark
    pieces[1::3] = [bold and f"<strong>{bold}</strong>" for bold in pieces[1::3]]
    pieces[2::3] = [code and f"<code>{code.strip()}</code>" for code in pieces[2::3]]
    return "".join(filter(None, pieces))


def shown(text: str) -> str:
    """`text` without control characters; what nobody would see stands there by its number."""
    if text.isascii() and text.isprintable():
        return text
    cleaned = _CONTROL.sub("", text)
    if cleaned.isascii():
        return cleaned
    for at, character in reversed(hidden_in(cleaned)):
        cleaned = f"{cleaned[:at]}⟦U+{ord(character):04X}⟧{cleaned[at + 1 :]}"
    return cleaned


def _inline_only(place: Callable[[str], str | None]) -> Markdown:
    """Python-Markdown that reads no blocks: they were decided before it sees a leaf."""
    md = Markdown(output_format="html")
    for name in _PREPROCESSORS:
        md.preprocessors.deregister(name)
    for name in _BLOCK_PROCESSORS:
        md.parser.blockprocessors.deregister(name)
    md.treeprocessors.deregister("prettify")
    md.ESCAPED_CHARS = list(PUNCTUATION)
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.register(_BareAddress(_BARE_ADDRESS, md), "bare-address", 105)
    md.inlinePatterns.register(_HtmlImage(_IMG_TAG, md), "img-tag", 92)
    md.inlinePatterns.register(_Unseen(_ANCHOR_TAG, md), "anchor", 93)
    md.inlinePatterns.register(_KeptHtml(_KEPT_TAG, md), "html", 90)
    md.inlinePatterns.register(Substitute(r"\\\n", "br"), "backslash-break", 101)
    md.inlinePatterns.register(SimpleTagInlineProcessor(r"(==)(?=\S)([^=\n]+?)(?<=\S)==", "mark"), "marked", 55)
    for name in ("reference", "image_reference"):  # a blank before the label would join two links of their own
        setattr(md.inlinePatterns[name], "RE_LINK", _LABEL)  # noqa: B010 - not in the stubs
    if isinstance(md.delimiters, DelimiterProcessor):
        md.delimiters.add("~", "del", double=True)
    md.treeprocessors.register(_Images(md, place), "images", 10)
    return md
