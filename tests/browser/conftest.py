"""Real Chromium for the tests of this folder: fresh contexts, real content, every page under watch."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests import factories, tools
from tests.browser import content
from tests.browser.watching import PATIENCE_MILLISECONDS, REST, Visit

FOLDER = Path(__file__).parent
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]

Visits = Callable[..., Visit]

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that a machine without Chromium can leave it out."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    program = tools.chromium()
    if program is None:
        lacking = "Chromium is missing, no browser journey can run: apt-get install -y chromium fonts-liberation"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(lacking)
        pytest.skip(lacking)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visits]:
    """Makes visits: `visit(width=360, dark=True, forced=True, script=False, as_=ada)`.

    Each has its own context (cookies, storage), unless `beside` names a visit beside which it is a second tab.
    """
    contexts = []

    def make(
        *,
        width: int = 1280,
        dark: bool = False,
        forced: bool = False,
        script: bool = True,
        as_: User | None = None,
        beside: Visit | None = None,
        **options: Any,
    ) -> Visit:
        if beside is not None:
            return Visit(beside.page.context.new_page(), live_server.url, has_script=beside.has_script)
        context = chromium.new_context(
            viewport={"width": width, "height": 640 if width < 640 else 800},
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced else "none",
            reduced_motion="reduce",
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/Vienna",
            **options,
        )
        contexts.append(context)
        context.add_init_script(REST)
        if as_ is not None:
            context.add_cookies([session_of(as_, live_server.url)])
        return Visit(context.new_page(), live_server.url, has_script=script)

    yield make
    for context in contexts:
        context.close()


def session_of(user: User, home: str) -> Any:
    """The cookie of somebody who has signed in."""
    client = factories.signed_in(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": home}


@pytest.fixture
def flagship(transactional_db: None) -> Pack:
    """The real pack of content/, loaded."""
    return content.flagship()
