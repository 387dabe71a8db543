"""Everything works with scripts switched off: links and forms do it all."""

from pathlib import Path

from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack, PackVersion
from studyapp.reflection.models import Answer
from studyapp.study.models import Card, LessonRead, Review
from tests.browser.conftest import Visits
from tests.browser.editions import edited_zip
from tests.browser.studying import Studying

LESSON = "/packs/genai-developer-pro/l/choosing-a-customisation/choosing-a-customisation/"


def test_a_guest_reads_understands_and_answers_five(visit: Visits, flagship: Pack) -> None:
    guest = visit(script=False)
    guest.open("/")
    guest.click("Study now, no account")
    guest.click(guest.page.get_by_role("link", name="Read lesson"))
    guest.click("Mark understood")
    assert LessonRead.objects.count() == 1
    assert Card.objects.exists()
    guest.open("/today/")
    guest.click("Start")
    studying = Studying(guest)
    for number in range(5):
        studying.answer_by_form(right=number != 2)
        assert Review.objects.count() == number + 1
        guest.click("Next")
    guest.click("Undo")
    expect(guest.page.locator("main")).to_contain_text("Taken back")
    guest.click("End")

    expect(guest.page.locator("main")).to_contain_text("3 of 4 right")
    guest.click("Progress")
    expect(guest.page.locator("h1")).to_have_text("Progress")


def test_a_form_sent_empty_comes_back_with_its_reason(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = visit(as_=ada, script=False)
    reader.open("/today/")
    reader.click("Try 5 questions")
    Studying(reader).pass_cards()
    before = Review.objects.count()
    reader.allow(422)

    reader.click("Check")

    expect(reader.page.locator("#answer-error")).to_be_visible()
    assert Review.objects.count() == before


def test_a_reflection_is_drafted_graded_and_tried_again(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = visit(as_=ada, script=False, width=360)
    reader.open(LESSON)
    reader.click("Write")
    reader.page.locator("textarea").fill("Retrieval puts current documents beside the question.")
    reader.click("Save draft")
    expect(reader.page.locator("textarea")).to_have_value("Retrieval puts current documents beside the question.")

    reader.click("Submit")
    expect(reader.page.locator("h1")).to_contain_text("Your answer")
    reader.page.locator("textarea").fill(
        "Retrieval puts current documents beside the question, and tuning shapes tone."
    )
    reader.click("Try again")

    expect(reader.page.locator("h1")).to_contain_text("Your answer")
    assert Answer.objects.count() == 2


def test_a_column_is_covered_and_shown_by_links(visit: Visits, flagship: Pack) -> None:
    reader = visit(script=False)
    reader.open(LESSON)

    reader.click(reader.page.get_by_role("link", name="Cover").nth(1))

    covered = reader.page.locator("details.covered")
    expect(covered.first).to_be_visible()
    reader.click("Show all")
    expect(covered).to_have_count(0)


def test_an_instructor_imports_previews_publishes_and_rolls_back(
    visit: Visits, flagship: Pack, ines: User, tmp_path: Path
) -> None:
    Pack.objects.update(owner=ines)
    reader = visit(as_=ines, script=False)
    reader.open("/teach/")
    reader.click("Import a pack or a lesson")
    edited = edited_zip(tmp_path, "So before you compare methods, ask", "Before you compare methods, ask")
    reader.page.locator("input[type=file]").set_input_files(edited)
    reader.page.get_by_label("I wrote this, or may publish it").check()
    reader.click("Check")
    reader.click("Continue to changes")
    reader.click("Preview")
    expect(reader.page.locator("main")).to_contain_text("Before you compare methods, ask")
    reader.page.go_back()
    reader.click("Publish")
    assert PackVersion.objects.count() == 2

    reader.click("Roll back to 1")

    flagship.refresh_from_db()
    assert flagship.current_version is not None
    assert flagship.current_version.number == 1
