# ruff: noqa: E501 - Markdown of one case a line
"""Every accepted form of definition, steps, table, cloze and dated fact; and what yields nothing."""

import pytest

from studyapp.domain.lessons.blocks import Block, ComparisonTable, DatedFact, Definition, Prose, Question, Steps
from studyapp.domain.lessons.pack import Manifest
from tests.domain.lessons.written import blocks_of, codes, finding, one, read, shown

DEFINITIONS = {
    "inside": "**WAL:** A log that is written first.\n",
    "colon outside": "**WAL**: A log that is written first.\n",
    "colon after a blank": "**WAL** : A log that is written first.\n",
    "underscores": "__WAL__: A log that is written first.\n",
    "bold and italic": "***WAL***: A log that is written first.\n",
    "listed": "- **WAL**: A log that is written first.\n",
    "list item, colon inside": "* **WAL:** A log that is written first.\n",
    "ordered list item": "1. **WAL**: A log that is written first.\n",
    "item of a nested list": "- logs\n    - **WAL**: A log that is written first.\n",
    "code in the term": "**`WAL`**: A log that is written first.\n",
    "in details": "<details><summary>More</summary>\n\n**WAL:** A log that is written first.\n\n</details>\n",
    "over two lines": "**WAL:** A log that is\nwritten first.\n",
    "followed by its comment": "**WAL:** A log that is written first.\n<!-- id: wal -->\n",
}
EXPANDED = {
    "plain": "WAL (write-ahead log): A log that is written first.\n",
    "bold term": "**WAL** (write-ahead log): A log that is written first.\n",
    "bold whole": "**WAL (write-ahead log):** A log that is written first.\n",
    "bold whole, colon outside": "**WAL (write-ahead log)**: A log that is written first.\n",
    "list item": "- WAL (write-ahead log): A log that is written first.\n",
    "list item, bold term": "- **WAL** (write-ahead log): A log that is written first.\n",
}


@pytest.mark.parametrize("name", DEFINITIONS | EXPANDED)
def test_every_form_of_a_definition_gives_term_and_sentence(name: str) -> None:
    definition = one((DEFINITIONS | EXPANDED)[name], Definition)
    assert definition.term == "WAL"
    assert " ".join(definition.text.split()) == "A log that is written first."
    assert definition.expansion == ("write-ahead log" if name in EXPANDED else "")


@pytest.mark.parametrize("name", EXPANDED)
def test_every_form_with_an_expansion_keeps_it(name: str) -> None:
    assert one(EXPANDED[name], Definition).expansion == "write-ahead log"


@pytest.mark.parametrize(
    "text",
    [
        "**WAL** - a log that is written first.\n", "**WAL** – a log that is written first.\n", "**WAL** — a log that is written first.\n",
        "**WAL** is a log that is written first.\n", "WAL: A log that is written first.\n", "*WAL*: A log that is written first.\n",
        "A very long row of seven words (expansion): a sentence of some words.\n",
        "WAL (write-ahead log): these are the parts.\n\n- one\n", "WAL (write-ahead log): these are the parts.\n\n| a | b |\n| - | - |\n| c | d |\n",
        "**WAL:**\n\n- one\n", "**Which log is it?:** the one written first\n", "**Author:** Ada Bo and Ines\n", "**Last updated:** 12 March of 2026\n",
        "**Answer:** one of the many\n", "**Source:** a book of many pages\n", "> **WAL:** A log that is written first.\n", "```\n**WAL:** A log that is first.\n```\n",
        "See (below): it is a log here.\n\n1. one\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_definition_is_text(text: str) -> None:
    assert blocks_of(text, Definition) == []


def test_each_bold_line_of_a_paragraph_is_a_definition_with_its_line() -> None:
    text = "# a\n\n**WAL:** A log that is first.\n**LSN:** A place in\nthat log.\n**FPI**: A full page image.\n"
    assert [(block.term, block.line) for block in blocks_of(text, Definition)] == [("WAL", 3), ("LSN", 4), ("FPI", 6)]


WORDS_OF_ORDER = [
    "The process:",
    "Steps:",
    "**Steps:**",
    "First, do this:",
    "Then:",
    "In this order:",
    "How to add one:",
    "**How it works**:",
    "Follow these steps:",
]


@pytest.mark.parametrize("lead_in", WORDS_OF_ORDER)
@pytest.mark.parametrize("form", ["{}\n\n1. Look\n2. Build\n", "{}\n1. Look\n2. Build\n", "{}\n\n1) Look\n2) Build\n", "- item\n\n    {}\n\n    1. Look\n    2. Build\n",
                                  "{}\n\n1. Look\n\n2. Build\n", "<details><summary>x</summary>\n\n{}\n\n1. Look\n2. Build\n\n</details>\n"])  # fmt: skip
def test_a_lead_in_of_order_makes_steps(lead_in: str, form: str) -> None:
    steps = one(form.format(lead_in), Steps)
    assert [step.text for step in steps.steps] == ["Look", "Build"]
    assert steps.lead_in.text == lead_in.strip("*:")


@pytest.mark.parametrize(
    "lead_in",
    [
        "Kinds:",
        "The processor:",
        "Somehow these:",
        "Reordering:",
        "Do this first.",
        "The first",
        "Some order matters here",
    ],
)
def test_other_ordered_lists_stay_lists_and_are_told(lead_in: str) -> None:
    text = f"# a\n\n{lead_in}\n\n1. one\n2. two\n"
    assert blocks_of(text, Steps) == []
    assert (finding(text, "I47").line, finding(text, "I47").end_line) == (5, 6)
    assert "<li>one</li>" in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kinds:\n\n1. one\n2. two\n<!-- steps: id -->\n",
        "Kinds\n\n1. one\n2. two\n<!-- steps -->\n",
        "# Kinds\n\n1. one\n2. two\n\n<!-- steps: id -->\n",
    ],
)
def test_a_comment_makes_steps_of_any_ordered_list(text: str) -> None:
    steps = one(text, Steps)
    assert ([step.text for step in steps.steps], steps.lead_in.text) == (["one", "two"], "Kinds")


