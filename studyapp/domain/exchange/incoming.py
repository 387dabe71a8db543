"""What other formats hold: questions and texts on their way into a pack, and what could not come along.

Texts are Markdown unless a field says plain. `line` counts from 1; 0 where a format has no lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from studyapp.domain.common.errors import StudyappError

IncomingKind = Literal[
    "single", "multiple", "true-false", "short-answer", "ordering", "matching", "cloze", "card", "essay", "prose"
]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried over. `what` is a sentence for its author."""

    file: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; `why` is the reason for or against it."""

    text: str
    is_key: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One question, or a text that asks nothing (`prose`).

    `accepted` are plain texts: typed answers, or the phrases of a cloze as they stand in its stem. `answer` is a
    card's back. `id` is "" or unique in its file; `section` is the plain title of the section it belongs to, `above`
    those of the sections that this one is in, outermost first.
    """

    kind: IncomingKind
    stem: str
    line: int
    options: tuple[Choice, ...] = ()
    accepted: tuple[str, ...] = ()
    answer: str = ""
    sequence: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    explanation: str = ""
    section: str = ""
    id: str = ""
    both_ways: bool = False
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came along, with its place in the pack."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read from one file."""

    questions: tuple[Incoming, ...]
    losses: tuple[Loss, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(slots=True)
class Ledger:
    """The losses of a file while it is read."""

    file: str
    losses: list[Loss] = field(default_factory=list)

    def lose(self, line: int, what: str) -> None:
        """Note a loss, once."""
        loss = Loss(self.file, line, what)
        if loss not in self.losses[-20:]:
            self.losses.append(loss)

    def lose_all(self, lines: Iterable[int], what: str) -> None:
        """Note one loss for all the places where it happens; `{n}` in `what` is their number."""
        found = list(lines)
        if found:
            self.lose(found[0], what.format(n=len(found)))


class Unreadable(StudyappError):
    """A file that nothing can be read from. `fix` says how to mend it."""

    def __init__(self, what: str, fix: str, *, line: int = 1, code: str = "E57") -> None:
        super().__init__(f"{what}. Fix: {fix}")
        self.what, self.fix, self.line, self.code = what, fix, line, code


def decoded(content: bytes) -> str:
    """The text of a file, its lines ended by LF: UTF-8, or UTF-16 that says so. Raises Unreadable."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"not UTF-8 at byte {error.start + 1}"
        raise Unreadable(what, "save the file again as UTF-8", line=line, code="E36") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("the file is empty", "write something or choose another file", code="E38")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Unreadable("a NUL character inside", "remove it", line=line, code="E38")
    return text
