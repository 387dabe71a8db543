"""A lesson dragged into the browser, and how a table keeps its row heads on a telephone."""

from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests.browser.conftest import Visits
from tests.browser.main_pages import LESSON

DROP = """() => {
  const zone = document.querySelector('[data-drop-zone]');
  const carried = new DataTransfer();
  carried.items.add(new File(['# 1.1. Waking Up\\n\\nText to read.\\n'], 'waking.md', {type: 'text/markdown'}));
  for (const kind of ['dragover', 'drop']) {
    zone.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
  }
}"""
ROW_HEAD_LEFT = """() => {
  const scroller = document.querySelector('.table-scroll');
  scroller.scrollLeft = 200;
  const head = scroller.querySelector('tbody th');
  return [scroller.scrollLeft, Math.round(head.getBoundingClientRect().left - scroller.getBoundingClientRect().left)];
}"""


def test_a_dropped_lesson_is_read_and_reported(visit: Visits, ines: User) -> None:
    instructor = visit(as_=ines)
    instructor.open("/teach/import/")

    instructor.page.evaluate(DROP)
    expect(instructor.page.locator("[data-drop-name]")).to_have_text("waking.md")
    instructor.click("Check")

    expect(instructor.page.locator("main")).to_contain_text("Waking Up")


def test_row_heads_stay_while_a_wide_table_scrolls(visit: Visits, flagship: Pack) -> None:
    reader = visit(width=360)
    reader.open(LESSON)

    scrolled, row_head = reader.page.evaluate(ROW_HEAD_LEFT)

    assert scrolled > 100, "the table has to be wider than its box for this test"
    assert 0 <= row_head <= 2
