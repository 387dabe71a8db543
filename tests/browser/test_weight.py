"""What pages weigh on the wire, as a real server sends them: compressed, with cache names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.answering import answer_anyhow
from tests.browser.serving import real_server

KB = 1024
FIRST_LOAD_KB = 50
FIRST_LOAD_REQUESTS = 5
ANSWER_KB = 3
ANSWERS = 8


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on the real pack."""
    with real_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@dataclass
class Wire:
    """What the network log says: address and bytes of each body as it was sent."""

    session: CDPSession
    urls: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.dataReceived", self._received)
        self.session.send("Network.enable")

    def _asked(self, event: dict[str, object]) -> None:
        self.urls[str(event["requestId"])] = event["request"]["url"]  # type: ignore[index]

    def _received(self, event: dict[str, object]) -> None:
        name = str(event["requestId"])
        self.bodies[name] = self.bodies.get(name, 0) + int(str(event["encodedDataLength"]))

    def told(self) -> str:
        """One line for each request."""
        return "\n".join(f"{self.bodies.get(name, 0):7d} {urlsplit(url).path}" for name, url in self.urls.items())

    def clear(self) -> None:
        """Begin a new count."""
        self.urls.clear()
        self.bodies.clear()


def wire_of(page: Page) -> Wire:
    """Listen to a page's network."""
    return Wire(page.context.new_cdp_session(page))


def new_guest(chromium: Browser, home: str) -> tuple[BrowserContext, Page]:
    """Somebody who has just begun and is at the first question."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(home)
    page.get_by_role("button", name="Study now").click()
    page.get_by_role("button", name="Try 5 questions").click()
    page.wait_for_url("**/study/**")
    return context, page


def test_first_loads_are_light(chromium: Browser, home: str) -> None:
    guest, page = new_guest(chromium, home)
    session = page.url
    lesson = "/packs/genai-developer-pro/l/searching/searching/"
    addresses = {"landing": home + "/", "today": home + "/today/", "lesson": home + lesson, "session": session}
    for name, address in addresses.items():
        state = None if name == "landing" else guest.storage_state()
        cold = chromium.new_context(storage_state=state)
        page = cold.new_page()
        wire = wire_of(page)

        page.goto(address, wait_until="networkidle")

        kilobytes = sum(wire.bodies.values()) / KB
        assert len(wire.urls) <= FIRST_LOAD_REQUESTS, f"{name}:\n{wire.told()}"
        assert 5 < kilobytes <= FIRST_LOAD_KB, f"{name}, {kilobytes:.1f} KB:\n{wire.told()}"
        cold.close()
    guest.close()


def test_an_answer_is_one_light_request_and_brings_the_next_question(chromium: Browser, home: str) -> None:
    guest, page = new_guest(chromium, home)
    page.goto(home + "/today/")
    page.get_by_text("Other ways to study").click()
    page.get_by_role("button", name="Practise this lesson").click()
    wire = wire_of(page)
    weights = []
    for _ in range(ANSWERS):
        answer_anyhow(page, before_sending=wire.clear)
        assert len(wire.urls) == 1, wire.told()
        weights.append(sum(wire.bodies.values()))
        wire.clear()
        page.locator("#card [data-next]").click()
        page.locator("#card [data-response]").wait_for()
        assert not wire.urls, f"the next question was asked for again:\n{wire.told()}"
    guest.close()

    assert min(weights) > 0.2 * KB, weights
    assert max(weights) <= ANSWER_KB * KB, f"bytes of {ANSWERS} answers: {weights}"
