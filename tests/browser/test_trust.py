"""“I said this”: a learner disputes, a teacher decides, the learner reads who and why."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.reflection.models import Dispute, Rubric
from tests.browser.conftest import Visits
from tests.factories import make_pack, make_question, make_revision, make_rubric
from tests.reflection.answering import OWN_WORDS


@pytest.fixture
def rubric(transactional_db: None, ines: User) -> Rubric:
    """Of a question in a pack that Ines teaches."""
    return make_rubric(make_question(make_revision(make_pack(owner=ines))))


@pytest.mark.parametrize("script", [True, False])
def test_a_learner_disputes_and_reads_the_verdict(
    visit: Visits, rubric: Rubric, ada: User, ines: User, *, script: bool
) -> None:
    learner, teacher = visit(as_=ada, width=360, dark=True, script=script), visit(as_=ines, script=script)
    learner.open(reverse("reflection:write", args=[rubric.pack.key, "ask"]))
    learner.page.locator("textarea").fill(OWN_WORDS)
    learner.click("Submit")
    expect(learner.page.locator("h1")).to_contain_text("0 of 2 points")
    learner.click(learner.page.get_by_role("link", name="I said this").first)
    expect(learner.page.locator("h1")).to_have_text("I said this")
    assert learner.wider_than_the_window() == []
    learner.page.get_by_role("radio").first.check()
    learner.click("Send to the teacher")
    expect(learner.page.locator(".dispute").first).to_contain_text("Awaiting teacher")
    assert learner.wider_than_the_window() == []

    one = Dispute.objects.get()
    teacher.open(reverse("authoring:case", args=[ada.pk, one.answer_id]))
    teacher.page.locator("textarea[name=reason]").fill("A handbook will do.")
    teacher.click(teacher.page.locator(f'button[value="uphold:{one.id}"]'))
    one.refresh_from_db()
    assert one.state == "upheld"

    learner.open(reverse("reflection:result", args=[rubric.pack.key, "ask", one.answer_id]))
    expect(learner.page.locator("#verdict")).to_contain_text("changed its points from 0 to 1")
    expect(learner.page.locator("#verdict")).to_contain_text("A handbook will do.")
    learner.open("/today/")
    expect(learner.page.locator("#disputes")).to_contain_text("Upheld")
    learner.click(learner.page.locator("#disputes").get_by_role("button", name="Dismiss"))
    expect(learner.page.locator("#disputes")).to_have_count(0)


def test_points_are_ticked_for_oneself_on_a_narrow_screen(visit: Visits, rubric: Rubric, ada: User) -> None:
    learner = visit(as_=ada, width=360)
    learner.open(reverse("reflection:write", args=[rubric.pack.key, "ask"]))
    learner.page.locator("textarea").fill(OWN_WORDS)
    learner.click("Submit")
    learner.click("Show me the model answer instead")
    learner.page.get_by_role("checkbox").first.check()
    learner.click("Keep my view")
    expect(learner.page.locator("#own-view")).to_contain_text("Kept")
    expect(learner.page.get_by_role("checkbox").first).to_be_checked()
    assert learner.wider_than_the_window() == []
