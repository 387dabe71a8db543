"""A guest keeps their work under a name."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.study.models import Card, Enrolment
from tests import factories

URL = reverse("accounts:claim")
GIVEN = {"name": "Cleo", "email": "", "password": "a quiet evening"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest_client(client: Client) -> Client:
    client.post(reverse("accounts:guest"))
    return client


def test_a_claimed_account_is_the_same_learner_with_the_same_cards(guest_client: Client) -> None:
    guest = User.objects.get()
    card = factories.make_card(guest)
    factories.enrol(guest, card.fact.pack)

    response = guest_client.post(URL, GIVEN)

    assert response.status_code == 303
    assert guest_client.get(reverse("accounts:me")).status_code == 200
    cleo = User.objects.get()
    assert (cleo.pk, cleo.name, cleo.is_guest) == (guest.pk, "Cleo", False)
    assert Card.objects.get().learner_id == Enrolment.objects.get().learner_id == cleo.pk
    newcomer = Client()
    newcomer.post(reverse("accounts:login"), {"name": "cleo", "password": GIVEN["password"]})
    assert newcomer.session["_auth_user_id"] == str(guest.pk)


def test_claiming_ends_the_guests_other_sessions(guest_client: Client) -> None:
    copy = Client()
    copy.cookies["sessionid"] = guest_client.cookies["sessionid"].value

    guest_client.post(URL, GIVEN)

    assert copy.get(reverse("accounts:me")).status_code == 302


@pytest.mark.parametrize("taken", [{"name": "ADA"}, {"email": "ada@example.org"}])
def test_a_taken_name_or_address_is_refused_neutrally(guest_client: Client, taken: dict[str, str]) -> None:
    factories.make_learner("Ada", email="ada@example.org")

    response = guest_client.post(URL, {**GIVEN, **taken})

    assert response.status_code == 422
    assert "cannot be used. Choose another, or sign in." in response.content.decode()
    guest = User.objects.get(is_guest=True)
    assert not guest.has_usable_password()
    assert guest.name.startswith("Guest ")


def test_a_weak_password_leaves_the_guest_a_guest(guest_client: Client) -> None:
    assert guest_client.post(URL, {**GIVEN, "password": "short"}).status_code == 422
    assert User.objects.get().is_guest


def test_who_has_an_account_has_nothing_to_claim(ada: User, as_user: Callable[[User], Client]) -> None:
    assert as_user(ada).post(URL, GIVEN)["Location"] == reverse("accounts:me")
    assert User.objects.get().name == "Ada"


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(URL)["Location"].startswith(reverse("accounts:login"))
