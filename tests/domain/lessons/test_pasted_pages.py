"""Lessons pasted from web pages whose marks were lost: what the page says about itself, terms, labels."""

import pytest

from studyapp.domain.lessons.blocks import Prose
from studyapp.domain.lessons.bylines import is_about_page, name_of_paste
from tests.domain.lessons.written import codes, read

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