TABLES = {
    "outer pipes": "| a | b |\n| --- | --- |\n| one | two |\n",
    "no outer pipes": "a | b\n--- | ---\none | two\n",
    "aligned": "| a | b |\n|:---|---:|\n| one | two |\n",
    "no blanks": "|a|b|\n|-|-|\n|one|two|\n",
    "after a line of text": "Text.\n\n| a | b |\n| --- | --- |\n| one | two |\n",
    "in a list item": "- item\n\n    | a | b |\n    | --- | --- |\n    | one | two |\n",
    "in a list item, two blanks": "- item\n\n  | a | b |\n  | --- | --- |\n  | one | two |\n",
    "in an ordered item": "1. item\n\n    | a | b |\n    | --- | --- |\n    | one | two |\n",
    "in a quote": "> | a | b |\n> | --- | --- |\n> | one | two |\n",
    "in details": "<details><summary>x</summary>\n\n| a | b |\n| --- | --- |\n| one | two |\n\n</details>\n",
    "HTML": "<table><tr><th>a</th><th>b</th></tr><tr><td>one</td><td>two</td></tr></table>\n",
    "HTML over lines": "<table>\n  <thead>\n    <tr>\n      <th>a</th>\n      <th>b</th>\n    </tr>\n  </thead>\n  <tbody>\n    <tr>\n      <td>one</td>\n      <td>two</td>\n    </tr>\n  </tbody>\n</table>\n",
    "HTML with blank lines": "<table>\n\n<tr><th>a</th><th>b</th></tr>\n\n<tr><td>one</td><td>two</td></tr>\n\n</table>\n",
    "HTML without closing tags": "<table border=1><tr><th>a<th>b<tr><td>one<td>two</table>\n",
    "HTML in capitals": "<TABLE><TR><TD>a</TD><TD>b</TD></TR><TR><TD>one</TD><TD>two</TD></TR></TABLE>\n",
    "HTML in a list item": "- item\n\n    <table><tr><th>a</th><th>b</th></tr><tr><td>one</td><td>two</td></tr></table>\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_every_form_of_a_table_has_the_same_cells(name: str) -> None:
    table = one(TABLES[name], ComparisonTable)
    assert [cell.text for cell in table.columns] == ["a", "b"]
    assert [[cell.text for cell in row] for row in table.rows] == [["one", "two"]]
    assert not table.furniture
    assert [code for code in codes(TABLES[name]) if code[0] == "E"] == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Index\tUse\nGIN\tarrays\nBRIN\tlogs\n", [["Index", "Use"], ["GIN", "arrays"], ["BRIN", "logs"]]),
        (
            "Index\tUse\tCost\nGIN\t\t$$\nBRIN\tlogs\t\n",
            [["Index", "Use", "Cost"], ["GIN", "", "$$"], ["BRIN", "logs", ""]],
        ),
        ("Index\tUse\tCost\nGIN\tarrays\tmore\n", [["Index", "Use", "Cost"], ["GIN", "arrays", "more"]]),
    ],
)
def test_tab_separated_lines_are_a_table_with_a_warning(text: str, cells: list[list[str]]) -> None:
    table = one("# a\n\n" + text, ComparisonTable)
    assert [[cell.text for cell in row] for row in (table.columns, *table.rows)] == cells
    assert (table.line, finding("# a\n\n" + text, "W02").line) == (3, 3)


