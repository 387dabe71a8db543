"""Page or part: what htmx asked for decides."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from studyapp.accounts.models import User
from studyapp.web.render import render_page, see_other

SWAP = {"HX-Request": "true"}

pytestmark = pytest.mark.urls("tests.web.failing_urls")


def request_with(headers: dict[str, str], user: object = None, **cookies: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.user = user or AnonymousUser()  # type: ignore[assignment]
    request.COOKIES.update(cookies)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def landing(request: HttpRequest) -> str:
    response = render_page(
        request, "web/landing.html", partial="components/_live.html", context={"text": "Right. 13 of 34."}
    )
    assert "HX-Request" in response["Vary"]
    return response.content.decode()


def test_a_swap_gets_the_part_and_everything_else_the_page() -> None:
    assert "<html" not in landing(request_with(SWAP))
    for headers in ({}, SWAP | {"HX-Boosted": "true"}, SWAP | {"HX-History-Restore-Request": "true"}):
        assert "<html" in landing(request_with(headers))


def test_a_part_never_looks_at_the_user() -> None:
    class Watched:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the part read user.{name}")

    assert "13 of 34" in landing(request_with(SWAP, user=Watched()))


def test_after_a_plain_post_the_browser_is_sent_to_look_with_get() -> None:
    response = see_other("/today/")

    assert response.status_code == 303
    assert response["Location"] == "/today/"


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><b>', "system")])
def test_a_visitors_theme_comes_from_the_cookie(cookie: str, theme: str) -> None:
    assert f'data-theme="{theme}"' in landing(request_with({}, theme=cookie))


def test_a_persons_wishes_are_drawn_by_the_server() -> None:
    ada = User(pk=7, name="Ada", theme="dark", serif=False, single_keys=False)
    page = landing(request_with({}, user=ada, theme="light"))

    assert 'data-theme="dark"' in page
    assert 'data-serif="off"' in page
    assert 'data-single-keys="off"' in page
    assert 'data-learner="7"' in page


def test_the_page_has_one_heading_a_skip_link_and_nothing_inline() -> None:
    page = landing(request_with({}))

    assert page.count("<h1") == 1
    assert page.index('href="#main"') < page.index("<header")
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=") == 2
    assert '"allowEval":false' in page
