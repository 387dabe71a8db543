"""The page: with and without a pack, its figures, a panel that fails, and how much it asks of the database."""

import logging
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.progress import panels
from studyapp.study.models import ReviewKind
from tests.factories import NOW, enrol, make_fact, make_pack
from tests.progress.history import make_domain, make_known_card, make_review, study, understand

SignIn = Callable[[User], Client]
OWN_TABLES = re.compile(r'FROM "(study|library|quiz|reflection)_')
MOST_QUERIES = 16  # eight of the figures, eight of the queue of tomorrow


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.progress.views.own.timezone.now", lambda: NOW)


@pytest.fixture
def pack(ada: User) -> Pack:
    """The pack Ada studies: two domains."""
    pack = make_pack("genai")
    make_domain(pack, "d1", "Retrieval", 60)
    make_domain(pack, "d2", "Agents & tools", 40)
    enrol(ada, pack)
    return pack


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/progress/{query}")
    assert response.status_code == 200
    return response.content.decode()


def whole_page(client: Client) -> str:
    """A page on which no panel failed."""
    html = page(client)
    assert "Not available now." not in html
    return html


def panel(html: str, figure: str) -> str:
    found = re.search(rf'<section id="panel-{figure}".*?</section>', html, re.DOTALL)
    assert found, f"no panel {figure}"
    return found[0]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_nobody_signed_in_is_sent_to_sign_in(db: None) -> None:
    response = Client().get("/progress/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


def test_without_a_pack_the_page_leads_to_the_packs(ada: User, as_user: SignIn) -> None:
    html = page(as_user(ada))
    assert "You are not studying a pack yet" in html
    assert f'href="{reverse("library:packs")}"' in html
    assert "<svg role" not in html


def test_a_pack_without_any_answer_leads_to_the_first_one(ada: User, pack: Pack, as_user: SignIn) -> None:
    html = page(as_user(ada))
    assert "Nothing answered yet" in html
    assert f'href="{reverse("study:today")}"' in html
    assert "panel-recall" not in html


def test_every_panel_names_its_evidence_its_time_and_its_definition(ada: User, pack: Pack, as_user: SignIn) -> None:
    revision = study(ada, pack, 12)
    understand(ada, revision)
    make_review(ada, make_fact(revision, kind="trap", title="Bigger is <better>"), score=0, form="belief")
    html = whole_page(as_user(ada))
    expected = {
        "recall": "From 13 answers, as of 23 Nov, 12:00",
        "lessons": "From 1 lesson, as of 23 Nov, 12:00",
        "forecast": "From 12 facts met, as of 23 Nov, 12:00",
        "calendar": "13 answers on 2 study days.",
        "traps": "Bigger is <better> 1 time, on 23 Nov 2026",
        "totals": "13 answers, 4 minutes on 2 study days",
    }
    for figure, text in expected.items():
        shown = words(panel(html, figure))
        assert text in shown
        assert "How is this figured?" in shown
    assert f"/packs/genai/l/{revision.section.key}/" in panel(html, "traps")
    assert "#t" in panel(html, "traps")


def test_recall_is_shown_from_ten_answers_on(ada: User, pack: Pack, as_user: SignIn) -> None:
    revision = study(ada, pack, 9)
    client = as_user(ada)
    assert "– needs 10 answers, has 9" in words(panel(page(client), "recall"))
    assert "Not enough evidence yet in any domain." in page(client)
    fact = make_fact(revision)
    make_known_card(ada, fact)
    make_review(ada, fact)
    shown = words(panel(page(client), "recall"))
    assert "90 %, 10 answers" in shown
    assert "Lowest: Retrieval, 90 %." in shown


def test_thin_panels_say_what_will_fill_them(ada: User, pack: Pack, as_user: SignIn) -> None:
    understand(ada, study(ada, pack, 0))
    html = page(as_user(ada))
    assert "Your first answer will appear here." in panel(html, "calendar")
    assert "No review is planned yet." in panel(html, "forecast")
    assert "No trap has caught you so far." in panel(html, "traps")


@pytest.mark.parametrize("figure", ["recall", "lessons", "forecast", "calendar"])
def test_what_a_drawing_says_stands_in_its_table_too(ada: User, pack: Pack, as_user: SignIn, figure: str) -> None:
    understand(ada, study(ada, pack, 12))
    html = panel(page(as_user(ada)), figure)
    drawing = re.search(r"<svg role.*?</svg>", html, re.DOTALL)
    cells = {unescape(cell) for cell in re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html)}
    assert drawing
    texts = [unescape(text) for text in re.findall(r"<text(?! class=\"quiet\")[^>]*>([^<]+)<", drawing[0])]
    whole = " ".join(cells)
    assert texts or figure == "calendar"
    assert [text for text in texts if text not in whole] == []
    if figure == "calendar":
        assert sum(int(cell) for cell in cells if cell.isdigit()) == 12


