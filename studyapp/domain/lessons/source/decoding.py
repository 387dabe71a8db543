"""From the bytes of an upload to lines of text, or to the reason why not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LINE_BREAK = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_JOINER = "\u200d"
_NON_JOINER = "\u200c"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as lines without their breaks. `is_readable` is False if nothing more can be said about it."""

    lines: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    is_readable: bool = True


def decode(file: str, raw: bytes) -> Decoded:
    """The lines of a file. A byte-order mark is dropped; CRLF and CR end lines as LF does.

    Refused: more than the size limit (E39), not UTF-8 (E36), empty or with a NUL (E38), a line too long (E39).
    """
    if len(raw) > limits.FILE_BYTES:
        return _refused(_over(file, 1, f"the file has {len(raw)} bytes, at most {limits.FILE_BYTES}"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(_not_utf8(file, raw, error.start))
    lines = tuple(LINE_BREAK.split(text))
    if not text.strip():
        return _refused(Diagnostic(file, 1, 1, "E38", "the file is empty", "write something or remove the file", 1))
    if "\0" in text:
        return _refused(_nul(file, lines))
    return _within_limits(file, lines)


def _within_limits(file: str, lines: tuple[str, ...]) -> Decoded:
    if len(lines) > limits.LINES:
        return _refused(_over(file, limits.LINES + 1, f"the file has {len(lines)} lines, at most {limits.LINES}"))
    too_long = [_long_line(file, number, line) for number, line in enumerate(lines, 1) if _is_long(line)]
    if too_long:
        return Decoded(lines, tuple(too_long), is_readable=False)
    return Decoded(lines, tuple(_hidden_characters(file, lines)))


def hidden_in(text: str) -> list[tuple[int, str]]:
    """Positions (from 0) and characters that a reader cannot see: bidirectional controls and zero-width ones.

    Joiners inside an emoji, and joiners and marks next to letters of scripts that need them, are none.
    """
    return [(found.start(), found.group()) for found in _HIDDEN.finditer(text) if not _is_needed(text, found.start())]


def _is_needed(text: str, at: int) -> bool:
    if text[at] not in (_JOINER, _NON_JOINER) or at == 0 or at + 1 >= len(text):
        return False
    before = text[at - 1]
    return unicodedata.category(before) in ("So", "Sk", "Mn", "Lo") and not before.isascii()


def _refused(finding: Diagnostic) -> Decoded:
    return Decoded((), (finding,), is_readable=False)


def _over(file: str, line: int, what: str) -> Diagnostic:
    return Diagnostic(file, line, 1, "E39", what, "split it", line)


def _is_long(line: str) -> bool:
    return len(line) * 4 > limits.LINE_BYTES and len(line.encode("utf-8", "replace")) > limits.LINE_BYTES


def _long_line(file: str, number: int, line: str) -> Diagnostic:
    size = len(line.encode("utf-8", "replace"))
    return _over(file, number, f"the line has {size} bytes, at most {limits.LINE_BYTES}")


def _not_utf8(file: str, raw: bytes, at: int) -> Diagnostic:
    line = len(re.findall(rb"\r\n|\r|\n", raw[:at])) + 1
    is_utf16 = raw[:2] in _UTF16_MARKS or raw[:2000].count(0) * 3 > len(raw[:2000])
    what = f"not UTF-8 at byte {at + 1}" + ("; it looks like UTF-16" if is_utf16 else "")
    return Diagnostic(file, line, 1, "E36", what, "save the file again as UTF-8", line, data={"byte": at + 1})


def _nul(file: str, lines: tuple[str, ...]) -> Diagnostic:
    number, line = next((number, line) for number, line in enumerate(lines, 1) if "\0" in line)
    return Diagnostic(file, number, line.index("\0") + 1, "E38", "a NUL character inside", "remove it", number)


def _hidden_characters(file: str, lines: tuple[str, ...]) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        hidden = hidden_in(line)
        if hidden:
            at, character = hidden[0]
            what = f"a character nobody sees, U+{ord(character):04X}; it is shown marked"
            yield Diagnostic(file, number, at + 1, "W43", what, "remove it")
