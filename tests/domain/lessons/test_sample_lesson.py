# ruff: noqa: E501 - Markdown of one case a line
"""The sample lesson of docs/content-format.md gives exactly what its extraction says."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from studyapp.domain.lessons.assembly.dating import stale_facts
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.assembly.reporting import report
from studyapp.domain.lessons.blocks import (
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    Question,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.pack import ExamDomain, ExamTask, StudyPack
from tests.domain.lessons.written import read

SAMPLE = (Path(__file__).parent / "index-types.md").read_bytes()
DOMAIN = ExamDomain("d1", "Storage", 100.0, (ExamTask("1.2", "Choosing an index"),))
T = TypeVar("T")
MANIFEST = replace(lone_manifest(id="indexes", title="Indexes"), domains=(DOMAIN,), is_lone_file=False)


@pytest.fixture(scope="module")
def pack() -> StudyPack:
    return read(SAMPLE, path="d1/index-types.md", manifest=MANIFEST)


def only(pack: StudyPack, kind: type[T]) -> T:
    (block,) = [block for block in pack.sections[0].blocks if isinstance(block, kind)]
    return block


def test_it_has_no_finding(pack: StudyPack) -> None:
    assert pack.diagnostics == ()


def test_its_section_is_described_by_the_front_matter(pack: StudyPack) -> None:
    (section,) = pack.sections
    assert (section.key, section.number, section.task, section.level, section.line) == (
        "index-types", "2.1.3", "1.2", "apply", 6,
    )  # fmt: skip
    assert section.title == "Choosing an Index Type"
    assert section.lesson_key == "index-types"


def test_its_first_principle_stands_in_line_8(pack: StudyPack) -> None:
    principle = only(pack, Callout)
    assert (principle.kind, principle.line, principle.label) == ("principle", 8, "First Principle")
    assert principle.text.startswith("An index is a second, smaller copy")


def test_its_table_has_4_columns_and_4_rows_of_which_two_columns_are_asked(pack: StudyPack) -> None:
    table = only(pack, ComparisonTable)
    assert (table.key, table.line, table.end_line) == ("index-kinds", 10, 15)
    assert (len(table.columns), len(table.rows), table.ask, table.skip) == (4, 4, (2, 3), (4,))
    assert table.row_lines == (12, 13, 14, 15)
    assert table.rows[0][3].text == "$$"
    assert "<code>ORDER BY</code>" in table.rows[0][2].html


def test_its_steps_have_their_lead_in(pack: StudyPack) -> None:
    steps = only(pack, Steps)
    assert (steps.key, steps.line, steps.end_line, steps.lead_in_line) == ("add-index", 20, 24, 18)
    assert steps.lead_in.text == "Adding an index to a busy table"
    assert [step.text[:4] for step in steps.steps] == ["Find", "Read", "Buil", "Comp", "Drop"]


def test_its_definition_has_one_cloze(pack: StudyPack) -> None:
    definition = only(pack, Definition)
    assert (definition.term, definition.line) == ("Partial index", 27)
    assert definition.clozes == ("the rows that queries ask for",)


def test_its_trap_sets_belief_against_truth(pack: StudyPack) -> None:
    trap = only(pack, Trap)
    assert (trap.key, trap.line, trap.end_line) == ("brin-order", 30, 32)
    assert trap.text == "BRIN is not a cheaper B-tree for every large table."
    assert trap.belief is not None
    assert trap.truth is not None
    assert trap.belief.text == "A BRIN index speeds up any range query on a large table."
    assert trap.truth.text.startswith("It helps only where")


def test_its_question_is_no_section_and_has_its_reason(pack: StudyPack) -> None:
    question = only(pack, Question)
    assert (question.kind, question.line, question.end_line) == ("single", 35, 40)
    assert [(option.text, option.is_key) for option in question.options] == [
        ("B-tree", False), ("GIN", True), ("BRIN", False),
    ]  # fmt: skip
    assert [bool(option.why_html) for option in question.options] == [False, True, False]
    assert question.options[1].html == "GIN"


def test_its_reflection_hands_over_the_rubric_with_its_lines(pack: StudyPack) -> None:
    reflection = only(pack, Reflection)
    assert (reflection.key, reflection.line, reflection.min_words) == ("logging-table", 42, 40)
    rubric = reflection.rubric
    assert rubric is not None
    assert (rubric.points, rubric.heading_line) == (8.0, 45)
    assert (rubric.lines[0].line, rubric.lines[0].text) == (47, "- Topic: BRIN = block range index")
    assert (rubric.lines[3].line, rubric.lines[3].text) == (50, "    - use/create/build/choose BRIN")
    assert rubric.lines[-1].line == 64


def test_its_dated_fact_names_source_and_review(pack: StudyPack) -> None:
    fact = only(pack, DatedFact)
    assert (fact.as_of, fact.review_days, fact.block_line) == ("2026-11", 180, 68)
    assert fact.source == "https://www.postgresql.org/docs/18/release-18.html"


def test_its_dated_fact_is_fresh_in_november_and_stale_a_year_later(pack: StudyPack) -> None:
    assert stale_facts(pack, on=date(2026, 11, 23)) == []
    found, gate = stale_facts(pack, on=date(2027, 11, 1))
    assert (found.code, found.line, found.what) == ("W32", 69, "the fact was last checked 365 days ago")
    assert (gate.code, gate.line, gate.what) == ("W56", 69, "1 dated fact is due for another look")


def test_its_report_counts_every_kind(pack: StudyPack) -> None:
    written = report(pack, facts=16, items=25)
    assert written["counts"] == {
        "sections": 1, "principles": 1, "tables": 1, "steps": 1, "definitions": 1, "traps": 1, "reflections": 1,
        "rubrics": 1, "callouts": 2, "facts": 16, "items": 25, "images": 0,
        "questions": {"single": 1, "multiple": 0, "true-false": 0, "short-answer": 0, "ordering": 0, "matching": 0,
                      "cloze": 0, "card": 0},
    }  # fmt: skip
    file = "d1/index-types.md"
    assert written["tables"] == [{"file": file, "line": 10, "columns": 4, "rows": 4}]
    assert written["questions"] == [{"file": file, "line": 35, "kind": "single", "options": 3, "keys": [2]}]
    assert written["sections"] == [
        {"id": "index-types", "number": "2.1.3", "title": "Choosing an Index Type", "task": "1.2", "file": file, "line": 6}
    ]  # fmt: skip


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_it_reads_the_same_with_other_line_breaks_and_a_byte_order_mark(pack: StudyPack, line_break: str) -> None:
    other = b"\xef\xbb\xbf" + SAMPLE.replace(b"\n", line_break.encode())
    assert read(other, path="d1/index-types.md", manifest=MANIFEST) == pack
