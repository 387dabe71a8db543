"""htmx drops answers of 400 and above unless the page's configuration says otherwise: it does."""

from functools import partial

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visits

FORM = """() => {
  const main = document.querySelector('main');
  document.getElementById('tried')?.remove();
  main.insertAdjacentHTML('beforeend', '<form id="tried" hx-post="/tried/" hx-target="#place" hx-swap="outerHTML">'
    + '<p id="place">Not sent.</p><button>Send it</button></form>');
  htmx.process(main);
}"""
ANSWER = '<p id="place" tabindex="-1" data-focus>The server answered {}.</p>'


def test_refusals_are_swapped_in_and_take_the_focus(visit: Visits) -> None:
    reader = visit()
    reader.open("/packs/")
    for status in (403, 409, 413, 422, 429, 503):
        reader.page.evaluate(FORM)
        reader.page.unroute_all()
        reader.page.route("**/tried/", partial(_answer, status=status))
        reader.allow(status)

        reader.click("Send it")

        place = reader.page.locator("#place")
        expect(place).to_have_text(f"The server answered {status}.")
        expect(place).to_be_focused()


def test_a_server_error_leaves_the_page_and_says_so(visit: Visits) -> None:
    reader = visit()
    reader.allow(500)
    reader.open("/packs/")
    reader.page.evaluate(FORM)
    reader.page.route("**/tried/", partial(_answer, status=500))

    reader.page.get_by_role("button", name="Send it").click()

    expect(reader.page.locator("#trouble")).to_contain_text("Sending again is safe")
    expect(reader.page.locator("#place")).to_have_text("Not sent.")


def _answer(route: Route, *, status: int) -> None:
    route.fulfill(status=status, content_type="text/html; charset=utf-8", body=ANSWER.format(status))
