"""A located finding about a text that somebody wrote."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]

TICKED_CODES = frozenset({"W50", "W51", "W52", "W53", "W54", "W56"})
"""Content smells: a person looks at each before the pack is published."""

_SEVERITY_OF_LETTER: dict[str, Severity] = {"E": "error", "W": "warning", "I": "info"}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: where it is, what is wrong and how to mend it.

    `line`, `col` and `end_line` count from 1, columns in code points. The first letter of `code` is the
    severity: E blocks publishing, W is shown, I informs. `data` holds values for tools (JSON types only).
    """

    file: str
    line: int
    col: int
    code: str
    what: str
    fix: str
    end_line: int = 0
    excerpt: str = ""
    data: dict[str, str | int | list[str]] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """error, warning or info, read off the code's first letter."""
        return _SEVERITY_OF_LETTER[self.code[0]]

    @property
    def id(self) -> str:
        """The same for the same finding when lines move: made of file, code and the words it points at."""
        words = "\0".join((self.file, self.code, self.excerpt or self.what))
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col} {self.code} {self.what}. Fix: {self.fix}"


def errors_in(diagnostics: "list[Diagnostic] | tuple[Diagnostic, ...]") -> list[Diagnostic]:
    """Those findings that block publishing."""
    return [found for found in diagnostics if found.severity == "error"]


def needs_tick(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those findings that a person must tick before the pack is published: the content smells W50 to W56."""
    return [found for found in diagnostics if found.code in TICKED_CODES]