@pytest.mark.parametrize(
    "text", ["one\ttwo\nthree\tfour\n", "a\tb\nc d\ne\tf\n", "Text with a\ttab.\nMore\ttext\tof\tthis.\nAnd\tmore.\n"]
)
def test_a_few_tabs_make_no_table(text: str) -> None:
    assert blocks_of(text, ComparisonTable) == []


def test_cells_keep_markup_escaped_bars_and_code() -> None:
    table = one("| a | b |\n| - | - |\n| x \\| y **z** | `p \\| q` [l](https://a.example) |\n", ComparisonTable)
    assert table.rows[0][0].html == "x | y <strong>z</strong>"
    assert table.rows[0][1].text == "p | q l"
    html = one(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>x<br>y</td><td><b>z</b> &amp; <code>c</code></td></tr></table>\n",
        ComparisonTable,
    )
    assert [cell.html for cell in html.rows[0]] == ["x<br>y", "<strong>z</strong> &amp; <code>c</code>"]


def test_the_comment_of_a_table_names_it_and_what_is_asked() -> None:
    text = "| a | b | c |\n| - | - | - |\n| 1 | 2 | 3 |\n<!-- table: kinds; ask: 2, 3; skip: 1; key: 2 -->\n"
    table = one(text, ComparisonTable)
    assert (table.key, table.ask, table.skip, table.key_column) == ("kinds", (2, 3), (1,), 2)


CLOZES = ["The cost is ==paid at each write== here.\n", "The cost is <mark>paid at each write</mark> here.\n", "The cost is paid at each write here.\n<!-- cloze: paid at each write -->\n",
          "The cost is paid at each write here. <!-- cloze: paid at each write -->\n", "- The cost is ==paid at each write== here.\n"]  # fmt: skip


@pytest.mark.parametrize("text", CLOZES)
def test_every_form_of_a_cloze_blanks_the_same_phrase(text: str) -> None:
    cloze = one(text, Question)
    assert (cloze.kind, cloze.accepted, cloze.stem.text) == (
        "cloze",
        ("paid at each write",),
        "The cost is paid at each write here.",
    )


@pytest.mark.parametrize("text", CLOZES[:4])
def test_a_definition_carries_its_clozes_itself(text: str) -> None:
    assert one(f"**Price:** {text}", Definition).clozes == ("paid at each write",)
    assert blocks_of(f"**Price:** {text}", Question) == []


def test_several_phrases_are_parted_by_semicolons() -> None:
    cloze = one("GIN serves arrays, BRIN serves logs.\n<!-- cloze: arrays; logs -->\n", Question)
    assert cloze.accepted == ("arrays", "logs")


@pytest.mark.parametrize(
    "text",
    ["PostgreSQL 18 is current.\n<!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n", "PostgreSQL 18 is current. <!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n",
     "- PostgreSQL 18 is current.\n  <!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n", "- PostgreSQL 18 is current. <!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n",
     "> PostgreSQL 18 is current.\n<!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n", "**Note:** PostgreSQL 18 is current.\n<!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n"],
)  # fmt: skip
def test_a_dated_fact_names_its_day_source_and_review(text: str) -> None:
    fact = one("# a\n\n" + text, DatedFact)
    assert (fact.as_of, fact.source, fact.review_days, fact.block_line) == ("2026-11-02", "https://a.example", 90, 3)
    assert "as-of" not in shown(text)


