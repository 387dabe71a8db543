"""Practice by keyboard on a small screen: how sure, a flag, a report, then practice of what was flagged."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Fact, Pack
from studyapp.quiz.models import Item, ItemReport
from studyapp.study.models import Card, Flag, Review, StudySession
from studyapp.web.form_keys import new_form_key
from tests import factories
from tests.browser.conftest import Visits
from tests.browser.studying import Studying
from tests.browser.watching import Visit
from tests.study.factories import make_session


def trap_and_cell(pack: Pack) -> list[Fact]:
    """A belief to judge, and a cell with options of other rows."""
    belief = Item.objects.filter(form="belief", fact__pack=pack).order_by("pk").first()
    cell = Item.objects.filter(form="forward", fact__pack=pack).order_by("pk").first()
    assert belief is not None
    assert cell is not None
    Item.objects.filter(fact__in=[belief.fact, cell.fact]).exclude(pk__in=[belief.pk, cell.pk]).update(
        is_suppressed=True
    )
    return [belief.fact, cell.fact]


@pytest.mark.parametrize("dark", [False, True])
def test_a_learner_says_how_sure_flags_reports_and_practises(
    visit: Visits, flagship: Pack, ada: User, dark: bool
) -> None:
    facts = trap_and_cell(flagship)
    session = make_session(ada, facts)
    reader = visit(width=360, dark=dark, as_=ada)
    reader.open(f"/study/{session.id}/")
    page = reader.page

    page.keyboard.press("1")
    reader.press("f")
    expect(page.locator("#flag-button")).to_contain_text("Remove flag")
    expect(page.locator("input[name=choice]").first).to_be_checked()
    look(reader, "question", dark)
    reader.press("e")
    expect(page.locator("#report h2")).to_be_focused()
    look(reader, "report", dark)
    page.get_by_label("A typo").check()
    reader.click("Send report")
    expect(page.locator("#report")).to_be_focused()
    assert ItemReport.objects.get().reason == "typo"
    page.locator("#stem").focus()
    Studying(reader).answer(right=False, check="s")

    expect(page.locator("#card")).to_contain_text("You were sure: worth a second look.")
    expect(page.locator("#card")).to_contain_text("Exam trap")
    look(reader, "result", dark)
    assert Review.objects.get().confidence == "sure"
    assert Flag.objects.get().fact_id == facts[0].pk

    reader.open("/practice/")
    look(reader, "practice", dark)
    assert not reader.wider_than_the_window()
    reader.press("4")
    reader.click("Start")
    asked = Studying(reader).asked()
    assert (asked.session.source, asked.card.fact_id) == ("practice", facts[0].pk)
    Studying(reader).answer()

    reader.open("/traps/")
    expect(page.locator("main")).to_contain_text("2 refusals left")
    look(reader, "traps", dark)
    assert not reader.wider_than_the_window()


def test_without_script_flag_report_and_practice_work_too(visit: Visits, flagship: Pack, ada: User) -> None:
    facts = trap_and_cell(flagship)
    session = make_session(ada, facts)
    reader = visit(as_=ada, script=False)
    reader.open(f"/study/{session.id}/")

    reader.click("Flag")
    expect(reader.page.locator("#flag-button")).to_contain_text("Remove flag")
    reader.click("Report")
    reader.page.get_by_label("A typo").check()
    reader.click("Send report")
    expect(reader.page.locator("body")).to_contain_text("Reported.")
    reader.open("/practice/")
    reader.page.locator("input[name=what][value=flagged]").check()
    reader.click("Start")

    assert StudySession.objects.get(source="practice").plan[0][0] == facts[0].pk


def test_an_instructor_closes_a_report(visit: Visits, flagship: Pack, ada: User, ines: User) -> None:
    Pack.objects.filter(pk=flagship.pk).update(owner=ines)
    fact = trap_and_cell(flagship)[1]
    item = Item.objects.get(fact=fact, is_suppressed=False)
    factories.make_card(ada, fact)
    ItemReport.objects.create(
        learner_id=ada.pk, id=new_form_key(), item=item, pack_id=flagship.pk, version_number=1, reason="two-right",
        text="Two of them are right.", reported_at=factories.NOW,
    )  # fmt: skip
    teacher = visit(width=360, as_=ines)
    teacher.open(f"/teach/{flagship.key}/reports/")
    look(teacher, "teach", False)
    assert not teacher.wider_than_the_window()

    teacher.page.get_by_label("Not a fault").check()
    teacher.page.get_by_label("Why, for those who reported it").fill("Only one holds for every region.")
    teacher.click("Close")

    expect(teacher.page.locator("main")).to_contain_text("No open reports.")
    learner = visit(width=360, as_=ada)
    learner.open("/today/")
    expect(learner.page.locator("#reports")).to_contain_text("Only one holds for every region.")
    look(learner, "today", False)
    learner.click("Dismiss")
    expect(learner.page.locator("#reports")).to_have_count(0)
    assert Card.objects.filter(learner_id=ada.pk).exists()


def look(reader: Visit, name: str, dark: bool) -> None:
    folder = os.environ.get("LOOK")
    if folder:
        reader.page.screenshot(path=Path(folder) / f"{name}-{'dark' if dark else 'light'}.png", full_page=True)
