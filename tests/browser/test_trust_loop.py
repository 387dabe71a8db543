"""The trust loop: samples, agreement, two missed credits repaired, regraded; and the queue worked by keyboard."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.reflection.effective import effective_score
from studyapp.reflection.models import Answer, Dispute, Override, Regrade, SampleMark, Score
from studyapp.reflection.queries import rubric_of
from studyapp.reflection.regrading import regrade_dry_run
from studyapp.reflection.services import judge, store
from studyapp.study.services.verdicts import open_dispute
from studyapp.web.form_keys import new_form_key
from tests.browser.conftest import Visits
from tests.browser.trusting import fill, question_of
from tests.browser.watching import Visit

TEACH = "/teach/genai-developer-pro/rubrics/"
PARTS = "parts-rerank"  # a criterion of the question about spare parts
UNREAD = (
    "The hits are there, they only stand in the wrong sequence, so let a second model read the fifty and arrange them."
)


@pytest.fixture
def pack(flagship: Pack, ines: User) -> Pack:
    """The real pack, taught by Ines."""
    Pack.objects.update(owner=ines)
    return flagship


def answered(learner: User, text: str, *, needs_review: bool = False) -> Answer:
    at = timezone.now()
    question = question_of(PARTS)
    answer = store(judge(learner_id=learner.pk, question=question, key=new_form_key(), text=text, at=at), at).answer
    if needs_review:
        Score.objects.filter(answer_id=answer.id).update(needs_review=True)
    return answer


def disputed(learner: User) -> Dispute:
    answer = answered(learner, UNREAD)
    rubric = rubric_of(question_of(PARTS))
    assert rubric is not None
    return open_dispute(
        answer=answer, criterion_id=rubric.criteria.get(key=PARTS).pk, key=new_form_key(),
        quote="let a second model read the fifty and arrange them", remark="", at=timezone.now(),
    )  # fmt: skip


def repair(author: Visit, question: str) -> str:
    """Click the first line proposed for a missed credit of the question; the line."""
    author.open(f"{TEACH}{question}/agreement/")
    expect(author.page.locator("table.figures")).to_contain_text("%")
    author.click(author.page.get_by_role("link", name=re.compile("Suggest lines")).first)
    line = author.page.locator(".proposed-line").first.inner_text()
    author.click(author.page.get_by_role("button", name=re.compile("Put into the draft")).first)
    expect(author.page.locator("ins").filter(has_text=line)).to_be_visible()
    expect(author.page.locator("h2", has_text="answers would have other marks")).to_be_visible()
    return line


def test_missed_credits_are_repaired_and_regraded(visit: Visits, pack: Pack, ines: User) -> None:
    questions = fill(pack, ines)
    author = visit(as_=ines)
    page = author.page
    for question in questions:
        author.open(f"{TEACH}{question.key}/agreement/")
        expect(page.locator("figure#agreement svg")).to_be_visible()
        expect(page.locator(".notice").first).to_contain_text(re.compile(r"kappa is \d\.\d\d over 2\d random samples"))
    mended = questions[1:]
    for question in mended:
        repair(author, question.key)
    marks_before = list(Score.objects.order_by("answer_id").values_list("marks", flat=True))

    author.click("Continue to changes")
    expect(page.locator("#rubrics-heading")).to_have_text("2 rubrics mark otherwise")
    author.open(re.sub(r"changes/$", "", page.url))
    page.get_by_label(re.compile("I wrote this")).check()
    author.click(page.locator("form", has=page.get_by_label(re.compile("I wrote this"))).get_by_role("button").last)
    author.click("Continue to changes")
    author.click(page.locator("#publish-form button.button-primary"))
    expect(page.locator("main")).to_contain_text("nobody’s marks moved")
    assert list(Score.objects.order_by("answer_id").values_list("marks", flat=True)) == marks_before

    author.click(page.locator(f'a[href="{TEACH}{mended[0].key}/regrade/"]'))
    author.click("Dry run")
    moved = page.locator("#moves-heading").inner_text()
    assert not moved.startswith("0 of")
    expect(page.locator("figure#moves svg")).to_be_visible()
    assert list(Score.objects.order_by("answer_id").values_list("marks", flat=True)) == marks_before
    page.get_by_label("I have looked at what changes").check()
    author.click("Apply")
    expect(page.locator("main")).to_contain_text("got other marks")
    assert Score.objects.count() > len(marks_before)


def test_the_queue_is_worked_by_keyboard_and_the_learner_sees_who_and_why(
    visit: Visits, pack: Pack, ines: User, ada: User, bo: User
) -> None:
    flagged = answered(bo, f"{UNREAD} It is all about sequence.", needs_review=True)
    dispute = disputed(ada)
    author = visit(as_=ines)
    page = author.page
    author.open("/teach/")
    expect(page.locator("main")).to_contain_text("Answers to look at")
    author.click("Mark")

    page.wait_for_timeout(450)  # Enter is ignored for 400 ms after a case appears
    author.allow(422)
    author.press("2", "Enter")
    expect(page.locator(".error")).to_contain_text("You changed a point.")
    author.press("o")
    author.type("A second model that arranges fifty hits is a reranker.")
    author.press("Control+Enter")
    expect(page.locator("#case")).to_contain_text("Decided:")
    assert Override.objects.get(answer_id=flagged.id).by_id == ines.pk

    expect(page.locator("#case")).to_contain_text("let a second model read the fifty and arrange them")
    author.press("o")
    author.type("That is what a reranker does.")
    author.press("Control+Enter")
    expect(page.locator("#case h2")).to_have_text("Nothing waits")
    author.press("z")
    expect(page.locator("#case")).to_contain_text("Decided so far")

    reader = visit(as_=ada)
    question = question_of(PARTS)
    reader.open(f"/reflect/genai-developer-pro/{question.key}/r/{dispute.answer_id}/")
    expect(reader.page.locator("#verdict")).to_contain_text("Ines")
    expect(reader.page.locator("#verdict")).to_contain_text("That is what a reranker does.")
    answer = Answer.objects.get(id=dispute.answer_id)
    effective = effective_score(answer)
    assert effective is not None
    assert effective.credits[PARTS] == 1


def test_samples_are_drawn_and_marked_by_keyboard(visit: Visits, pack: Pack, ines: User, bo: User) -> None:
    for number in range(3):
        answered(bo, f"{UNREAD} {number}")
    author = visit(as_=ines)
    page = author.page
    author.open(f"{TEACH}{question_of(PARTS).key}/samples/")
    author.click("Draw")
    expect(page.locator("#to-mark h2")).to_contain_text("3 wait for you")
    for left in ("2 wait for you", "it is the last for you", "You have marked all samples"):
        page.wait_for_timeout(450)
        author.press("2", "Enter")
        expect(page.locator("#to-mark h2")).to_contain_text(left)
    assert set(SampleMark.objects.values_list("marks", flat=True)) == {2}


def test_a_long_regrade_goes_on_by_itself_while_its_page_is_open(
    visit: Visits, pack: Pack, ines: User, bo: User
) -> None:
    for number in range(3):
        answered(bo, f"{UNREAD} {number}")
    rubric = rubric_of(question_of(PARTS))
    assert rubric is not None
    run = regrade_dry_run(rubric=rubric, by=ines, at=timezone.now(), key=new_form_key())
    Regrade.objects.update(state="running", begun_at=timezone.now())
    author = visit(as_=ines)
    author.open(f"{TEACH}{rubric.question_key}/regrade/{run.regrade.pk}/")
    expect(author.page.locator("#regrade")).to_contain_text("0 of 3 answers got other marks")


def test_the_pages_fit_a_narrow_screen_in_the_dark(visit: Visits, pack: Pack, ines: User, ada: User) -> None:
    disputed(ada)
    key = question_of(PARTS).key
    author = visit(as_=ines, width=360, dark=True)
    for address in (
        "/teach/marking/",
        TEACH,
        *(f"{TEACH}{key}/{page}" for page in ("", "samples/", "agreement/", "regrade/")),
    ):
        author.open(address)
        assert author.wider_than_the_window() == []
    author.open(f"{TEACH}{key}/")
    author.click(author.page.locator("summary", has_text="One more way"))
    author.page.locator("#line-text").fill("arrange/sort/rank/order/rearrange/reorder/resort/shuffle fifty/hits/found")
    author.click("Put into the draft")
    expect(author.page.locator("h1")).to_contain_text("Replay")
    assert author.wider_than_the_window() == []


def test_an_answer_is_decided_without_script(visit: Visits, pack: Pack, ines: User, bo: User) -> None:
    answered(bo, UNREAD, needs_review=True)
    author = visit(as_=ines, script=False)
    author.open("/teach/marking/")
    author.page.locator(f'input[value="{PARTS}"][name=met]').check()
    author.page.locator("#reason").fill("A second model that arranges is a reranker.")
    author.click("Override")
    expect(author.page.locator("#case")).to_contain_text("Nothing waits")
    author.click("Change it")
    author.click("Back to the marks by the rubric")
    assert Override.objects.count() == 2
