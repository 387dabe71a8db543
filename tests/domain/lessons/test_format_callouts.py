# ruff: noqa: E501 - Markdown of one case a line
"""Every container and every label of the format, and what is no callout although it looks like one."""

import pytest

from studyapp.domain.lessons.blocks import Callout, Definition, Prose, Reflection, Trap
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.readers.labels import DEFAULTS
from tests.domain.lessons.written import LONE, blocks_of, finding, one, read, shown

# name -> a remark labelled Tip that says `Sort first.`; `{}` is the label
CONTAINERS = {
    "bold label, colon inside": "**{}:** Sort first.\n",
    "bold label, colon outside": "**{}**: Sort first.\n",
    "underscores": "__{}:__ Sort first.\n",
    "bold and italic": "***{}:*** Sort first.\n",
    "bold label on its own line": "**{}**\nSort first.\n",
    "bold label with a full-width colon": "**{}：** Sort first.\n",
    "emoji before a bold label": "💡 **{}:** Sort first.\n",
    "emoji inside a bold label": "**💡 {}:** Sort first.\n",
    "emoji with a variation selector": "⚠️ **{}:** Sort first.\n",
    "two emoji": "👩‍🏫💡 **{}:** Sort first.\n",
    "emoji-led paragraph": "💡 {}: Sort first.\n",
    "emoji-led label on its own line": "💡 {}\nSort first.\n",
    "emoji-led bold label without a colon": "💡 **{}** Sort first.\n",
    "emoji and dash": "💡 **{}** – Sort first.\n",
    "plain label line": "{}: Sort first.\n",
    "quote": "> {}: Sort first.\n",
    "quote with a bold label": "> **{}:** Sort first.\n",
    "quote with a bold label on its own line": "> **{}**\n> Sort first.\n",
    "quote with a bold label as its own paragraph": "> **{}**\n>\n> Sort first.\n",
    "quote with an emoji": "> 💡 **{}:** Sort first.\n",
    "quote with an emoji and a plain label": "> 💡 {}: Sort first.\n",
    "quote in lazy continuation": "> **{}:** Sort\nfirst.\n",
    "Obsidian with a title": "> [!info] {}\n> Sort first.\n",
    "Obsidian, folded": "> [!info]- {}\n> Sort first.\n",
    "Obsidian, its type is the label": "> [!{}]\n> Sort first.\n",
    "admonition with a title": '!!! note "{}"\n    Sort first.\n',
    "admonition, folded": '??? note "{}"\n    Sort first.\n',
    "admonition, open": '???+ note "{}"\n    Sort first.\n',
    "colons with a title": "::: info {}\nSort first.\n:::\n",
    "shortcode with a title": '{{{{< callout type="info" title="{}" >}}}}\nSort first.\n{{{{< /callout >}}}}\n',
    "heading": "### {}\n\nSort first.\n",
    "heading with a colon": "### {}:\n\nSort first.\n",
    "heading with an emoji": "### 💡 {}\n\nSort first.\n",
    "heading over a quote": "### {}\n\n> Sort first.\n",
}


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_takes_a_label(name: str) -> None:
    callout = one("# Indexes\n\n" + CONTAINERS[name].format("Exam tip") + "\nAfter.\n", Callout) if "type is" not in name else one(
        "# Indexes\n\n" + CONTAINERS[name].format("exam-tip") + "\nAfter.\n", Callout
    )  # fmt: skip
    assert (callout.kind, words_of(callout.text), callout.line) == ("tip", "Sort first.", 3)


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_takes_a_trap(name: str) -> None:
    label = "trap" if "type is" in name else "Common mistake"
    trap = one("# Indexes\n\n" + CONTAINERS[name].format(label) + "\nAfter.\n", Trap)
    assert (words_of(trap.text), trap.line) == ("Sort first.", 3)
    assert len(read("# Indexes\n\n" + CONTAINERS[name].format(label)).sections) == 1


@pytest.mark.parametrize("name", [name for name in CONTAINERS if "heading" not in name])
def test_every_container_stands_in_a_list_item_too(name: str) -> None:
    label = "exam-tip" if "type is" in name else "Exam tip"
    inner = "".join(f"    {line}\n" for line in CONTAINERS[name].format(label).splitlines())
    callout = one(f"# Indexes\n\n- item\n\n{inner}", Callout)
    assert (callout.kind, words_of(callout.text), callout.nested, callout.line) == ("tip", "Sort first.", True, 5)


LABELS = [(kind, label) for kind, labels in DEFAULTS.items() for label in labels]


