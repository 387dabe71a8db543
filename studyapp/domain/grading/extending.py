"""A rubric, or one more way of saying a criterion, put into the Markdown of a lesson."""

import re

from studyapp.domain.grading.parsing import reads_as_phrase
from studyapp.domain.grading.phrases import PhraseError, parse_phrase
from studyapp.domain.grading.rubric import Criterion

_BULLET = re.compile(r"(\s*(?:[-*+]|[0-9]{1,9}[.)])\s+)")


def insert_line(source: str, criterion: Criterion, line: str) -> str:
    """The file that `criterion` was read from, with one more line behind its last one, indented like the others.

    A line that stands there already changes nothing. Raises PhraseError if it cannot be read as one line of a
    criterion, and LookupError if the file is another one.
    """
    line = " ".join(line.split())
    _check(line)
    if any(known.text == line for known in criterion.lines):
        return source
    rows = source.split("\n")
    place = max(known.line for known in criterion.lines) - 1
    bullet = _BULLET.match(rows[place]) if 0 <= place < len(rows) else None
    if bullet is None:
        raise LookupError(f"line {place + 1} holds no line of {criterion.key}")
    after = _end_of(rows, place)
    ending = "\r" if rows[place].endswith("\r") else ""
    return "\n".join([*rows[:after], f"{bullet[1]}{line}{ending}", *rows[after:]])


def insert_rubric(source: str, after: int, rubric: str, *, points: int) -> str:
    """The file of a question that ends in line `after`, with a rubric's list behind it, marked as a draft.

    Comments that follow the question stay with it.
    """
    rows = source.split("\n")
    while after < len(rows) and rows[after].lstrip().startswith("<!--"):
        after += 1
    ending = "\r" if rows[0].endswith("\r") else ""
    summary = f"<details><summary>Rubric ({points} {'point' if points == 1 else 'points'}), draft</summary>"
    block = ["", summary, "", *rubric.strip().split("\n"), "", "</details>", ""]
    return "\n".join([*rows[:after], *(f"{row}{ending}" for row in block), *rows[after:]])


def insert_points(source: str, heading: int, model_answer: int, entries: str, *, points: int) -> str:
    """The file of a question with a model answer alone, with the points of a rubric before it.

    `heading` and `model_answer` are the lines of the block's heading and of the answer: a list item of a rubric, or
    text under a heading of its own, which then gets the heading of a rubric before it.
    """
    rows = source.split("\n")
    ending = "\r" if rows[0].endswith("\r") else ""
    added, place = entries.strip().split("\n"), model_answer - 1
    if not _BULLET.match(rows[place]):
        level = rows[heading - 1].lstrip().split(" ")[0]
        title = f"{level} Rubric ({points} {'point' if points == 1 else 'points'}), draft"
        added, place = [title, "", *added, ""], heading - 1
    return "\n".join([*rows[:place], *(f"{row}{ending}" for row in added), *rows[place:]])


def _check(line: str) -> None:
    parse_phrase(line)
    if not reads_as_phrase(line):
        raise PhraseError("a colon follows only a key", "write words of an answer without it", word=line[:40])
    for mark in ("<", "\0"):
        if mark in line:
            raise PhraseError(f"`{mark}` cannot stand in a line", "write words of an answer", word=mark)


def _end_of(rows: list[str], place: int) -> int:
    """The first row after an entry and what continues it."""
    after = place + 1
    while after < len(rows) and rows[after].strip() and not _starts_anew(rows[after]):
        after += 1
    return after


def _starts_anew(row: str) -> bool:
    return _BULLET.match(row) is not None or row.lstrip().startswith("<")
