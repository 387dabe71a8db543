"""Signing in, out and up."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.accounts.people import set_active
from tests import factories

LOGIN = reverse("accounts:login")
SIGNUP = reverse("accounts:signup")
TODAY = reverse("study:today")
NEW = {"name": "Cleo", "email": "Cleo@Example.org", "password": "a quiet evening", "time_zone": "Europe/Berlin"}
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')

pytestmark = pytest.mark.django_db


def give(name: str, password: str = factories.PASSWORD, **fields: str) -> dict[str, str]:
    return {"name": name, "password": password, **fields}


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["Ada", "ada", "ＡＤＡ", "  ADA ", "ada@example.org", "Ada@Example.Org"])
def test_a_name_or_an_address_in_any_case_signs_in(client: Client, name: str) -> None:
    ada = factories.make_learner("Ada", email="ada@example.org")

    response = client.post(LOGIN, give(name))

    assert (response.status_code, response["Location"]) == (303, TODAY)
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_session_begins_under_a_new_key_and_ends_after_14_idle_days(client: Client, ada: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()

    client.post(LOGIN, give("Ada"))

    assert client.session.session_key != session.session_key
    assert client.session.get_expiry_age() == 14 * 24 * 60 * 60


def test_the_refusal_does_not_tell_whether_the_account_exists(client: Client, ada: User, bo: User) -> None:
    set_active(user=bo, is_active=False)
    guest = factories.make_guest()
    pages = {
        name: client.post(LOGIN, give(name, password))
        for name, password in [
            ("Ada", "wrong password"),
            ("Nobody", factories.PASSWORD),
            ("Bo", factories.PASSWORD),
            (guest.name, factories.PASSWORD),
        ]
    }

    assert {page.status_code for page in pages.values()} == {422}
    bodies = {CSRF.sub("", page.content.decode()).replace(f'value="{name}"', "") for name, page in pages.items()}
    assert len(bodies) == 1
    assert "do not belong together" in bodies.pop()
    assert not is_signed_in(client)


def test_the_typed_password_is_not_in_the_page_after_an_error(client: Client, ada: User) -> None:
    assert "swordfish" not in client.post(LOGIN, give("Ada", "swordfish")).content.decode()
    assert "swordfish" not in client.post(SIGNUP, {**NEW, "password": "swordfish"}).content.decode()


@pytest.mark.parametrize("fields", [{}, {"name": "Ada"}, {"password": "x"}, give("Ada", "x" * 1_000_000)])
def test_missing_or_endless_fields_are_refused_in_place(client: Client, ada: User, fields: dict[str, str]) -> None:
    response = client.post(LOGIN, fields)

    assert response.status_code == 422
    assert "aria-invalid" in response.content.decode()


def test_the_sixth_try_within_a_minute_must_wait(client: Client, ada: User, wait: Callable[[timedelta], None]) -> None:
    for _ in range(5):
        assert client.post(LOGIN, give("Ada", "wrong")).status_code == 422

    refused = client.post(LOGIN, give("ADA"))
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "Try again in 60 seconds." in refused.content.decode()

    wait(timedelta(minutes=1))
    assert client.post(LOGIN, give("Ada")).status_code == 303


def test_a_stranger_cannot_lock_somebody_out(client: Client, ada: User, wait: Callable[[timedelta], None]) -> None:
    for _ in range(6):
        Client(REMOTE_ADDR="198.51.100.9").post(LOGIN, give("Ada", "wrong"))

    assert client.post(LOGIN, give("Ada")).status_code == 303


def test_a_right_password_clears_the_count(client: Client, ada: User, wait: Callable[[timedelta], None]) -> None:
    for _ in range(3):
        for _ in range(4):
            Client().post(LOGIN, give("Ada", "wrong"))
        assert Client().post(LOGIN, give("Ada")).status_code == 303


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(
    ada: User, settings: Settings, wait: Callable[[timedelta], None]
) -> None:
    settings.HTTPS = True
    for number in range(5):
        Client().post(LOGIN, give("Ada", "wrong"), headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"})

    assert Client().post(LOGIN, give("Ada"), headers={"X-Forwarded-For": "10.9.9.9, 192.0.2.1"}).status_code == 429
    assert Client().post(LOGIN, give("Ada"), headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 303


def test_composed_and_decomposed_letters_are_the_same_password(client: Client) -> None:
    User.objects.create_user("Zoe", "caf\u00e9 at midnight")

    assert client.post(LOGIN, give("Zoe", "cafe\u0301 at midnight")).status_code == 303


def test_signing_in_leads_back_to_the_page_that_was_wanted(client: Client, ada: User) -> None:
    page = client.get(LOGIN, {"next": "/me/?a=1"}).content.decode()
    assert '<input type="hidden" name="next" value="/me/?a=1">' in page

    assert client.post(LOGIN, give("Ada", next="/me/?a=1"))["Location"] == "/me/?a=1"


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https:evil", "evil", "http://testserver@e"])
def test_signing_in_leads_to_no_other_site(client: Client, ada: User, address: str) -> None:
    assert "evil" not in client.get(LOGIN, {"next": address}).content.decode()
    assert client.post(LOGIN, give("Ada", next=address))["Location"] == TODAY


def test_a_guest_is_warned_before_they_leave_their_work(as_user: Callable[[User], Client]) -> None:
    page = as_user(factories.make_guest()).get(LOGIN).content.decode()

    assert "leaves the guest’s work behind" in page


def test_who_is_signed_in_needs_no_form(ada: User, as_user: Callable[[User], Client]) -> None:
    assert as_user(ada).get(LOGIN)["Location"] == TODAY
    assert as_user(ada).get(SIGNUP)["Location"] == TODAY


def test_signing_out_ends_the_session_on_the_server(client: Client, ada: User) -> None:
    client.post(LOGIN, give("Ada"))
    stolen = client.cookies["sessionid"].value

    response = client.post(reverse("accounts:logout"))

    assert response.status_code == 303
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get(reverse("accounts:me")).status_code == 302


def test_signing_out_wants_a_post(client: Client) -> None:
    assert client.get(reverse("accounts:logout")).status_code == 405


def test_signing_up_makes_an_account_and_signs_in(client: Client) -> None:
    response = client.post(SIGNUP, NEW)

    cleo = User.objects.get()
    assert (cleo.name, cleo.email, cleo.time_zone, cleo.role) == (
        "Cleo",
        "cleo@example.org",
        "Europe/Berlin",
        "learner",
    )
    assert cleo.check_password(NEW["password"])
    assert response["Location"] == TODAY
    assert client.session["_auth_user_id"] == str(cleo.pk)


def test_fields_that_are_not_in_the_form_change_nothing(client: Client) -> None:
    client.post(SIGNUP, {**NEW, "role": "operator", "is_staff": "1", "epoch": "7", "id": "99"})

    cleo = User.objects.get()
    assert (cleo.role, cleo.epoch) == ("learner", 0)
    assert cleo.pk != 99


def test_a_taken_name_and_a_taken_address_are_refused_in_the_same_words(client: Client) -> None:
    factories.make_learner("Ada", email="ada@example.org")

    by_name = client.post(SIGNUP, {**NEW, "name": "aDA"})
    by_address = client.post(SIGNUP, {**NEW, "email": "ADA@example.org"})

    for page in (by_name, by_address):
        assert page.status_code == 422
        assert "This name or e-mail address cannot be used. Choose another, or sign in." in page.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    ["", " ", "a@b", "a＠b", "Ad\u0430", "Ada\u200b", "Ada\u202e", "\u3164", "A\x00da", "﷽" * 100, "x" * 151, "…"],
)
def test_names_that_cannot_be_told_apart_are_refused(client: Client, name: str) -> None:
    assert client.post(SIGNUP, {**NEW, "name": name}).status_code == 422
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["Ægir Ó Briain", "Άννα", "Анна-Мария", "村上 春樹", "محمد", "o'Neil <b>", "Zoë 3"])
def test_names_of_all_alphabets_are_shown_as_typed(client: Client, name: str) -> None:
    assert client.post(SIGNUP, {**NEW, "name": name}).status_code == 303
    assert User.objects.get().name == name


@pytest.mark.parametrize("email", ["a", "a@b\r\nBcc: c@d.org", f"{'x' * 300}@example.org", "ä@example.org"])
def test_addresses_that_are_none_are_refused(client: Client, email: str) -> None:
    assert client.post(SIGNUP, {**NEW, "email": email}).status_code == 422


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234", "cleo@example.org"])
def test_weak_passwords_are_refused_with_a_reason(client: Client, password: str) -> None:
    response = client.post(SIGNUP, {**NEW, "password": password})

    assert response.status_code == 422
    assert 'id="id_password_error"' in response.content.decode()
    assert not User.objects.exists()


def test_ten_accounts_an_hour_come_from_one_address(wait: Callable[[timedelta], None]) -> None:
    for number in range(10):
        assert Client().post(SIGNUP, {**NEW, "name": f"n{number}", "email": ""}).status_code == 303

    assert Client().post(SIGNUP, {**NEW, "name": "n10", "email": ""}).status_code == 429


def test_forms_let_managers_fill_them_in(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="new-password"' in client.get(SIGNUP).content.decode()


def test_messages_tell_that_one_is_signed_out(client: Client, ada: User) -> None:
    client.force_login(ada)

    response = client.post(reverse("accounts:logout"))

    assert [str(message) for message in get_messages(response.wsgi_request)] == ["You are signed out."]
