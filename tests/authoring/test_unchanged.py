"""The same bytes again: found by their hash, nothing read, nothing stored. And drafts that nobody wanted."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.child_process import sandbox
from studyapp.authoring.drafts.keeping import create_draft
from studyapp.authoring.models import Draft, DraftFile
from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.services import publish
from studyapp.library.models import PackVersion
from tests.authoring.packs import LEAVES, read, tea, write_folder, zipped
from tests.factories import signed_in


def upload(client: Client, name: str, content: bytes, **fields: str) -> Any:
    data = {"file": SimpleUploadedFile(name, content), "title": "", "pack": "", "rights": "on", **fields}
    return client.post(reverse("authoring:upload"), data)


@pytest.fixture
def published(ines: User) -> PackVersion:
    return publish(read(), by=ines, owner=ines, at=timezone.now(), base_version=None)


@pytest.fixture
def unreadable(published: PackVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whoever reads a lesson fails."""

    def fail(*_args: object, **_options: object) -> bytes:
        raise AssertionError("a lesson was read")

    monkeypatch.setattr(sandbox, "_run", fail)


@pytest.mark.usefixtures("unreadable")
def test_the_same_zip_again_is_not_read_and_leads_to_the_history(ines: User, published: PackVersion) -> None:
    response = upload(signed_in(ines), "tea.zip", zipped())

    assert response.headers["Location"] == reverse("authoring:history", args=["tea"])
    assert not Draft.objects.exists()
    assert PackVersion.objects.get() == published


@pytest.mark.usefixtures("unreadable")
def test_a_lesson_that_its_pack_has_already_is_not_read(ines: User, published: PackVersion) -> None:
    response = upload(signed_in(ines), "leaves.md", LEAVES.encode(), pack=published.pack.key)

    assert response.headers["Location"] == reverse("authoring:history", args=["tea"])
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("unreadable")
def test_the_same_folder_again_is_not_read_by_the_command(tmp_path: Path, published: PackVersion) -> None:
    out = StringIO()
    call_command("load_pack", write_folder(tmp_path), stdout=out)

    assert "unchanged" in out.getvalue()
    assert PackVersion.objects.get() == published


def test_one_changed_letter_is_read(ines: User, published: PackVersion) -> None:
    changed = zipped(tea(leaves=LEAVES.replace("Milk and sugar", "Milk and honey")))

    response = upload(signed_in(ines), "tea.zip", changed)

    assert Draft.objects.get().pack == published.pack
    assert str(Draft.objects.get().pk) in response.headers["Location"]


def test_a_pack_of_somebody_else_with_the_same_bytes_is_not_given_away(published: PackVersion, olga: User) -> None:
    lone = [SourceFile("leaves.md", LEAVES.encode())]
    publish(read_upload(lone), by=olga, owner=olga, at=timezone.now(), base_version=None)
    ines = published.pack.owner
    assert ines is not None

    response = upload(signed_in(ines), "leaves.md", LEAVES.encode())

    assert "history" not in response.headers.get("Location", "")


def test_drafts_that_nobody_published_for_90_days_are_forgotten_with_their_files(ines: User) -> None:
    old, young, timed, done = (create_draft(read(), owner=ines, file_name=f"{number}.zip") for number in range(4))
    long_ago = timezone.now() - timedelta(days=91)
    Draft.objects.exclude(pk=young.pk).update(uploaded_at=long_ago)
    Draft.objects.filter(pk=timed.pk).update(publish_at=timezone.now() + timedelta(days=1))
    version = publish(read(), by=ines, owner=ines, at=timezone.now(), base_version=None)
    Draft.objects.filter(pk=done.pk).update(published_version=version)
    out = StringIO()

    call_command("forget_drafts", stdout=out)

    assert set(Draft.objects.values_list("pk", flat=True)) == {young.pk, timed.pk, done.pk}
    assert not DraftFile.objects.filter(draft_id=old.pk).exists()
    assert "1" in out.getvalue()
