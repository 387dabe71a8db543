"""What the frame's script does on any page: keys, the list of keys, sending once, kept drafts."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visits

pytestmark = pytest.mark.urls("tests.web.failing_urls")

PUT = """(html) => {
  const main = document.querySelector('main');
  document.getElementById('tried')?.remove();
  main.insertAdjacentHTML('beforeend', `<section id="tried"><h2>Tried</h2>${html}</section>`);
  htmx.process(main);
  htmx.trigger(document.getElementById('tried'), 'htmx:load');
}"""
COUNTER = """<button type="button" data-key="m" data-key-label="Mark it">Mark</button> <output></output>
<label>Answer <input name="answer"></label>"""
COUNTING = """() => {
  let pressed = 0;
  document.querySelector('[data-key=m]').addEventListener('click', () => {
    pressed += 1;
    document.querySelector('output').textContent = `pressed ${pressed}`;
  });
}"""
DRAFT = """<form action="/sent/" method="post"><input type="hidden" name="key" value="k1">
<label>Answer <textarea id="answer" name="text" data-draft="reflect:q1" data-draft-url="/draft/"></textarea></label>
<span data-draft-state></span> <span data-word-count-for="answer">0 words</span></form>"""
FORM = """<form method="post" hx-post="/tried/" hx-target="#place" hx-swap="outerHTML">
<p id="place">Not sent.</p><button class="button">Send it</button></form>"""


def put(page: Page, html: str) -> None:
    page.evaluate(PUT, html)


def test_a_single_key_presses_its_button_but_never_while_typing(visit: Visits) -> None:
    reader = visit()
    reader.open("/bare/")
    put(reader.page, COUNTER)
    reader.page.evaluate(COUNTING)

    reader.press("m")
    expect(reader.page.locator("output")).to_have_text("pressed 1")
    reader.page.get_by_label("Answer").focus()
    reader.type("mmm?")
    reader.page.keyboard.press("Control+m")

    expect(reader.page.locator("output")).to_have_text("pressed 1")
    expect(reader.page.get_by_label("Answer")).to_have_value("mmm?")
    expect(reader.page.locator("dialog[open]")).to_have_count(0)


def test_the_list_of_keys_opens_closes_and_switches_single_keys_off(visit: Visits) -> None:
    reader = visit()
    reader.open("/bare/")
    put(reader.page, COUNTER)
    reader.page.evaluate(COUNTING)
    opener = reader.page.get_by_role("button", name="Keys on this page")

    reader.click(opener)
    expect(reader.page.get_by_role("dialog")).to_contain_text("Mark it")
    reader.page.get_by_label("Single keys work in this browser").uncheck()
    reader.press("Escape")
    expect(opener).to_be_focused()
    reader.press("m", "?")

    expect(reader.page.locator("output")).to_be_empty()
    expect(reader.page.locator("dialog[open]")).to_have_count(0)


def test_a_form_sent_twice_in_one_breath_is_one_request(visit: Visits) -> None:
    reader = visit()
    reader.open("/bare/")
    put(reader.page, FORM)
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(content_type="text/html", body='<p id="place" tabindex="-1" data-focus>Stored.</p>')

    reader.page.route("**/tried/", answer)
    reader.page.evaluate(
        "() => { const f = document.querySelector('#tried form'); f.requestSubmit(); f.requestSubmit(); }"
    )
    expect(reader.page.locator("#place")).to_have_text("Stored.")
    expect(reader.page.locator("#place")).to_be_focused()
    assert len(sent) == 1

    reader.click("Send it")
    assert len(sent) == 2


def test_enter_does_nothing_just_after_feedback_appeared(visit: Visits) -> None:
    reader = visit()
    reader.open("/bare/")
    reader.page.clock.install()
    put(
        reader.page,
        '<p data-enter-guard>Right.</p><button type="button" data-key="Enter">Next</button><output></output>',
    )
    reader.page.evaluate(COUNTING.replace("[data-key=m]", "[data-key=Enter]"))

    reader.page.evaluate("() => document.activeElement?.blur()")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("output")).to_be_empty()
    reader.page.clock.run_for(500)
    reader.page.keyboard.press("Enter")

    expect(reader.page.locator("output")).to_have_text("pressed 1")


def test_typed_text_is_kept_here_then_on_the_server_and_is_there_after_a_reload(visit: Visits) -> None:
    reader = visit()
    reader.open("/bare/")
    drafts: list[str] = []

    def store(route: Route) -> None:
        drafts.append(route.request.post_data or "")
        route.fulfill(status=204)

    reader.page.route("**/draft/", store)
    put(reader.page, DRAFT)
    reader.page.get_by_label("Answer").fill("RAG fetches the manual")

    expect(reader.page.locator("[data-word-count-for]")).to_have_text("4 words")
    expect(reader.page.locator("[data-draft-state]")).to_have_text("Kept in this browser")
    expect(reader.page.locator("[data-draft-state]")).to_contain_text("Saved ")
    assert drafts == ["text=RAG+fetches+the+manual&key=k1"]

    reader.open("/bare/")
    put(reader.page, DRAFT)
    expect(reader.page.get_by_label("Answer")).to_have_value("RAG fetches the manual")


def test_a_draft_the_server_refuses_is_never_called_saved(visit: Visits) -> None:
    reader = visit()
    reader.open("/bare/")
    reader.page.route("**/draft/", lambda route: route.fulfill(status=503))
    put(reader.page, DRAFT)
    reader.page.get_by_label("Answer").fill("RAG")

    expect(reader.page.locator("[data-draft-state]")).to_have_text("Kept in this browser; not on the server yet")
