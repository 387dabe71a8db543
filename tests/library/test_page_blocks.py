"""What a lesson's page is made of, stored or not."""

import pytest

from studyapp.library import queries
from studyapp.library.page_blocks import page_sections, sections_of, shown_html
from studyapp.library.page_values import (
    CalloutBlock,
    Cover,
    DefinitionsBlock,
    PassageBlock,
    ReflectionBlock,
    TableBlock,
    TrapBlock,
    read_cover,
)
from tests.factories import NOW
from tests.library import stored


def test_the_principle_stands_above_the_text_that_precedes_it_in_the_file() -> None:
    opening = sections_of(stored.read(), "leaves")[0]

    assert isinstance(opening.blocks[0], CalloutBlock)
    assert opening.blocks[0].is_principle
    assert isinstance(opening.blocks[1], PassageBlock)


def test_definitions_that_follow_each_other_are_one_list() -> None:
    opening = sections_of(stored.read(), "leaves")[0]

    lists = [block for block in opening.blocks if isinstance(block, DefinitionsBlock)]

    assert [[entry.key for entry in one.entries] for one in lists] == [["def-oxidation", "def-withering"]]


def test_a_date_stands_under_the_statement_that_it_dates() -> None:
    storing = sections_of(stored.read(), "leaves")[1]

    dated = [block for block in storing.blocks if block.dated]

    assert [(block.name, block.dated[0].as_of, block.dated[0].host) for block in dated] == [
        ("passage", "2025-09", "tea.example")
    ]
    assert isinstance(dated[0], PassageBlock)
    assert "dark, dry" in dated[0].html


def test_headings_inside_a_lesson_begin_at_the_second_level() -> None:
    assert [section.level for section in sections_of(stored.read(), "leaves")] == [1, 2]


def test_authored_questions_and_rubrics_are_on_no_page() -> None:
    shown = repr(sections_of(stored.read(), "leaves"))

    assert "canary-of-the-key" not in shown
    assert "canary-of-the-rubric" not in shown


def test_what_is_stored_is_shown_exactly_as_the_preview_showed_it(db: None) -> None:
    preview = sections_of(stored.read(), "leaves", image_base="/packs/tea/files/1/")

    page = queries.lesson_page(stored.publish(), "leaves", marked_since=NOW)

    assert page is not None
    assert page.sections == preview


def test_a_block_inside_a_list_is_not_shown_twice_but_links_still_lead_to_it() -> None:
    text = """# Notes

- One point:

  | Kind | Use |
  | --- | --- |
  | A | left |
  | B | right |
  <!-- table: inner -->
"""
    (section,) = page_sections(stored.read({"a.md": text}, manifest="").sections)

    assert [block.name for block in section.blocks] == ["passage"]
    assert "inner" in section.blocks[0].inner_keys


def test_pictures_are_fetched_from_the_version_that_brought_them() -> None:
    html = '<p><img alt="a > b" loading="lazy" src="img/tin.png"> img/tin.png</p>'

    assert 'src="/packs/tea/files/3/img/tin.png"> img/tin.png' in shown_html(html, "/packs/tea/files/3/")


def test_an_authors_table_scrolls_in_a_named_region() -> None:
    from studyapp.domain.lessons.html.sanitising import sanitised

    html = sanitised('<div class="table-scroll"><table><tbody><tr><td>x</td></tr></tbody></table></div>')

    assert 'role="region" aria-label="Table"' in shown_html(html, "")


@pytest.mark.parametrize("text", [None, "", "kinds", "kinds.", "kinds.x", ".2", "kinds.-1", "kinds.²", "k." + "9" * 9])
def test_a_cover_that_cannot_be_read_covers_nothing(text: str | None) -> None:
    assert read_cover(text) == Cover()


def test_a_table_key_may_contain_dots_and_slashes() -> None:
    assert read_cover("a.b/table/x.3") == Cover("a.b/table/x", 3)


def test_every_kind_of_block_comes_back_from_the_database(db: None) -> None:
    page = queries.lesson_page(stored.publish(), "leaves", marked_since=NOW)

    assert page is not None
    kinds = {type(block) for section in page.sections for block in section.blocks}
    assert {CalloutBlock, TableBlock, TrapBlock, ReflectionBlock, DefinitionsBlock, PassageBlock} <= kinds
