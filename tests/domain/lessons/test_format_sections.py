# ruff: noqa: E501 - Markdown of one case a line
"""Every form of heading, number, task and front matter; and what is lost on the way into a file."""

import pytest

from studyapp.domain.lessons.blocks import Callout, ComparisonTable, Prose, Reflection, Steps, Trap
from studyapp.domain.lessons.pack import Manifest, Section
from tests.domain.lessons.written import LONE, blocks_of, codes, finding, one, read, read_files

HEADINGS = {
    "ATX": "# Choosing an index\n",
    "ATX, closed": "# Choosing an index #\n",
    "ATX, deep": "###### Choosing an index\n",
    "setext 1": "Choosing an index\n=====\n",
    "setext 2": "Choosing an index\n---\n",
    "in a link": "## [Choosing an index](https://a.example)\n",
    "bold": "## **Choosing an index**\n",
    "number": "# 2.1.3. Choosing an index\n",
    "number without a full stop": "# 2.1.3 Choosing an index\n",
    "number with a bracket": "## 3) Choosing an index\n",
    "number and dash": "## 3 - Choosing an index\n",
    "number in a link": "## [2.1.3. Choosing an index](https://a.example)\n",
    "Task": "## Task 2.1: Choosing an index\n",
    "Skill": "### Skill 2.1.3: Choosing an index\n",
    "Chapter": "# Chapter 4: Choosing an index\n",
    "Chapter and dash": "# Chapter 4 – Choosing an index\n",
    "Module": "# Module 4. Choosing an index\n",
    "bare numbered line": "2.1.3. Choosing an index\n",
    "bare numbered line without a full stop": "2.1.3 Choosing an index\n",
    "lone bold line": "**Choosing an index**\n",
    "lone bold line with underscores": "__Choosing an index__\n",
    "lone bold numbered line": "**2.1.3. Choosing an index**\n",
}
NUMBERS = {"number": "2.1.3", "number without a full stop": "2.1.3", "number with a bracket": "3", "number and dash": "3", "number in a link": "2.1.3", "Task": "2.1", "Skill": "2.1.3",
           "Chapter": "4", "Chapter and dash": "4", "Module": "4", "bare numbered line": "2.1.3", "bare numbered line without a full stop": "2.1.3", "lone bold numbered line": "2.1.3"}  # fmt: skip


def section_of(text: str, manifest: Manifest = LONE, path: str = "a.md") -> Section:
    (section,) = read(text, manifest=manifest, path=path).sections
    return section


@pytest.mark.parametrize("name", HEADINGS)
def test_every_form_of_heading_opens_a_section_with_a_bare_title(name: str) -> None:
    section = section_of(HEADINGS[name] + "\nText of it.\n")
    assert (section.title, section.number, section.line) == ("Choosing an index", NUMBERS.get(name, ""), 1)
    assert [type(block) for block in section.blocks] == [Prose]
    if section.number:
        assert section.depth == section.number.count(".") + 1


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [("# 2024 in review", "", "2024 in review"), ("# 3D models", "", "3D models"), ("# Chapter 4", "4", "Chapter 4"), ("# 2.1", "2.1", "2.1"), ("# 5 kinds of index", "", "5 kinds of index"),
     ("# 2.1.3. 4 kinds", "2.1.3", "4 kinds"), ("# 24/7 service", "", "24/7 service"), ("# 10. `SELECT`", "10", "SELECT"), ("# 1.0 release notes", "1.0", "release notes")],
)  # fmt: skip
def test_only_numbers_of_sections_are_stripped(heading: str, number: str, title: str) -> None:
    section = section_of(heading + "\n\nText.\n")
    assert (section.number, section.title) == (number, title)


def test_a_bare_numbered_line_is_told_and_may_be_followed_by_text_at_once() -> None:
    text = "Intro.\n\n2.1.3. Choosing an index\nBy Ada.\n\n2.1.4. Dropping it\n\nText.\n"
    pack = read(text)
    assert [(section.title, section.line) for section in pack.sections][-2:] == [
        ("Choosing an index", 3),
        ("Dropping it", 6),
    ]
    assert [found.line for found in pack.diagnostics if found.code == "I01"] == [3, 6]


