"""A large upload is read by a process of its own; its draft stands at once and is never half read."""

import json
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.drafts import background
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import read_upload
from studyapp.library.models import PackVersion
from tests import factories
from tests.authoring.drafting import make_draft, page_of, publish, published, text
from tests.authoring.packs import MANIFEST, TEA, sources, tea, write_folder, zipped
from tests.authoring.test_killed import copy_of, start

LARGE = {
    "pack.toml": MANIFEST,
    **{
        f"d1/{n:02}.md": f"---\nid: l{n}\ntask: 1.1\n---\n# 1.{n}. Leaf {n}\n\n**Term {n}:** What leaf {n} is called.\n"
        for n in range(1, 25)
    },
}


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The drafts whose reader was started; none runs."""
    found: list[int] = []
    monkeypatch.setattr(background, "_start", found.append)
    return found


def upload(client: Client, files: Any, **more: Any) -> Any:
    file = SimpleUploadedFile("tea.zip", zipped(files))
    return client.post(reverse("authoring:upload"), {"file": file, "rights": "on"}, **more)


def read(draft: Draft) -> Draft:
    call_command("read_draft", str(draft.pk))
    draft.refresh_from_db()
    return draft


def test_a_large_upload_becomes_a_draft_at_once_and_is_read_apart(client: Client, started: list[int]) -> None:
    response = upload(client, LARGE)
    draft = Draft.objects.get()
    assert response.headers["Location"] == reverse("authoring:reading", args=[draft.pk])
    assert started == [draft.pk]
    assert (draft.state, draft.title, draft.pack_key, draft.read_total) == ("reading", "Making tea", "tea", 24)
    page = page_of(client, "reading", draft.pk)
    assert "0 of 24 lessons read." in page
    assert '<progress id="read-done" value="0" max="24">' in page
    assert 'http-equiv="refresh"' in page
    assert 'hx-trigger="every 1s"' in page


def test_what_the_reader_finds_is_what_a_request_would_have_found(client: Client, started: list[int]) -> None:
    upload(client, LARGE)
    draft = read(Draft.objects.get())
    assert draft.state == "ready"
    assert draft.report == json.loads(json.dumps(read_upload(sources(LARGE)).report(items=True)))
    assert publish(client, draft).status_code == 303


def test_a_small_upload_stays_in_its_request(client: Client, started: list[int]) -> None:
    response = upload(client, TEA)
    assert response.headers["Location"] == reverse("authoring:draft", args=[Draft.objects.get().pk])
    assert started == []


def test_the_reader_says_how_far_it_is(client: Client, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    upload(client, LARGE)
    draft = Draft.objects.get()
    seen: list[int] = []
    beat_of = background._beat_of

    def watched(draft_id: int) -> Callable[[int], None]:
        beat = beat_of(draft_id)

        def count(done: int) -> None:
            beat(done)
            seen.append(Draft.objects.get(pk=draft_id).read_done)

        return count

    monkeypatch.setattr(background, "_beat_of", watched)
    read(draft)
    assert seen == sorted(seen)
    assert seen[-1] == 24
    assert len(seen) > 5


def test_once_it_is_read_the_page_leads_to_the_report_and_htmx_stops_asking(client: Client, started: list[int]) -> None:
    upload(client, LARGE)
    draft = read(Draft.objects.get())
    url, report = reverse("authoring:reading", args=[draft.pk]), reverse("authoring:draft", args=[draft.pk])
    assert client.get(url).headers["Location"] == report
    polled = client.get(url, headers={"HX-Request": "true"})
    assert (polled.status_code, polled.headers["HX-Redirect"]) == (286, report)


def test_polling_swaps_the_bar_alone(client: Client, started: list[int]) -> None:
    upload(client, LARGE)
    response = client.get(reverse("authoring:reading", args=[Draft.objects.get().pk]), headers={"HX-Request": "true"})
    assert text(response).startswith('<div id="reading"')


def test_htmx_goes_to_the_other_page_after_an_upload(client: Client, started: list[int]) -> None:
    response = upload(client, LARGE, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == reverse("authoring:reading", args=[Draft.objects.get().pk])


def test_other_pages_of_a_draft_that_is_being_read_lead_to_the_bar(client: Client, started: list[int]) -> None:
    upload(client, LARGE)
    draft = Draft.objects.get()
    for name in ("draft", "difference"):
        response = client.get(reverse(f"authoring:{name}", args=[draft.pk]))
        assert response.headers["Location"] == reverse("authoring:reading", args=[draft.pk])
    assert publish(client, draft).status_code in (303, 422)
    assert not PackVersion.objects.exists()


def test_a_reader_that_fell_silent_can_be_replaced(client: Client, started: list[int]) -> None:
    upload(client, LARGE)
    draft = Draft.objects.get()
    assert "Read again" not in page_of(client, "reading", draft.pk)
    Draft.objects.update(beat_at=timezone.now() - timedelta(seconds=31), read_done=7)
    assert "Read again" in page_of(client, "reading", draft.pk)
    client.post(reverse("authoring:reading", args=[draft.pk]), {"again": "1"})
    assert started == [draft.pk, draft.pk]
    draft.refresh_from_db()
    assert draft.read_done == 0
    assert read(draft).state == "ready"


def test_cancelling_drops_the_upload_and_the_reader_lets_it_be(
    client: Client, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(client, LARGE)
    draft = Draft.objects.get()
    beat_of = background._beat_of

    def cancelled(draft_id: int) -> Callable[[int], None]:
        client.post(reverse("authoring:reading", args=[draft_id]), {"cancel": "1"})
        return beat_of(draft_id)

    monkeypatch.setattr(background, "_beat_of", cancelled)
    call_command("read_draft", str(draft.pk))
    assert not Draft.objects.exists()
    call_command("read_draft", str(draft.pk))


def test_two_readers_of_one_draft_leave_one_result(client: Client, started: list[int]) -> None:
    upload(client, LARGE)
    draft = Draft.objects.get()
    read(draft)
    report = draft.report
    assert read(draft).report == report
    assert draft.files.count() == 25


def test_no_more_than_two_are_read_at_once(client: Client, started: list[int]) -> None:
    for _ in range(2):
        upload(client, LARGE)
    response = upload(client, LARGE)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Two packs are being read right now" in text(response)
    assert Draft.objects.count() == 2


def test_what_cannot_be_read_says_why(client: Client, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    upload(client, LARGE)
    draft = Draft.objects.get()
    olga = factories.make_olga()
    published(factories.signed_in(olga), olga)  # takes the id of the pack
    read(draft)
    assert draft.state == "failed"
    page = page_of(client, "reading", draft.pk)
    assert "It could not be read." in page
    assert "belongs to somebody else" in page
    assert "Could not be read." in page_of(client, "teach")


def test_a_pack_of_somebody_else_is_refused_before_it_is_read(client: Client, started: list[int]) -> None:
    olga = factories.make_olga()
    published(factories.signed_in(olga), olga)
    response = upload(client, LARGE)
    assert response.status_code == 422
    assert "belongs to somebody else" in text(response)
    assert started == []


def test_a_large_pack_is_read_against_the_version_it_continues(client: Client, ines: User, started: list[int]) -> None:
    published(client, ines, LARGE)
    changed = {**LARGE, "d1/03.md": LARGE["d1/03.md"].replace("is called", "was called")}
    upload(client, changed)
    draft = read(Draft.objects.latest("pk"))
    assert "Making tea against version 1: 1 lesson changed" in page_of(client, "difference", draft.pk)


def test_strangers_see_and_cancel_nothing(ines: User, started: list[int]) -> None:
    draft = make_draft(ines, tea(), state="reading")
    url = reverse("authoring:reading", args=[draft.pk])
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert ivo.get(url).status_code == ivo.post(url, {"cancel": "1"}).status_code == 404
    assert Draft.objects.exists()


BEGIN = """
from pathlib import Path
from studyapp.accounts.models import User
from studyapp.authoring.drafts import background
from studyapp.authoring.uploads.intake import take_path
ines = User.objects.create_user("Ines", None, role="instructor")
background.begin(
    take_path(Path({folder!r})), owner=ines, file_name="tea.zip", title="Tea", pack=None, base_version=None
)
"""


def _row(folder: Path) -> tuple[str, int, str, int]:
    """State, length of the reading, hash and files of the one draft."""
    with closing(sqlite3.connect(folder / "tea.sqlite3")) as connection:
        query = "SELECT state, length(coalesce(study_pack, '')), source_hash FROM authoring_draft"
        state, length, digest = connection.execute(query).fetchone()
        (files,) = connection.execute("SELECT count(*) FROM authoring_draftfile").fetchone()
    return state, length, digest, files


@pytest.mark.sqlite  # its processes have a database of their own, whatever engine the run is on
def test_the_reader_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    large = write_folder(tmp_path / "large", LARGE)
    assert start(tmp_path, "migrate", "-v0").wait() == 0
    code = BEGIN.format(folder=str(large)) + "background._start(1)\n"
    assert start(tmp_path, "shell", "-v0", "-c", code).wait() == 0
    deadline = time.monotonic() + 60
    while _row(tmp_path)[0] == "reading" and time.monotonic() < deadline:
        threading.Event().wait(0.1)
    assert _row(tmp_path)[0] == "ready"


@pytest.mark.sqlite  # its processes have a database of their own, whatever engine the run is on
def test_a_killed_reader_leaves_the_draft_unread_or_read_never_a_mixture(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    large = write_folder(tmp_path / "large", LARGE)
    assert start(base, "migrate", "-v0").wait() == 0
    assert start(base, "shell", "-v0", "-c", BEGIN.format(folder=str(large))).wait() == 0
    whole = copy_of(base, tmp_path / "whole")
    began = time.monotonic()
    assert start(whole, "read_draft", "1").wait() == 0
    seconds = time.monotonic() - began
    unread, ready = _row(base), _row(whole)
    assert (unread[0], ready[0]) == ("reading", "ready")
    found = []
    for kill in range(3):
        folder = copy_of(base, tmp_path / f"killed-{kill}")
        reader = start(folder, "read_draft", "1")
        try:
            reader.wait(timeout=seconds * (0.3 + 0.7 * kill / 3))
        except subprocess.TimeoutExpired:
            reader.send_signal(signal.SIGKILL)
            reader.wait()
        assert _row(folder) in (unread, ready)
        found.append(_row(folder)[0])
    assert "reading" in found
    again = tmp_path / f"killed-{found.index('reading')}"
    assert start(again, "read_draft", "1").wait() == 0
    assert _row(again) == ready
    shutil.rmtree(again)
