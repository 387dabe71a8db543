# ruff: noqa: E501 - one case a line
"""Each finding stands on the right line and column and says how to mend it."""

import pytest

from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from tests.domain.lessons.written import codes, finding, read, read_files

TABLE = "| index | use |\n| --- | --- |\n"
ASK = "### Which index?\n\n"

# code, text, line, col, part of what, part of fix
CASES = [
    ("I01", "Text.\n\n2.1.3. Choosing an index\n\nMore.\n", 3, 1, "bare numbered line", "#"),
    (
        "E01",
        "# a\n\nIndexUse whenCost\nB-treeRanges and sorting$$\nHashEquality only$$\nGINArrays and text$$$\n",
        3, 1, "4 lines look like a table that lost its columns (2 breaks each)", "3-column table",
    ),
    ("W02", "index\tuse\nGIN\tarrays\nBRIN\tlogs\n", 1, 1, "tab-separated", "keep it"),
    ("W03", "| a | b | c |\n| - | - | - |\n| 1 | 2 |\n", 3, 1, "row has 2 cells, its header has 3", r"\|"),
    ("E04", TABLE + "| GIN | `a|b` |\n", 3, 9, "pipe in code", r"\|"),
    ("E05", "Text.\n\n| a | b |\n| 1 | 2 |\n", 3, 1, "no dashes line", "add line 4: | --- | --- |"),
    ("E05", "| a | b |\n| --- |\n| 1 | 2 |\n", 1, 1, "no dashes line", "add line 2"),
    ("W06", TABLE + "| GIN | arrays |\n| gin | text |\n", 4, 1, "row key 'gin' is used at line 3 too", "unique"),
    ("W09", TABLE + "| GIN | $$ |\n", 3, 9, "mathematics", r"\$\$"),
    ("E10", "# a\n\n" + ASK + "- [ ] GIN\n- [ ] BRIN\n", 3, 1, "no correct option", "[x]"),
    ("E12", "### Choose two: which?\n\n- [x] a\n- [x] b\n- [x] c\n- [ ] d\n", 1, 1, "asks for 2, 3 are marked", "either"),
    ("W13", ASK + "- [x] a\n- [x] b\n- [ ] c\n", 1, 1, "2 options are marked", "Choose 2"),
    ("E14", ASK + "- A. a\n- B. b\n\nAnswer: D\n", 6, 9, "answer letter D has no option", "correct"),
    ("E15", ASK + "- A. one B. two\n- C. three\n\nAnswer: A\n", 3, 10, "B., stands inside option A", "own line"),
    ("E16", ASK + "- A. a\n- B. b\n\nAnswer: TBD\n", 6, 1, "missing or a placeholder", "give the key"),
    ("E16", ASK + "- A. a\n- B. b\n", 1, 1, "missing or a placeholder", "give the key"),
    ("W17", "### Select all that apply?\n\n- [x] a\n- [x] b\n", 1, 1, "every option is marked", "wrong option"),
    ("E21", "# a\n\nText.\n\n© 2026 Example Ltd. All rights reserved.\n", 5, 1, "claims rights", "private until then"),
    ("W25", "# a\n\n**Reflection Question:** Why?\n", 3, 1, "no rubric", "add a Rubric"),
    ("E27", "**WAL:** A log that is written.\n<!-- cloze: never -->\n", 2, 13, "'never' is not in the text", "copy it"),
    ("E27", "**WAL:** A log is a log here.\n<!-- cloze: log -->\n", 2, 13, "'log' is 2 times", "once"),
    ("E28", "# a\n\n```sql\nselect 1;\n\nmore\n", 3, 1, "code fence is never closed, 3 lines swallowed", "close it"),
    ("E28", "<details><summary>x</summary>\n\nText.\n", 1, 1, "<details> is never closed, 2 lines", "close it"),
    ("E28", "Text.\n\n<!-- open\nand on\n", 3, 1, "comment is never closed, 2 lines", "-->"),
    ("I31", "# 20 practice questions\n\n" + ASK + "- [x] a\n- [ ] b\n", 1, 3, "20 questions stated, 1 found", "recognised"),
    ("W33", "## a\n\n#### b\n", 3, 1, "heading jumps from level 2 to 4", "###"),
    ("W34", "# a\n\n#Title\n", 3, 1, "'#Title' lacks a space", "space"),
    ("W35", "---\ntitel: a\n---\n# b\n", 2, 1, "unknown key 'titel', did you mean 'title'", "write title"),
    ("W35", TABLE + "| GIN | arrays |\n<!-- table: kinds; aks: 2 -->\n", 4, 20, "'aks', did you mean 'ask'", "write ask"),
    ("W35", "Text.\n<!-- as-of: soon -->\n", 2, 1, "'soon' is no date", "2026-11"),
    ("I37", "---\ntitle: a\nauthor: b\nlayout: c\n---\n# b\n", 3, 1, "2 front-matter keys are ignored: author, layout", "nothing"),
    ("E42", "# a\n\n> **Exam Trap:**\n", 3, 1, "callout 'Exam Trap' is empty", "write its text or delete it"),
    ("W43", "# a\n\nA sign\u202e here.\n", 3, 7, "U+202E", "remove it"),
    ("I59", "<!-- a remark -->\n\nOnly text.\n\nMore.\n", 3, 1, "no heading", "put # and a title first"),
    ("I60", "# a\n\n**Cold brew:** Cold water.\n", 3, 1, "'Cold brew' is explained in fewer than 3 words", "sentence"),
    ("I47", "Kinds:\n\n1. one\n2. two\n", 3, 1, "not used as steps", "<!-- steps: id -->"),
    ("E49", TABLE + "| GIN | arrays | more |\n", 3, 18, "row has 3 cells, its header has 2", r"\|"),
    ("E49", "<table><tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td><td>3</td></tr></table>\n", 2, 1, "3 cells", "extend"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "line", "col", "what", "fix"), CASES)
def test_a_finding_names_place_trouble_and_cure(  # noqa: PLR0917
    code: str, text: str, line: int, col: int, what: str, fix: str
) -> None:
    found = finding(text, code)
    assert (found.line, found.col) == (line, col)
    assert what in found.what
    assert fix in found.fix
    assert found.excerpt == text.split("\n")[line - 1].strip()[:80]
    assert found.end_line >= found.line


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


@pytest.mark.parametrize(
    ("raw", "code", "line", "col", "what"),
    [
        (b"", "E38", 1, 1, "empty"),
        (b" \n\n", "E38", 1, 1, "empty"),
        (b"a\nb\0c\n", "E38", 2, 2, "NUL"),
        (b"a\n\xe4\n", "E36", 2, 1, "not UTF-8 at byte 3"),
        (b"a\rb\r\xe4\n", "E36", 3, 1, "not UTF-8 at byte 5"),
        ("text".encode("utf-16"), "E36", 1, 1, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0", "E36", 1, 1, "not UTF-8 at byte 1"),
    ],
)
def test_a_file_that_is_no_text_is_refused_where_it_stops_being_one(
    raw: bytes, code: str, line: int, col: int, what: str
) -> None:
    found = finding(raw, code)
    assert (found.line, found.col) == (line, col)
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