@pytest.mark.parametrize(
    "text",
    [
        "Text goes on\n2.1.3. Choosing an index\n",
        "2.1.3. This is a whole sentence that ends.\n",
        "3.5 million rows\n",
        "- 2.1.3. Choosing an index\n",
        "2. Choosing an index\n",
    ],
)
def test_other_numbered_lines_open_no_section(text: str) -> None:
    assert "I01" not in codes("# a\n\n" + text)


@pytest.mark.parametrize(
    "text",
    [
        "# a\n\n**Lone bold line**\n\nText.\n",
        "**A question?**\n\nText.\n",
        "**A lead-in:**\n\nText.\n",
        "**Bold** and more\n\nText.\n",
        "**Note**\n\nText.\n",
    ],
)
def test_a_bold_line_opens_no_section_beside_headings_or_as_a_label(text: str) -> None:
    assert [section.title for section in read(text).sections] == ["a" if text[0] == "#" else "Notes on indexes"]


def test_lone_bold_lines_are_headings_below_underlined_ones() -> None:
    pack = read("Indexes\n=======\n\n**Kinds of them**\n\nText.\n\n**Their price**\n\nText.\n")
    assert [(section.title, section.depth) for section in pack.sections] == [
        ("Indexes", 1),
        ("Kinds of them", 2),
        ("Their price", 2),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "### Which index?",
        "### Answer",
        "### Correct answer: B",
        "### Rubric (2 points)",
        "### Model answer",
        "### Exam Trap",
        "### Key takeaways",
        "### 💡 Tip",
        "### Explanation",
    ],
)
def test_a_heading_that_is_a_block_opens_no_section(heading: str) -> None:
    pack = read(f"# a\n\nText.\n\n{heading}\n\n- [x] a\n- [ ] b\n")
    assert [section.title for section in pack.sections] == ["a"]


FRONT = {
    "all keys": (
        "---\ntitle: Indexes\nnumber: 2.1.3\ntask: 1.2\nlevel: apply\nid: ix\n---\n",
        ("Indexes", "2.1.3", "1.2", "apply", "ix"),
    ),
    "quoted": ("---\ntitle: \"Task 1.2: Indexes\"\nid: 'ix'\n---\n", ("Indexes", "", "1.2", "", "ix")),
    "dots at the end": ("---\ntitle: Indexes\n...\n", ("Indexes", "", "", "", "indexes")),
    "with a remark and blank lines": ("---\n# mine\n\ntitle: Indexes\n\n---\n", ("Indexes", "", "", "", "indexes")),
    "capitals": ("---\nTitle: Indexes\nID: ix\n---\n", ("Indexes", "", "", "", "ix")),
}


@pytest.mark.parametrize("name", FRONT)
@pytest.mark.parametrize(
    "body", ["# Other words\n\nText.\n", "\n## Other words\n\nText.\n", "Text without a heading.\n"]
)
def test_front_matter_describes_the_first_section_with_and_without_a_heading(name: str, body: str) -> None:
    source, (title, number, task, level, key) = FRONT[name]
    section = section_of(source + body)
    assert (section.title, section.number, section.task, section.level, section.key) == (
        title,
        number,
        task,
        level,
        key,
    )


def test_front_matter_without_a_title_leaves_the_heading() -> None:
    section = section_of("---\nid: ix\n---\n# 2.1. Indexes\n\nText.\n")
    assert (section.title, section.number, section.key, section.line) == ("Indexes", "2.1", "ix", 4)


def test_foreign_and_mistyped_keys_of_front_matter_are_told() -> None:
    text = "---\ntitel: a\nauthor: b\ntags:\n  - c\nweight: 3\n---\n# d\n"
    assert finding(text, "W35").line == 2
    assert finding(text, "I37").data["keys"] == ["author", "tags", "weight"]


@pytest.mark.parametrize(
    "text", ["---\n\nText.\n\n---\n", "---\nJust text\n---\nMore.\n", "Text.\n---\ntitle: a\n---\n"]
)
def test_rules_across_the_page_are_no_front_matter(text: str) -> None:
    assert codes(text) == []


