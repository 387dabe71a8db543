"""A new password for somebody who forgot theirs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from studyapp.accounts import mailing
from studyapp.accounts.models import User
from studyapp.accounts.people import change_email, set_active
from tests import factories

URL = reverse("accounts:reset")
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    """Ada, who can be reached."""
    return factories.make_learner("Ada", email="ada@example.org")


def sent() -> list[str]:
    mailing.wait_until_sent()
    return [str(message.body) for message in mail.outbox]


def link_for(client: Client, email: str = "ada@example.org") -> str:
    client.post(URL, {"email": email})
    found = re.search(r"http://testserver(\S+)", sent()[-1])
    assert found
    return found.group(1)


def opened(client: Client, link: str) -> str:
    """The address of the form behind the link."""
    response = client.get(link)
    assert response.status_code == 302
    return str(response["Location"])


def test_a_link_from_the_mail_sets_a_new_password_and_ends_all_sessions(client: Client, ada: User) -> None:
    session = Client()
    session.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})
    form = opened(client, link_for(client, "ADA@example.org"))
    assert "token" not in form

    response = client.post(form, {"password": "another evening"})

    assert (response.status_code, response["Location"]) == (303, reverse("accounts:login"))
    ada.refresh_from_db()
    assert ada.check_password("another evening")
    assert ada.epoch == 1
    assert session.get(reverse("accounts:me")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_mail_goes_to_the_stored_address_and_names_the_site(client: Client, ada: User) -> None:
    link_for(client)

    assert mail.outbox[0].to == ["ada@example.org"]
    assert mail.outbox[0].subject == "studyapp: choose a new password"


def test_known_unknown_and_disabled_addresses_get_the_same_answer(client: Client, ada: User) -> None:
    set_active(user=factories.make_learner(email="bo@example.org"), is_active=False)
    pages = []
    for email in ("ada@example.org", "nobody@example.org", "bo@example.org"):
        response = client.post(URL, {"email": email}, follow=True)
        assert response.redirect_chain == [(reverse("accounts:reset_sent"), 303)]
        pages.append(CSRF.sub("", response.content.decode()))

    assert len(set(pages)) == 1
    assert len(sent()) == 1


def test_accounts_without_an_address_are_never_written_to(client: Client, db: None) -> None:
    factories.make_learner("Ada")

    assert client.post(URL, {"email": ""}).status_code == 422
    assert sent() == []


def test_a_link_works_once(client: Client, ada: User) -> None:
    link = link_for(client)
    client.post(opened(client, link), {"password": "another evening"})

    assert "was used already" in Client().get(link).content.decode()


def test_a_link_is_void_once_the_address_has_changed(client: Client, ada: User) -> None:
    link = link_for(client)
    change_email(user=ada, email="new@example.org")

    assert "was used already" in client.get(link).content.decode()


@pytest.mark.parametrize("part", ["x-y", "MQ/set-password", "\u0661/abc"])
def test_an_invented_link_says_so(client: Client, ada: User, part: str) -> None:
    url = f"/accounts/reset/{part}/" if "/" in part else f"/accounts/reset/MQ/{part}/"

    assert "was used already" in client.get(url).content.decode()


def test_a_weak_password_is_refused_and_not_shown_again(client: Client, ada: User) -> None:
    form = opened(client, link_for(client))

    response = client.post(form, {"password": "ada@example.org"})

    assert response.status_code == 422
    assert 'value="ada@example.org"' not in response.content.decode()


def test_three_mails_an_hour_for_known_and_unknown_alike(
    client: Client, ada: User, wait: Callable[[timedelta], None]
) -> None:
    for email in ("ada@example.org", "nobody@example.org"):
        statuses = [client.post(URL, {"email": email}).status_code for _ in range(4)]
        assert statuses == [303, 303, 303, 429]
    assert len(sent()) == 3


def test_a_forged_host_gets_no_mail_with_its_name(client: Client, ada: User) -> None:
    assert client.post(URL, {"email": "ada@example.org"}, headers={"Host": "evil.example"}).status_code == 400
    assert sent() == []


def test_without_a_mail_server_the_answer_is_the_same(
    client: Client, ada: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "nowhere.Backend"

    response = client.post(URL, {"email": "ada@example.org"})
    mailing.wait_until_sent()

    assert (response.status_code, response["Location"]) == (303, reverse("accounts:reset_sent"))
    assert "A mail could not be sent" in caplog.text
    assert "ada@example.org" not in caplog.text
