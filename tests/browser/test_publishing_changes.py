"""From an edited lesson to learners, and back: changes, severities, publishing, conflicts, large uploads."""

import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.accounts.sessions import PROVED_AT
from studyapp.authoring.drafts import background
from studyapp.authoring.models import Draft
from studyapp.library.models import Fact, Pack, PackVersion
from studyapp.study.models import Card
from tests import factories
from tests.authoring.packs import zipped
from tests.authoring.test_background import LARGE
from tests.browser.conftest import Visits
from tests.browser.editions import edited_zip
from tests.browser.watching import Visit

pytestmark = pytest.mark.both_engines

BM25 = "rewards rare shared terms, damps their repetition"
ENCODER = "returns one relevance score for the pair"


@pytest.fixture
def pack(flagship: Pack, ines: User) -> Pack:
    """The real pack, taught by Ines."""
    Pack.objects.update(owner=ines)
    return flagship


@pytest.fixture
def card(pack: Pack, ada: User) -> Card:
    """Ada has learned what BM25 is."""
    fact = Fact.objects.get(kind="definition", title__contains="BM25")
    return factories.make_card(ada, fact, stability=9.0, difficulty=5.0, version=1, reps=1, last_day=739_000)


def to_changes(author: Visit, folder: Path, old: str, new: str) -> Draft:
    """Upload an edition and go on to what it changes."""
    folder.mkdir(exist_ok=True)
    author.open("/teach/import/")
    author.page.locator("input[type=file]").set_input_files(edited_zip(folder, old, new))
    author.page.get_by_label("I wrote this, or may publish it").check()
    author.click("Check")
    author.click("Continue to changes")
    return Draft.objects.latest("pk")