TASKS = {
    "comment": "# Indexes\n<!-- task: 1.2 -->\n",
    "comment in the section": "# Indexes\n\nText.\n\n<!-- task: 1.2 -->\n",
    "heading": "# Task 1.2: Indexes\n",
    "front matter": "---\ntask: 1.2\n---\n# Indexes\n",
}


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_inherited_downwards_and_never_read_off_a_number(name: str) -> None:
    pack = read(
        TASKS[name]
        + "\n## 2.1.3. Below\n\nText.\n\n### Deeper\n\nText.\n\n## Task 2.1: Other\n\nText.\n\n# Beside\n\nText.\n"
    )
    assert [section.task for section in pack.sections] == ["1.2", "1.2", "1.2", "2.1", ""]


def test_a_file_without_a_heading_is_named_by_form_or_file() -> None:
    assert (
        read_files({"d1/3.1.1.1. Block storage.md": "Text.\n"}, manifest=Manifest(id="a", title="b")).sections[0].title
        == "Block storage"
    )
    assert section_of("Text.\n").title == "Notes on indexes"


BREAKS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_places_count_code_points_whatever_the_encoding_of_lines(name: str, mark: bytes) -> None:
    text = (
        "---\ntitel: 𝒳\n---\n# 👩‍🏫 Ind𝒳xes\n\n| 𝒳 | use |\n| --- | --- |\n| 𝒳𝒳 | `a|b` |\n| 👍🏽 | one | two |\n| c | $$ |\n\n"
        "\tcode\n\n### 𝒳 which?\n\n- A. 𝒳 one B. two\n- C. three\n\n**Answer:** 𝒳 D\n\nA 𝒳 sign\u202e here.\n\n**𝒳:** A log that is here.\n<!-- cloze: 𝒳; never -->\n"
    )  # fmt: skip
    pack = read(mark + text.replace("\n", BREAKS[name]).encode())
    lines = text.split("\n")
    places = {found.code: (found.line, found.col) for found in pack.diagnostics}

    def at(line: int, words: str) -> tuple[int, int]:
        return line, lines[line - 1].index(words) + 1

    assert places["W35"] == at(2, "titel")
    assert places["E04"] == at(8, "`a|b`")
    assert places["E49"] == at(9, "two")
    assert places["W09"] == at(10, "$$")
    assert places["E15"] == at(16, "B. two")
    assert places["W43"] == at(21, "\u202e")
    assert places["E27"] == at(24, "never")


def test_columns_count_a_tab_as_one_character() -> None:
    text = "- item\n\n\t| a | b |\n\t| - | - |\n\t| 1 | `x|y` |\n\n\t| a | b |\n\t| - | - |\n\t| 1 |\n"
    assert (finding(text, "E04").line, finding(text, "E04").col) == (5, 8)
    assert (finding(text, "W03").line, finding(text, "W03").col) == (9, 2)


PASTED = """\
2.1.3. Choosing an Index Type
By Ada Example · 12 min read · Updated March 2026

💡 First Principle: An index is a second, smaller copy of the data arranged for one kind of question.

The four kinds in one view
Index typeWhat it storesUse whenWrite cost
B-treeSorted keys with row pointersEquality and ranges$$
HashHash codes of one columnOnly equality$$
GINOne entry per elementSearching inside arrays$$$
BRINMinimum and maximumHuge tables in order$

How to add an index to a busy table:
1. Find the slow statement.
2. Read its plan.
3. Build the index concurrently.

⚠️ Exam Trap: BRIN is not a cheaper B-tree for every large table.

🤔 Reflection Question
A logging table grows by 50 million rows a day. Which indexes would you create?

Share this page

© 2026 Example Press. All rights reserved.
"""


