"""Lesson values written out by hand: the sample lesson of the content format, and small tables."""

import re
from collections.abc import Sequence
from html import escape

from studyapp.domain.common.source import SourceLine
from studyapp.domain.lessons.blocks import (
    AnswerOption,
    Block,
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    Phrase,
    Question,
    QuestionKind,
    Reflection,
    RubricSource,
    Steps,
    Trap,
)
from studyapp.domain.lessons.pack import ExamDomain, ExamTask, Manifest, Section, StudyPack

RUBRIC = """\
- Topic: BRIN = block range index
- Topic: B-tree = btree, balanced tree
- 3 points, required, BRIN: serves the time range
    - use/create/build/choose BRIN
- 2 points, BRIN: rows arrive in physical order
    - physical/insertion/arrival order
    - append*
    - not move/reorder rows
- 2 points, B-tree: only for the customer lookup
    - customer/tenant lookup/filter/column
- 1 point: every further index has a price
    - slow/cost/overhead write/insert
    - any 2 of: write time, disk space, vacuum work
- Trap, B-tree: free because rows arrive in order (minus 1)
    - free/costless
    - no write cost
    - Feedback: Each insert still updates the tree, and the tree is hundreds of times larger than a BRIN.
- Model answer: Use BRIN on the timestamp, because rows arrive in time order. Add a B-tree for the customer lookup \
only if that query is frequent. Every further index has a cost at each write."""


def phrase(markdown: str) -> Phrase:
    """Inline text with code spans and bold, as the parser would give it."""
    html = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(markdown, quote=False))
    html = re.sub(r"`(.+?)`", r"<code>\1</code>", html)
    return Phrase(re.sub(r"[`]|\*\*", "", markdown), html)


def table(
    *rows: Sequence[str],
    header: Sequence[str],
    key: str = "kinds",
    key_column: int = 1,
    ask: tuple[int, ...] = (),
    skip: tuple[int, ...] = (),
    line: int = 10,
    furniture: bool = False,
) -> ComparisonTable:
    first = line + 2
    return ComparisonTable(
        key=key,
        columns=tuple(phrase(cell) for cell in header),
        rows=tuple(tuple(phrase(cell) for cell in row) for row in rows),
        line=line,
        end_line=first + len(rows) - 1,
        row_lines=tuple(range(first, first + len(rows))),
        key_column=key_column,
        ask=ask,
        skip=skip,
        furniture=furniture,
    )


def question(
    stem: str,
    *options: str,
    kind: QuestionKind = "single",
    accepted: Sequence[str] = (),
    explanation: str = "<p>Because.</p>",
    **more: object,
) -> Question:
    """A question; an option that starts with `*` is a key."""
    parts = [
        AnswerOption(phrase(one.lstrip("*")).text, phrase(one.lstrip("*")).html, one.startswith("*"), "", 3 + place)
        for place, one in enumerate(options)
    ]
    return Question(
        key="q",
        kind=kind,
        stem=phrase(stem),
        line=2,
        end_line=9,
        options=tuple(parts),
        accepted=tuple(accepted),
        explanation_html=explanation,
        **more,  # type: ignore[arg-type]
    )


def section(
    *blocks: Block, key: str = "section", title: str = "Choosing", task: str = "1.2", file: str = "a.md"
) -> Section:
    return Section(
        key, "2.1.3", title, 3, task, "apply", file, 6, 70, 400, blocks, lesson_key=key, is_explicit_key=True
    )


def pack(*sections: Section, synonyms: tuple[tuple[str, ...], ...] = ()) -> StudyPack:
    domains = (ExamDomain("d1", "Models", 100, (ExamTask("1.2", "Choosing a model"),)),)
    return StudyPack(Manifest("sample", "Sample", domains=domains, synonyms=synonyms), sections, "", ())


def index_kinds() -> ComparisonTable:
    return table(
        ["B-tree", "Sorted keys with row pointers", "Equality, ranges and `ORDER BY` on scalar values", "$$"],
        ["Hash", "Hash codes of one column", "Only `=` comparisons on long values", "$$"],
        [
            "GIN",
            "One entry per element, with a list of rows",
            "Searching inside `jsonb`, arrays or text vectors",
            "$$$",
        ],
        ["BRIN", "Minimum and maximum per block range", "Huge append-only tables in physical order", "$"],
        header=["Index type", "What it stores", "Use when", "Write cost"],
        key="index-kinds",
        ask=(2, 3),
        skip=(4,),
    )


def add_index() -> Steps:
    steps = (
        "Find the slow statement in `pg_stat_statements`.",
        "Read its plan with `EXPLAIN (ANALYZE, BUFFERS)`.",
        "Build the index with `CREATE INDEX CONCURRENTLY`.",
        "Compare the new plan with the old one.",
        "Drop the index later if `idx_scan` stays at zero.",
    )
    return Steps("add-index", phrase("**Adding an index to a busy table:**"), tuple(map(phrase, steps)), 20)


def partial_index() -> Definition:
    text = "An index whose `WHERE` clause keeps only the rows that queries ask for, so it stays small."
    return Definition(
        "partial-index",
        "Partial index",
        phrase(text).text,
        phrase(text).html,
        27,
        clozes=("the rows",),
    )


def brin_order() -> Trap:
    text = "BRIN is not a cheaper B-tree for every large table."
    return Trap(
        "brin-order",
        text,
        f"<p>{text}</p>",
        phrase("A BRIN index speeds up any range query on a large table."),
        phrase(
            "It helps only where the column follows the physical order of the rows; "
            "elsewhere every block range still matches."
        ),
        30,
    )


def principle() -> Callout:
    text = "An index is a second, smaller copy of the data arranged for one kind of question; every write pays for it."
    return Callout("copy", "principle", "First Principle", text, f"<p>{text}</p>", 8)


def suits_jsonb() -> Question:
    why = "<p>containment looks inside the value, one entry per element.</p>"
    options = (
        AnswerOption("B-tree", "B-tree", False, "", 37),
        AnswerOption("GIN", "GIN", True, why, 38),
        AnswerOption("BRIN", "BRIN", False, "", 40),
    )
    stem = phrase("Which index suits `WHERE tags @> '{urgent}'` on a `jsonb` column?")
    return Question("suits-jsonb", "single", stem, 35, 40, options)


def logging_table() -> Reflection:
    stem = (
        "A logging table grows by 50 million rows a day, never updated, is read by time range "
        "and sometimes by customer. "
        "Which indexes would you create, and which refuse?"
    )
    lines = tuple(SourceLine(text, 47 + place) for place, text in enumerate(RUBRIC.splitlines()))
    return Reflection("logging-table", phrase(stem), 42, 40, RubricSource(8, 45, lines))


def sample_pack() -> StudyPack:
    """The sample lesson: 25 items and one reflection on 16 facts."""
    dated = DatedFact("2026-11", "https://www.postgresql.org/docs/18/release-18.html", 180, 69, 68)
    blocks: tuple[Block, ...] = (
        principle(), index_kinds(), add_index(), partial_index(), brin_order(), suits_jsonb(), logging_table(), dated,
    )  # fmt: skip
    return pack(section(*blocks, key="index-types", title="Choosing an Index Type", file="2.1.3.md"))
