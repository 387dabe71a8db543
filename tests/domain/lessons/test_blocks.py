# ruff: noqa: E501 - Markdown of one case a line
import pytest

from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.blocks import (
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import Manifest
from tests.domain.lessons.written import LONE, blocks_of, one, read, shown


@pytest.mark.parametrize(
    "written",
    [
        "> 💡 **Tip:** Sort first.\n",
        "> **Tip:** Sort first.\n",
        "> **Tip**\n> Sort first.\n",
        "**Tip:** Sort first.\n",
        "**💡 Tip:** Sort first.\n",
        "💡 **Tip**: Sort first.\n",
        "💡 Tip: Sort first.\n",
        "TIP: Sort first.\n",
        "> [!TIP]\n> Sort first.\n",
        "> [!tip]+ Hint\n> Sort first.\n",
        "> [!NOTE] Exam tip\n> Sort first.\n",
        '!!! tip "Read this"\n    Sort first.\n',
        "??? tip\n    Sort first.\n",
        "{{% notice tip %}}\nSort first.\n{{% /notice %}}\n",
        '{{< callout type="tip" >}}\nSort first.\n{{< /callout >}}\n',
        "::: tip\nSort first.\n:::\n",
        "### Tip\n\nSort first.\n",
    ],
)
def test_every_form_gives_the_same_callout(written: str) -> None:
    callout = one("# Indexes\n\n" + written, Callout)
    assert (callout.kind, callout.text) == ("tip", "Sort first.")
    assert callout.line == 3
    assert len(read("# Indexes\n\n" + written).sections) == 1


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Core idea", "principle"), ("Key takeaways", "principle"), ("Remember", "tip"), ("note", "note"),
        ("WARNING", "important"), ("Key trade-offs", "important"), ("Analogy", "example"), ("Mnemonic", "mnemonic"),
        ("Exam Tips", "tip"), ("Note 2", "note"),
    ],
)  # fmt: skip
def test_the_label_decides_the_kind(label: str, kind: str) -> None:
    assert one(f"> **{label}:** Sort first.\n", Callout).kind == kind


@pytest.mark.parametrize(
    "label", ["Exam Trap", "Gotcha", "Common pitfalls", "Misconception", "Don't confuse", "Common mistake"]
)
def test_words_of_warning_make_a_trap(label: str) -> None:
    assert one(f"> ⚠️ **{label}:** BRIN is no B-tree.\n", Trap).text == "BRIN is no B-tree."


def test_an_emoji_alone_decides_nothing() -> None:
    assert blocks_of("> 💡 Sort first.\n\n💡 Sort first.\n", Callout) == []


def test_a_label_in_a_list_item_is_a_callout_that_is_not_shown_twice() -> None:
    callout = one("- one\n- 💡 **Tip:** Sort first.\n", Callout)
    assert (callout.nested, callout.line) == (True, 2)


def test_a_callout_that_ends_in_a_colon_takes_the_list_after_it() -> None:
    callout = one("**Note:** mind these:\n\n- one\n- two\n\nAfter.\n", Callout)
    assert "two" in callout.text
    assert "After" not in callout.text


def test_an_unknown_label_is_text_and_is_listed() -> None:
    parsed = parse_file("a.md", "> **Prüfungsfalle:** BRIN ist kein B-Baum.\n".encode(), LONE)
    assert parsed.unknown_labels == ("Prüfungsfalle",)
    assert [type(block).__name__ for block in parsed.sections[0].blocks] == ["Prose"]


def test_a_pack_adds_labels_of_its_language() -> None:
    german = Manifest(id="n", title="n", labels=(("trap", ("Prüfungsfalle",)),), is_lone_file=True)
    assert one("> **Prüfungsfalle:** BRIN ist kein B-Baum.\n", Trap, manifest=german).line == 1


def test_belief_and_truth_may_be_paragraphs_or_items() -> None:
    lines = "> **Exam Trap:** Order matters.\n>\n> **Belief:** It never does.\n>\n> **Truth:** It does.\n"
    items = "> **Exam Trap:** Order matters.\n>\n> - **Belief:** It never does.\n> - **Truth:** It does.\n"
    for trap in (one(lines, Trap), one(items, Trap)):
        assert trap.text == "Order matters."
        assert trap.belief is not None
        assert trap.truth is not None
        assert (trap.belief.text, trap.truth.text) == ("It never does.", "It does.")


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("**WAL:** A log that is written first.\n", "WAL"),
        ("**WAL**: A log that is written first.\n", "WAL"),
        ("- **WAL**: A log that is written first.\n", "WAL"),
        ("WAL (write-ahead log): A log that is written first.\n", "WAL"),
        ("**work_mem:** The memory of one sort.\n", "work_mem"),
        ("> **Definition:** A **WAL** is a log that is written first.\n", "WAL"),
        ("> **Definition:** A checkpoint is a moment when all is on disk.\n", "checkpoint"),
    ],
)
def test_every_form_of_a_definition_names_its_term(written: str, term: str) -> None:
    assert one(written, Definition).term == term


