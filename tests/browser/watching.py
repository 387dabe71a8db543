"""A browser page under watch: after each interaction it must be accessible, quiet and at home."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
AXE_RUN = """async (options) => {
  const reason = (node) => node.failureSummary.split('\\n').slice(1).join('; ').trim();
  const told = (found) => found.nodes.map((node) => `${node.target.join(' ')}: ${reason(node)}`).join(' | ');
  const { violations } = await axe.run(document, options);
  return violations.map((found) => `${found.id} (${found.help}): ${told(found)}`);
}"""

PATIENCE_MILLISECONDS = 30_000  # a busy machine is no failure; what never comes fails all the same

# Runs before the page's own scripts, outside of its content policy: says when the page is at rest.
REST = """(() => {
  const rest = (window.rest = { open: 0, leaving: false, swaps: 0, at: performance.now(), policy: [] });
  document.addEventListener('htmx:beforeSend', () => { rest.open += 1; });
  document.addEventListener('htmx:afterRequest', () => { rest.open -= 1; });
  document.addEventListener('htmx:afterSettle', () => { rest.swaps += 1; rest.at = performance.now(); });
  document.addEventListener('htmx:beforeOnLoad', (event) => {
    if (event.detail.xhr.getResponseHeader('HX-Redirect')) rest.leaving = true;
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    rest.policy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  addEventListener('submit', (event) => {
    if (event.target.method === 'dialog' || event.defaultPrevented) return;
    rest.leaving = true;
  });
  addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || link.hasAttribute('download') || link.hasAttribute('hx-get')) return;
    const there = new URL(link.href, location.href);
    const isHere = there.pathname === location.pathname && there.search === location.search && there.hash;
    if (!isHere && there.origin === location.origin) rest.leaving = true;
  });
})()"""
AT_REST = """() => document.readyState === 'complete' && (!window.rest || (!rest.leaving && rest.open <= 0))
    && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"""
FOCUS = "() => [performance.timeOrigin, rest.swaps, document.activeElement === document.body]"
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')].filter((one) => {
    if (one.getBoundingClientRect().right <= width + 1) return false;
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== 'visible') return false;
    }
    return true;
  }).map((one) => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '') + '.' + [...one.classList].join('.'));
}"""


class Visit:
    """One page of the site in a browser. `settle` runs after every interaction made through it.

    A status of 400 or above is a failure unless the test announced it with `allow`.
    """

    def __init__(self, page: Page, home: str, *, has_script: bool = True) -> None:
        self.page = page
        self.home = home
        self.has_script = has_script
        self.allowed: set[int] = set()
        self.troubles: list[str] = []
        self._had_focus: list[object] = []
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def allow(self, *statuses: int) -> None:
        """These answers are what the test is about."""
        self.allowed.update(statuses)

    def open(self, path: str) -> None:
        """Go to an address of the site."""
        self.page.goto(path if "://" in path else self.home + path)
        self._had_focus = []
        self.settle()

    def click(self, target: str | Locator) -> None:
        """Click what is given: a locator, or the name of a button or link."""
        self.do(self._found(target).click)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, resting after each."""
        for key in keys:
            self.do(lambda key=key: self.page.keyboard.press(key))  # type: ignore[misc]

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.do(lambda: self.page.keyboard.type(text))

    def do(self, act: Callable[[], Any]) -> None:
        """Interact, then settle. Without script, whatever is done must lead to a page."""
        if self.has_script:
            self._had_focus = self.page.evaluate(FOCUS)
            act()
        else:
            with self.page.expect_navigation():
                act()
        self.settle()

    def rest(self) -> None:
        """Wait until nothing is loading, swapping or settling."""
        if self.has_script:
            self.page.wait_for_function(AT_REST)
        else:
            self.page.wait_for_load_state()

    def settle(self) -> None:
        """Wait for rest, then hold the page to what is true of every page."""
        found = self.faults()
        assert not found, f"{self.page.url} (“{self.page.title()}”)\n  " + "\n  ".join(found)

    def faults(self) -> list[str]:
        """What is wrong with the page once it rests."""
        self.rest()
        found = [*self.troubles, *self._policy(), *self._focus(), *self._headings(), *self._axe()]
        self.troubles.clear()
        return found

    def wider_than_the_window(self) -> list[str]:
        """What sticks out at the right, where nothing above it scrolls."""
        return list(self.page.evaluate(SIDEWAYS))

    def key_of(self, selector: str) -> str:
        """The single key printed on an element."""
        return self.page.locator(selector).first.get_attribute("data-key") or ""

    def text(self) -> str:
        """What a person reads on the page."""
        return self.page.locator("body").inner_text()

    def _found(self, target: str | Locator) -> Locator:
        if isinstance(target, Locator):
            return target
        page = self.page
        return page.get_by_role("button", name=target).or_(page.get_by_role("link", name=target)).first

    def _axe(self) -> list[str]:
        if not self.has_script:
            return []  # axe needs timers, which stop with the page's scripts; the same pages are checked with script
        if not self.page.evaluate("() => typeof axe === 'object'"):
            self.page.evaluate(AXE)
        return [f"axe: {line}" for line in self.page.evaluate(AXE_RUN, AXE_OPTIONS)]

    def _headings(self) -> list[str]:
        headings = self.page.locator("h1").all_inner_texts()
        return [] if len(headings) == 1 else [f"{len(headings)} h1: {headings}"]

    def _focus(self) -> list[str]:
        if not self.has_script:
            return []
        before, now = self._had_focus, self.page.evaluate(FOCUS)
        self._had_focus = []
        if not before or now[0] != before[0] or not now[2]:
            return []  # another page, or the focus is at home
        swapped = now[1] > before[1]
        return ["focus fell to body"] if swapped or not before[2] else []

    def _policy(self) -> list[str]:
        lines = self.page.evaluate("() => window.rest ? rest.policy.splice(0) : []")
        return [f"content policy: {line}" for line in lines]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.text.startswith("Failed to load resource"):
            return  # _on_response judges it, with its status
        if message.type == "error" or "Content Security Policy" in message.text:
            self.troubles.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        own, there = urlsplit(self.home), urlsplit(request.url)
        if there.scheme in {"http", "https", "ws", "wss"} and there.netloc != own.netloc:
            self.troubles.append(f"third-party request: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.troubles.append(f"{response.status} from {response.request.method} {response.url}")
