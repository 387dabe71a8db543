"""What a screen reader is told of an item of every kind: roles, names, groups, focus, and what is announced."""

import re
from typing import get_args

import pytest
from playwright.sync_api import Locator, Page, expect

from studyapp.accounts.models import User
from studyapp.domain.items.values import Kind
from studyapp.quiz.models import Item
from tests.browser.all_forms import TYPED, session_of_every_kind
from tests.browser.conftest import Visits
from tests.browser.studying import Studying

# As the accessibility tree writes them: `- button "Check"`; one without a name has no quotes.
CONTROLS = r"button|link|textbox|radio|checkbox|combobox|option|img|dialog|heading|region|table"
UNNAMED = re.compile(rf"^\s*- (?:{CONTROLS})(?=:|$| \[)", re.MULTILINE)


@pytest.mark.django_db(transaction=True)
def test_an_item_of_every_kind_is_told_to_a_screen_reader(visit: Visits, ada: User) -> None:
    session, items = session_of_every_kind(ada)
    assert {item.kind for item in items} == set(get_args(Kind))
    reader = visit(as_=ada)
    page, studying = reader.page, Studying(reader)
    reader.open(f"/study/{session.id}/")

    for number, item in enumerate(items, 1):
        hears_the_question(page, item, f"{number} of {len(items)}")
        if item.kind == "card":
            reader.press("Space")
            expect(page.get_by_role("group", name="How well did you know it?").get_by_role("button")).to_have_count(4)
            assert unnamed(page) == []
        studying.answer()
        hears_the_result(page, item, f"{number} of {len(items)}")
        if number < len(items):
            studying.go_on()


def hears_the_question(page: Page, item: Item, place: str) -> None:
    """The question is a heading, its controls have roles, names and a group that is called like the question."""
    card = page.locator("#card")
    stem = card.get_by_role("heading", level=2)
    expect(stem).to_have_text(item.stem)
    expect(card.locator("#progress")).to_contain_text(place)
    expect(card.get_by_role("img", name=re.compile(r"\d+ of \d+ answered"))).to_have_count(1)
    expect(card.get_by_role("button", name="Check", exact=True)).to_have_count(0 if item.kind == "card" else 1)
    assert unnamed(page) == []
    if item.kind in TYPED:
        field = card.get_by_role("textbox")
        expect(field).to_be_focused()
        expect(field).to_have_accessible_name(re.compile(r"blank\?$|^Your answer$"))
        expect(field).to_have_accessible_description(item.stem)
        return
    expect(stem).to_be_focused()
    if item.kind != "card":
        group = card.get_by_role("group", name=item.stem)
        expect(group).to_have_count(1)
        hears_the_options(group, item)


def hears_the_options(group: Locator, item: Item) -> None:
    """One control for each option, step or left side, called by its words and not by its key on the keyboard."""
    if item.kind == "matching":
        sides = group.get_by_role("combobox")
        assert sorted(names_of(sides)) == sorted(prompt["text"] for prompt in item.prompts)
        expect(sides.first.get_by_role("option")).to_have_count(len(item.options) + 1)
        return
    if item.kind == "ordering":
        steps = group.get_by_role("listitem")
        expect(group.get_by_role("combobox", name=re.compile("^Place of step [A-H]$"))).to_have_count(steps.count())
        for words in ("Up", "Down"):
            expect(group.get_by_role("button", name=words, exact=True)).to_have_count(steps.count())
        return
    options = group.get_by_role("checkbox" if item.kind == "multiple" else "radio")
    texts = {option["text"] for option in item.options}
    letters = "" if item.kind == "true-false" else r"[A-G] "
    for name in names_of(options):
        assert re.sub(f"^{letters}", "", name) in texts, name


def hears_the_result(page: Page, item: Item, place: str) -> None:
    """The verdict has the focus, one sentence is announced, and all that can be pressed has a name."""
    card = page.locator("#card")
    verdict = card.get_by_role("heading", level=2)
    said = "Noted: Good" if item.kind == "card" else "Right"
    expect(verdict).to_be_focused()
    expect(verdict).to_have_text(said)
    expect(page.get_by_role("status").and_(page.locator("#live"))).to_have_text(f"{said}. {place}.")
    expect(card.get_by_role("link", name=re.compile("^(Next|Finish)$"))).to_have_count(1)
    assert unnamed(page) == []


def names_of(controls: Locator) -> list[str]:
    """The accessible names of some controls."""
    found = (re.match(r'- \w+ "(.*)"', one.aria_snapshot()) for one in controls.all())
    return [name[1].replace(r"\"", '"') for name in found if name]


def unnamed(page: Page) -> list[str]:
    """The lines of the accessibility tree that say of a thing what it is and not which."""
    return UNNAMED.findall(page.locator("body").aria_snapshot())
