"""Signing in is required by default; sessions end when they must."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.access import instructor_only, operator_only, session_only
from studyapp.accounts.models import Role, User
from studyapp.accounts.people import change_password, set_active, set_role
from studyapp.accounts.requests import LearnerRequest
from tests import factories

AsUser = Callable[[User], Client]


def plain(request: LearnerRequest) -> HttpResponse:
    return HttpResponse(f"{request.learner_id} {request.user.name} {timezone.get_current_timezone_name()}")


@session_only
def hot(request: LearnerRequest) -> HttpResponse:
    return HttpResponse(f"{request.learner_id} {request.learner_epoch} {timezone.get_current_timezone_name()}")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


urlpatterns = [
    path("plain/", plain),
    path("hot/", hot),
    path("public/", public),
    path("teach-only/", instructor_only(plain)),
    path("ops-only/", operator_only(plain)),
    path("", include("studyapp.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.test_access")]


@pytest.fixture
def ada_client(client: Client, ada: User) -> Client:
    client.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})
    return client


@pytest.mark.parametrize("url", ["/plain/", "/hot/", "/teach-only/", "/ops-only/"])
def test_nobody_is_sent_to_sign_in_and_back(client: Client, url: str) -> None:
    response = client.get(f"{url}?a=1")

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={url.replace('/', '%2F')}%3Fa%3D1"


def test_a_swap_without_session_leaves_the_page_instead_of_filling_it(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/study/1/?x=1"}
    response = client.post("/hot/", headers=headers)

    assert response.status_code == 401
    assert response.content == b""
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fstudy%2F1%2F%3Fx%3D1"


@pytest.mark.parametrize("page", ["", "http://evil.example/me/", "http://testserver//evil.example/"])
def test_after_a_form_the_way_back_is_the_page_it_was_on(client: Client, page: str) -> None:
    own = client.post("/plain/", headers={"Referer": "http://testserver/me/"})
    odd = client.post("/plain/", headers={"Referer": page})

    assert own["Location"] == "/accounts/login/?next=%2Fme%2F"
    assert odd["Location"] == "/accounts/login/?next=%2Ftoday%2F"


def test_a_public_view_reads_neither_session_nor_user(
    ada_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert ada_client.get("/public/").content == b"public"


def test_a_hot_view_reads_the_session_only(
    ada_client: Client, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as queries:
        response = ada_client.get("/hot/")

    assert response.content.decode() == f"{ada.pk} 0 UTC"
    assert "django_session" in queries[0]["sql"]


def test_other_views_read_session_and_user(
    ada_client: Client, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert ada_client.get("/plain/").content.decode() == f"{ada.pk} Ada UTC"


def test_what_a_signed_in_person_sees_is_stored_nowhere(ada_client: Client) -> None:
    response = ada_client.get("/hot/")

    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def test_times_are_in_the_zone_of_the_person(client: Client) -> None:
    factories.make_learner("Ravi", time_zone="Asia/Kolkata")
    client.post(reverse("accounts:login"), {"name": "Ravi", "password": factories.PASSWORD})

    assert client.get("/plain/").content.decode().endswith("Asia/Kolkata")
    assert client.get("/hot/").content.decode().endswith("Asia/Kolkata")
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_stored_zone_that_is_rubbish_counts_as_utc(as_user: AsUser) -> None:
    assert as_user(factories.make_learner(time_zone="Mars/Base")).get("/plain/").content.decode().endswith("UTC")


def new_password(user: User) -> None:
    change_password(user=user, password="another evening")


def disable(user: User) -> None:
    set_active(user=user, is_active=False)


@pytest.mark.parametrize("change", [new_password, disable, lambda user: user.delete()])
def test_a_session_ends_when_the_account_changes(ada_client: Client, ada: User, change: Callable[[User], None]) -> None:
    change(ada)

    assert ada_client.get("/plain/").status_code == 302
    assert "_auth_user_id" not in ada_client.session


def test_a_session_of_an_older_epoch_is_signed_out(ada_client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(epoch=1)

    assert ada_client.get("/plain/").status_code == 302


def test_a_hot_view_can_tell_the_epoch_of_its_session(ada_client: Client, ada: User) -> None:
    before = ada_client.get("/hot/").content.decode().split()[1]
    set_active(user=ada, is_active=False)

    assert int(before) != User.objects.get().epoch


def test_signed_out_people_are_anonymous_on_public_pages_too(ada_client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(epoch=1)

    assert ada_client.get(reverse("accounts:login")).status_code == 200


@pytest.mark.parametrize("cookie", ["", "x" * 8000, "../../etc", "0" * 32])
def test_a_forged_cookie_is_nobody(client: Client, cookie: str) -> None:
    client.cookies["sessionid"] = cookie

    assert client.get("/hot/").status_code == 302


def test_a_visit_each_day_keeps_a_session_until_its_90th_day(
    client: Client, ada: User, wait: Callable[[timedelta], None]
) -> None:
    client.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})
    for _ in range(8):
        wait(timedelta(days=11))
        assert client.get("/hot/").status_code == 200

    wait(timedelta(days=3))
    assert client.get("/hot/").status_code == 302


def test_a_session_ends_after_14_idle_days(client: Client, ada: User, wait: Callable[[timedelta], None]) -> None:
    client.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})

    wait(timedelta(days=15))

    assert client.get("/hot/").status_code == 302


def test_a_guest_who_comes_now_and_then_is_never_signed_out(client: Client, wait: Callable[[timedelta], None]) -> None:
    client.post(reverse("accounts:guest"))
    for _ in range(4):
        wait(timedelta(days=80))
        assert client.get("/hot/").status_code == 200


def test_keeping_a_session_alive_costs_one_write_a_day(
    client: Client,
    ada: User,
    wait: Callable[[timedelta], None],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})
    wait(timedelta(days=1))
    client.get("/hot/")

    with django_assert_num_queries(1):
        client.get("/hot/")


@pytest.mark.parametrize(
    ("url", "allowed"), [("/teach-only/", {"Ines", "Olga"}), ("/ops-only/", {"Olga"})], ids=["teach", "ops"]
)
def test_a_page_of_another_role_does_not_exist(db: None, as_user: AsUser, url: str, allowed: set[str]) -> None:
    for person in (factories.make_ada(), factories.make_ines(), factories.make_olga()):
        response = as_user(person).get(url)
        assert response.status_code == (200 if person.name in allowed else 404)


def test_a_role_taken_away_counts_at_once(ines: User, olga: User, client: Client) -> None:
    client.post(reverse("accounts:login"), {"name": "Ines", "password": factories.PASSWORD})
    assert client.get("/teach-only/").status_code == 200

    set_role(user=ines, role=Role.LEARNER)

    assert client.get("/teach-only/").status_code == 302
