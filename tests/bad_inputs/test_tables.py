"""Bad input through the real upload page: a located message soon, never a server error, and no pack touched."""

import hashlib
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.drafts import keeping
from studyapp.authoring.models import Draft
from studyapp.authoring.release import releasing
from studyapp.domain.common.diagnostics import Diagnostic
from tests.bad_inputs.recipes import Row, Sent, form, sent
from tests.bad_inputs.tables import rows
from tests.domain.lessons.test_safety import assert_harmless, html_in

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PACK_ROOMS = ("library", "quiz", "reflection", "study")
SECONDS = 10.0  # by the clock, on a busy machine; what a reading may take is measured in tests of the sandbox
ROWS = [pytest.param(row, id=f"{row['id']} {row['title']}") for row in rows()]
ACTIVE = [pytest.param(row, id=f"{row['id']} {row['title']}") for row in rows() if row["id"].startswith("D")]


def pack_tables_hash() -> str:
    """A hash over every row of every table that holds packs or what learners did with them."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.app_label in PACK_ROOMS:
            for row in sorted(map(repr, model._default_manager.values_list())):
                digest.update(f"{model.__name__} {row}\n".encode())
    return digest.hexdigest()


def post(client: Client, what: Sent) -> Any:
    return client.generic("POST", reverse("authoring:upload"), what.body, content_type=what.content_type)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.mark.parametrize("row", ROWS)
def test_a_bad_input_has_its_answer_and_touches_no_pack(row: Row, ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    before, began = pack_tables_hash(), time.monotonic()
    response = post(client, sent(row))
    assert time.monotonic() - began < SECONDS
    assert response.status_code in row.get("statuses", [row["status"]]), words(response)[:1500]
    assert pack_tables_hash() == before
    if response.status_code == 303:
        check_draft(row, client)
    else:
        assert not Draft.objects.exists()
        assert re.search(row.get("page", ""), words(response)), words(response)[:1500]


def check_draft(row: Row, client: Client) -> None:
    """The draft says what it should, is harmless, and cannot be published if it has errors."""
    draft = Draft.objects.get()
    read = keeping.read_of(draft)
    told = [str(found) for found in read.diagnostics]
    if "finding" in row:
        assert any(re.search(row["finding"], line, re.DOTALL) for line in told), told
    assert draft.has_errors == (row["expect"] in {"E", "T"}), told
    if row["expect"] == "W":
        assert any(found.severity != "error" for found in read.diagnostics)
    assert_lines_exist(row, read.diagnostics)
    if read.study_pack is not None:
        assert_harmless(read.study_pack)
        if "shown" in row:
            assert row["shown"] in " ".join(html_in(read.study_pack.sections)), html_in(read.study_pack.sections)
        for title, line in row.get("lines", {}).items():
            assert [one.line for one in read.study_pack.sections if one.title == title] == [line]
    for name, number in row.get("count", {}).items():
        assert draft.report["counts"][name] == number
    assert client.get(reverse("authoring:draft", args=[draft.pk])).status_code == 200
    if draft.has_errors:
        before = pack_tables_hash()
        assert client.post(reverse("authoring:publish", args=[draft.pk])).status_code == 422
        assert pack_tables_hash() == before


def assert_lines_exist(row: Row, diagnostics: tuple[Diagnostic, ...]) -> None:
    if "text" in row and "encoding" not in row and "repeat" not in row:
        lines = len(re.split(r"\r\n|\r|\n", row["text"]))
        assert all(1 <= found.line <= lines for found in diagnostics)


@pytest.mark.parametrize("row", ACTIVE)
def test_active_content_reaches_no_page_of_the_draft(row: Row, ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    response = post(client, sent(row))
    draft = Draft.objects.order_by("pk").last()
    pages = [response]
    if draft is not None:
        names = ["authoring:draft", "authoring:preview", "authoring:discard"]
        pages += [client.get(reverse(name, args=[draft.pk])) for name in names]
        pages.append(client.get(reverse("authoring:teach")))
    for page in pages:
        body = page.content.decode()
        assert page.status_code < 500
        for attack in (
            "<script>alert",
            "onerror=alert(1)>",
            "<svg onload",
            "<base",
            "<math",
            "<img src=x",
            'href="javascript',
            'href="data:',
        ):
            assert attack not in body, attack
        assert not re.search(r"<[^>]*\shx-(?:get|on:click)=[\"']?(?:/y|x)", body)


def test_the_same_pack_again_makes_no_new_version(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    from tests.authoring.packs import zipped

    post(client, form("tea.zip", zipped()))
    first = publish(client, ines)
    post(client, form("tea.zip", zipped()))
    assert publish(client, ines) == first


def publish(client: Client, user: User) -> object:
    from django.utils import timezone

    from studyapp.authoring.drafts.confirming import confirm_rights

    draft = Draft.objects.order_by("-pk").first()
    assert draft is not None
    if draft.published_version is None:
        confirm_rights(draft, by=user, at=timezone.now())
    return releasing.publish_draft(draft, by=user, at=timezone.now())


def test_every_class_of_bad_input_has_its_rows() -> None:
    numbers = {int(re.sub(r"\D", "", row["id"][1:3])) for row in rows()}
    denial = set(range(37, 55))  # tests/bad_inputs/test_denial.py
    slow = {86}  # one byte a second: tests/web/test_serve.py
    assert numbers | denial | slow | {36} == set(range(1, 87))
    assert len({row["id"] for row in rows()}) == len(rows())
