"""Lessons in other people's manners: uploaded, published and studied in a browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.study.models import Review
from tests.browser.conftest import Visits
from tests.browser.studying import Studying
from tests.browser.watching import Visit
from tests.other_packs import lessons

LESSONS = lessons()
ANSWERS = 3


def publish(author: Visit, lesson: Path) -> Pack:
    """From the file to a published pack, warnings looked at."""
    author.open("/teach/import/")
    author.page.locator("input[type=file]").set_input_files(lesson)
    author.page.get_by_label("I wrote this, or may publish it").check()
    author.click("Check")
    meant = author.page.get_by_role("button", name=re.compile("^(All are meant as they are|Meant as it is)"))
    if meant.count():
        author.click(meant.first)
    author.click("Continue to changes")
    author.click("Publish")
    return Pack.objects.get()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_in_another_manner_is_published_and_studied(visit: Visits, ines: User, ada: User, name: str) -> None:
    pack = publish(visit(as_=ines), LESSONS[name])

    learner = visit(as_=ada)
    learner.open(f"/packs/{pack.key}/")
    learner.click(learner.page.locator("main a[href*='/l/']").first)
    learner.press("m")
    learner.open("/today/")
    learner.press("Enter")
    studying = Studying(learner)
    for _ in range(ANSWERS):
        assert not studying.answer().is_miss
        studying.go_on()
    assert Review.objects.filter(learner_id=ada.pk, cause=None).count() == ANSWERS
    expect(learner.page.locator("main")).to_be_visible()