NOTHING = {
    "table of links": "| Guide | Link |\n| --- | --- |\n| [one](https://a.example) | [two](https://b.example) |\n| [three](https://a.example) | https://b.example |\n",
    "list of links": "- [**WAL**: the log that is first](https://a.example)\n- [LSN](https://b.example)\n- **Docs**: [all of the documentation here](https://b.example)\n",
    "ordered list of links after a word of order": "Steps:\n\n1. [one](https://a.example)\n2. [two](https://b.example)\n3. [three](https://c.example)\n",
    "contents in details": "<details><summary>Table of contents</summary>\n\n- [one](https://a.example)\n- **WAL**: [the log that is first](https://b.example)\n\n</details>\n",
    "contents in details with words": "<details><summary>Contents</summary>\n\n1. One\n2. **WAL**: the log that is first\n\n</details>\n",
    "contents under a heading": "## Table of Contents\n\n1. [One](https://a.example)\n2. [Two](https://b.example)\n\n",
    "badges": "[![build](https://a.example/b.svg)](https://a.example) ![version](https://a.example/v.svg)\n",
    "byline": "By Ada Lovelace · 12 min read · Updated March 2026\n",
    "bold byline": "**By:** Ada Lovelace and two others\n",
    "author line": "**Written by:** Ada Lovelace of this town\n",
    "reading time": "**Reading time:** 12 minutes or so\n",
    "published": "**Published on:** 12 March of 2026\n",
    "copyright": "© 2026 Example Press. Some rights reserved.\n",
    "bold copyright": "**Copyright:** 2026 by Example Press here\n",
    "references": "## References\n\n- **Guide**: All about indexes, second edition\n- Use the index (manual): a book of many pages.\n",
    "numbered references": "## 12. References\n\nHow to read them, in order:\n\n1. Ada, On indexes\n2. Bo, On tables\n",
    "further reading": "## Further reading\n\n**Guide:** All about indexes, second edition.\n\n| Title | Author |\n| - | - |\n| Indexes | Ada |\n| Tables | Bo |\n",
    "bibliography": "## Bibliography\n\n- Ada ::: On indexes\n",
    "one-cell table": "| Feel free to use this |\n| --- |\n",
    "table without rows": "| a | b |\n| --- | --- |\n",
    "navigation line": "[Home](https://a.example) | [Next](https://b.example)\n",
}  # fmt: skip


def asked(block: Block) -> bool:
    return not isinstance(block, Prose) and not (isinstance(block, ComparisonTable) and block.furniture)


@pytest.mark.parametrize("name", NOTHING)
def test_furniture_is_shown_and_yields_nothing(name: str) -> None:
    pack = read("# Indexes\n\n" + NOTHING[name])
    assert [block for section in pack.sections for block in section.blocks if asked(block)] == []
    assert any(section.blocks for section in pack.sections)
    assert [found.code for found in pack.diagnostics if found.severity != "info"] == []


@pytest.mark.parametrize(
    "line",
    ["© 2026 Example Ltd. All rights reserved.", "All Rights Reserved", "Proprietary and confidential", "This document contains proprietary content.", "*No part may be reproduced.*",
     "Confidential & proprietary", "This page may not be copied.", "**Unauthorised copying is forbidden.**", "Unauthorized reproduction of this guide is prohibited."],
)  # fmt: skip
@pytest.mark.parametrize("form", ["# a\n\nText.\n\n{}\n", "# a\n\nText.\n\n> {}\n", "# a\n\n- one\n- two\n- {}\n"])
def test_a_line_that_claims_rights_is_an_error_until_confirmed(line: str, form: str) -> None:
    text = form.format(line)
    assert finding(text, "E21").line == 1 + text.split("\n").index(next(row for row in text.split("\n") if line in row))


def test_mathematics_stays_as_written_only_where_the_pack_says_so() -> None:
    mathematical = Manifest(id="n", title="n", math=True, is_lone_file=True)
    text = "The sum $a_i * b_i * c_i$ costs little.\n\n$$\nx_1 * y_1 * z_1 < 2\n$$\n"
    blocks = blocks_of(text, Prose, manifest=mathematical)
    assert "$a_i * b_i * c_i$" in blocks[0].html
    assert "x_1 * y_1 * z_1 &lt; 2" in blocks[1].html
    assert "<em>" not in "".join(block.html for block in blocks)
    assert "<em>b</em>" in blocks_of("From $5 *b* to $6.\n", Prose)[0].html
    assert "<em>b</em>" in blocks_of("From \\$5 *b* to \\$6.\n", Prose, manifest=mathematical)[0].html
