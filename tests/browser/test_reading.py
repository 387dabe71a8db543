"""Reading in the browser: a column covered and shown, nothing wider than the window, the lesson on paper."""

from playwright.sync_api import expect

from studyapp.library.models import Pack
from tests.browser.conftest import Visits

LESSON = "/packs/genai-developer-pro/l/searching/searching/"


def test_a_column_is_covered_peeked_at_and_shown_again_on_a_narrow_screen(visit: Visits, flagship: Pack) -> None:
    reader = visit(width=360, dark=True)
    reader.open(LESSON)

    reader.press("c")

    covered = reader.page.locator("details.covered")
    expect(covered.first).to_be_visible()
    reader.click(covered.first.locator("summary"))
    expect(covered.first).to_have_attribute("open", "")
    assert not reader.wider_than_the_window()

    reader.click("Show all")

    expect(covered).to_have_count(0)


def test_a_trap_is_folded_until_the_reader_has_predicted(visit: Visits, flagship: Pack) -> None:
    reader = visit()
    reader.open(LESSON)
    trap = reader.page.locator(".callout-trap").first
    truth = trap.locator("details > :not(summary)").first
    expect(truth).to_be_hidden()

    reader.click(trap.locator("summary").first)

    expect(truth).to_be_visible()


def test_search_narrows_while_typing_and_leads_into_the_lesson(visit: Visits, flagship: Pack) -> None:
    reader = visit(width=360)
    reader.open("/search/")
    reader.page.get_by_role("searchbox").or_(reader.page.get_by_role("textbox")).first.focus()
    reader.type("rerank")
    hit = reader.page.locator("#hits a").first
    expect(hit).to_be_visible()
    reader.settle()

    reader.click(hit)

    expect(reader.page.locator("main")).to_contain_text("rerank", ignore_case=True)


def test_a_lesson_on_paper_is_text_without_the_frame(visit: Visits, flagship: Pack) -> None:
    reader = visit()
    reader.open(LESSON + "?print=1")

    reader.page.emulate_media(media="print")

    for chrome in ("header.site-header", "nav.site-nav", "footer.site-footer"):
        expect(reader.page.locator(chrome)).to_be_hidden()
    expect(reader.page.locator("h1")).to_be_visible()
    expect(reader.page.locator("body")).not_to_contain_text("Rubric")


def test_a_key_opens_one_trap_after_the_other(visit: Visits, flagship: Pack) -> None:
    reader = visit()
    reader.open(LESSON)
    traps = reader.page.locator(".callout-trap details.predict")
    expect(traps.nth(1)).to_be_visible()

    reader.press("t")
    expect(traps.first).to_have_attribute("open", "")
    expect(traps.nth(1)).not_to_have_attribute("open", "")
    expect(traps.first.locator("summary")).to_be_focused()

    reader.press("t")
    expect(traps.nth(1)).to_have_attribute("open", "")
    expect(traps.first).to_have_attribute("open", "")


def test_a_folded_trap_is_whole_on_paper(visit: Visits, flagship: Pack) -> None:
    reader = visit()
    reader.open(LESSON)

    reader.page.emulate_media(media="print")

    trap = reader.page.locator("details.predict").first
    expect(trap.locator("summary")).to_be_hidden()
    expect(trap.locator(".truth")).to_be_visible()
