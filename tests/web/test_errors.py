"""Error pages stand without database, session and static files, and keep what was typed."""

from html.parser import HTMLParser

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from studyapp.web.form_keys import new_form_key

pytestmark = pytest.mark.urls("tests.web.failing_urls")
ANSWER = "RAG supplies current knowledge,\nand does <b>not</b> change the weights & biases."
SWAP = {"HX-Request": "true", "HX-Target": "card"}


class Fields(HTMLParser):
    """The names and values of a page's form, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "input":
            self.values[named["name"] or ""] = named.get("value") or ""
        if tag == "textarea":
            self._area = named["name"] or ""
            self.values[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("name", ["locked", "closed", "pool"])
def test_an_absent_database_is_a_503_that_keeps_the_text_and_its_key(client: Client, name: str) -> None:
    key = str(new_form_key())

    response = client.post(f"/fail/{name}/?page=2", {"text": ANSWER, "key": key, "choice": "3"})
    page = response.content.decode()
    sent_again = Fields(page).values

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "Not saved yet. Sending again is safe." in page
    assert f'action="/fail/{name}/?page=2"' in page
    assert sent_again.pop("csrfmiddlewaretoken")
    assert sent_again == {"text": ANSWER, "key": key, "choice": "3"}
    assert "<b>not" not in page


def test_the_form_of_a_503_can_be_sent_with_its_own_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get("/fail/locked/")
    token = Fields(client.post("/fail/locked/", {"text": ANSWER}).content.decode()).values["csrfmiddlewaretoken"]
    strict.cookies["csrftoken"] = client.cookies["csrftoken"].value

    response = strict.post("/fine/", {"text": ANSWER, "csrfmiddlewaretoken": token})

    assert response.status_code == 200
    assert response.content.decode() == ANSWER


def test_a_swap_that_meets_no_database_gets_a_part_that_takes_the_place_of_its_target(client: Client) -> None:
    response = client.post("/fail/locked/", {"text": ANSWER}, headers=SWAP)
    part = response.content.decode()

    assert response.status_code == 503
    assert response["HX-Reswap"] == "outerHTML"
    assert "HX-Request" in response["Vary"]
    assert '<section id="card"' in part
    assert 'hx-target="#card"' in part
    assert "<html" not in part
    assert Fields(part).values["text"] == ANSWER


def test_a_target_that_is_no_id_is_not_printed(client: Client) -> None:
    response = client.post("/fail/locked/", headers=SWAP | {"HX-Target": '"><script>'})

    assert "<script" not in response.content.decode()


def test_reading_while_the_database_is_away_says_that_nothing_is_lost(client: Client) -> None:
    page = client.get("/fail/locked/").content.decode()

    assert "What you saved is safe." in page
    assert "<form" not in page


def test_a_password_is_never_printed_back(client: Client) -> None:
    page = client.post("/fail/locked/", {"name": "Ada", "new_password1": "correct horse"}).content.decode()

    assert "correct horse" not in page
    assert "<form" not in page


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_the_text_of_another_site_cannot_be_sent_on_by_our_page(client: Client, headers: dict[str, str]) -> None:
    page = client.post("/fail/locked/", {"text": ANSWER}, headers=headers).content.decode()

    assert "<form" not in page
    assert "RAG supplies" not in page


def test_an_old_token_is_a_403_whose_form_can_be_sent_again() -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/fine/", {"text": ANSWER}, headers={"Origin": "http://testserver"})
    kept = Fields(refused.content.decode()).values

    again = strict.post("/fine/", kept)

    assert refused.status_code == 403
    assert "Your text is kept." in refused.content.decode()
    assert again.status_code == 200
    assert again.content.decode() == ANSWER


def test_a_middleware_that_meets_no_database_gives_the_same_503(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: SessionStore, session_key: str | None = None) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(SessionStore, "_get_session_from_db", away)
    browser.cookies["sessionid"] = "x" * 32
    response = browser.post("/inside/", {"text": ANSWER})

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert Fields(response.content.decode()).values["text"] == ANSWER


def test_a_fault_shows_the_number_under_which_the_log_has_it(browser: Client, caplog: pytest.LogCaptureFixture) -> None:
    response = browser.get("/fail/fault/")
    record = next(record for record in caplog.records if record.name == "studyapp.web.errors")
    number = record.getMessage().split()[1]

    assert response.status_code == 500
    assert len(number) == 12
    assert f"request {number}" in response.content.decode()
    assert "a fault" not in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/fail/odd/", 400, "cannot be read"),
        ("/fail/denied/", 403, "You may not do this"),
        ("/nowhere/", 404, "There is nothing here"),
        ("/fail/large/", 413, "The server takes 21 MB at once."),
    ],
)
def test_each_refusal_has_its_page(client: Client, path: str, status: int, words: str) -> None:
    response = client.get(path)
    page = response.content.decode()

    assert response.status_code == status
    assert words in page
    assert page.count("<h1>") == 1
    assert 'href="/static/app.css"' in page


def test_an_error_page_does_without_static_files_that_were_never_collected(client: Client, settings: Settings) -> None:
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}

    page = client.get("/nowhere/").content.decode()

    assert "There is nothing here" in page
    assert "<link" not in page