@pytest.mark.parametrize(("kind", "label"), LABELS)
@pytest.mark.parametrize(
    "form", ["> **{}:** {}\n", "**{}:** {}\n", "- 💡 **{}**: {}\n", "> 💡 {}: {}\n", '!!! note "{}"\n    {}\n']
)
@pytest.mark.parametrize("case", [str, str.upper, str.lower])
def test_every_default_label_decides_the_kind(kind: str, label: str, form: str, case: type[str]) -> None:
    block_kind: type[object] = {"trap": Trap, "reflection": Reflection, "definition": Definition}.get(kind, Callout)
    block: object = one(form.format(case(label), "A **WAL** is a log that is written first."), block_kind)
    assert getattr(block, "kind", kind) == kind


@pytest.mark.parametrize(
    "label",
    [
        "Don’t confuse",
        "Dont confuse",
        "Exam Traps",
        "Gotchas",
        "Trap 3",
        "Common pitfalls",
        "Trap #2",
        "Exam trap (hard)",
    ],
)
def test_a_trap_may_be_spelled_in_the_ways_people_do(label: str) -> None:
    assert one(f"> **{label}:** Order matters.\n", Trap).text == "Order matters."


@pytest.mark.parametrize("label", ["Note", "Tip", "Hint", "Important", "Warning", "Caution", "Remember", "Exam tip"])
def test_a_plain_word_with_a_colon_is_a_callout(label: str) -> None:
    assert one(f"{label}: Sort first.\n", Callout).text == "Sort first."


ALERTS = {
    "NOTE": "note", "TIP": "tip", "IMPORTANT": "important", "WARNING": "important", "CAUTION": "important",
    "info": "note", "danger": "important", "hint": "tip", "example": "example", "abstract": "principle",
}  # fmt: skip


@pytest.mark.parametrize(("word", "kind"), ALERTS.items())
@pytest.mark.parametrize(
    "form",
    ["> [!{}]\n> Sort first.\n", "> [!{}]\n>\n> Sort first.\n", "!!! {}\n    Sort first.\n", "??? {}\n    Sort first.\n", "::: {}\nSort first.\n:::\n",
     ":::{}\nSort first.\n:::\n", "{{{{% notice {} %}}}}\nSort first.\n{{{{% /notice %}}}}\n", "{{{{% alert type=\"{}\" %}}}}\nSort first.\n{{{{% /alert %}}}}\n"],
)  # fmt: skip
def test_without_a_label_the_type_of_the_container_decides(word: str, kind: str, form: str) -> None:
    callout = one(form.format(word), Callout)
    assert (callout.kind, callout.text, callout.line) == (kind, "Sort first.", 1)


def test_a_label_in_a_container_is_stronger_than_its_type() -> None:
    assert one("> [!NOTE]\n> **Exam Trap:** Order matters.\n", Trap).text == "Order matters."
    assert one("{{% notice tip %}}\n**Gotcha:** Order matters.\n{{% /notice %}}\n", Trap).line == 1


def test_a_quote_is_a_callout_to_its_end() -> None:
    callout = one("> **Note:** one\n>\n> two\n>\n> - three\n>\n> ```\n> four\n> ```\n\nfive\n", Callout)
    assert callout.text.split() == ["one", "two", "three", "four"]
    assert callout.end_line == 9


def test_an_indented_body_is_a_callout_to_its_end() -> None:
    callout = one("!!! note\n    one\n\n    two\n\n        four\n\nfive\n", Callout)
    assert callout.text.split() == ["one", "two", "four"]


def test_a_paragraph_is_a_callout_to_its_end_and_takes_a_list_only_after_a_colon() -> None:
    with_list = one("**Note:** mind\nthese:\n\n1. one\n2. two\n\nthree\n", Callout)
    assert with_list.text.split() == ["mind", "these:", "one", "two"]
    assert one("**Note:** mind this.\n\n- one\n", Callout).text == "mind this."


def test_a_label_alone_over_a_list_takes_it() -> None:
    callout = one("**Key takeaways:**\n\n- Sort first.\n- Then read.\n", Callout)
    assert (callout.kind, callout.text.split("\n")) == ("principle", ["Sort first.", "Then read."])


