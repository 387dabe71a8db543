"""Pieces of sanitised HTML and of plain text, made fit for files of other programs."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote, unquote

_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r"\b(src|alt)=\"([^\"]*)\"")
# What XML 1.0 cannot say, and with it the field separator of Anki (U+001F).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` without control characters, its lines ended by LF."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """`text` with every run of blanks and line ends as one blank."""
    return " ".join(printable(text).split())


def pictures_in(html: str) -> list[str]:
    """The paths of the pictures in `html`, as the pack has them, in order and without repetition."""
    if "<img" not in html:
        return []
    found = (_attributes(tag).get("src", "") for tag in _IMAGE.findall(html))
    return list(dict.fromkeys(path for path in found if path))


def without_pictures(html: str) -> str:
    """`html` with the alternative text in place of each picture."""
    return _IMAGE.sub(lambda found: escape(_attributes(found[0]).get("alt", "")), html) if "<img" in html else html


def with_pictures(html: str, address: Callable[[str], str | None]) -> str:
    """`html` with each picture at `address(path)`; its alternative text where that is None."""

    def replaced(found: re.Match[str]) -> str:
        named = _attributes(found[0])
        target = address(named.get("src", ""))
        alt = escape(named.get("alt", ""))
        return alt if target is None else f'<img src="{escape(quote(target, safe="/@"))}" alt="{alt}">'

    return _IMAGE.sub(replaced, html) if "<img" in html else html


def _attributes(tag: str) -> dict[str, str]:
    named = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
    if "src" in named:
        named["src"] = unquote(named["src"])
    return named
