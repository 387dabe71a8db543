"""The first operator is made by a link that works once."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from studyapp.accounts.models import Role, SetupToken, User
from studyapp.accounts.setup import make_first_operator, make_setup_link
from tests import factories

GIVEN = {"name": "Olga", "password": "a long quiet evening", "time_zone": "Europe/Vienna"}

pytestmark = pytest.mark.django_db


def link() -> str:
    path = make_setup_link()
    assert path is not None
    return path


def test_the_link_makes_an_operator_and_signs_them_in(client: Client) -> None:
    path = link()
    assert client.get(path).status_code == 200

    response = client.post(path, GIVEN)

    assert response.status_code == 303
    olga = User.objects.get()
    assert (olga.name, olga.role, olga.time_zone) == ("Olga", "operator", "Europe/Vienna")
    assert client.session["_auth_user_id"] == str(olga.pk)
    assert client.get("/ops/people/").status_code == 200


def test_the_link_works_once(client: Client) -> None:
    path = link()
    client.post(path, GIVEN)

    assert Client().get(path).status_code == 404
    assert Client().post(path, {**GIVEN, "name": "Eve"}).status_code == 404
    assert User.objects.count() == 1
    assert not SetupToken.objects.exists()


def test_two_who_send_the_form_at_once_make_one_operator() -> None:
    token = link().split("/")[2]
    first = make_first_operator(token=token, name="Olga", password="a long evening", time_zone="")
    second = make_first_operator(token=token, name="Eve", password="a long evening", time_zone="")

    assert first is not None
    assert second is None


def test_a_new_link_replaces_the_old_one(client: Client) -> None:
    old, new = link(), link()

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_the_link_dies_when_an_operator_comes_about_otherwise(client: Client) -> None:
    path = link()
    factories.make_olga()

    assert client.get(path).status_code == 404
    assert client.post(path, GIVEN).status_code == 404
    assert make_setup_link() is None


def test_a_disabled_operator_keeps_the_door_closed(db: None) -> None:
    factories.make_learner(role=Role.OPERATOR, is_active=False)

    assert make_setup_link() is None


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "x" * 3000])
def test_an_invented_link_is_a_missing_page(client: Client, token: str) -> None:
    link()

    assert client.get(f"/setup/{token}/").status_code == 404


def test_the_first_visitor_never_becomes_operator(client: Client) -> None:
    link()
    client.post("/guest/")

    assert client.get("/setup/").status_code == 404
    assert User.objects.get().role == "learner"


@pytest.mark.parametrize("password", ["elevenchars", "", "123456789012", "administrator"])
def test_a_short_or_common_password_is_refused(client: Client, password: str) -> None:
    path = link()

    response = client.post(path, {**GIVEN, "password": password})

    assert response.status_code == 422
    assert not User.objects.exists()
    assert client.get(path).status_code == 200


def test_a_taken_name_leaves_the_link_open(client: Client, ada: User) -> None:
    path = link()

    assert client.post(path, {**GIVEN, "name": "ada"}).status_code == 422
    assert client.post(path, GIVEN).status_code == 303


def test_the_token_is_not_in_the_database(db: None) -> None:
    token = link().split("/")[2]

    assert token not in str(list(SetupToken.objects.values()))


def test_the_command_prints_the_link_until_there_is_an_operator(db: None) -> None:
    out = StringIO()
    call_command("setup_link", base="http://127.0.0.1:8000", stdout=out)
    assert "http://127.0.0.1:8000/setup/" in out.getvalue()

    factories.make_olga()
    silent = StringIO()
    call_command("setup_link", stdout=silent)
    assert silent.getvalue() == ""
