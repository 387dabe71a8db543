"""The operator gives roles and closes accounts."""

import logging
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import Role, User
from tests import factories

PEOPLE = reverse("accounts:people")
HTMX = {"HX-Request": "true"}
AsUser = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def person(user: User) -> str:
    return reverse("accounts:person", args=[user.pk])


def role_of(user: User) -> str:
    return User.objects.get(pk=user.pk).role


def test_the_operator_finds_people_by_name_and_address(olga: User, ada: User, as_user: AsUser) -> None:
    factories.make_learner("Zoe", email="zoe@example.org")
    client = as_user(olga)

    assert "Ada" in client.get(PEOPLE).content.decode()
    for query in ("ZO", "zoe@EXAMPLE"):
        page = client.get(PEOPLE, {"q": query}).content.decode()
        assert "<b>Zoe</b>" in page
        assert "<b>Ada</b>" not in page
    assert "holds “&lt;b&gt;”" in client.get(PEOPLE, {"q": "<b>"}).content.decode()


def test_a_search_swaps_the_list_alone(olga: User, as_user: AsUser) -> None:
    page = as_user(olga).get(PEOPLE, {"q": "olga"}, headers=HTMX).content.decode()

    assert page.lstrip().startswith('<div id="people">')


@pytest.mark.parametrize("page", ["0", "-1", "1000000000", "x", "１"])
def test_a_page_that_is_none_shows_one_that_is(olga: User, as_user: AsUser, page: str) -> None:
    assert "<b>Olga</b>" in as_user(olga).get(PEOPLE, {"page": page}).content.decode()


def test_the_list_costs_as_many_queries_with_many_people(
    olga: User, as_user: AsUser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(olga)
    for _ in range(2):
        with django_assert_num_queries(4):
            client.get(PEOPLE)
        for _ in range(20):
            factories.make_learner()


def test_a_role_is_given_with_and_without_script(olga: User, ada: User, as_user: AsUser) -> None:
    client = as_user(olga)

    plain = client.post(person(ada), {"action": "role", "role": "instructor"})
    assert (plain.status_code, plain["Location"]) == (303, PEOPLE)
    assert role_of(ada) == "instructor"

    swap = client.post(person(ada), {"action": "role", "role": "operator"}, headers=HTMX)
    assert swap.content.decode().lstrip().startswith(f'<li id="person-{ada.pk}"')
    assert role_of(ada) == "operator"


def test_disabling_ends_sessions_and_letting_in_allows_new_ones(olga: User, ada: User, as_user: AsUser) -> None:
    session = as_user(ada)
    as_user(olga).post(person(ada), {"action": "disable"})
    assert session.get(reverse("accounts:me")).status_code == 302
    given = {"name": "Ada", "password": factories.PASSWORD}
    assert Client().post(reverse("accounts:login"), given).status_code == 422

    as_user(olga).post(person(ada), {"action": "enable"})
    assert Client().post(reverse("accounts:login"), given).status_code == 303


@pytest.mark.parametrize("action", [{"action": "role", "role": "learner"}, {"action": "disable"}])
def test_the_last_operator_stays(olga: User, as_user: AsUser, action: dict[str, str]) -> None:
    for headers in ({}, HTMX):
        response = as_user(olga).post(person(olga), action, headers=headers)

        assert response.status_code == 422
        assert "This is the only operator." in response.content.decode()
    stored = User.objects.get()
    assert (stored.role, stored.is_active) == ("operator", True)


def test_a_disabled_operator_does_not_count_as_another(olga: User, as_user: AsUser) -> None:
    factories.make_learner(role=Role.OPERATOR, is_active=False)

    assert as_user(olga).post(person(olga), {"action": "disable"}).status_code == 422


@pytest.mark.parametrize("fields", [{}, {"action": "role", "role": "king"}, {"action": "delete"}])
def test_what_is_no_action_is_refused(olga: User, ada: User, as_user: AsUser, fields: dict[str, str]) -> None:
    assert as_user(olga).post(person(ada), fields).status_code == 422
    assert role_of(ada) == "learner"


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "99999"])
def test_a_person_who_is_not_there_is_a_missing_page(olga: User, as_user: AsUser, number: str) -> None:
    assert as_user(olga).post(f"{PEOPLE}{number}/", {"action": "disable"}).status_code == 404


def test_for_others_the_page_does_not_exist(ada: User, ines: User, as_user: AsUser) -> None:
    for user in (ada, ines):
        assert as_user(user).get(PEOPLE).status_code == 404
        assert as_user(user).post(person(user), {"action": "role", "role": "operator"}).status_code == 404
        assert role_of(user) == user.role
    assert Client().get(PEOPLE).status_code == 302


def test_set_role_takes_a_name_or_an_address(ada: User) -> None:
    factories.make_learner("Zoe", email="zoe@example.org")
    out = StringIO()

    call_command("set_role", "ADA", "instructor", stdout=out)
    call_command("set_role", "Zoe@example.org", "operator", stdout=out)

    assert out.getvalue() == "Ada is now instructor.\nZoe is now operator.\n"
    assert role_of(ada) == "instructor"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("No", "learner"), "Nobody is called"),
        (("Olga", "learner"), "only operator"),
        (("Olga", "king"), "invalid"),
    ],
)
def test_set_role_says_why_not(olga: User, arguments: tuple[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("set_role", *arguments)


def test_createoperator_reads_the_password_from_standard_input(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("a long quiet evening\n"))

    call_command("createoperator", "Olga", "--password-stdin", stdout=StringIO())

    olga = User.objects.get()
    assert olga.is_operator
    assert olga.check_password("a long quiet evening")


def test_createoperator_asks_for_what_is_missing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "Olga")
    monkeypatch.setattr("studyapp.accounts.management.commands.createoperator.getpass", lambda prompt: "a long evening")

    call_command("createoperator", stdout=StringIO())

    assert User.objects.get().name == "Olga"


@pytest.mark.parametrize("password", ["short", "elevenchars", "123456789012"])
def test_createoperator_refuses_weak_passwords(db: None, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(password))

    with pytest.raises(CommandError, match="password"):
        call_command("createoperator", "Olga", "--password-stdin")


def test_createoperator_refuses_a_taken_name(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("a long quiet evening"))

    with pytest.raises(CommandError, match="cannot be used"):
        call_command("createoperator", "ada", "--password-stdin")


def test_forget_guests_says_how_many_went(db: None) -> None:
    factories.make_guest()
    out = StringIO()

    call_command("forget_guests", stdout=out)

    assert out.getvalue() == "Guests deleted: 0\n"


def test_the_operator_is_told_what_a_new_role_means(olga: User, ada: User, as_user: AsUser) -> None:
    client = as_user(olga)
    row = client.post(person(ada), {"action": "role", "role": "instructor"}, headers=HTMX).content.decode()
    assert "Ada is now instructor and has to sign in again." in row
    page = client.post(person(ada), {"action": "disable"}, follow=True).content.decode()
    assert "Ada is disabled and signed out everywhere." in page


def test_what_was_done_to_a_person_is_in_the_log() -> None:
    assert logging.getLogger("studyapp.audit").isEnabledFor(logging.INFO)
    assert not logging.getLogger("studyapp.accounts").isEnabledFor(logging.INFO)
