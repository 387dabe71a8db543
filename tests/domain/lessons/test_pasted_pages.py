"""Lessons pasted from web pages whose marks were lost: what the page says about itself, terms, labels."""

import pytest

from studyapp.domain.lessons.blocks import Callout, Definition, Prose
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.readers.bylines import is_about_page, name_of_paste
from studyapp.domain.lessons.writing.mending import mend
from tests.domain.lessons.written import blocks_of, codes, finding, one, read

BYLINE = "By Jane Baker · Updated March 3, 2026 · 7 min read"
PAGE = f"""\
{BYLINE}

3.2.1. Choosing an oven setting

Ovens heat in different ways, and bread notices.

Oven spring: The last quick rise of a loaf in the first minutes of baking.

🔑 Key Point: Preheat longer than the lamp says.

3.2.2. Knowing when it is done

Tap the bottom.
"""


def test_a_byline_above_the_first_heading_is_text_of_the_first_section() -> None:
    pack = read(PAGE)
    assert [(section.title, section.number, section.line) for section in pack.sections] == [
        ("Choosing an oven setting", "3.2.1", 3),
        ("Knowing when it is done", "3.2.2", 11),
    ]
    first = pack.sections[0].blocks[0]
    assert isinstance(first, Prose)
    assert "By Jane Baker" in first.html
    assert "W33" not in codes(PAGE)


@pytest.mark.parametrize(
    "line",
    [
        BYLINE,
        "By Jane · 3 min read",
        "Written by J. P. van der Berg and Ann O’Neil",
        "Updated: 2026-03-03",
        "Author: Jane Baker",
        "Share",
        "**By Jane Baker**",
        "[Jane](https://e.org) | 3 March 2026",
        "Home › Bread › Ovens",
        "Home / Bread / Ovens",
        "Published on 2026-03-03",
        "Last updated March 2026",
        "Reading time: 7 minutes",
        "5-minute read",
        "Share this article | Save | 12 comments",
        "3 days ago",
        "By Jane Baker, March 3, 2026",
        "- Home\n- [By Jane Baker](/jane)",
        "**Updated:** March 3, 2026",
    ],
)
@pytest.mark.parametrize("heading", ["2.1. Ovens", "## Ovens", "# Ovens", "**Ovens**"])
def test_what_a_page_says_about_itself_yields_nothing_and_is_no_title(line: str, heading: str) -> None:
    pack = read(f"{line}\n\n{heading}\n\nBread notices.\n")
    assert [section.title for section in pack.sections] == ["Ovens"]
    assert {type(block) for block in pack.sections[0].blocks} == {Prose}


@pytest.mark.parametrize(
    "line",
    [
        "By default, ovens heat from below.",
        "By Monday you will have bread and know why it rose.",
        "Ovens heat.",
        "Updated ovens heat faster.",
        "Steam > fan > stone is the order.",
        "Read this in 7 minutes.",
        "May 2026 was warm",
        "Save the starter",
        "Home bakers steam.",
        "Author",
    ],
)
def test_a_sentence_of_the_lesson_is_not_about_its_page(line: str) -> None:
    assert not is_about_page(line)


def test_an_introduction_under_a_byline_is_still_a_section() -> None:
    pack = read(f"{BYLINE}\n\nOvens differ.\n\n## Ovens\n\nBread notices.\n")
    assert [(section.title, section.line) for section in pack.sections] == [("Notes on indexes", 1), ("Ovens", 5)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PAGE, "Choosing an oven setting"),
        (f"{BYLINE}\nOven settings\n\nBread notices.", "Oven settings"),
        ("An introduction.\n\n## 2.1. *Ovens* ##\n", "Ovens"),
        ("# Tea\n\nText.", "Tea"),
        ("Share", "Share"),
        (" \n", ""),
    ],
)
def test_a_pasted_lesson_is_called_after_its_first_heading(text: str, name: str) -> None:
    assert name_of_paste(text) == name


def test_a_plain_term_with_its_sentence_is_proposed_as_a_definition() -> None:
    found = finding(PAGE, "I61")
    assert (found.line, found.col, found.data) == (7, 1, {"term": "Oven spring"})
    assert blocks_of(PAGE, Definition) == []
    mended = mend(PAGE, found)
    assert mended is not None
    definition = one(mended, Definition)
    assert (definition.term, definition.text) == (
        "Oven spring",
        "The last quick rise of a loaf in the first minutes of baking.",
    )
    assert "I61" not in codes(mended)


@pytest.mark.parametrize(
    "text",
    [
        "oven spring: The last quick rise of a loaf.",
        "The last quick rise of one loaf: A fine thing to see.",
        "Oven spring: high",
        "Oven spring: the parts are here.\n\n- one\n- two",
        "- Oven spring: The last quick rise of a loaf.",
        "> Oven spring: The last quick rise of a loaf.",
        "Anna: Where is the loaf?\nBen: It is in the oven.",
        "Author: Jane Baker, who bakes the bread.",
        "Remember this: The stone needs an hour.",
        "In short: The stone needs an hour.",
        "Note: The stone needs an hour.",
        "Oven spring: a rise that is worth many words" + " and more" * 40 + ".",
        "https://example.org: the page of bread.",
        "```\nOven spring: The last quick rise.\n```",
    ],
)
def test_other_lines_with_a_colon_are_not_proposed_as_definitions(text: str) -> None:
    assert "I61" not in codes(f"# Ovens\n\n{text}\n")


LABELS = {
    "emoji": ("🔑 Key Point: Preheat longer than the lamp says.", 1),
    "emoji and bold": ("🔑 **Key Point:** Preheat longer.", 1),
    "emoji and bold alone": ("🔑 **Key Point**\nPreheat longer.", 1),
    "emoji in a list": ("- 🔑 Key Point: Preheat longer.\n- more", 1),
    "bold with few words": ("**Key Point:** Preheat longer.", 1),
    "bold and repeated": ("**Key Point:** Preheat for an hour.\n\n**Key point**: Load the loaf at once.", 2),
    "in a quote": ("> **Key Point:** Preheat longer.", 1),
}


@pytest.mark.parametrize("name", LABELS)
def test_an_unknown_label_is_offered_wherever_it_stands_and_its_meaning_applies_there(name: str) -> None:
    text, count = LABELS[name]
    lesson = f"# Ovens\n\n{text}\n"
    assert [label.casefold() for label in read(lesson).unknown_labels] == ["key point"] * count
    taught = Manifest(id="n", title="n", labels=(("principle", ("key point",)),), is_lone_file=True)
    callouts = blocks_of(lesson, Callout, manifest=taught)
    assert [callout.kind for callout in callouts] == ["principle"] * count
    assert read(lesson, manifest=taught).unknown_labels == ()


@pytest.mark.parametrize(
    "text",
    [
        "**Oven spring:** The last quick rise.",
        "🔥 This is how hot a stone gets: very.",
        "📅 Date: 2026-11-23",
        "🔥 **Hot** stones bake better.",
        "- **Port:** 443\n- **Host:** oven",
    ],
)
def test_a_term_or_a_sentence_is_not_offered_as_a_label(text: str) -> None:
    assert read(f"# Ovens\n\n{text}\n").unknown_labels == ()
