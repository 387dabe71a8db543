"""Two things happen to one draft at once: what was acknowledged is never lost, and nobody meets a broken page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import Role, User
from studyapp.authoring.drafts import background
from studyapp.authoring.drafts.keeping import files_of_draft
from studyapp.authoring.drafts.mending import change_file, read_again
from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft
from studyapp.authoring.versions import services
from studyapp.library.models import PackVersion
from tests import factories
from tests.authoring.drafting import make_draft, page_of, publish, published, text
from tests.authoring.packs import LEAVES, TEA, WATER, sources, tea
from tests.authoring.test_background import LARGE

PATH = "d1/leaves.md"
STATES = (Draft.State.READING, Draft.State.FAILED)


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(background, "_start", found.append)
    return found


def unread(owner: User, state: str, files: Any = None, **fields: Any) -> Draft:
    draft = background.begin(
        sources(files or TEA), owner=owner, file_name="tea.zip", title="Tea", pack=None, base_version=None
    )
    Draft.objects.filter(pk=draft.pk).update(state=state, **fields)
    draft.refresh_from_db()
    return draft


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something between reading the files of a draft and taking its lock."""
    made_ready = services.made_ready

    def slow(*args: Any) -> Any:
        ready = made_ready(*args)
        act()
        return ready

    monkeypatch.setattr(services, "made_ready", slow)


