"""Every code: the smallest input that has it, on its line and column, and the nearest one that has not."""

import re
from pathlib import Path

import pytest

from tests.catalogue.rows import Row, catalogue, findings_in

ROOT = Path(__file__).resolve().parents[2]
EMITTED = re.compile(r"[\"']([EWI]\d\d)[\"']")
ROWS = [pytest.param(row, id=f"{row['code']}-{number}") for number, row in enumerate(catalogue(), 1)]
SEVERITIES = {"E": "error", "W": "warning", "I": "info"}
FORMAT_1 = {
    "I01", "E01", "W02", "W03", "E04", "E05", "W06", "W07", "W08", "W09", "E10", "E11", "E12", "W13", "E14",
    "E15", "E16", "W17", "W18", "W19", "W20", "E21", "E22", "E23", "E24", "W25", "W26", "E27", "E28", "E29",
    "E30", "I31", "W32", "W33", "W34", "W35", "E36", "I37", "E38", "E39", "E40", "W41", "E42", "W43", "E44",
    "E45", "E46", "I47", "E48", "E49", "W49", "W50", "W51", "W52", "W53", "W54", "E55", "W56",
}  # fmt: skip
"""The codes that format 1 was published with."""


@pytest.mark.parametrize("row", ROWS)
def test_the_smallest_input_has_the_finding_in_its_place(row: Row) -> None:
    found = [one for one in findings_in(row) if one.code == row["code"] and re.search(row["what"], one.what)]
    assert len(found) == 1, [str(one) for one in findings_in(row)]
    (finding,) = found
    assert f"{finding.file}:{finding.line}:{finding.col}" in row["at"].split("|")
    assert re.search(row["fix"], finding.fix), finding.fix
    assert finding.severity == SEVERITIES[row["code"][0]]
    assert finding.end_line == 0 or finding.end_line >= finding.line


@pytest.mark.parametrize("row", ROWS)
def test_the_nearest_input_without_the_fault_has_no_such_finding(row: Row) -> None:
    found = findings_in(row, is_mended=True)
    assert [str(one) for one in found if one.code == row["code"]] == []
    assert [str(one) for one in found if one.severity == "error" and row["code"][0] == "E"] == []


@pytest.mark.parametrize("row", ROWS)
def test_a_finding_in_a_lesson_shows_its_line(row: Row) -> None:
    for one in findings_in(row):
        lines = re.split(r"\r\n|\r|\n", row["text"]) if "text" in row and "repeat" not in row else []
        if lines and "encoding" not in row and "\0" not in row["text"]:
            assert one.excerpt.strip(" `") in lines[one.line - 1], str(one)


def emitted_codes() -> set[str]:
    """Every code that the project's own Python names."""
    return {
        code for path in (ROOT / "studyapp").rglob("*.py") for code in EMITTED.findall(path.read_text(encoding="utf-8"))
    }


def documented_codes() -> set[str]:
    """Every code that begins a row of the reference; those of batch grading stand in its own chapter."""
    table = re.findall(
        r"^\| ([EWI]\d\d) \|", (ROOT / "docs/content-format.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return {*table, *re.findall(r"\bE58\b", (ROOT / "docs/grading.md").read_text(encoding="utf-8"))}


def test_every_code_is_emitted_documented_and_tested() -> None:
    tested = {row["code"] for row in catalogue()}
    emitted = emitted_codes()
    assert emitted - tested == set()
    assert tested - emitted == set()
    assert documented_codes() == emitted
    assert FORMAT_1 - emitted == set()
