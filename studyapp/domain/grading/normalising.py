"""Step 1: plain characters, each knowing the raw characters it came from."""

import html
import re
import unicodedata
from dataclasses import dataclass

from studyapp.domain.common.limits import ANSWER_CHARACTERS

_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u2032\u0060\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\u2028\u2029\u0085\r\x0b\x0c"
DASH = "\u2014"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_LINE_ENDS, "\n"),
        "\u2015": DASH,
        "\uff0c": ",",
        "\u3001": ",",
        "\u3002": ".",
    }
)
# Written out, not by category: Python versions carry different Unicode tables.
_DROPPED = frozenset(
    "\x00\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
) | frozenset(chr(code) for code in range(0xFE00, 0xFE10))

# No part may contain "<", so the tries from all "<" together stay linear.
_TAG = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]{0,30})((?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'){0,2000})?)>",
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HIDDEN_ELEMENT = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE | re.ASCII)
_END_OF = {name: re.compile(rf"</{name}[^<>]{{0,20}}>", re.IGNORECASE | re.ASCII) for name in ("script", "style")}
_BLOCK_TAGS = frozenset(
    """p br div li ul ol table tr td th h1 h2 h3 h4 h5 h6 section article blockquote pre hr""".split()  # noqa: SIM905
)
_INLINE_TAGS = frozenset(
    """
    a b i u s em strong code kbd mark span sub sup small big del ins q cite abbr img font tt svg script style iframe
    input button form label details summary video audio object embed link meta body html head
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """Plain text; `starts[i]` and `ends[i]` bound the raw characters behind `text[i]`, or both are None: the same."""

    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None
    was_cut: bool

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The raw range behind `text[start:end]`, which must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(raw: str) -> Normalised:
    """Plain characters of the first 10,000 code points of `raw`: no markup, no entities, no invisible characters."""
    was_cut = len(raw) > ANSWER_CHARACTERS
    text = raw[:ANSWER_CHARACTERS].translate(_PLAIN)
    if text.isascii() and "<" not in text and "&" not in text and "\0" not in text:
        return Normalised(text, None, None, was_cut)
    text = _without_markup(text)
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, piece in _clusters(text):
        for character in piece:
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return Normalised("".join(characters), tuple(starts), tuple(ends), was_cut)


def _without_markup(text: str) -> str:
    """`text` of the same length, with comments, scripts, styles and tags blanked."""
    if "<" not in text:
        return text
    text = _blank_comments(text)
    text = _blank_hidden_elements(text)
    return _TAG.sub(_blank_tag, text)


def _blank_tag(found: re.Match[str]) -> str:
    name = found[1].casefold()
    # "a <b and c> d" is arithmetic, not a tag: unknown names need an attribute.
    if name in _BLOCK_TAGS:
        return "\n" + " " * (len(found[0]) - 1)
    if name in _INLINE_TAGS or "=" in found[2] or not found[2].strip():
        return " " * len(found[0])
    return found[0]


def _blank_comments(text: str) -> str:
    pieces: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        pieces += [text[done:start], " " * (end + 3 - start)]
        done = end + 3
    return "".join(pieces) + text[done:]


def _blank_hidden_elements(text: str) -> str:
    pieces: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for opening in _HIDDEN_ELEMENT.finditer(text):
        name = opening[1].lower()
        if opening.start() < done or name in unclosed:
            continue
        closing = _END_OF[name].search(text, opening.end())
        if closing is None:
            unclosed.add(name)
            continue
        pieces += [text[done : opening.start()], " " * (closing.end() - opening.start())]
        done = closing.end()
    return "".join(pieces) + text[done:]


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """Raw start, raw end and plain characters of each entity, or letter with its combining marks."""
    found: list[tuple[int, int, str]] = []
    done = 0
    for entity in _ENTITY.finditer(text):
        decoded = html.unescape(entity[0])
        if decoded == entity[0]:
            continue
        found += _letters(text, done, entity.start())
        found.append((entity.start(), entity.end(), _plain(decoded)))
        done = entity.end()
    return found + _letters(text, done, len(text))


def _letters(text: str, start: int, stop: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    at = start
    while at < stop:
        end = at + 1
        while end < stop and text[end] > "\u02ff" and _joins(text[end]):
            end += 1
        cluster = text[at:end]
        found.append((at, end, cluster if len(cluster) == 1 and "\0" < cluster < "\x7f" else _plain(cluster)))
        at = end
    return found


def _joins(character: str) -> bool:
    """Whether NFKC may compose this character with the one before it."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


def _plain(cluster: str) -> str:
    kept = "".join(character for character in cluster if character not in _DROPPED)
    composed = unicodedata.normalize("NFKC", kept.translate(_PLAIN)).translate(_PLAIN)
    return "".join(character if character <= "\uffff" else " " for character in composed if character not in _DROPPED)
