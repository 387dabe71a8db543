"""One item of every form and kind, answered by keyboard alone."""

from typing import get_args

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.domain.items.values import Form, Kind
from studyapp.study.models import Flag, Review, ReviewKind
from tests.browser.all_forms import TYPED, session_of_every_form
from tests.browser.conftest import Visits
from tests.browser.studying import Studying
from tests.browser.watching import Visit

CONFIDENCES = {"s": "sure", "u": "unsure", "g": "guess"}


@pytest.mark.django_db(transaction=True)
def test_an_item_of_every_form_is_answered_by_keyboard_alone(visit: Visits, ada: User) -> None:
    session, items = session_of_every_form(ada)
    assert {item.form for item in items} == set(get_args(Form))
    assert {item.kind for item in items} == set(get_args(Kind))
    reader = visit(as_=ada)
    page, studying = reader.page, Studying(reader)
    reader.open(f"/study/{session.id}/")
    said = list(CONFIDENCES)

    for number, item in enumerate(items, 1):
        assert studying.asked().item.pk == item.pk
        expect(page.locator("#text" if item.kind in TYPED else "#stem")).to_be_focused()
        check = said.pop() if said and item.kind in {"single", "multiple", "true-false"} else "Enter"
        review = studying.answer(check=check)
        assert review.confidence == CONFIDENCES.get(check, "")
        assert review.score == 1 or item.kind == "card", f"{item.form}: {item.stem}"
        expect(page.locator("#card h2")).to_be_focused()
        expect(page.locator("#progress")).to_contain_text(f"{number} of {len(items)}")
        if number < len(items):
            studying.go_on()

    assert not said
    assert Review.objects.filter(cause=None).count() == len(items)
    take_the_last_one_back_and_end(reader)


def take_the_last_one_back_and_end(reader: Visit) -> None:
    """The keys beside the answer itself: help, flag, undo, next, end."""
    page, studying = reader.page, Studying(reader)
    reader.press("z")
    assert Review.objects.filter(kind=ReviewKind.UNDO).count() == 1
    studying.asked()
    reader.press("Escape", "f")  # Escape leaves the field of a typed question, in which f would be a letter
    expect(page.locator("#flag-button")).to_contain_text("Remove flag")
    assert Flag.objects.count() == 1
    assert keys_listed(reader) >= {"f", "x", "?"}
    studying.answer()
    studying.go_on()
    expect(page.locator("h1")).to_have_text("Session end")


def keys_listed(reader: Visit) -> set[str]:
    """What `?` lists; it is closed again."""
    reader.press("?")
    dialog = reader.page.locator("dialog[open]")
    listed = dialog.locator("dt").all_inner_texts()
    reader.press("Escape")
    expect(dialog).to_have_count(0)
    return set(listed)
