"""Reading and writing the small pieces of safe html that stems, options and feedback are made of."""

from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from studyapp.domain.lessons.blocks import Phrase

BLANK = "_____"


class _Segments(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[bool, str]] = []
        self._code_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code_depth += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._code_depth -= tag == "code" and self._code_depth > 0

    def handle_data(self, text: str) -> None:
        is_code = self._code_depth > 0
        if self.found and self.found[-1][0] == is_code:
            text = self.found.pop()[1] + text
        self.found.append((is_code, text))


@lru_cache(maxsize=16_384)
def segments(html: str) -> tuple[tuple[bool, str], ...]:
    """The text of `html` in order, as (is code, text)."""
    if "<" not in html and "&" not in html:
        return ((False, html),) if html else ()
    reader = _Segments()
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


def prose_of(html: str) -> str:
    """The text of `html` without its code."""
    return " ".join(" ".join(text for is_code, text in segments(html) if not is_code).split())


def is_code(html: str) -> bool:
    """Whether all that is said in `html` is code."""
    spoken = [code for code, text in segments(html) if text.strip()]
    return bool(spoken) and all(spoken)


@lru_cache(maxsize=4096)
def plain(text: str) -> Phrase:
    """A phrase of text without markup."""
    return Phrase(text, escape(text))


def strong(phrase: Phrase) -> Phrase:
    """The phrase in bold."""
    return Phrase(phrase.text, f"<strong>{phrase.html}</strong>")


def quoted(phrase: Phrase) -> Phrase:
    """The phrase in quotation marks, without the full stop at its end."""
    text, html = phrase.text.strip(), phrase.html.strip()
    if text.endswith(".") and html.endswith(".") and not text.endswith(".."):
        text, html = text[:-1], html[:-1]
    return Phrase(f"“{text}”", f"“{html}”")


def join(*parts: "Phrase | str") -> Phrase:
    """The parts one after the other; a string is text without markup."""
    phrases = [plain(part) if isinstance(part, str) else part for part in parts]
    return Phrase("".join([part.text for part in phrases]), "".join([part.html for part in phrases]))


def paragraph(*parts: "Phrase | str") -> str:
    """The html of one paragraph."""
    return f"<p>{''.join([plain(part).html if isinstance(part, str) else part.html for part in parts])}</p>"
