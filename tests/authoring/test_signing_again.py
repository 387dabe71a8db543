"""Publishing and rolling back wait for the password, and forget nothing meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests import factories
from tests.authoring.packs import zipped
from tests.authoring.test_pages import draft_of, publish, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(ines: User) -> Client:
    """Ines signed in long ago."""
    return factories.signed_in(ines, lately=False)


def test_publishing_asks_for_the_password_and_carries_the_form(earlier: Client) -> None:
    draft = draft_of(earlier, zipped())
    response = publish(earlier, draft, retire="12")
    page = text(response)
    assert "Sign in again" in page
    assert '<input type="hidden" name="retire" value="12">' in page
    assert f'action="{reverse("authoring:publish", args=[draft.pk])}"' in page
    assert not Pack.objects.exists()


def test_with_the_password_the_same_form_goes_on_and_the_next_one_is_not_asked(earlier: Client) -> None:
    draft = draft_of(earlier, zipped())
    response = publish(earlier, draft, retire="", current_password=factories.PASSWORD)
    assert response.headers["Location"] == reverse("authoring:history", args=["tea"])
    assert Pack.objects.exists()
    assert earlier.post(reverse("authoring:roll_back", args=["tea", 1])).status_code == 303


def test_a_wrong_password_stores_nothing_and_keeps_the_form(earlier: Client) -> None:
    draft = draft_of(earlier, zipped())
    response = publish(earlier, draft, retire="12", current_password="not mine at all")
    assert response.status_code == 422
    assert "This is not your password." in text(response)
    assert 'name="retire" value="12"' in text(response)
    assert "not mine at all" not in text(response)
    assert not Pack.objects.exists()


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(earlier: Client) -> None:
    draft = draft_of(earlier, zipped())
    for _ in range(5):
        publish(earlier, draft, current_password="wrong")
    response = publish(earlier, draft, current_password=factories.PASSWORD)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert not Pack.objects.exists()


def test_it_is_asked_again_after_a_quarter_of_an_hour(ines: User) -> None:
    client = factories.signed_in(ines)
    publish(client, draft_of(client, zipped()))
    url = reverse("authoring:roll_back", args=["tea", 1])
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert client.post(url).status_code == 303
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert "Sign in again" in text(client.post(url))


def test_the_form_of_the_sign_in_page_counts_as_well(ines: User, client: Client) -> None:
    client.post(reverse("accounts:login"), {"name": ines.name, "password": factories.PASSWORD})
    draft = draft_of(client, zipped())
    assert publish(client, draft).status_code == 303


def test_strangers_are_not_asked_they_find_nothing(earlier: Client) -> None:
    draft = draft_of(earlier, zipped())
    stranger = factories.signed_in(factories.make_learner("Ivo", role="instructor"), lately=False)
    assert publish(stranger, draft).status_code == 404
