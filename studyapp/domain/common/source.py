"""Lines of an author's file, with their place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line as its author wrote it. `line` and `col` (of the first character of `text`) count from 1."""

    text: str
    line: int
    col: int = 1