@pytest.mark.parametrize(
    "text",
    [
        "💡 Sort first.\n", "> 💡 Sort first.\n", "- 💡 Sort first.\n", "### 💡 Sorting\n\nSort first.\n", "> Sort first.\n", "⚠️\n",
        "Example: Customer support:\n\n- one\n", "Noted: nothing.\n", "Notes on sorting come first.\n", "A tip: sort first.\n",
        "**Tip** of the iceberg: sort first.\n", "`Note:` is a word.\n", "Tip:sort\n", "```\nNote: code\n```\n", "| Note: | a |\n| - | - |\n| Tip: | b |\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_callout_is_text(text: str) -> None:
    assert blocks_of(text, Callout) == []
    assert blocks_of(text, Trap) == []


@pytest.mark.parametrize(
    "text",
    ["> **Merke:** Sortieren.\n", "> 💡 **Merke:** Sortieren.\n", "> [!merke]\n> Sortieren.\n", "!!! merke\n    Sortieren.\n", "💡 **Merke:** Sortieren.\n",
     "::: merke\nSortieren.\n:::\n", "- 💡 **Merke:** Sortieren.\n"],
)  # fmt: skip
def test_an_unknown_label_is_text_and_is_listed_until_the_pack_knows_it(text: str) -> None:
    parsed = parse_file("a.md", text.encode(), LONE)
    assert [label.casefold() for label in parsed.unknown_labels] == ["merke"]
    assert {type(block) for section in parsed.sections for block in section.blocks} == {Prose}

    german = Manifest(id="n", title="n", labels=(("tip", ("merke",)),), is_lone_file=True)
    assert one(text, Callout, manifest=german).kind == "tip"
    assert parse_file("a.md", text.encode(), german).unknown_labels == ()


TAUGHT: list[tuple[str, str, type[object]]] = [("trap", "Prüfungsfalle", Trap), ("trap", "ПАСТКА", Trap), ("reflection", "Reflexionsfrage", Reflection), ("principle", "Idée clé", Callout),
     ("tip", "試験のヒント", Callout), ("note", "ملاحظة", Callout), ("definition", "Definición", Definition)]  # fmt: skip
FORMS = ["> **{}:** {}\n", "**{}**: {}\n", "{}: {}\n", "💡 {}: {}\n", "### {}\n\n{}\n"]


@pytest.mark.parametrize(
    ("kind", "label", "block", "form"),
    [
        (*row, form)
        for row in TAUGHT
        for form in FORMS
        if row[0] != "definition" or not form.startswith("{}")  # without emphasis it begins ordinary sentences too
    ],
)
def test_a_pack_teaches_the_labels_of_its_language(kind: str, label: str, block: type[object], form: str) -> None:
    taught = Manifest(id="n", title="n", labels=((kind, (label,)),), is_lone_file=True)
    one("# a\n\n" + form.format(label, "A **WAL** is a log that is written first."), block, manifest=taught)


@pytest.mark.parametrize(
    "sides",
    [
        "> **Belief:** It never does.\n> **Truth:** It does.\n", "> **Belief**: It never does.\n> **Truth**: It does.\n", ">\n> **Belief:** It never does.\n>\n> **Truth:** It does.\n",
        "> - **Belief:** It never does.\n> - **Truth:** It does.\n", ">\n> 1. **Belief:** It never does.\n> 2. **Truth:** It does.\n",
        "> **BELIEF:** It never\n> does.\n> **TRUTH:** It does.\n", "> __Belief:__ It never does.\n> __Truth:__ It does.\n",
    ],
)  # fmt: skip
def test_belief_and_truth_make_a_trap_testable(sides: str) -> None:
    trap = one("> **Exam Trap:** Order matters.\n" + sides, Trap)
    assert trap.text == "Order matters."
    assert trap.belief is not None
    assert trap.truth is not None
    assert (words_of(trap.belief.text), words_of(trap.truth.text)) == ("It never does.", "It does.")


def test_belief_and_truth_may_stand_in_a_paragraph_or_admonition() -> None:
    sides = "**Belief:** It never does.\n{}**Truth:** It does.\n"
    for text in (
        "**Exam Trap:** Order matters.\n" + sides.format(""),
        "!!! trap\n    Order matters.\n    " + sides.format("    "),
    ):
        trap = one(text, Trap)
        assert (trap.text, trap.truth and trap.truth.text) == ("Order matters.", "It does.")


@pytest.mark.parametrize(
    "text",
    [
        "> **Exam Trap:**\n",
        "> [!NOTE]\n",
        "!!! tip\n\nText.\n",
        "::: tip\n:::\n",
        "**Note:**\n\nText.\n",
        "### Tip\n\n## Next\n",
    ],
)
def test_an_empty_callout_is_an_error_where_it_stands(text: str) -> None:
    assert finding("# a\n\n" + text, "E42").line == 3


def test_what_a_callout_says_is_shown_once() -> None:
    assert "Sort first" not in shown("# a\n\n> **Tip:** Sort first.\n\nAfter.\n")