def forget_the_password(author: Visit) -> None:
    """As if the person had signed in long ago."""
    cookies = {cookie["name"]: cookie["value"] for cookie in author.page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    del session[PROVED_AT]
    session.save()


def test_an_edited_lesson_is_weighed_published_and_taken_back(
    visit: Visits, card: Card, ines: User, tmp_path: Path
) -> None:
    author = visit(as_=ines)
    to_changes(author, tmp_path, BM25, "rewards rare shared words, damps their repetition")
    main = author.page.locator("main")
    expect(author.page.locator("h1")).to_contain_text("against version 1: 1 lesson changed")
    expect(author.page.locator("del")).to_contain_text("terms")
    expect(author.page.locator("ins")).to_contain_text("words")
    expect(main).to_contain_text("schedule kept, marked as updated: 1 learner")

    author.press("j")
    expect(author.page.locator(".change:focus")).to_have_count(1)
    choice = author.page.get_by_label("What the change of BM25 is")
    choice.focus()
    author.do(lambda: choice.select_option("flipped"))
    expect(main).to_contain_text("learned anew: 1 learner")
    expect(author.page.locator("#difference-head")).to_contain_text("1 card to learn anew.")
    assert author.page.evaluate("() => document.activeElement.tagName") == "SELECT"

    forget_the_password(author)
    author.page.locator("h1").click()
    author.press("Control+Enter")
    expect(author.page.locator("h1")).to_have_text("Sign in again")
    author.page.get_by_label("Your password").fill(factories.PASSWORD)
    author.click("Go on")
    expect(main).to_contain_text("Version 2")
    assert Card.objects.get(learner_id=card.learner_id).stability is None

    expect(main).to_contain_text("Rolling back to version 1 now:")
    author.click("What that does (version 1)")
    expect(author.page.locator("h1")).to_contain_text("rolling back to version 1")
    author.click("Roll back to 1")
    assert Pack.objects.get().current_version == PackVersion.objects.get(number=1)


def test_v_previews_the_lesson_of_the_change_that_has_the_focus(
    visit: Visits, pack: Pack, ines: User, tmp_path: Path
) -> None:
    author = visit(as_=ines, width=360, dark=True)
    to_changes(author, tmp_path, BM25, "rewards rare shared words, damps their repetition")
    author.press("j", "v")
    expect(author.page.locator("main")).to_contain_text("Learners do not see this yet.")
    expect(author.page.locator("main")).to_contain_text("rare shared words")
    assert not author.wider_than_the_window()


def test_the_second_instructor_meets_the_conflict_and_goes_on_from_there(
    visit: Visits, pack: Pack, ines: User, olga: User, tmp_path: Path
) -> None:
    author, other = visit(as_=ines, width=360), visit(as_=olga)
    to_changes(author, tmp_path / "mine", BM25, "rewards rare shared words, damps their repetition")
    to_changes(other, tmp_path / "theirs", BM25, "prefers rare shared terms, damps their repetition")
    other.click("Publish")

    author.allow(409)
    author.click("Publish")
    expect(author.page.locator("h1")).to_contain_text("version 2 was published meanwhile")
    both = author.page.locator(".two-wordings")
    expect(both).to_contain_text("prefers")
    expect(both).to_contain_text("words")
    assert not author.wider_than_the_window()
    assert PackVersion.objects.count() == 2

    author.page.get_by_label("yours, without their changes in it").check()
    author.click("Go on from version 2")
    expect(author.page.locator("h1")).to_contain_text("against version 2: 1 lesson changed")
    expect(author.page.locator("del").first).to_contain_text("prefers")
    author.click("Publish")
    assert PackVersion.objects.count() == 3


def test_without_script_the_same_way_leads_to_learners(visit: Visits, card: Card, ines: User, tmp_path: Path) -> None:
    author = visit(as_=ines, script=False)
    to_changes(author, tmp_path, BM25, "rewards rare shared words, damps their repetition")
    author.page.get_by_label("What the change of BM25 is").select_option("typo")
    author.click("Save what is chosen")
    expect(author.page.locator("main")).to_contain_text("schedule kept")
    author.click("Publish")
    assert Card.objects.get(learner_id=card.learner_id).stability == 9.0


def test_publishing_at_a_time_is_asked_for_in_the_own_zone_and_can_be_taken_back(
    visit: Visits, pack: Pack, ines: User, tmp_path: Path
) -> None:
    author = visit(as_=ines, width=360)
    draft = to_changes(author, tmp_path, ENCODER, "gives one relevance score for the pair")
    author.page.get_by_text("Publish at a time").click()
    author.page.get_by_label("Day and time").fill("2027-01-04T08:00")
    author.click("Publish then")
    expect(author.page.locator("main")).to_contain_text("Will be published 4 Jan 2027, 08:00.")
    author.open("/teach/")
    expect(author.page.locator("main")).to_contain_text("will be published 4 Jan 2027, 08:00")
    author.click("Change")
    author.click("Do not publish then")
    draft.refresh_from_db()
    assert draft.publish_at is None


def test_an_answer_is_tried_in_the_preview(visit: Visits, pack: Pack, ines: User, tmp_path: Path) -> None:
    author = visit(as_=ines)
    draft = to_changes(author, tmp_path, ENCODER, "gives one relevance score for the pair")
    author.open(f"/teach/drafts/{draft.pk}/preview/searching/")
    author.page.get_by_label("An answer, as a learner might write it").fill(
        "I would add a reranker over the candidates, and keyword search beside the embeddings for part numbers."
    )
    author.click("Test")
    expect(author.page.locator("#trial h3")).to_contain_text("points")
    expect(author.page.locator("#trial mark.evidence").first).to_be_visible()
    expect(author.page.locator("#trial")).to_contain_text("Model answer")


@pytest.mark.parametrize("script", [True, False])
def test_a_large_upload_shows_how_far_it_is_and_ends_at_its_report(
    script: bool, visit: Visits, ines: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    readers: list[threading.Thread] = []

    def read(draft_id: int) -> None:
        let_go.wait(60)
        background.read_draft(draft_id)
        connection.close()

    def start(draft_id: int) -> None:
        readers.append(threading.Thread(target=read, args=(draft_id,)))
        readers[-1].start()

    monkeypatch.setattr(background, "_start", start)
    upload = tmp_path / "tea.zip"
    upload.write_bytes(zipped(LARGE))
    author = visit(as_=ines, script=script)
    author.open("/teach/import/")
    author.page.locator("input[type=file]").set_input_files(upload)
    author.click("Check")
    expect(author.page.locator("h1")).to_have_text("Reading tea.zip")
    expect(author.page.locator("main")).to_contain_text("0 of 24 lessons read.")
    let_go.set()
    readers[0].join()
    expect(author.page).to_have_url(re.compile(r"/teach/drafts/\d+/$"), timeout=15_000)
    author.settle()
    expect(author.page.locator("h1")).to_contain_text("Making tea")