@pytest.mark.parametrize(
    "written",
    [
        "**WAL** — a log that is written first.\n",
        "**Key points:**\n\n- one\n",
        "**Author:** Ada and Bo and Ines\n",
        "RAG (retrieval): find, then write these:\n\n- one\n",
        "**Step 1:** open the door slowly\n",
    ],
)
def test_what_only_looks_like_a_definition_is_text(written: str) -> None:
    assert blocks_of(written, Definition) == []


def test_lines_of_one_paragraph_are_several_definitions() -> None:
    text = "**WAL:** A log that is written first.\n**LSN:** A place in that log.\n"
    assert [(block.term, block.line) for block in blocks_of(text, Definition)] == [("WAL", 1), ("LSN", 2)]


def test_an_expansion_is_kept() -> None:
    assert one("WAL (write-ahead log): A log that is written first.\n", Definition).expansion == "write-ahead log"


@pytest.mark.parametrize("lead_in", ["The process has stages:", "Do this first:", "How to add one:", "**Steps:**"])
def test_a_lead_in_that_speaks_of_order_makes_steps(lead_in: str) -> None:
    steps = one(f"{lead_in}\n\n1. Look\n2. Build\n", Steps)
    assert [step.text for step in steps.steps] == ["Look", "Build"]


@pytest.mark.parametrize("lead_in", ["Three kinds exist:", "The process has stages.", "Somehow these:"])
def test_other_ordered_lists_stay_lists(lead_in: str) -> None:
    assert blocks_of(f"{lead_in}\n\n1. Look\n2. Build\n", Steps) == []


def test_a_comment_makes_steps_of_any_ordered_list() -> None:
    steps = one("# Adding\n\n1. Look\n2. Build\n<!-- steps: add -->\n", Steps)
    assert (steps.key, steps.lead_in.text, steps.lead_in_line) == ("add", "Adding", 0)


@pytest.mark.parametrize(
    "written",
    [
        "| a | b |\n| --- | --- |\n| one | two |\n",
        "a | b\n--- | ---\none | two\n",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>one</td><td>two</td></tr></table>\n",
        "<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tr>\n<td>one\n<td>two\n</tr>\n</table>\n",
        "- item\n\n    | a | b |\n    | --- | --- |\n    | one | two |\n",
        "<details><summary>More</summary>\n\n| a | b |\n| --- | --- |\n| one | two |\n\n</details>\n",
    ],
)
def test_every_form_of_a_table_has_the_same_cells(written: str) -> None:
    table = one(written, ComparisonTable)
    assert [cell.text for cell in table.columns] == ["a", "b"]
    assert [[cell.text for cell in row] for row in table.rows] == [["one", "two"]]


def test_cells_keep_markup_bars_and_code() -> None:
    table = one("| a | b |\n| - | - |\n| x \\| y | `p \\| q` **r** |\n", ComparisonTable)
    assert table.rows[0][0].text == "x | y"
    assert table.rows[0][1].html == "<code>p | q</code> <strong>r</strong>"


@pytest.mark.parametrize(
    "written",
    [
        "| [one](https://a.example) | [two](https://b.example) |\n| - | - |\n| [x](https://a.example) | [y](https://b.example) |\n",
        "| Feel free to use this |\n| --- |\n",
    ],
)
def test_tables_for_finding_ones_way_are_furniture(written: str) -> None:
    assert one(written, ComparisonTable).furniture


def test_a_nested_table_is_shown_in_its_list_and_asked() -> None:
    text = "- item\n\n    | a | b |\n    | - | - |\n    | one | two |\n"
    assert one(text, ComparisonTable).nested
    assert "<td>two</td>" in shown(text)


def test_details_are_shown_with_their_markdown_read() -> None:
    html = shown("<details><summary>More <b>here</b></summary>\n\nSome **bold** text.\n\n- item\n\n</details>\n")
    assert html.startswith("<details><summary>More <strong>here</strong></summary>")
    assert "<strong>bold</strong>" in html
    assert "<li>item</li>" in html


def test_html_without_blank_lines_is_read_as_markdown_too() -> None:
    assert "<strong>bold</strong>" in shown("<details>\n<summary>More</summary>\nSome **bold** text.\n</details>\n")


