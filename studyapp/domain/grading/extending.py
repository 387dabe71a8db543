"""One more way of saying a criterion, put into the Markdown of its rubric."""

import re

from studyapp.domain.grading.phrases import PhraseError, parse_phrase
from studyapp.domain.grading.rubric import Criterion

_BULLET = re.compile(r"(\s*(?:[-*+]|[0-9]{1,9}[.)])\s+)")
_KEYED = re.compile(r"(hint|feedback)\s*:", re.IGNORECASE)


def with_phrase(text: str, criterion: Criterion, phrase: str) -> str:
    """The text of a lesson with `phrase` as the last line of `criterion`, indented like the others.

    `criterion` was read from this very text: its places are those of the text. A line that stands there already
    changes nothing. Raises PhraseError if the phrase cannot be read as one line of a criterion, and ValueError if the
    text has no such line.
    """
    phrase = " ".join(phrase.split())
    _check(phrase)
    if any(line.text == phrase for line in criterion.lines):
        return text
    lines = text.split("\n")
    place = max(line.line for line in criterion.lines) - 1
    bullet = _BULLET.match(lines[place]) if 0 <= place < len(lines) else None
    if bullet is None:
        raise ValueError(f"line {place + 1} holds no line of {criterion.key}")
    after = _end_of(lines, place)
    ending = "\r" if lines[place].endswith("\r") else ""
    return "\n".join([*lines[:after], f"{bullet[1]}{phrase}{ending}", *lines[after:]])


def _check(phrase: str) -> None:
    parse_phrase(phrase)
    if _KEYED.match(phrase):
        raise PhraseError("a hint is no way of saying it", "write words of an answer", word=phrase[:40])
    for mark in ("<", "\0"):
        if mark in phrase:
            raise PhraseError(f"`{mark}` cannot stand in a line", "write words of an answer", word=mark)


def _end_of(lines: list[str], place: int) -> int:
    """The first line after an entry and what continues it."""
    after = place + 1
    while after < len(lines) and lines[after].strip() and not _starts_anew(lines[after]):
        after += 1
    return after


def _starts_anew(line: str) -> bool:
    return _BULLET.match(line) is not None or line.lstrip().startswith("<")