def test_an_edit_that_lands_while_it_is_published_is_not_lost(
    client: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(ines)
    other = Draft.objects.get(pk=draft.pk)
    edited = (LEAVES + "\nOne more line.\n").encode()
    with monkeypatch.context() as busy:
        meanwhile(busy, lambda: change_file(other, PATH, edited, what="edit", by=ines))
        response = publish(client, draft)
    assert response.status_code == 409
    assert "This draft was changed meanwhile." in text(response)
    assert not PackVersion.objects.exists()
    assert bytes(draft.files.get(path=PATH).content) == edited
    assert publish(client, draft).status_code == 303


@pytest.mark.parametrize(
    "fields", [{"is_public": False}, {"rights_confirmed_at": None}, {"choices": {"severity": {"c1": "typo"}}}], ids=str
)
def test_so_is_what_was_said_of_it(
    fields: dict[str, Any], client: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(ines)
    meanwhile(monkeypatch, lambda: Draft.objects.filter(pk=draft.pk).update(**fields))
    assert publish(client, draft).status_code == 409
    assert not PackVersion.objects.exists()


def test_a_draft_that_is_deleted_while_it_is_published_is_not_found(
    client: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(ines)
    meanwhile(monkeypatch, lambda: Draft.objects.filter(pk=draft.pk).delete())
    assert publish(client, draft).status_code == 404
    assert not PackVersion.objects.exists()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        *(("fix", {"do": do, "finding": "x"}) for do in ("mend", "mend-all", "accept", "reopen", "accept-all", "undo")),
        ("labels", {"label": "Foo", "kind": "tip"}),
        ("labels", {"label": "Foo", "kind": "nothing"}),
        ("rights", {"is_public": "yes", "rights": "on"}),
        ("rights", {"is_public": "perhaps"}),
        ("source", {"text": "# Hello", "hash": "x"}),
        ("publish", {}),
        ("schedule", {"publish_at": "2027-01-01T00:00"}),
        ("update_there", {"pack": "tea"}),
        ("try_rubric", {"question": "a"}),
        ("conflict", {}),
    ],
)
def test_what_is_not_read_leads_to_the_page_of_its_reading(
    name: str, fields: dict[str, str], state: str, client: Client, ines: User
) -> None:
    draft = unread(ines, state, failure="why")
    url = reverse(f"authoring:{name}", args=[draft.pk, *([PATH] if name == "source" else [])])
    reading = reverse("authoring:reading", args=[draft.pk])
    response = client.post(url, fields)
    assert (response.status_code, response.headers["Location"]) == (303, reading)
    before = Draft.objects.filter(pk=draft.pk).values().get()
    swapped = client.post(url, fields, headers={"HX-Request": "true"})
    assert reading in (swapped.headers.get("HX-Redirect"), swapped.headers.get("Location"))
    assert Draft.objects.filter(pk=draft.pk).values().get() == before
    assert (before["state"], before["failure"]) == (state, "why")


def test_nobody_edits_under_a_reader(ines: User) -> None:
    draft = unread(ines, Draft.State.READING)
    with pytest.raises(DraftChanged):
        change_file(draft, PATH, b"# Hello\n", what="edit", by=ines)
    failed = Draft.objects.get(pk=draft.pk)
    failed.state = Draft.State.FAILED
    with pytest.raises(DraftChanged):
        read_again(failed, files_of_draft(failed))


def read_once_more(client: Client, draft: Draft) -> str:
    return text(client.post(reverse("authoring:reading", args=[draft.pk]), {"again": "1"}, follow=True))


def test_a_reader_that_lives_is_not_doubled(client: Client, ines: User, started: list[int]) -> None:
    draft = unread(ines, Draft.State.FAILED, LARGE)
    for _ in range(3):
        page = read_once_more(client, draft)
    assert started == [draft.pk]
    assert "It is being read already." in page


def test_a_refused_retry_leaves_the_reason(client: Client, ines: User, started: list[int]) -> None:
    for _ in range(2):
        unread(ines, Draft.State.READING, LARGE, beat_at=timezone.now())
    draft = unread(ines, Draft.State.FAILED, LARGE, failure="The tin was empty.")
    page = read_once_more(client, draft)
    assert "Two packs are being read right now" in page
    assert "The tin was empty." in page
    assert started == []


def test_those_that_were_begun_again_count_as_readers(client: Client, ines: User, started: list[int]) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    silent = [unread(ines, Draft.State.READING, LARGE, beat_at=long_ago) for _ in range(3)]
    for draft in silent:
        read_once_more(client, draft)
    assert started == [draft.pk for draft in silent[:2]]


def test_an_operator_learns_why_the_lesson_of_somebody_else_cannot_move(client: Client, ines: User, olga: User) -> None:
    published(client, ines)
    ivo = factories.make_learner("Ivo", role=Role.INSTRUCTOR)
    draft = make_draft(ivo, {"leaves.md": LEAVES})
    url = reverse("authoring:update_there", args=[draft.pk])
    page = text(factories.signed_in(olga).post(url, {"pack": "tea"}, follow=True))
    assert "This draft is Ivo’s, who may not change Making tea." in page
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_null_byte_names_no_pack_and_no_label(client: Client, ines: User) -> None:
    draft = make_draft(ines, {"leaves.md": LEAVES})
    there = client.post(reverse("authoring:update_there", args=[draft.pk]), {"pack": "tea\0"})
    assert there.headers["Location"] == reverse("authoring:draft", args=[draft.pk])
    labels = client.post(reverse("authoring:labels", args=[draft.pk]), {"label": "Foo\0", "kind": "tip"})
    assert labels.status_code == 422


def test_a_pack_that_was_rolled_back_meanwhile_says_so(client: Client, ines: User) -> None:
    first = published(client, ines)
    published(client, ines, tea(water=WATER + "\nMore.\n"))
    draft = make_draft(ines, tea(leaves=LEAVES.replace("Heated at once", "Steamed at once")))
    client.post(reverse("authoring:roll_back", args=["tea", first.number]))
    for page in (page_of(client, "conflict", draft.pk), text(publish(client, draft))):
        assert "rolled back to version 1 meanwhile" in page
        assert "published meanwhile" not in page
    assert "rolled back to version 1 meanwhile" in page_of(client, "difference", draft.pk)


def test_publishing_is_off_while_another_version_is_current(client: Client, ines: User) -> None:
    published(client, ines)
    draft = make_draft(ines, tea(leaves=LEAVES.replace("Heated at once", "Steamed at once")))
    assert ' disabled aria-describedby="obstacles"' not in page_of(client, "difference", draft.pk)
    published(client, ines, tea(water=WATER + "\nMore.\n"))
    page = page_of(client, "difference", draft.pk)
    assert ' disabled aria-describedby="obstacles"' in page
    reasons = page[page.index('id="obstacles"') :]
    assert "Version 2 was published meanwhile." in reasons
    assert reverse("authoring:conflict", args=[draft.pk]) in reasons
