"""From "Mark understood" to a question about several rows: by keys on a small screen, and without script."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.addresses import lesson_url
from studyapp.library.models import Section
from studyapp.quiz.models import Item
from studyapp.quiz.services import is_contrast
from studyapp.study.models import Review, ReviewKind
from studyapp.study.services.verifying import differences
from tests import factories
from tests.browser.all_forms import PACK
from tests.browser.conftest import Visits
from tests.browser.studying import Studying
from tests.browser.watching import Visit


@pytest.fixture
def lesson(ada: User) -> Section:
    """A lesson of which only the match, no odd one out, is about several rows."""
    call_command("load_pack", PACK, verbosity=0)
    Item.objects.filter(form="odd-one-out").update(is_suppressed=True)
    lesson = Section.objects.get(key="bread")
    factories.enrol(ada, lesson.pack)
    return lesson


def start(reader: Visit, lesson: Section) -> Studying:
    """Read the lesson, mark it understood, start."""
    reader.open(lesson_url(lesson.pack, lesson, "Keeping bread"))
    reader.click("Mark understood")
    reader.click("Start")
    return Studying(reader)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dark", [False, True])
def test_a_match_is_asked_after_a_lesson_and_taken_back_by_keys(
    visit: Visits, ada: User, lesson: Section, dark: bool
) -> None:
    reader = visit(width=360, dark=dark, as_=ada)
    studying = start(reader, lesson)
    while not is_contrast(studying.asked().item):
        studying.answer()
        studying.go_on()
    pairs = len(studying.asked().item.pair_facts)
    look(reader, "match", dark)

    review = studying.answer(right=False)

    assert review.kind == ReviewKind.CONTRAST
    expect(reader.page.locator("#card h2")).to_be_focused()
    expect(reader.page.locator("#card")).to_contain_text("That belongs to")
    look(reader, "match-result", dark)
    assert Review.objects.filter(kind=ReviewKind.CONTRAST).count() == pairs
    reader.press("z")
    assert Review.objects.filter(kind=ReviewKind.UNDO).count() == pairs
    assert not list(differences(ada.pk))


@pytest.mark.django_db(transaction=True)
def test_without_script_it_is_answered_by_a_plain_form(visit: Visits, ada: User, lesson: Section) -> None:
    reader = visit(script=False, as_=ada)
    studying = start(reader, lesson)
    while not is_contrast(studying.asked().item):
        studying.answer_by_form()
        reader.click("Next")

    studying.answer_by_form(right=False)

    expect(reader.page.locator("#card")).to_contain_text("That belongs to")
    reader.click("Next")
    assert is_contrast(studying.asked().item), "once more before the session ends"


def look(reader: Visit, name: str, dark: bool) -> None:
    """Keep a picture where LOOK names a folder."""
    folder = os.environ.get("LOOK")
    if folder:
        reader.page.screenshot(path=Path(folder) / f"{name}-{'dark' if dark else 'light'}.png", full_page=True)
