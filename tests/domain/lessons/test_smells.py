# ruff: noqa: E501 - lists of lines
"""What smells, and what only looks as if it did."""

import pytest

from studyapp.domain.lessons.assembly.links import heading_anchor
from studyapp.domain.lessons.assembly.manifest import read_manifest
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.source.code_spans import without_code
from tests.domain.lessons.written import LONE, codes

SMELLS = {"W50", "W51", "W52", "W53", "E55"}
FOUND = read_manifest(
    """
format = 1
id = "cloud"
title = "Cloud"
provenance = "original"
domains = [{ id = "d1", title = "One", weight = 100, tasks = [{ id = "1.1", title = "A" }, { id = "1.2", title = "B" }] }]
[exam]
code = "SAA-C03"
"""
)[0]
assert FOUND is not None
CLOUD: Manifest = FOUND


def smells(line: str, *, manifest: Manifest = LONE) -> list[str]:
    return [code for code in codes(f"# Title\n\n{line}\n", manifest=manifest) if code in SMELLS]


@pytest.mark.parametrize(
    "line",
    [
        "TODO", "Steam it. TBD", "FIXME: wrong number", "<!-- TODO: a source -->", "- [ ] TODO add an example", "| TBD | a |",
        "XXX: check", "Lorem ipsum dolor sit amet, consetetur.", "[insert screenshot of the console]", "Insert a diagram here.",
        "> Add your own example here", "[placeholder]", "Placeholder", "This is placeholder text.", "(to be written)",
        "To be completed.", "Section to be added.", "*Coming soon...*", "Note to self: ask Bo about the limit.",
        "I need to check the quota.", "We should add a diagram.", "Verify this number before publishing.",
        "The limit is 400 KB (not sure if this is still right).", "The limit is 400 KB ???", "The limit is 400 (??).",
        "[citation needed]", "As an AI language model, I cannot say.", "We must verify this again.", "todo: say more", "Add more details here.", "Need to check the numbers.", "(check this)", "Verify these figures!", "Write something about tins here.", "Do not publish this yet.", "Rough draft", "Certainly! Here is the section you asked for:",
        "<<<<<<< HEAD", "[diagram of the flow goes here]", "The diagram goes here.", "Placeholder for a figure about pots.",
    ],
)  # fmt: skip
def test_what_an_author_left_behind_is_found(line: str) -> None:
    assert smells(line) == ["W50"]


