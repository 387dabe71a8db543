"""Taking one's data along, and ending an account."""

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts import deletion, exports
from studyapp.accounts.models import Role, User
from studyapp.accounts.ownership import learner_models
from studyapp.web.form_keys import new_form_key
from tests import factories

EXPORT = reverse("accounts:export")
DELETE = reverse("accounts:delete")
PASSWORD = {"current_password": factories.PASSWORD}
AsUser = Callable[[User], Client]
KEPT_WITHOUT_LISTING: dict[str, str] = {}  # model label -> why its rows outlive their learner

pytestmark = pytest.mark.django_db


def value_for(field: Any) -> Any:
    """Something that the column holds."""
    kinds: list[tuple[type[Any], Any]] = [
        (models.UUIDField, new_form_key()),
        (models.DateTimeField, timezone.now()),
        (models.DateField, timezone.localdate()),
        (models.BooleanField, False),
        (models.FloatField, 0.5),
        (models.JSONField, []),
        (models.IntegerField, 1),
        (models.TextField, "=1+1"),
        (models.CharField, "x"),
    ]
    return next(value for kind, value in kinds if isinstance(field, kind))


def make_row(model: type[models.Model], learner: User) -> models.Model:
    """A row of the learner with a value in every column that must have one; content it points at is not needed."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.null or field.has_default() or field.attname == "learner_id" or isinstance(field, models.AutoField):
            continue
        values[field.attname] = value_for(field.target_field if isinstance(field, models.ForeignKey) else field)
    row = model(**values)
    row.learner_id = learner.pk  # type: ignore[attr-defined]
    model._default_manager.bulk_create([row])
    return row


@pytest.fixture
def full_ada(ada: User, bo: User) -> User:
    """Ada, with one row in every learner table; Bo has as many."""
    for learner in (ada, bo):
        for model in learner_models():
            make_row(model, learner)
    return ada


def rows_of(learner_id: int) -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.filter(learner_id=learner_id).count() for model in learner_models()
    }


def opened(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_table_with_a_learner_is_listed() -> None:
    with_learner = {
        model._meta.label
        for model in apps.get_models()
        if any(field.attname == "learner_id" for field in model._meta.concrete_fields)
    }

    assert with_learner
    assert with_learner - set(KEPT_WITHOUT_LISTING) == {model._meta.label for model in learner_models()}


def test_the_export_holds_every_listed_table_and_the_account(full_ada: User, as_user: AsUser) -> None:
    response = as_user(full_ada).post(EXPORT, PASSWORD)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    files = opened(response.content)
    names = {exports.table_name(model) for model in learner_models()} | {"account"}
    assert set(files) == {f"{name}.{kind}" for name in names for kind in ("json", "csv")}
    for name in names - {"account"}:
        rows = json.loads(files[f"{name}.json"])
        assert [row["learner_id"] for row in rows] == [full_ada.pk], name
        assert len(list(csv.DictReader(StringIO(files[f"{name}.csv"])))) == 1, name
    [account] = json.loads(files["account.json"])
    assert account["name"] == "Ada"


def test_the_export_holds_no_password_hash(full_ada: User) -> None:
    assert full_ada.password not in "".join(opened(exports.export_of(full_ada)).values())


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "\uff1dx"])
def test_a_name_that_spreadsheets_would_run_is_text_in_csv_and_exact_in_json(name: str) -> None:
    user = factories.make_learner(name)

    files = opened(exports.export_of(user))

    assert json.loads(files["account.json"])[0]["name"] == name
    assert next(csv.DictReader(StringIO(files["account.csv"])))["name"] == f"'{name}"


def test_the_export_wants_the_password(full_ada: User, as_user: AsUser) -> None:
    response = as_user(full_ada).post(EXPORT, {"current_password": "wrong"})

    assert response.status_code == 422
    assert "This is not your password." in response.content.decode()


def test_a_guest_has_no_password_to_give(as_user: AsUser) -> None:
    assert as_user(factories.make_guest()).post(EXPORT)["Content-Type"] == "application/zip"


def test_five_exports_an_hour_are_enough(as_user: AsUser, wait: object) -> None:
    client = as_user(factories.make_guest())
    for _ in range(5):
        assert client.post(EXPORT).status_code == 200

    refused = client.post(EXPORT)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"


def test_strangers_have_nothing_to_take_or_delete(client: Client) -> None:
    for url in (EXPORT, DELETE):
        assert client.post(url, PASSWORD)["Location"].startswith(reverse("accounts:login"))


def test_the_page_says_exactly_what_goes(full_ada: User, as_user: AsUser) -> None:
    page = as_user(full_ada).get(DELETE).content.decode()

    for model in learner_models():
        assert f"<li>{str(model._meta.verbose_name_plural).capitalize()}: 1</li>" in page
    assert "the account Ada" in page


def test_deleting_leaves_no_row_of_the_learner_and_all_rows_of_others(
    full_ada: User, bo: User, as_user: AsUser
) -> None:
    ada_id, before = full_ada.pk, rows_of(bo.pk)
    client = as_user(full_ada)

    response = client.post(DELETE, PASSWORD)

    assert response.status_code == 303
    assert set(rows_of(ada_id).values()) == {0}
    assert rows_of(bo.pk) == before
    assert set(before.values()) == {1}
    assert not User.objects.filter(pk=ada_id).exists()
    assert "_auth_user_id" not in client.session


def test_all_sessions_of_a_deleted_account_end(ada: User, as_user: AsUser) -> None:
    other = as_user(ada)

    as_user(ada).post(DELETE, PASSWORD)

    assert other.get(reverse("accounts:me")).status_code == 302


def test_nothing_is_deleted_without_the_password(full_ada: User, as_user: AsUser) -> None:
    response = as_user(full_ada).post(DELETE, {"current_password": "wrong", "word": "delete"})

    assert response.status_code == 422
    assert set(rows_of(full_ada.pk).values()) == {1}


@pytest.mark.parametrize(("word", "status"), [("", 422), ("yes", 422), ("delete", 303), (" Delete ", 303)])
def test_a_guest_confirms_by_typing(as_user: AsUser, word: str, status: int) -> None:
    guest = factories.make_guest()

    assert as_user(guest).post(DELETE, {"word": word}).status_code == status
    assert User.objects.filter(pk=guest.pk).exists() == (status == 422)


def test_the_only_operator_cannot_leave(olga: User, as_user: AsUser) -> None:
    response = as_user(olga).post(DELETE, PASSWORD)

    assert response.status_code == 422
    assert "This is the only operator." in response.content.decode()
    assert User.objects.filter(pk=olga.pk).exists()


def test_an_operator_can_leave_when_another_stays(olga: User, as_user: AsUser) -> None:
    factories.make_learner(role=Role.OPERATOR)

    assert as_user(olga).post(DELETE, PASSWORD).status_code == 303


def test_published_packs_outlive_their_owner(ines: User) -> None:
    pack = factories.make_pack(owner=ines)

    deletion.delete_account(ines)

    pack.refresh_from_db()
    assert pack.owner is None