def test_a_lesson_pasted_from_a_page_gives_section_callouts_steps_and_proposals() -> None:
    pack = read(PASTED)
    (section,) = pack.sections
    assert (section.title, section.number, section.line) == ("Choosing an Index Type", "2.1.3", 1)
    assert (one(PASTED, Callout).kind, one(PASTED, Callout).line) == ("principle", 4)
    assert [step.text for step in one(PASTED, Steps).steps] == [
        "Find the slow statement.",
        "Read its plan.",
        "Build the index concurrently.",
    ]
    assert one(PASTED, Steps).lead_in.text == "How to add an index to a busy table"
    assert (one(PASTED, Trap).line, one(PASTED, Reflection).line) == (18, 20)
    assert blocks_of(PASTED, ComparisonTable) == []
    found = {found.code: found for found in pack.diagnostics}
    assert (found["I01"].line, found["E01"].line, found["E01"].end_line, found["E21"].line) == (1, 7, 11, 25)
    assert [code for code in found if code[0] == "E"] == ["E01", "E21"]
    assert (
        str(found["E01"].data["proposal"]).split("\n")[4]
        == "| GIN | One entry per element | Searching inside arrays | $$$ |"
    )


def test_applying_what_is_proposed_gives_a_lesson_without_errors_but_its_rights() -> None:
    lines = PASTED.split("\n")
    found = finding(PASTED, "E01")
    lines[found.line - 1 : found.end_line] = ["", *str(found.data["proposal"]).replace("$", "\\$").split("\n")]
    mended = "# " + "\n".join(lines)
    table = one(mended, ComparisonTable)
    assert (len(table.columns), len(table.rows)) == (4, 4)
    assert [code for code in codes(mended) if code[0] == "E"] == ["E21"]


LOST = {
    "lower before upper": ("IndexUse\nHashEquality\nTreeRanges\n", ["Index", "Use"]),
    "digit before upper": ("Kind 1Use\nKind 2Equality\nKind 3Ranges\n", ["Kind 1", "Use"]),
    "closing punctuation before upper": ("Index (a)Use\nHash (b)Equality\nTree (c)Ranges\n", ["Index (a)", "Use"]),
    "closing quotation mark": ('The "index"Use\nThe "hash"Equality\nThe "tree"Ranges\n', ['The "index"', "Use"]),
    "capitals before a word": ("KINDUse\nGINArrays\nBRINLogs\n", ["KIND", "Use"]),
    "letter before dollars": ("IndexUse$\nHashEquality$$\nTreeRanges$$$\n", ["Index", "Use", "$"]),
    "accents": ("ZähltÜber\nWählt\u00c4pfel\nGrößeÖfen\n", ["Zählt", "Über"]),
    "rows apart": ("IndexUseCost\n\nHashEqualityLow\n\nTreeRangesHigh\n", ["Index", "Use", "Cost"]),
    "after a sentence": (
        "These are all of the kinds that exist.\nIndexUseCost\nHashEqualityLow\nTreeRangesHigh\n",
        ["Index", "Use", "Cost"],
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_a_table_that_lost_its_columns_is_told_with_a_proposal(name: str) -> None:
    text, header = LOST[name]
    found = finding("# a\n\n" + text, "E01")
    proposal = str(found.data["proposal"]).split("\n")
    assert proposal[0] == "| " + " | ".join(header) + " |"
    assert (found.data["columns"], found.data["rows"], len(proposal)) == (len(header), 2, 4)
    table = one("\n".join(proposal) + "\n", ComparisonTable)
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    "text",
    ["DynamoDB stores items.\nOpenSearch finds them.\nSageMaker trains.\n", "Sentences wrap here and\ngo on with iPhone\nand end there.\n", "Use the APIs here.\nMany VMs run.\nAll URLs work.\n",
     "IndexUse\nHashEquality\n", "IndexUse\nHash equality\nTreeRanges\n", "He said \"Yes\" once.\nShe said \"No\" twice.\nThey said \"Maybe\" again.\n", "```\nIndexUse\nHashEquality\nTreeRanges\n```\n",
     "- getName\n- setName\n- hasName\n", "$5 per row.\n$6 per page.\n$7 per file.\n"],
)  # fmt: skip
def test_prose_is_no_lost_table(text: str) -> None:
    assert "E01" not in codes("# a\n\n" + text)