@pytest.mark.parametrize(
    "line",
    [
        "A prompt template has a placeholder for each variable.", "The TODO app of the tutorial stores a list.", "Run `TODO`.",
        "A Kanban board limits work in progress.", "An index needs to be added to the table.", "Put the file here or there.",
        "The value is to be determined by the model at run time.", "Insert the row into the table.", "What is it??",
        "[Insert](https://a.example) a row.", "We should check quotas before a launch.", "You need to add a table first.",
        "The Todo service is stateless.", "Stub resolvers ask a server.", "Use `???` for what is unknown.", "note: to self-host, read on",
        "> [!NOTE]\n> Sort first.", "Certainly, here and there a cache helps.", "??? tip\n    Fold it.", "Ids look like 12-XXX-34.", "Check this box if you agree.", "You have to check these logs.", "My todo list", "Do not publish secrets.", "- Verify this signature with the public key.",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_residue(line: str) -> None:
    assert smells(line) == []


@pytest.mark.parametrize(
    "line",
    ["CLF-C02 asks the same.", "As for AZ-900, see there.", "Exam 200-301 has it.", "Task 5.3 needs it.", "Skill 4.2.1 needs it.", "Domain 4 is larger."],
)  # fmt: skip
def test_another_exam_is_found(line: str) -> None:
    assert smells(line, manifest=CLOUD) == ["W51"]
    assert smells(line) == []


@pytest.mark.parametrize(
    "line",
    ["SAA-C03 asks this.", "Task 1.2 needs it.", "Domain 1 is all.", "The domain 4 of them share.", "An AZ-1 zone, an AC-2 control.",
     "Use `CLF-C02`.", "See https://a.example/CLF-C02.", "The task 10 people do.", "Pages 200-301 of the exam guide."],
)  # fmt: skip
def test_this_exam_is_no_other(line: str) -> None:
    assert smells(line, manifest=CLOUD) == []


@pytest.mark.parametrize(
    "line",
    ["Loading...", "Loading diagram…", "*Loading image...*", "> Rendering chart...", "Image loading", "The diagram is loading...",
     "![Loading...](img/a.png)", "Unable to render diagram", "[Diagram: loading...]", "Image loading, please wait...", "Figure 3: Loading…", "```mermaid\nLoading...\n```", "Your browser does not support the video tag."],
)  # fmt: skip
def test_a_loading_text_instead_of_a_picture_is_found(line: str) -> None:
    assert smells(line) == ["W52"]


@pytest.mark.parametrize(
    "line",
    ["Loading", "Loading data into a warehouse takes hours...", "Lazy loading images saves traffic.", "Loading balances...",
     "```\nLoading...\nDone.\n```", "Image loading is deferred by the browser."],
)  # fmt: skip
def test_sentences_about_loading_are_no_loading_text(line: str) -> None:
    assert [code for code in smells(line) if code == "W52"] == ([] if line != "Loading" else ["W52"])


@pytest.mark.parametrize(
    "line",
    ["Question #: 12 Topic #: 1", "Most Voted", "Community vote distribution", "Taken from an exam dump.", "Braindump of May.",
     "These are actual AWS exam questions.", "This came up in my exam.", "Recalled from the exam.", "Exam questions I remember:",
     "Got this on my exam twice.", "This was asked in the real exam.", "I remember this question from my exam.", "Recalled items", "Written down from memory after the exam."],
)  # fmt: skip
def test_signs_of_recalled_items_are_found(line: str) -> None:
    assert smells(line) == ["E55"]


@pytest.mark.parametrize(
    "line",
    ["There are no real exam questions here.", "We never use braindumps.", "A heap dump shows the leak.", "The original exam outline has it.",
     "This topic appears in every exam.", "A core dump is written.", "Real questions help.", "Recall the steps from the exam guide.", "Ports are asked in the exam.", "Write the list from memory before the exam.", "They are not in the real exam."],
)  # fmt: skip
def test_talk_about_exams_is_no_recalled_item(line: str) -> None:
    assert smells(line) == []


def test_front_matter_and_code_are_no_prose() -> None:
    assert [code for code in codes("---\nnote: TODO\n---\n# a\n\n```\nTODO\n```\n\n    TODO\n") if code in SMELLS] == []


LONG = "word " * 29


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        (f"{LONG}end\n\nThen:\n\n{LONG}END.\n", True),
        (f"{LONG}end\n\nThen:\n\n- **{LONG.strip()}** end\n", True),
        (f"{LONG}\n\nThen:\n\n{LONG}\n", False),
        (f"{LONG}one\n\nThen:\n\n{LONG}two\n", False),
        (f"```\n{LONG}end\n```\n\n```\n{LONG}end\n```\n", False),
    ],
)
def test_a_paragraph_of_thirty_words_stands_once(text: str, is_found: bool) -> None:
    assert ("W53" in codes(f"# a\n\n{text}")) is is_found


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("The end", "the-end"),
        ("2.1.3. Choosing an Index!", "213-choosing-an-index"),
        ("`jsonb` and *more*", "jsonb-and-more"),
        ("A & B", "a--b"),
        ("[A link](https://a.example)", "a-link"),
        ("Größe_n", "größe_n"),
    ],
)
def test_an_anchor_is_the_one_of_git_hosts(heading: str, anchor: str) -> None:
    assert heading_anchor(heading) == anchor


@pytest.mark.parametrize(
    "link",
    ["[a](#the-end)", "[a](#THE-END)", "[a](#the-end-1)", "[a](#mine)", "[a](#ours)", "[a](#)", "[a](#top)", "`[a](#no)`",
     "![a](#no)", "[a](https://a.example/#no)", "[a](mailto:a@b.example)", "[a](other.md#no)", "[a](/root#no)", "\\[a](# no)"],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_fine(link: str) -> None:
    text = f'# a\n\n{link}\n\n## The end\n\n## The end\n\n<a name="mine"></a>\n\n## Own\n<!-- id: ours -->\n'
    assert "W30" not in codes(text)


@pytest.mark.parametrize("link", ["[a](#no)", "[`a`](#no)", "[a]: #no", '<a href="#no">a</a>', "[a](#the-end-2)"])
def test_a_link_that_leads_nowhere_is_found(link: str) -> None:
    assert "W30" in codes(f"# a\n\n{link}\n\n## The end\n\n## The end\n")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a `b` c", "a     c"),
        ("a ``b ` c`` d", "a           d"),
        ("a ` b", "a ` b"),
        ("`` a `b` c", "`` a     c"),
        ("```", "```"),
    ],
)
def test_code_leaves_blanks_of_its_width(line: str, words: str) -> None:
    assert without_code(line) == words
