"""Whatever is sent twice is stored once, and whoever comes second is told."""

import pytest
from playwright.sync_api import Locator, expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.study.models import Review, StudySession
from tests.browser.conftest import Visits
from tests.browser.history import right_response
from tests.browser.studying import Studying
from tests.browser.watching import Visit

pytestmark = pytest.mark.both_engines


@pytest.fixture
def ada_studies(visit: Visits, flagship: Pack, ada: User) -> Visit:
    """Ada at the first question of the first lesson."""
    reader = visit(as_=ada)
    reader.open("/today/")
    reader.click("Try 5 questions")
    Studying(reader).pass_cards()
    return reader


def test_a_double_click_on_check_stores_one_row(ada_studies: Visit) -> None:
    before = Review.objects.count()
    ready(ada_studies)

    ada_studies.do(check(ada_studies).dblclick)

    assert Review.objects.count() == before + 1
    expect(ada_studies.page.locator("#card h2")).to_contain_text("Right")


def test_a_double_click_on_start_starts_one_session(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = visit(as_=ada)
    reader.open("/today/")

    reader.do(reader.page.get_by_role("button", name="Try 5 questions").dblclick)

    assert StudySession.objects.count() == 1


def test_a_double_click_without_script_stores_one_row(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = visit(as_=ada, script=False)
    reader.open("/today/")
    reader.click("Try 5 questions")
    Studying(reader).pass_cards()
    before = Review.objects.count()
    ready(reader)

    check(reader).dblclick(no_wait_after=True)  # the second submit aborts the first: no single navigation to wait for

    expect(reader.page.locator("#card h2")).to_contain_text("Right")
    reader.settle()
    assert Review.objects.count() == before + 1


def test_back_after_an_answer_shows_no_open_form_of_it_and_resubmitting_stores_nothing(ada_studies: Visit) -> None:
    studying = Studying(ada_studies)
    first = studying.answer()
    stored = Review.objects.count()
    studying.go_on()
    ada_studies.do(ada_studies.page.go_back)
    ada_studies.do(ada_studies.page.go_forward)
    keys = ada_studies.page.locator("input[name=key]").evaluate_all("(all) => all.map((one) => one.value)")
    assert str(first.id) not in keys

    form: dict[str, str | float | bool] = {
        "key": str(first.id),
        "version": "0",
        "item": str(first.item_id),
        "choice": "1",
        "csrfmiddlewaretoken": ada_studies.page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
    }
    again = ada_studies.page.request.post(ada_studies.page.url.split("?")[0] + "answer/", form=form)

    assert again.ok
    assert Review.objects.count() == stored


def test_back_from_the_lesson_leads_to_the_result_again_and_on_to_the_next_question(ada_studies: Visit) -> None:
    page, studying = ada_studies.page, Studying(ada_studies)
    question = page.url
    studying.answer()
    verdict = page.locator("#card h2").inner_text()

    ada_studies.press("l")
    assert "/l/" in page.url
    ada_studies.do(page.go_back)

    expect(page.locator("#card h2")).to_have_text(verdict)
    studying.go_on()
    assert page.url == question, "a reload shows the question that is asked"
    assert studying.asked()


def test_back_without_script_and_resubmitting_shows_the_stored_result(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = visit(as_=ada, script=False)
    reader.open("/today/")
    reader.click("Try 5 questions")
    Studying(reader).answer_by_form()
    reader.do(reader.page.go_back)

    reader.do(reader.page.reload)

    assert Review.objects.count() == 1


def test_the_second_of_two_tabs_is_told_and_stores_nothing(ada_studies: Visit, visit: Visits) -> None:
    before = Review.objects.count()
    second = visit(beside=ada_studies)
    second.open(ada_studies.page.url)
    ready(ada_studies)
    ready(second)
    ada_studies.click(check(ada_studies))
    second.allow(409)

    second.click(check(second))

    assert Review.objects.count() == before + 1
    expect(second.page.locator("#card [role=alert]")).to_contain_text("answered already")
    Studying(second).answer()
    assert Review.objects.count() == before + 2


def check(visit: Visit) -> Locator:
    """The button that sends an answer."""
    return visit.page.get_by_role("button", name="Check")


def ready(visit: Visit) -> None:
    """Fill in the right answer without sending it."""
    studying = Studying(visit)
    asked = studying.asked()
    studying.fill(asked, right_response(asked))
