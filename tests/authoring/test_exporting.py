"""A published pack leaves in other formats: for whom, with what in it, and under which name."""

import csv
import io
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.versions.exporting import FORMATS, ITEM_FORMATS, NoSuchLesson, Wishes, export
from studyapp.authoring.versions.services import publish
from studyapp.authoring.views.exports import disposition
from studyapp.library.models import PackVersion
from studyapp.quiz.models import Item
from tests import factories
from tests.authoring import packs

WITH_PICTURE = packs.WATER.replace(
    "### Which water suits green leaves?\n", "### Which water suits green leaves?\n\n![A cup](img/cup.png)\n"
)


@pytest.fixture
def ines(db: None) -> User:
    return factories.make_ines()


def publish_tea(owner: User | None, base: PackVersion | None = None, **edits: str) -> PackVersion:
    files = {**packs.tea(**edits), "img/cup.png": packs.PIXEL}
    return publish(packs.read(files), by=None, at=timezone.now(), base_version=base, owner=owner)


@pytest.fixture
def tea(ines: User) -> PackVersion:
    return publish_tea(ines, water=WITH_PICTURE)


def content(version: PackVersion, form: str, **wishes: object) -> bytes:
    with export(version, form, Wishes(**wishes)).content as out:  # type: ignore[arg-type]
        return out.read()


def rows(version: PackVersion, **wishes: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(version, "csv", **wishes).decode())))


def body(response: HttpResponse) -> bytes:
    return b"".join(response)


def test_an_item_that_an_instructor_suppressed_does_not_go_out(tea: PackVersion) -> None:
    Item.objects.filter(fact__key="green-water").update(is_suppressed=True)
    assert rows(tea) == []


def test_questions_that_an_author_wrote_always_go_out(tea: PackVersion) -> None:
    assert [row["id"] for row in rows(tea)] == ["green-water"]


def test_made_questions_go_out_on_request_each_once_and_by_lesson(tea: PackVersion) -> None:
    found = rows(tea, generated=True)

    ids = [row["id"] for row in found]
    assert len(ids) == len(set(ids)) > 10
    assert {row["lesson"] for row in found} == {"2.1 Heating Water", "1.1 Choosing Leaves"}
    assert [row["lesson"] for row in found] == sorted((row["lesson"] for row in found), key=lambda name: name[0])


def test_one_lesson_goes_out_alone(tea: PackVersion) -> None:
    assert {row["lesson"] for row in rows(tea, generated=True, lesson="leaves")} == {"1.1 Choosing Leaves"}
    with pytest.raises(NoSuchLesson):
        export(tea, "csv", Wishes(lesson="coffee"))


def test_anki_gets_traps_and_principles_too_and_the_picture(tea: PackVersion) -> None:
    archive = zipfile.ZipFile(io.BytesIO(content(tea, "anki")))
    connection = sqlite3.connect(":memory:")
    connection.deserialize(archive.read("collection.anki2"))
    fields = [row[0] for row in connection.execute("SELECT flds FROM notes ORDER BY id")]
    connection.close()

    assert len(fields) == 3
    assert "first principle" in fields[0]
    assert "refrigerator" in fields[1]
    assert re.search(r'<img src="[0-9a-f]{16}\.png" alt="A cup">', fields[2])
    assert archive.read("0") == packs.PIXEL


def test_moodle_gets_the_picture_inside(tea: PackVersion) -> None:
    quiz = fromstring(content(tea, "moodle"))

    assert quiz.find("question/questiontext/file") is not None


def test_markdown_is_the_files_as_uploaded_and_nothing_else(tea: PackVersion) -> None:
    archive = zipfile.ZipFile(io.BytesIO(content(tea, "markdown")))

    assert {name: archive.read(name) for name in archive.namelist()} == {
        path: text if isinstance(text, bytes) else text.encode()
        for path, text in {**packs.tea(water=WITH_PICTURE), "img/cup.png": packs.PIXEL}.items()
    }


@pytest.mark.parametrize("form", FORMATS)
def test_equal_versions_give_equal_bytes(tea: PackVersion, form: str) -> None:
    assert content(tea, form, generated=True) == content(tea, form, generated=True)


def test_reflections_are_named_among_what_stays_behind(tea: PackVersion) -> None:
    whole, leaves = export(tea, "gift", Wishes()), export(tea, "gift", Wishes(lesson="leaves"))
    with whole.content, leaves.content:
        assert any("only as Markdown" in loss.what for loss in whole.losses)
        assert leaves.losses == ()


@pytest.mark.parametrize("form", ITEM_FORMATS)
def test_a_longer_pack_needs_no_more_statements(
    tea: PackVersion, form: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        content(tea, form, generated=True)


@pytest.mark.parametrize("form", FORMATS)
def test_the_instructor_downloads_a_file_that_no_browser_shows(
    client: Client, ines: User, tea: PackVersion, form: str
) -> None:
    client.force_login(ines)

    response = client.get(reverse("authoring:export", args=["tea", form]))

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tea-1')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert body(response) == content(tea, form)


def test_a_stranger_an_unknown_format_and_an_unknown_lesson_are_not_found(
    client: Client, ines: User, tea: PackVersion
) -> None:
    stranger = Client()
    stranger.force_login(factories.make_bo())
    client.force_login(ines)

    assert stranger.get(reverse("authoring:export", args=["tea", "csv"])).status_code == 404
    assert client.get(reverse("authoring:export", args=["tea", "aiken"])).status_code == 404
    assert client.get(reverse("authoring:export", args=["tea", "csv"]), {"lesson": "coffee"}).status_code == 404


def test_a_pack_without_a_published_version_has_nothing_to_take(client: Client, ines: User) -> None:
    pack = factories.make_pack("empty", owner=ines)
    pack.current_version = None
    pack.save()
    client.force_login(ines)

    assert client.get(reverse("authoring:export", args=["empty", "csv"])).status_code == 404


def test_the_history_page_offers_every_format(client: Client, ines: User, tea: PackVersion) -> None:
    client.force_login(ines)

    page = client.get(reverse("authoring:history", args=["tea"])).content.decode()

    assert all(reverse("authoring:export", args=["tea", form]) in page for form in FORMATS)


@pytest.mark.parametrize("title", ['Tee "grün"/../x\r\nSet-Cookie: a=b', "\u202egpj.exe", "%41;*", "茶" * 300])
def test_no_title_leaves_the_header_or_the_folder(title: str) -> None:
    value = disposition("tea-1.csv", title=title)

    assert value.isascii()
    assert re.fullmatch(r"attachment; filename=\"tea-1\.csv\"; filename\*=UTF-8''[\w%.~-]+\.csv", value)
    assert "%2F" not in value.upper()
    assert "%0D" not in value.upper()


def test_the_command_writes_a_file_and_says_what_stays_behind(tea: PackVersion, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()

    call_command("export_pack", "tea", form="gift", out=tmp_path / "tea.txt", generated=True, stdout=out, stderr=err)

    assert (tmp_path / "tea.txt").read_bytes() == content(tea, "gift", generated=True)
    assert "Making tea, version 1" in out.getvalue()
    assert "GIFT has no ordering questions" in err.getvalue()


def test_the_command_refuses_what_is_not_there(tea: PackVersion, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no published pack"):
        call_command("export_pack", "coffee", form="csv", out=tmp_path / "x")
    with pytest.raises(CommandError, match="no lesson"):
        call_command("export_pack", "tea", form="csv", out=tmp_path / "x", lesson="coffee")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_pack", "tea", form="csv", out=tmp_path / "no" / "x")
