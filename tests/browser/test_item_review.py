"""An instructor reviews the items of a lesson, by keyboard alone, on a narrow screen and without script."""

import re

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.quiz.models import Item, ItemDecision
from tests import factories
from tests.authoring.drafting import published
from tests.browser.conftest import Visits

LESSON = "/teach/genai-developer-pro/items/in/searching/"


@pytest.fixture
def pack(flagship: Pack, ines: User) -> Pack:
    """The real pack, taught by Ines."""
    Pack.objects.update(owner=ines)
    return flagship


@pytest.fixture
def tea(transactional_db: None, ines: User) -> str:
    """A lesson of few items, taught by Ines; the address of its review."""
    published(factories.signed_in(ines), ines)
    return "/teach/tea/items/in/leaves/"


def test_items_are_reviewed_by_keyboard(visit: Visits, tea: str, ines: User) -> None:
    author = visit(as_=ines)
    author.open("/teach/tea/items/")
    author.page.locator(f'a[href="{tea}"]').focus()
    author.press("Enter")
    page = author.page
    expect(page.locator("h1")).to_contain_text("Items:")

    page.keyboard.press("j")
    author.press("y")
    first = page.locator(".reviewed:focus")
    expect(first).to_contain_text("accepted")
    page.keyboard.press("j")
    author.press("!")
    second = page.locator(".reviewed:focus")
    expect(second).to_contain_text("suppressed")
    expect(page.locator("#live")).to_contain_text("Suppressed:")
    author.press("z")
    expect(page.locator(".reviewed:focus")).to_contain_text("not looked at")
    assert ItemDecision.objects.get().verdict == "accepted"

    choice = Item.objects.current().filter(form="forward", fact__lesson__key="leaves").first()
    assert choice is not None
    page.locator(f"#item-{choice.pk}").focus()
    author.press("e")
    expect(page.locator("textarea:focus")).to_have_attribute("name", "stem")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("42")
    expect(page.locator(f"#check-{choice.pk}")).to_contain_text("Rule 9")
    author.rest()
    author.allow(422)
    author.press("Control+Enter")
    expect(page.locator(".error")).to_contain_text("Rule 9")
    page.locator('textarea[name^="option-"]').first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("whatever the librarian happened to remember")
    expect(page.locator(f"#check-{choice.pk}")).to_contain_text("Keeps the rules")
    author.rest()
    author.press("Control+Enter")
    expect(page.locator(".reviewed:focus")).to_contain_text("edited, kept")
    choice.refresh_from_db()
    assert "whatever the librarian happened to remember" in str(choice.options)


@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_fit_a_narrow_screen(visit: Visits, pack: Pack, ines: User, *, dark: bool) -> None:
    author = visit(as_=ines, width=360, dark=dark)
    for address in ("/teach/genai-developer-pro/items/", LESSON):
        author.open(address)
        assert author.wider_than_the_window() == []


def test_items_are_reviewed_without_script(visit: Visits, tea: str, ines: User) -> None:
    author = visit(as_=ines, script=False)
    author.open(tea)
    item = author.page.locator(".reviewed").filter(has=author.page.locator('[class*="verdict-right"]')).first
    name = item.get_attribute("id") or ""
    author.click(item.get_by_role("button", name=re.compile("Suppress")))
    expect(author.page.locator(f"#{name}")).to_contain_text("suppressed")
    author.click(author.page.locator(f"#{name}").get_by_role("link", name=re.compile("Edit")))
    expect(author.page.locator(f"#{name} textarea[name=stem]")).to_be_visible()
    author.click("Leave as it was")
    author.click(author.page.locator(f"#{name}").get_by_role("button", name=re.compile("Undo")))
    expect(author.page.locator(f"#{name}")).to_contain_text("not looked at")
