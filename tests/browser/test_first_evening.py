"""The whole main job, once, as a person does it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack, PackVersion
from studyapp.reflection.models import Answer
from tests.browser.conftest import Visits
from tests.browser.editions import edited_zip
from tests.browser.history_rows import history_of
from tests.browser.signing import sign_in
from tests.browser.studying import Studying
from tests.browser.watching import Visit

pytestmark = pytest.mark.both_engines

OLD = "So before you compare methods, ask what is missing."
NEW = "Before any comparison of methods, name what is missing."
TEXT = (
    "I would not fine-tune. Retrieval puts the current documents beside the question, so an edit in the index is an "
    "edit of the answer, and each answer can cite its source. Fine-tuning changes the weights and teaches tone and "
    "format, not facts that change every week."
)


VERDICTS = {True: re.compile("Right|Noted: Good"), False: re.compile("Not this time|Noted: Again")}


def test_the_first_evening(visit: Visits, flagship: Pack, ines: User, tmp_path: Path) -> None:
    Pack.objects.update(owner=ines)
    guest = visit()
    guest.open("/")
    guest.click("Study now, no account")
    expect(guest.page.locator("h1")).to_have_text("Today")

    read_the_first_lesson(guest)
    answer_ten_by_keyboard(guest)
    write_a_reflection(guest)
    see_progress(guest, answers=10)

    learner = User.objects.get(is_guest=True)
    before = history_of(learner)
    assert len(before["reviews"]) >= 10

    publish_an_edited_lesson(visit(), ines, tmp_path)

    assert PackVersion.objects.count() == 2
    assert history_of(learner) == before
    guest.open(f"/packs/{flagship.key}/l/choosing-a-customisation/choosing-a-customisation/")
    expect(guest.page.locator("article")).to_contain_text(NEW)
    see_progress(guest, answers=10)
    guest.open("/today/")
    guest.press("Enter")
    Studying(guest).answer()


def read_the_first_lesson(guest: Visit) -> None:
    guest.click(guest.page.get_by_role("link", name="Read lesson"))
    expect(guest.page.locator("article")).to_contain_text(OLD)
    guest.press("m")


def answer_ten_by_keyboard(guest: Visit) -> None:
    """From Today on: not one click of a mouse."""
    guest.open("/today/")
    guest.press("Enter")
    studying = Studying(guest)
    for number in range(10):
        right = number % 4 != 3
        review = studying.answer(right=right)
        assert review.is_miss != right
        expect(guest.page.locator("#card h2")).to_have_text(VERDICTS[right])
        studying.go_on()
    guest.press("Escape")  # out of the field, should the next question be a typed one
    guest.press("x")
    expect(guest.page.locator("main")).to_contain_text("8 of 10 right")


def write_a_reflection(guest: Visit) -> None:
    guest.open("/today/")
    guest.click(guest.page.locator("a[href^='/reflect/']").first)
    guest.page.locator("textarea").focus()
    guest.type(TEXT)
    guest.press("Control+Enter")
    expect(guest.page.locator("#answer")).to_contain_text("points")
    answer = Answer.objects.get()
    assert answer.text == TEXT
    for mark in guest.page.locator("mark.evidence").all():
        own = mark.evaluate(
            "(one) => { const copy = one.cloneNode(true); copy.querySelectorAll('sup').forEach((s) => s.remove());"
            " return copy.textContent; }"
        )
        assert own in TEXT


def see_progress(guest: Visit, *, answers: int) -> None:
    guest.click(guest.page.get_by_role("link", name="Progress"))
    expect(guest.page.locator("h1")).to_have_text("Progress")
    expect(guest.page.locator("main")).to_contain_text(str(answers))


def publish_an_edited_lesson(instructor: Visit, ines: User, folder: Path) -> None:
    sign_in(instructor, ines.name)
    instructor.open("/teach/import/")
    instructor.page.locator("input[type=file]").set_input_files(edited_zip(folder, OLD, NEW))
    instructor.page.get_by_label("I wrote this, or may publish it").check()
    instructor.click("Check")
    expect(instructor.page.locator("main")).to_contain_text("version 1: learners see that one until you publish")
    instructor.click("Continue to changes")
    expect(instructor.page.locator("h1")).to_contain_text("against version 1: 1 lesson changed")
    instructor.click("Publish")
    expect(instructor.page.locator("main")).to_contain_text("Version 2")
