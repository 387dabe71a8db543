"""Requests that no page could read are refused before any page or database sees them."""

import pytest
from django.test import Client, RequestFactory

from studyapp.web.readable import refusing_odd_headers
from studyapp.wsgi import application

pytestmark = pytest.mark.urls("tests.web.failing_urls")
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=edge"


def test_a_nul_in_the_path_names_nothing(client: Client) -> None:
    assert client.get("/fail/a%00b/").status_code == 404
    assert client.get("/static/a%00b.css").status_code == 404


@pytest.mark.parametrize("query", ["q=a%00b", "%00=1", "q=1&r=%00"])
def test_a_nul_in_the_query_string_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/fine/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["q=a%2500b", "q=100%25"])
def test_a_percent_sign_that_is_meant_is_no_nul(client: Client, query: str) -> None:
    assert client.get(f"/fine/?{query}").status_code == 200


def test_a_nul_that_a_cookie_hides_is_refused(client: Client) -> None:
    assert client.get("/fine/", headers={"Cookie": r'sessionid="aaaaaaaaaaaa\000"'}).status_code == 400


@pytest.mark.parametrize(
    "content_type",
    [f"{FORM}; charset=utf-16", f"{PARTS}; charset=utf-7", f"{FORM}; charset=idna", f"{PARTS}; charset*=us''utf-7"],
)
def test_a_form_in_another_charset_is_refused(client: Client, content_type: str) -> None:
    body = b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n+2AA-\r\n--edge--\r\n'

    response = client.generic("POST", "/fine/", body, content_type=content_type)

    assert response.status_code == 400
    assert "cannot be read" in response.content.decode()


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf-8"'])
def test_a_form_in_utf_8_is_read(client: Client, charset: str) -> None:
    response = client.generic("POST", "/fine/", "text=%C3%A9t%C3%A9", content_type=FORM + charset)

    assert response.content.decode() == "été"


def test_a_part_that_claims_another_charset_is_read_as_utf_8(client: Client) -> None:
    head = b'--edge\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n'

    response = client.generic("POST", "/fine/", head + b"+2AA-\r\n--edge--\r\n", content_type=PARTS)

    assert response.content == b"+2AA-"


def test_a_refusal_carries_the_headers_of_any_page(client: Client) -> None:
    response = client.get("/fine/?q=%00")

    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_header_that_django_cannot_take_apart_is_refused() -> None:
    environ = RequestFactory().get("/fine/").environ | {"CONTENT_TYPE": f"{FORM}; x*=nonsense''a"}
    statuses: list[str] = []

    b"".join(application(environ, lambda line, *_headers: statuses.append(line)))

    assert statuses == ["400 Bad Request"]


@pytest.mark.parametrize("content_type", ["", "text/plain; charset=utf-8"])
def test_any_other_header_is_passed_on(content_type: str) -> None:
    behind = refusing_odd_headers(lambda _environ, _start: [b"passed on"])

    assert list(behind({"CONTENT_TYPE": content_type}, print)) == [b"passed on"]
