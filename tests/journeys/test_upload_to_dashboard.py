"""From a file to a figure, in one test: upload, publish, study, see. No browser: plain forms."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Pack, PackVersion
from studyapp.study.models import Card, Review, StudySession
from tests.journeys.forms import form_at

FOLDER = Path("content/genai-developer-pro")


@pytest.mark.django_db(transaction=True)
def test_from_an_upload_to_the_learners_and_back_to_an_edited_upload(
    ines: User, ada: User, as_user: Callable[[User], Client]
) -> None:
    instructor, learner = as_user(ines), as_user(ada)

    assert upload_and_publish(instructor, zipped()) == 1
    pack = Pack.objects.get()
    assert pack.owner == ines

    Pack.objects.update(is_public=True)
    study(learner, pack, answers=12)
    assert Review.objects.filter(learner_id=ada.pk, cause=None).count() == 12

    page = learner.get("/progress/").content.decode()
    assert re.search(r"\b12 answers\b", page)

    before = (list(Review.objects.values_list()), list(Card.objects.values_list()))
    assert upload_and_publish(instructor, zipped({"So before you compare methods": "Before you compare methods"})) == 2
    assert (list(Review.objects.values_list()), list(Card.objects.values_list())) == before
    assert "Before you compare methods" in lesson_text(learner)

    study(learner, pack, answers=1)
    assert Review.objects.filter(learner_id=ada.pk, cause=None).count() == 13


def zipped(edits: dict[str, str] | None = None) -> SimpleUploadedFile:
    """The real pack as a zip, with some of its text exchanged."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(FOLDER.rglob("*")):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                for old, new in (edits or {}).items():
                    text = text.replace(old, new)
                archive.writestr(str(path.relative_to(FOLDER)), text)
    return SimpleUploadedFile("pack.zip", target.getvalue(), "application/zip")


def upload_and_publish(instructor: Client, file: SimpleUploadedFile) -> int:
    """The number of the version that learners see then."""
    report = instructor.post("/teach/import/", {"file": file, "title": "", "rights": "on"})
    assert report.status_code == 303, report.content.decode()
    published = form_at(instructor, report["Location"] + "changes/", "/publish/").send()
    assert published.status_code == 303, published.content.decode()
    version = PackVersion.objects.get(pk=Pack.objects.values_list("current_version", flat=True).get())
    return version.number


def study(learner: Client, pack: Pack, *, answers: int) -> None:
    """Understand the first lesson and answer what Start asks, each with its first option or best word."""
    learner.get("/today/", {"pack": pack.key})
    form_at(learner, lesson_url(learner), "/understood/").send()
    session = form_at(learner, "/today/", "/study/new/", has={"source": "due"}).send()["Location"]
    for _ in range(answers):
        form = form_at(learner, session + "?reveal=1", "/answer/")
        assert form.send(**form.some_answer()).status_code == 303
    assert StudySession.objects.filter(position__gte=answers).exists()


def lesson_url(learner: Client) -> str:
    """The address of the first lesson."""
    page = learner.get("/packs/genai-developer-pro/").content.decode()
    found = re.search(r'href="(/packs/genai-developer-pro/l/[^"]+/)"', page)
    assert found
    return found.group(1)


def lesson_text(learner: Client) -> str:
    """The first lesson as its page shows it."""
    return learner.get(lesson_url(learner)).content.decode()
