"""The page Me: each section saved on its own."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from tests import factories

ME = reverse("accounts:me")
HTMX = {"HX-Request": "true"}
AsUser = Callable[[User], Client]
STUDY = {"minutes_per_day": "45", "exam_date": "2100-01-31", "time_zone": "Europe/Berlin"}

pytestmark = pytest.mark.django_db


def section(key: str) -> str:
    return reverse("accounts:save_section", args=[key])


@pytest.fixture
def client(ada: User) -> Client:
    """A browser in which Ada has signed in."""
    browser = Client()
    browser.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})
    return browser


def test_the_page_shows_every_section(client: Client) -> None:
    page = client.get(ME).content.decode()

    for key in ("study", "look", "name", "email", "password", "export"):
        assert f'id="section-{key}"' in page


def test_ids_on_the_page_are_unique(client: Client) -> None:
    page = client.get(ME).content.decode()
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]

    assert len(ids) == len(set(ids))


def test_a_guest_sees_how_long_the_work_is_kept_and_no_password(as_user: AsUser) -> None:
    guest = factories.make_guest()
    assert guest.kept_until is not None

    page = as_user(guest).get(ME).content.decode()

    assert reverse("accounts:claim") in page
    assert f"{guest.kept_until:%Y-%m-%d}" in page
    assert 'type="password"' not in page
    assert as_user(guest).post(section("password"), {}).status_code == 404


def test_study_is_saved_and_a_plain_form_comes_back_to_its_section(client: Client) -> None:
    response = client.post(section("study"), STUDY)

    ada = User.objects.get()
    assert (ada.minutes_per_day, ada.exam_date, ada.time_zone) == (45, date(2100, 1, 31), "Europe/Berlin")
    assert (response.status_code, response["Location"]) == (303, f"{ME}#section-study")
    assert "Saved." in client.get(ME).content.decode()


def test_a_swap_gets_the_section_alone_with_a_toast(client: Client) -> None:
    page = client.post(section("study"), STUDY, headers=HTMX).content.decode()

    assert page.lstrip().startswith('<section id="section-study"')
    assert "<html" not in page
    assert "data-focus" in page
    assert "Saved." in page


def test_after_a_swap_the_other_forms_of_the_page_still_work(ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(ME).content.decode())
    assert found
    token = {"csrfmiddlewaretoken": found.group(1)}

    assert browser.post(section("study"), STUDY | token, headers=HTMX).status_code == 200
    assert browser.post(section("name"), {"name": "Ada L."} | token, headers=HTMX).status_code == 200


def test_the_new_zone_counts_in_this_session_at_once(client: Client) -> None:
    client.post(section("study"), STUDY)

    assert client.session["zone"] == "Europe/Berlin"
    assert client.get(ME).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes_per_day", "0"),
        ("minutes_per_day", "100000"),
        ("minutes_per_day", "ten"),
        ("exam_date", "2020-01-01"),
        ("exam_date", "tomorrow"),
        ("time_zone", "Mars/Base"),
        ("time_zone", ""),
    ],
)
def test_bad_values_are_refused_beside_their_field(client: Client, field: str, value: str) -> None:
    for headers in ({}, HTMX):
        response = client.post(section("study"), {**STUDY, field: value}, headers=headers)

        assert response.status_code == 422
        assert f'id="id_studyform_{field}_error"' in response.content.decode()
    assert User.objects.get().minutes_per_day == 30


def test_an_exam_date_that_has_passed_since_may_stay(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(exam_date=date(2020, 1, 1))

    assert client.post(section("study"), {**STUDY, "exam_date": "2020-01-01"}).status_code == 303


def test_the_look_is_kept_for_the_person_and_for_the_browser(client: Client) -> None:
    response = client.post(section("look"), {"theme": "dark", "single_keys": "on"})

    ada = User.objects.get()
    assert (ada.theme, ada.serif, ada.single_keys) == ("dark", False, True)
    assert response.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in client.get(ME).content.decode()


def test_an_unknown_theme_is_refused_and_the_page_keeps_its_own(client: Client) -> None:
    response = client.post(section("look"), {"theme": "neon"})

    assert response.status_code == 422
    assert 'data-theme="system"' in response.content.decode()


def test_one_section_leaves_the_others_and_later_changes_alone(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(minutes_per_day=77)

    client.post(section("look"), {"theme": "dark", "role": "operator", "is_guest": "1"})

    ada.refresh_from_db()
    assert (ada.minutes_per_day, ada.role, ada.is_guest) == (77, "learner", False)


def test_the_name_can_be_changed_but_not_to_anothers(client: Client, bo: User) -> None:
    refused = client.post(section("name"), {"name": "BO"})
    assert refused.status_code == 422
    assert "cannot be used" in refused.content.decode()
    assert "Signed in as <b>Ada</b>" in refused.content.decode()

    assert client.post(section("name"), {"name": "Ada L."}).status_code == 303
    assert (
        Client().post(reverse("accounts:login"), {"name": "ada l.", "password": factories.PASSWORD}).status_code == 303
    )


def test_the_address_is_changed_with_the_password_only(client: Client, ada: User) -> None:
    without = client.post(section("email"), {"email": "a@example.org", "current_password": "wrong password"})
    assert without.status_code == 422
    assert "This is not your password." in without.content.decode()

    given = {"email": "A@Example.org", "current_password": factories.PASSWORD}
    assert client.post(section("email"), given).status_code == 303
    ada.refresh_from_db()
    assert ada.email == "a@example.org"


def test_anothers_address_is_refused_in_neutral_words(client: Client) -> None:
    factories.make_learner(email="b@example.org")

    response = client.post(section("email"), {"email": "b@example.org", "current_password": factories.PASSWORD})

    assert response.status_code == 422
    assert "This name or e-mail address cannot be used." in response.content.decode()


def test_a_new_password_ends_other_sessions_and_keeps_this_one(client: Client, ada: User) -> None:
    other = Client()
    other.post(reverse("accounts:login"), {"name": "Ada", "password": factories.PASSWORD})

    given = {"current_password": factories.PASSWORD, "new_password": "another evening"}
    assert client.post(section("password"), given).status_code == 303

    assert client.get(ME).status_code == 200
    assert other.get(ME).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("another evening")


@pytest.mark.parametrize(
    "given",
    [
        {"current_password": "wrong", "new_password": "another evening"},
        {"current_password": factories.PASSWORD, "new_password": "short"},
        {"current_password": factories.PASSWORD, "new_password": "1234567890"},
        {"new_password": "another evening"},
    ],
)
def test_a_password_is_not_changed_without_the_old_or_to_a_weak_one(
    client: Client, ada: User, given: dict[str, str]
) -> None:
    assert client.post(section("password"), given).status_code == 422

    ada.refresh_from_db()
    assert ada.check_password(factories.PASSWORD)


def test_whoever_guesses_the_password_must_wait_and_learns_nothing(
    client: Client, wait: Callable[[timedelta], None]
) -> None:
    for _ in range(5):
        client.post(section("email"), {"email": "", "current_password": "wrong"})

    right = client.post(section("email"), {"email": "", "current_password": factories.PASSWORD})
    wrong = client.post(section("email"), {"email": "", "current_password": "wrong"}, headers=HTMX)

    assert right.status_code == wrong.status_code == 429
    assert right["Retry-After"] == "60"
    assert "This is not your password." not in right.content.decode() + wrong.content.decode()
    assert client.post(reverse("accounts:delete"), {"current_password": factories.PASSWORD}).status_code == 429


def test_an_unknown_section_is_a_missing_page(client: Client) -> None:
    assert client.post(section("nothing")).status_code == 404


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    assert Client().get(ME).status_code == 302
    assert Client().post(section("study"), STUDY).status_code == 302


def test_a_guest_is_asked_before_signing_out_loses_the_work(as_user: AsUser) -> None:
    html = as_user(factories.make_guest()).get(ME).content.decode()
    folded, _, _ = html[html.index("<details>") :].partition("</details>")
    assert "Leave and lose it" in folded
    assert reverse("accounts:claim") in folded
    assert html.count(f'action="{reverse("accounts:logout")}"') == 1
    assert reverse("accounts:logout") in folded
