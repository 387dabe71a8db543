"""The blocks of a lesson: what an author's Markdown means, before anybody stores or asks it.

`key` is the identity of a block in its pack: the author's explicit id, else derived from section, kind and subject.
`html` is sanitised and safe to show as it stands; `text` is the same without markup. Lines count from 1.
`line` and `end_line` are the first and last line of the block itself (0: not known), without its comment.
A `nested` block stands inside another block's html (a table in a list item): it yields items but is not shown twice.
`id` is what its author wrote as an id, "" if nothing; the key may be another, that of a block which this one continues.
"""

from dataclasses import dataclass
from typing import Literal

from studyapp.domain.common.source import SourceLine

CalloutKind = Literal["principle", "tip", "note", "important", "example", "mnemonic"]
QuestionKind = Literal["single", "multiple", "true-false", "short-answer", "ordering", "matching", "cloze", "card"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of inline text: a cell, a step, an option."""

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that yields nothing to ask: paragraphs, plain lists, code, images, furniture."""

    html: str
    line: int


@dataclass(frozen=True, slots=True)
class Callout:
    """A labelled remark; a principle is the one sentence that the section stands on."""

    key: str
    kind: CalloutKind
    label: str
    text: str
    html: str
    line: int
    nested: bool = False
    end_line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """Things compared: a header row, then data rows of exactly as many cells.

    `key_column`, `ask` and `skip` count columns from 1; an empty `ask` means every column but the key's.
    `row_keys` and `column_keys` name rows and columns in the keys of facts, if not what stands in them now does:
    a corrected name keeps the key that it had. Empty, or one for each row and one for each column.
    """

    key: str
    columns: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    line: int
    end_line: int
    row_lines: tuple[int, ...]
    key_column: int = 1
    ask: tuple[int, ...] = ()
    skip: tuple[int, ...] = ()
    nested: bool = False
    furniture: bool = False
    id: str = ""
    row_keys: tuple[str, ...] = ()
    column_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """A process whose order matters. `lead_in` is the sentence before the list."""

    key: str
    lead_in: Phrase
    steps: tuple[Phrase, ...]
    line: int
    nested: bool = False
    lead_in_line: int = 0
    end_line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and the sentence that says what it is; `clozes` are phrases of `text` to blank."""

    key: str
    term: str
    text: str
    html: str
    line: int
    expansion: str = ""
    clozes: tuple[str, ...] = ()
    nested: bool = False
    end_line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Trap:
    """What candidates wrongly believe. `belief` and `truth` are empty unless the author wrote them.

    `text` and `html` are the first statement, without belief and truth.
    """

    key: str
    text: str
    html: str
    belief: Phrase | None
    truth: Phrase | None
    line: int
    nested: bool = False
    end_line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One option of an authored question, with the author's reason for or against it."""

    text: str
    html: str
    is_key: bool
    why_html: str
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question its author wrote.

    `options` serve single, multiple and true-false; `accepted` short answers, clozes and cards;
    `sequence` ordering (in the right order); `pairs` matching. `both_ways` marks a `:::` card.
    """

    key: str
    kind: QuestionKind
    stem: Phrase
    line: int
    end_line: int
    options: tuple[AnswerOption, ...] = ()
    accepted: tuple[str, ...] = ()
    sequence: tuple[Phrase, ...] = ()
    pairs: tuple[tuple[Phrase, Phrase], ...] = ()
    explanation_html: str = ""
    both_ways: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class RubricSource:
    """The lines of a rubric as written; what they mean is decided by the grading room."""

    points: float | None
    heading_line: int
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Reflection:
    """A question answered in one's own words, with its rubric if the author gave one.

    `criterion_keys` are the criteria that keep the key they had: what the rubric's words say now, and that key.
    """

    key: str
    stem: Phrase
    line: int
    min_words: int
    rubric: RubricSource | None
    end_line: int = 0
    id: str = ""
    criterion_keys: tuple[tuple[str, str], ...] = ()

    @property
    def rubric_lines(self) -> list[str]:
        """What the lines of its rubric say."""
        return [line.text for line in self.rubric.lines] if self.rubric else []


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A statement that grows stale: when it was checked, where, and after how many days to check again.

    `block_line` is the line of the block it belongs to.
    """

    as_of: str
    source: str
    review_days: int
    line: int
    block_line: int


Block = Prose | Callout | ComparisonTable | Steps | Definition | Trap | Question | Reflection | DatedFact
