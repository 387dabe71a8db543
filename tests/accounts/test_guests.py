"""A visitor begins without an account."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from studyapp.accounts.deletion import forget_guests
from studyapp.accounts.models import User
from tests import factories

URL = reverse("accounts:guest")
Wait = Callable[[timedelta], None]

pytestmark = pytest.mark.django_db


def test_a_visitor_becomes_a_learner_without_password_in_their_zone(client: Client) -> None:
    response = client.post(URL, {"time_zone": "Asia/Kolkata", "pack": "genai"})

    guest = User.objects.get()
    assert (guest.is_guest, guest.role, guest.time_zone) == (True, "learner", "Asia/Kolkata")
    assert not guest.has_usable_password()
    assert response.status_code == 303
    assert response["Location"] == f"{reverse('study:today')}?pack=genai"
    assert client.session["_auth_user_id"] == str(guest.pk)


def test_a_guest_is_remembered_for_90_days(client: Client) -> None:
    response = client.post(URL)

    assert client.session.get_expiry_age() == 90 * 24 * 60 * 60
    assert response.cookies["sessionid"]["max-age"] == 90 * 24 * 60 * 60


def test_getting_the_page_makes_nobody(client: Client) -> None:
    assert client.get(URL).status_code == 405
    assert not User.objects.exists()


@pytest.mark.parametrize("zone", ["", "rubbish", "../../etc/passwd", "Europe", "/etc/localtime", "x" * 5000, "Ä\x00"])
def test_rubbish_as_a_time_zone_becomes_utc(client: Client, zone: str) -> None:
    client.post(URL, {"time_zone": zone})

    assert User.objects.get().time_zone == "UTC"


def test_a_guest_goes_on_to_the_page_they_wanted(client: Client) -> None:
    assert client.post(URL, {"next": "/packs/genai/?cover=2"})["Location"] == "/packs/genai/?cover=2"


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, address: str) -> None:
    assert client.post(URL, {"next": address})["Location"] == reverse("study:today")


def test_a_pack_with_odd_letters_stays_inside_the_query(client: Client) -> None:
    pack = "a&next=//evil"

    assert client.post(URL, {"pack": pack})["Location"] == f"{reverse('study:today')}?pack={quote(pack, safe='')}"


def test_who_is_signed_in_stays_who_they_are(ada: User, as_user: Callable[[User], Client]) -> None:
    response = as_user(ada).post(URL)

    assert response.status_code == 303
    assert User.objects.get() == ada


def test_sixty_guests_an_hour_come_from_one_address(client: Client, wait: Wait) -> None:
    for _ in range(60):
        assert Client().post(URL).status_code == 303

    refused = Client().post(URL)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "Try again in 60 minutes." in refused.content.decode()
    assert User.objects.count() == 60

    assert Client(REMOTE_ADDR="192.0.2.7").post(URL).status_code == 303
    wait(timedelta(hours=1))
    assert Client().post(URL).status_code == 303


def test_without_guests_a_visitor_is_asked_to_make_an_account(client: Client, settings: Settings) -> None:
    settings.GUESTS_ALLOWED = False

    response = client.post(URL, follow=True)

    assert response.redirect_chain == [(reverse("accounts:signup"), 303)]
    assert "This site needs an account." in response.content.decode()
    assert not User.objects.exists()


def test_guests_are_forgotten_90_days_after_their_last_answer(ada: User) -> None:
    old, busy = factories.make_guest(), factories.make_guest()
    begun = old.created_at
    User.objects.filter(pk=busy.pk).update(last_answer_at=begun + timedelta(days=1))
    enrolled = factories.enrol(old, factories.make_pack())

    assert forget_guests(at=begun + timedelta(days=90, hours=1)) == 1

    assert set(User.objects.all()) == {ada, busy}
    assert not type(enrolled).objects.exists()