@pytest.mark.parametrize("label", ["Reflection Question", "Reflect", "reflection question"])
def test_a_reflection_may_stand_without_rubric(label: str) -> None:
    reflection = one(f"**{label}:** Which index, and why?\n", Reflection)
    assert (reflection.stem.text, reflection.rubric, reflection.min_words) == ("Which index, and why?", None, 0)


def test_a_rubric_may_stand_under_a_heading() -> None:
    text = "**Reflect:** Why?\n\n### Rubric (2 points)\n\n- 2 points: order\n    - sorted\n\n## Next\n\nText.\n"
    rubric = one(text, Reflection).rubric
    assert rubric is not None
    assert (rubric.points, [line.line for line in rubric.lines]) == (2.0, [5, 6])
    assert [section.title for section in read(text).sections] == ["Notes on indexes", "Next"]


def test_a_list_of_questions_to_oneself_is_several_reflections() -> None:
    text = "**Self-check questions:**\n\n- Why an index?\n- Why none?\n"
    assert [(block.stem.text, block.line) for block in blocks_of(text, Reflection)] == [
        ("Why an index?", 3),
        ("Why none?", 4),
    ]


def test_a_dated_fact_may_stand_at_the_end_of_its_line() -> None:
    fact = one(
        "PostgreSQL 18 is current. <!-- as-of: 2026-11-02; source: https://a.example; review: 90d -->\n", DatedFact
    )
    assert (fact.as_of, fact.source, fact.review_days, fact.block_line) == ("2026-11-02", "https://a.example", 90, 1)


def test_comments_are_never_shown() -> None:
    assert "secret" not in shown("Text. <!-- secret -->\n\n<!-- secret\nsecret -->\nMore.\n")


def test_two_comments_may_follow_one_block() -> None:
    text = "**WAL:** A log that is written first.\n<!-- id: wal -->\n<!-- cloze: written first -->\n"
    definition = one(text, Definition)
    assert (definition.key, definition.clozes) == ("wal", ("written first",))


def test_a_manifest_for_a_lone_file_asks_for_nothing_more() -> None:
    manifest = lone_manifest(id="a", title="b")
    assert (manifest.is_lone_file, manifest.domains, manifest.language) == (True, (), "en")


def test_a_bare_address_becomes_a_link_without_its_full_stop() -> None:
    html = shown(
        "See https://a.example/x_y_z?q=1. Then [https://b.example](https://b.example) and `https://c.example`.\n"
    )
    assert (
        '<a href="https://a.example/x_y_z?q=1" rel="noopener noreferrer nofollow">https://a.example/x_y_z?q=1</a>.'
        in html
    )
    assert html.count("<a ") == 2


def test_every_leaf_of_a_file_knows_its_link_definitions() -> None:
    text = (
        "See [`x`][] first.\n\nThen [the log][WAL], [WAL] and [Write\nahead].\n\n- [wal][]\n\n"
        "[`x`]: https://a.example\n[wal]: https://b.example\n[write   ahead]: https://c.example\n"
    )
    html = shown(text)
    assert [html.count(f'href="https://{name}.example"') for name in "abc"] == [1, 3, 1]
    assert "[" not in html


def test_two_labels_beside_each_other_are_two_links() -> None:
    html = shown("[a] [b]\n\n[a]: https://a.example\n[b]: https://b.example\n")
    assert html.count("<a ") == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** `b` c", "<strong>a</strong> <code>b</code> c"), ("a**b**c", "a<strong>b</strong>c"), ("`a*b*`", "<code>a*b*</code>"),
        ("**a `b` c**", "<strong>a <code>b</code> c</strong>"), ("** a**", "** a**"), ("snake_case & <3 = R&D", "snake_case &amp; &lt;3 = R&amp;D"),
        ("**a**`b`", "<strong>a</strong><code>b</code>"), ("`<b>`", "<code>&lt;b&gt;</code>"), ("**<b>x</b>**", "<strong><strong>x</strong></strong>"),
        ("a < b", "a &lt; b"), ("&amp; &copy;", "&amp; ©"), ("``a`b``", "<code>a`b</code>"), ("**a** *b*", "<strong>a</strong> <em>b</em>"), ("\xa0`a`", "<code>a</code>"),
    ],
)  # fmt: skip
def test_simple_marks_read_alike_with_and_without_a_parser(text: str, html: str) -> None:
    assert shown(f"# a\n\n{text}\n") == f"<p>{html}</p>"


def test_an_anchor_that_nobody_sees_is_not_shown() -> None:
    assert shown("# a\n\n<a id=\"here\"></a>\n\n<a name='there'></a>Text.\n") == "<p>Text.</p>"
