"""Headers that every answer carries, whatever its status."""

import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.failing_urls")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/fine/", 200), ("/nowhere/", 404), ("/fail/denied/", 403), ("/fail/locked/", 503), ("/fail/fault/", 500)],
)
def test_pages_are_never_stored_and_never_framed(path: str, status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_content_security_policy_allows_nothing_inline_and_nothing_foreign(client: Client) -> None:
    policy = client.get("/fine/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy


def test_static_files_carry_them_too_and_may_be_stored(client: Client) -> None:
    response = client.get("/static/app.css")
    b"".join(response)  # read to its end, so that the client closes the file

    assert response.status_code == 200
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" not in response.get("Cache-Control", "")


def test_a_picture_that_never_changes_may_be_kept_by_its_readers_browser(client: Client) -> None:
    assert client.get("/picture/")["Cache-Control"] == "private, max-age=31536000, immutable"


def test_static_files_are_for_our_own_pages_only(client: Client) -> None:
    response = client.get("/static/app.css")
    b"".join(response)

    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "nowhere.css", 404), ("POST", "app.css", 405)])
def test_a_refusal_below_static_is_never_stored(client: Client, method: str, path: str, status: int) -> None:
    response = client.generic(method, f"/static/{path}")

    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
