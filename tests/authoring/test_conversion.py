"""Uploads in other formats, in the child and at the upload page."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.conversion import convert, is_foreign, take
from studyapp.authoring.uploads.files import UploadError
from studyapp.library.models import Pack
from tests.authoring.packs import PIXEL, zipped
from tests.domain.exchange.documents import document, paragraph, picture, run

GIFT = b"::hot::Is it hot?{=yes#it steams ~no}\n\nHow warm?{#80:5}\n"
DOCX = document(
    paragraph("Water", style="Heading1"),
    paragraph(run("Steam:", bold=True), " water that has become a gas by heat", picture("rId1", "a pot")),
    parts={"word/media/tree.png": PIXEL},
)
NOTION = "Tea 0123456789abcdef0123456789abcdef"


def page_of(name: str, content: bytes) -> str:
    (lesson,) = [file for file in convert(name, content).files if file.is_lesson]
    return lesson.content.decode()


def send(client: Client, name: str, content: bytes, **fields: str) -> HttpResponse:
    return client.post(reverse("authoring:upload"), {"file": SimpleUploadedFile(name, content), **fields})


def test_a_file_of_questions_becomes_one_lesson_with_its_losses() -> None:
    found = convert("quiz.gift", GIFT)
    assert [file.path for file in found.files] == ["quiz.md"]
    assert "- [x] yes\n    - why: it steams" in page_of("quiz.gift", GIFT)
    assert [(loss.line, "75 to 85" in loss.what) for loss in found.losses] == [(3, True)]


def test_several_lessons_get_the_pack_toml_that_they_need() -> None:
    files = convert("Tea.zip", zipped({f"{NOTION}.md": "# A\n\nx\n", f"{NOTION}/b.html": "<h1>B</h1><p>y</p>"})).files
    assert [file.path for file in files] == ["pack.toml", "tea.md", "tea/b.md"]
    assert b'title = "Tea"' in files[0].content


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.md", b"# A", False),
        ("a.GIFT", GIFT, True),
        ("a.zip", zipped(), False),
        ("a.zip", zipped({"a.md": "# A", "img/a.png": PIXEL}), False),
        ("a.zip", zipped({"a.html": "<p>x</p>"}), True),
        ("a.zip", zipped({f"{NOTION}.md": "# A"}), True),
        ("a.zip", b"broken", False),
    ],
)
def test_a_pack_is_told_from_what_has_to_be_converted(name: str, content: bytes, expected: bool) -> None:
    assert is_foreign(name, content) is expected


def bomb(name: str, size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr(name, b"<a>" + b" " * size + b"</a>")
    return packed.getvalue()


def entities() -> bytes:
    declared = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE q [<!ENTITY a0 "ha">{declared}]><quiz>&a11;</quiz>'.encode()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.docx", bomb("_rels/.rels", 5_000_000), "times its size"),
        ("a.docx", bomb("word/media/x.png", 5_000_000), "times its size"),
        ("a.docx", b"\xd0\xcf\x11\xe0 an old .doc", "no Word document"),
        ("a.docx", zipped({"../../x.xml": "<a/>"}), "leaves its folder"),
        ("a.docx", document(paragraph("x"), prologue='<!DOCTYPE w [<!ENTITY a "b">]>'), "document type or entities"),
        ("a.xml", entities(), "document type or entities"),
        ("a.gift", b"x" * (2 * 1024 * 1024 + 1), "over 2 MB"),
        ("a.csv", "Größe;1\n".encode("latin-1"), "not UTF-8"),
        ("a.zip", zipped({"a.html": "<p>x</p>", "b.zip": "PK"}), "not opened"),
        ("a.zip", zipped({"a.html": "<p>x</p>", "../b.html": "x"}), "leaves its folder"),
        ("a.html", b"<div>" * 100_000, "tags stand in each other"),
        ("a.html", b"<b><i>" * 100_000 + b"x", "tags stand in each other"),
        ("a.xml", b"<quiz>" + b"<a>" * 200_000, "broken"),
        ("a.gift", b"{" * 500_000, "partner"),
    ],
)
def test_hostile_files_end_soon_with_a_reason(name: str, content: bytes, what: str) -> None:
    start = time.monotonic()
    with pytest.raises(UploadError) as error:
        convert(name, content)
    assert what in str(error.value)
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("many.gift", "\n\n".join(f"What is number {n}?{{=right ~wrong#no ~other}}" for n in range(10_000)).encode()),
        ("many.csv", "\n".join(f"What is number {n}?;It is {n}" for n in range(10_000)).encode()),
        ("many.txt", "\n\n".join(f"What is {n}?\nA. a\nB. b\nANSWER: B" for n in range(10_000)).encode()),
    ],
)
def test_ten_thousand_questions_are_converted(name: str, content: bytes) -> None:
    found = convert(name, content)
    assert len([file for file in found.files if file.is_lesson]) == 40
    assert found.losses == ()


def test_no_child_opens_what_a_document_links_to() -> None:
    content = document(paragraph("Water", style="Heading1"), paragraph(picture("rId3", "far", is_linked=True)))
    found = convert("a.docx", content)
    assert [loss.what for loss in found.losses] == ["the picture “far” is linked, not in the document, and is left out"]


def test_an_upload_of_questions_becomes_a_draft_that_lists_what_got_lost(
    ines: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(ines)
    response = send(client, "quiz.gift", GIFT)
    draft = Draft.objects.get()
    assert response.status_code == 303
    assert [file.path for file in draft.files.all()] == ["quiz.md"]
    assert draft.asked["losses"][0]["line"] == 3
    page = client.get(reverse("authoring:draft", args=[draft.pk])).content.decode()
    assert "1 thing could not be carried over" in page
    assert "quiz.gift:3" in page


def test_a_document_with_a_picture_is_published_and_updated_in_its_pack(
    ines: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(ines)
    send(client, "Water.docx", DOCX, rights="on")
    client.post(reverse("authoring:publish", args=[Draft.objects.get().pk]))
    pack = Pack.objects.get()
    assert pack.title == "Water"
    send(client, "quiz.gift", GIFT, pack=pack.key)
    paths = {file.path for file in Draft.objects.latest("uploaded_at").files.all()}
    assert paths == {"water.md", "quiz.md", "img/water-1.png", "pack.toml"}


def test_a_text_that_is_nothing_is_refused_with_its_reason(ines: User, as_user: Callable[[User], Client]) -> None:
    response = send(as_user(ines), "notes.txt", b"some words\n")
    assert response.status_code == 422
    assert "neither GIFT, Aiken nor cards" in response.content.decode()
    assert not Draft.objects.exists()


def test_the_upload_page_names_the_formats(ines: User, as_user: Callable[[User], Client]) -> None:
    page = as_user(ines).get(reverse("authoring:upload")).content.decode()
    assert all(suffix in page for suffix in (".docx", ".html", ".gift", ".xml", ".csv", ".txt"))


def test_what_is_a_pack_stays_as_it_is() -> None:
    found = take("tea.zip", zipped())
    assert not found.is_converted
    assert {file.path for file in found.files} == {"pack.toml", "README.md", "d1/leaves.md", "d2/water.md"}


def test_the_command_writes_a_folder_and_prints_what_got_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "quiz.gift"
    source.write_bytes(GIFT)
    call_command("convert", str(source), str(tmp_path / "out"))
    assert (tmp_path / "out/quiz.md").read_text().startswith("# quiz\n\n### Is it hot?")
    assert "quiz.gift:3: a number from 75 to 85" in capsys.readouterr().err
    with pytest.raises(CommandError, match="exists already"):
        call_command("convert", str(source), str(tmp_path / "out"))


def test_the_command_prints_without_a_folder_and_ends_with_1_for_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "quiz.gift"
    source.write_bytes(GIFT)
    call_command("convert", str(source))
    assert "### Is it hot?" in capsys.readouterr().out
    source.write_bytes(b"nothing {=")
    with pytest.raises(SystemExit) as ended:
        call_command("convert", str(source))
    assert ended.value.code == 1


@pytest.mark.parametrize("name", ["missing.gift", "lesson.md"])
def test_the_command_refuses_what_it_is_not_for(name: str, tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_text("# A")
    with pytest.raises(CommandError) as error:
        call_command("convert", str(tmp_path / name))
    assert error.value.returncode == 2
