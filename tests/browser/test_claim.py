"""A guest keeps the work under a name, leaves, and finds it again."""

import pytest
from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests.browser.conftest import Visits
from tests.browser.history_rows import history_of
from tests.browser.signing import sign_in
from tests.browser.studying import Studying
from tests.factories import PASSWORD

pytestmark = pytest.mark.both_engines


def test_a_claimed_account_has_the_guests_history_after_signing_out_and_in(visit: Visits, flagship: Pack) -> None:
    guest = visit(width=360, dark=True)
    guest.open("/")
    guest.click("Study now, no account")
    guest.click("Try 5 questions")
    studying = Studying(guest)
    for right in (True, False, True):
        studying.answer(right=right)
        studying.go_on()
    learner = User.objects.get()
    before = history_of(learner)
    assert len(before["reviews"]) == 3

    guest.open("/today/")
    guest.click("Save it")
    guest.page.get_by_label("Name").first.fill("Ada Lovelace")
    for field in guest.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    guest.click(guest.page.locator("#account-form").get_by_role("button", name="Save it"))
    guest.open("/me/")
    guest.click("Sign out")
    expect(guest.page.locator("main")).to_contain_text("Study now, no account")
    sign_in(guest, "ada lovelace")

    guest.open("/today/")
    expect(guest.page.locator("main")).not_to_contain_text("Saved in this browser only")
    assert User.objects.get().pk == learner.pk
    assert not User.objects.get().is_guest
    assert history_of(learner) == before
