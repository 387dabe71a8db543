"""Findings beyond the catalogue of tests/catalogue: limits, harmless text, order and form."""

import pytest

from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from tests.domain.lessons.written import codes, finding, read, read_files

TABLE = "| index | use |\n| --- | --- |\n"
ASK = "### Which index?\n\n"

LIMITS = [
    ("a" * (limits.LINE_BYTES + 1), 1, "the line has"),
    ("ok\n" + "a b\n" * (limits.FILE_BYTES // 4), 1, "the file has"),
    ("# a\n\n" + "words and words\n" * 1100, 3, "the block has"),
    ("".join(f"{'  ' * depth}- a\n" for depth in range(30)), 21, "nested over 20 deep"),
    ("# a\n\n" + "[" * 300 + "\n", 3, "brackets are never closed"),
    ("# a\n" * 501, 501, "501 sections"),
    ("[a](b) " * 700 + "\n" + ("[a](b) " * 700 + "\n") * 7, 1, "links, at most 5000"),
    ("|a" * 31 + "|\n" + "|-" * 31 + "|\n" + "|b" * 31 + "|\n", 1, "31 columns"),
    ("|a|b|\n|-|-|\n" + "".join(f"|{n}|x|\n" for n in range(201)), 1, "201 rows"),
    ("# " + "long " * 50 + "\n", 1, "the title has"),
    (ASK + "".join(f"- [{'x' if n == 1 else ' '}] option {n}\n" for n in range(8)), 1, "8 options, at most 7"),
]


@pytest.mark.parametrize(("text", "line", "what"), LIMITS)
def test_over_a_limit_is_told_with_its_line(text: str, line: int, what: str) -> None:
    found = finding(text, "E39")
    assert found.line == line
    assert what in found.what


def test_a_proposed_table_stands_in_the_finding() -> None:
    found = finding("IndexUse whenCost\nB-treeRanges$$\nHashEquality$\n", "E01")
    assert found.data["proposal"] == (
        "| Index | Use when | Cost |\n| --- | --- | --- |\n| B-tree | Ranges | $$ |\n| Hash | Equality | $ |"
    )


@pytest.mark.parametrize(
    "prose",
    [
        "DynamoDB stores items.\nOpenSearch finds them.\nSageMaker trains.\n",
        "Sentences wrap here and\ngo on in the next line with iPhone\nand end there.\n",
        "One line.\nTwo lines.\nThree lines.\n",
    ],
)
def test_prose_is_no_lost_table(prose: str) -> None:
    assert codes(prose) == []


@pytest.mark.parametrize(
    "text",
    [
        "Use `a | b` and c | d in a line.\n",
        "The guide teaches what confidential data is, and who owns proprietary models.\n",
        "```\nAll rights reserved\n```\n",
        "# a\n\n#hashtag talk\n",
        "A family: 👩\u200d💻 works.\n",
        "---\n\nText after a rule.\n\n---\n",
        "3.5 million rows.\n\nMore.\n",
        TABLE + "| GIN | \\$\\$ |\n",
        "# a\n\n## b\n\n### c\n\n## d\n",
        "### Which two indexes?\n\n- [x] a\n- [x] b\n- [ ] c\n",
        "# 1 question\n\nSee 2019 questions elsewhere.\n",
    ],
)
def test_harmless_text_has_no_finding(text: str) -> None:
    assert [code for code in codes(text) if code != "W34"] == []


def test_an_id_used_twice_names_the_other_place() -> None:
    pack = read_files(
        {
            "a.md": "**WAL:** A log that is written.\n<!-- id: wal -->\n",
            "b.md": "**LSN:** A place in a log.\n<!-- id: wal -->\n",
        }
    )
    (found,) = [found for found in pack.diagnostics if found.code == "E22"]
    assert (found.file, found.line, found.what) == ("b.md", 1, "the id 'wal' is used at a.md:1")


def test_a_finding_prints_as_one_line() -> None:
    found = finding("# a\n\n## \n\n#### b\n", "W33")
    assert str(found).startswith("lesson.md:5:1 W33 heading jumps from level 1 to 4. Fix: ")


def test_findings_are_sorted_by_place() -> None:
    pack = read("#### a\n\n#B\n\nKinds:\n\n1. one\n2. two\n\n> **Note:**\n")
    places = [(found.line, found.col) for found in pack.diagnostics]
    assert places == sorted(places)
    assert len(places) == 3


def test_severity_is_the_letter_of_the_code() -> None:
    severities = {Diagnostic("a", 1, 1, code, "w", "f").severity for code in ("E01", "W02", "I01")}
    assert severities == {"error", "warning", "info"}
