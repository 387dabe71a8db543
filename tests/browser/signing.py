"""Signing in as a person does it."""

from tests.browser.watching import Visit
from tests.factories import PASSWORD


def sign_in(visit: Visit, name: str) -> None:
    """Fill in the form of the sign-in page."""
    visit.open("/accounts/login/")
    form = visit.page.locator("#account-form")
    form.locator("input:not([type=hidden])").first.fill(name)
    form.locator("input[type=password]").fill(PASSWORD)
    visit.click(form.get_by_role("button", name="Sign in"))
