"""Keys: listed, switched off, silent while typing; and an answer taken back."""

from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.study.models import Review, ReviewKind
from tests import factories
from tests.browser.conftest import Visits
from tests.browser.studying import Studying
from tests.browser.watching import Visit


def test_the_question_mark_lists_the_keys_of_the_page_and_closing_returns_the_focus(
    visit: Visits, flagship: Pack, ada: User
) -> None:
    reader = at_a_question(visit, ada)
    heading = reader.page.locator("#stem")
    heading.focus()

    reader.press("?")

    dialog = reader.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    for word in ("Enter", "Check", "End", "x"):
        expect(dialog).to_contain_text(word)
    reader.press("x")
    expect(dialog).to_be_visible()  # single keys rest while a dialog is open
    reader.press("Escape")
    expect(dialog).to_have_count(0)
    expect(heading).to_be_focused()


def test_single_keys_can_be_switched_off_and_on_in_the_list(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = at_a_question(visit, ada)
    toggle_single_keys(reader)

    reader.press("x")
    expect(reader.page.locator("#card")).to_be_visible()
    reader.press("?")
    expect(reader.page.locator("dialog[open]")).to_have_count(0)

    toggle_single_keys(reader)
    reader.press("x")
    expect(reader.page.locator("h1")).to_have_text("Session end")


def test_letters_in_a_typed_answer_fire_nothing(visit: Visits, ada: User) -> None:
    reader = at_a_typed_question(visit, ada)
    expect(reader.page.locator("#text")).to_be_focused()

    reader.type("x z ? 1 l / m")

    expect(reader.page.locator("#text")).to_have_value("x z ? 1 l / m")
    expect(reader.page.locator("dialog[open]")).to_have_count(0)
    assert not Review.objects.exists()
    reader.press("Enter")
    expect(reader.page.locator("#card h2")).to_contain_text("Not this time")
    Studying(reader).go_on()
    expect(reader.page.locator("#text")).to_be_focused()
    reader.type("x")
    expect(reader.page.locator("#text")).to_have_value("x")


def test_two_answers_are_taken_back_one_step_at_a_time(visit: Visits, flagship: Pack, ada: User) -> None:
    reader = at_a_question(visit, ada)
    studying = Studying(reader)
    stored = Review.objects.count()
    for _ in range(2):
        studying.answer()
        studying.go_on()

    # Escape leaves the field of a typed question, in which z would be a letter.
    reader.press("Escape", "z", "Escape", "z")

    undone = Review.objects.filter(kind=ReviewKind.UNDO)
    assert undone.count() == 2
    assert Review.objects.count() == stored + 4
    assert len(set(undone.values_list("corrects", flat=True))) == 2


def at_a_question(visit: Visits, ada: User) -> Visit:
    """Ada at a question with options or a field."""
    reader = visit(as_=ada)
    reader.open("/today/")
    reader.press("Enter")
    Studying(reader).pass_cards()
    return reader


def at_a_typed_question(visit: Visits, ada: User) -> Visit:
    """Ada at the first of two questions whose answers are typed."""
    pack = factories.make_pack("small")
    revision = factories.make_revision(pack)
    for _ in range(2):
        fact = factories.make_fact(revision)
        factories.make_item(fact, form="cloze", kind="cloze", options=[], keys=[], accepted=["retrieval"])
    factories.enrol(ada, pack)
    reader = visit(as_=ada)
    reader.open("/today/")
    reader.press("Enter")
    return reader


def toggle_single_keys(reader: Visit) -> None:
    """Open the list by its button and press the switch in it."""
    reader.click("Keys on this page")
    reader.click(reader.page.locator("dialog[open] input[type=checkbox]"))
    reader.click("Close")
