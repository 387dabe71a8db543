"""Answering without knowing the key: whatever the question is, something fitting is sent."""

from collections.abc import Callable

from playwright.sync_api import Page

RESULT = "#card [data-enter-guard], #card[data-enter-guard]"


def answer_anyhow(page: Page, *, before_sending: Callable[[], None] = lambda: None) -> None:
    """Send the first option, a word, the order as it stands or "Good", and wait for the result."""
    card = page.locator("#card")
    if card.get_by_role("link", name="Show").count():
        card.get_by_role("link", name="Show").click()
        card.locator("button[name=rating]").first.wait_for()
        before_sending()
        card.locator("button[name=rating][value='3']").click()
    else:
        _fill(page)
        before_sending()
        card.get_by_role("button", name="Check").click()
    page.locator(RESULT).first.wait_for()


def _fill(page: Page) -> None:
    card = page.locator("#card")
    choices = card.locator("input[name=choice]")
    for number in range(min(choices.count(), _wanted(page))):
        choices.nth(number).check()
    if card.locator("#text").count():
        card.locator("#text").fill("something")
    for select in card.locator("select[name^=match]").all():
        select.select_option(index=1)
    if card.locator("[data-move]").count():
        card.get_by_role("button", name="Down").first.click()


def _wanted(page: Page) -> int:
    choose = page.locator("#card [data-choose]")
    return int(choose.get_attribute("data-choose") or 1) if choose.count() else 1
