"""Unfinished reflections are kept on the server, without a word being lost on the way."""

from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.reflection.models import Draft
from tests.browser.conftest import Visits

PAGE = "/reflect/genai-developer-pro/insurer-letters/"


def test_what_is_typed_reaches_the_server_and_another_browser(visit: Visits, flagship: Pack, ada: User) -> None:
    writer = visit(as_=ada)
    writer.open(PAGE)
    writer.page.locator("textarea").fill("RAG fetches the policy")

    expect(writer.page.locator("#draft-state")).to_contain_text("Saved")

    assert Draft.objects.get().text == "RAG fetches the policy"
    elsewhere = visit(as_=ada, width=360)
    elsewhere.open(PAGE)
    expect(elsewhere.page.locator("textarea")).to_have_value("RAG fetches the policy")


def test_saving_a_draft_by_hand_leaves_the_page_as_it_is(visit: Visits, flagship: Pack, ada: User) -> None:
    writer = visit(as_=ada)
    writer.open(PAGE)
    writer.page.locator("textarea").fill("RAG fetches")

    writer.click("Save draft")

    expect(writer.page.locator("#draft-state")).to_contain_text("Saved")
    expect(writer.page.locator("textarea")).to_have_value("RAG fetches")
    expect(writer.page.get_by_role("button", name="Submit")).to_be_visible()
    assert Draft.objects.get().text == "RAG fetches"


def test_an_older_text_of_this_browser_never_replaces_a_newer_draft(visit: Visits, flagship: Pack, ada: User) -> None:
    first = visit(as_=ada)
    first.open(PAGE)
    first.page.locator("textarea").fill("older words")
    expect(first.page.locator("#draft-state")).to_contain_text("Saved")
    Draft.objects.update(text="newer words")

    first.page.evaluate(
        "() => Object.keys(localStorage).forEach((key) => localStorage.setItem(key, "
        "JSON.stringify({text: 'older words', at: Date.now() - 3600000})))"
    )
    first.open(PAGE)

    expect(first.page.locator("textarea")).to_have_value("newer words")
    expect(first.page.get_by_role("button", name="Show the other version")).to_be_visible()
