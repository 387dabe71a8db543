"""Facts and items: what can be known, and the ways of asking it."""

from dataclasses import dataclass
from typing import Literal

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.grading.rubric import Rubric

FactKind = Literal["cell", "steps", "definition", "trap", "principle", "question", "criterion"]
Form = Literal[
    "forward", "reverse", "scenario", "odd-one-out", "match", "compare", "differs", "order", "next-step",
    "missing-step", "term", "definition", "cloze", "belief", "recall", "authored",
]  # fmt: skip
Kind = Literal["single", "multiple", "true-false", "ordering", "matching", "cloze", "short-answer", "card"]
TRAP = "trap:"  # the origin of an option that is a belief; the key of the trap's fact follows
ROW = "row:"  # the origin of an option that is another row's; the title of the row follows
CHOICES = frozenset({"single", "multiple", "true-false"})  # kinds that are answered by choosing options
SkipReason = Literal[
    "empty", "key-empty", "key-duplicate", "names-row", "row-word", "shared", "near-equal", "contained",
    "few-distractors", "few-levels", "few-rows", "too-long", "navigation", "author-skip", "length-cue", "stem-cue",
    "overlap-cue",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known and forgotten; the unit that is scheduled.

    `family` groups siblings: at most one of a family is asked on a study day. `block_key` is the block's key
    in its section, `title` names the fact to people ("Hash, Use when").
    """

    key: str
    kind: FactKind
    family: str
    section_key: str
    block_key: str
    title: str
    task: str
    line: int
    column: str = ""  # `<table key>/<column slug>` of a cell: two of one column never follow each other


@dataclass(frozen=True, slots=True)
class Option:
    """One option, step or side of a pair.

    `origin` says whose it is: `key`, `row:<row title>`, `trap:<fact key>`, `step:<n>` or `authored`.
    `why` is a sentence of feedback (safe html) shown only after the response.
    """

    text: str
    html: str
    origin: str = "authored"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One way of asking a fact.

    `options`: for single and multiple all candidates (serving samples distractors); for ordering the steps in the
    right order; for matching the right-hand sides. `keys` are 1-based positions in `options` (empty for ordering,
    matching, typed kinds and cards). `prompts` are the left-hand sides of matching. `accepted` are the accepted texts
    of typed kinds, and the back of a card (its html in `feedback_html`). `numeric` asks for ascending order.
    `rivals` are terms and row names of the section that a misspelt answer must not be taken for. `pair_facts` are
    the facts of the pairs of a generated matching item, in the order of `prompts`.
    """

    fact_key: str
    form: Form
    kind: Kind
    stem: str
    stem_html: str
    feedback_html: str
    file: str
    line: int
    options: tuple[Option, ...] = ()
    keys: tuple[int, ...] = ()
    prompts: tuple[Option, ...] = ()
    accepted: tuple[str, ...] = ()
    numeric: bool = False
    ordinal: int = 1  # tells apart several items of one fact and form
    rivals: tuple[str, ...] = ()
    pair_facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a table cell (column counted from 1) yields no item. `detail` names the other row, if there is one."""

    file: str
    line: int
    column: int
    reason: SkipReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Bank:
    """All facts and items of a pack, what was skipped and why, and the rubrics by reflection key."""

    facts: tuple[Fact, ...]
    items: tuple[Item, ...]
    skipped: tuple[Skip, ...]
    rubrics: tuple[tuple[str, Rubric], ...]
    diagnostics: tuple[Diagnostic, ...]