def test_the_way_on_names_the_weakest_domain_and_its_next_lesson(ada: User, pack: Pack, as_user: SignIn) -> None:
    understand(ada, study(ada, pack, 12))
    weak = study(ada, pack, 4, domain="d2")
    for fact in weak.section.facts.all():
        make_review(ada, fact, days_ago=40)
        make_review(ada, fact, days_ago=50)
        make_fact(weak)
    html = page(as_user(ada))
    assert "Lowest now: Agents & tools, 45 %." in words(html)
    assert f">{weak.title}</a>" in html
    assert '<input type="hidden" name="source" value="due">' in html


def test_a_learner_of_two_packs_sees_the_latest_and_can_choose(ada: User, pack: Pack, as_user: SignIn) -> None:
    other = make_pack("other")
    later = enrol(ada, other)
    type(later).objects.filter(pack=other).update(enrolled_at=NOW.replace(year=2027))
    study(ada, pack, 3)
    client = as_user(ada)
    assert "Nothing answered yet" in page(client)
    assert "3 answers" in words(panel(page(client, "?pack=genai"), "totals"))


def test_a_pack_that_one_does_not_study_is_not_found(ada: User, pack: Pack, as_user: SignIn) -> None:
    make_pack("secret")
    client = as_user(ada)
    for query in ("?pack=secret", "?pack=nothing"):
        assert client.get(f"/progress/{query}").status_code == 404


def test_nothing_of_another_learner_is_shown(ada: User, bo: User, pack: Pack, as_user: SignIn) -> None:
    revision = study(bo, pack, 5)
    make_review(bo, make_fact(revision, kind="trap", title="Bo's belief"), score=0, form="belief")
    study(ada, pack, 2)
    html = page(as_user(ada))
    assert "2 answers" in words(panel(html, "totals"))
    assert "Bo's belief" not in unescape(html)


def test_a_panel_that_fails_says_so_and_the_page_stays(
    ada: User, pack: Pack, as_user: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    study(ada, pack, 2)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(panels, "forecast", fail)
    with caplog.at_level(logging.ERROR, logger="studyapp.progress.page"):
        html = page(as_user(ada))
    assert "Not available now." in panel(html, "forecast")
    assert "Not available now." not in panel(html, "calendar")
    assert "progress: forecast failed" in caplog.text


def test_a_database_that_is_away_fails_the_page_as_any_other(
    ada: User, pack: Pack, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(ada, pack, 2)

    def away(*_args: object) -> None:
        raise OperationalError("the server went away")

    monkeypatch.setattr("studyapp.progress.queries.cards_of", away)
    assert as_user(ada).get("/progress/").status_code == 503


def test_a_page_never_asks_more_of_the_database_for_more_cards(ada: User, pack: Pack, as_user: SignIn) -> None:
    client = as_user(ada)
    revision = study(ada, pack, 1)
    make_review(ada, make_fact(revision, kind="trap"), score=0, form="belief", kind=ReviewKind.NEW)
    few = _own_queries(client)
    for _ in range(4):
        understand(ada, study(ada, pack, 50))
        make_review(ada, make_fact(revision, kind="trap"), score=0, form="belief", kind=ReviewKind.NEW)
    assert _own_queries(client) == few
    assert few <= MOST_QUERIES


def _own_queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as done:
        page(client)
    return sum(bool(OWN_TABLES.search(query["sql"])) for query in done.captured_queries)


def test_short_sums_are_told_in_seconds_and_the_way_on_says_what_start_does(
    ada: User, pack: Pack, as_user: SignIn
) -> None:
    study(ada, pack, 3)
    html = words(page(as_user(ada)))
    assert "3 answers, 60 seconds on 1 study day" in html
    assert "Start what is due" in html
