"""The source of a draft's file as a person edits it in the browser."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyapp.authoring.comparing.sequences import Budget, stretches
from studyapp.authoring.models import Draft
from studyapp.authoring.uploads.files import LESSON_SUFFIX
from studyapp.domain.lessons.pack import MANIFEST
from studyapp.domain.lessons.source.decoding import BYTE_ORDER_MARK, LINE_BREAK
from studyapp.domain.lessons.writing.mending import recoded


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as text. `hash` tells whether its bytes are still those; `was_recoded` that they were not UTF-8."""

    path: str
    text: str
    hash: str
    was_recoded: bool

    @property
    def numbers(self) -> range:
        """The numbers of its lines."""
        return range(1, len(LINE_BREAK.split(self.text)) + 1)


def is_source(path: str) -> bool:
    """Whether a file of a pack is text that its author writes."""
    return path == MANIFEST or path.endswith(LESSON_SUFFIX)


def source_of(draft: Draft, path: str) -> SourceText | None:
    """The text of a file with `\\n` as its line break; None if the draft has no such file, or it is no text."""
    file = draft.files.filter(path=path).first() if is_source(path) else None
    if file is None:
        return None
    content = bytes(file.content)
    text, was_recoded = _decoded(content)
    plain = LINE_BREAK.sub("\n", text.removeprefix(BYTE_ORDER_MARK)).replace("\0", "\ufffd")
    return SourceText(path, plain, hash_of(content), was_recoded)


def _decoded(content: bytes) -> tuple[str, bool]:
    try:
        return content.decode(), False
    except UnicodeDecodeError:
        return (recoded(content) or content).decode("utf-8", "replace"), True


def hash_of(content: bytes) -> str:
    """What tells two states of a file apart."""
    return hashlib.sha256(content).hexdigest()


def encoded(typed: str, before: bytes) -> bytes:
    """What somebody typed as bytes, with the line breaks and the byte-order mark that the file had."""
    plain = LINE_BREAK.sub("\n", typed)
    text, _was_recoded = _decoded(before)
    breaks = LINE_BREAK.findall(text)
    ending = breaks[0] if breaks else "\n"
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    return (mark + plain.replace("\n", ending)).encode("utf-8", "replace")


def differing_lines(theirs: str, mine: str) -> list[tuple[str, str]]:
    """What differs between two texts as ("-", line of theirs), ("+", line of mine) and (" ", a line around)."""
    return list(_differing(theirs.split("\n"), mine.split("\n")))


def _differing(theirs: Sequence[str], mine: Sequence[str]) -> Iterator[tuple[str, str]]:
    found = stretches(theirs, mine, Budget())
    for place, one in enumerate(found, 1):
        if one.how == "same":
            lines = theirs[one.old_start : one.old_end]
            first, last = int(place > 1), int(place < len(found))  # of its lines, whether they have a neighbour
            around = lines if len(lines) <= first + last else [*lines[:first], *lines[len(lines) - last :]]
            yield from ((" ", line) for line in around)
            continue
        yield from (("-", line) for line in theirs[one.old_start : one.old_end])
        yield from (("+", line) for line in mine[one.new_start : one.new_end])
