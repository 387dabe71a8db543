"""What the log says, and what it must never say."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from studyapp.web.logs import Line, without_secrets

pytestmark = pytest.mark.urls("tests.web.failing_urls")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the configured handler prints."""
    handler = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, Line))
    assert isinstance(handler, logging.StreamHandler)
    printed = io.StringIO()
    before = handler.setStream(printed)
    yield printed
    handler.setStream(before)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Internal Server Error: /setup/abc-123_X/", "Internal Server Error: /setup/.../"),
        ("Not Found: /accounts/reset/MQ/c8-77aa/", "Not Found: /accounts/reset/.../.../"),
        ("POST /accounts/reset/MQ/set-password/", "POST /accounts/reset/.../.../"),
        ("sent to /accounts/reset/sent/", "sent to /accounts/reset/sent/"),
        ("at http://127.0.0.1:8000/search/?q=my+secret", "at http://127.0.0.1:8000/search/"),
        ("GET /library/?next=/setup/abc/ failed", "GET /library/ failed"),
        ("is it well? yes / no ?", "is it well? yes / no ?"),
    ],
)
def test_secrets_of_addresses_are_cut_out(line: str, printed: str) -> None:
    assert without_secrets(line) == printed


def test_a_refusal_writes_no_line(client: Client, log: io.StringIO) -> None:
    for path in ("/nowhere/", "/fail/denied/"):
        client.get(path)

    assert log.getvalue() == ""


def test_a_fault_writes_its_line_and_trace_without_secrets(log: io.StringIO) -> None:
    Client(raise_request_exception=False).get("/fail/fault/?q=private")
    try:
        raise ValueError("at /setup/abcdef/")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/accounts/reset/MQ/c8-77aa/")

    assert "Internal Server Error: /fail/fault/" in log.getvalue()
    assert "ZeroDivisionError" in log.getvalue()
    assert "ERROR studyapp.web.errors request" in log.getvalue()
    for secret in ("private", "abcdef", "c8-77aa"):
        assert secret not in log.getvalue()


def test_the_audit_log_is_printed(log: io.StringIO) -> None:
    logging.getLogger("studyapp.audit").info("user 1: role operator")

    assert log.getvalue() == "INFO studyapp.audit user 1: role operator\n"
