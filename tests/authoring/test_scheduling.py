"""Publishing at a time: asked for on the page, done by the command or by the server itself."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import Role, User
from studyapp.authoring.drafts.confirming import accept
from studyapp.authoring.drafts.sources import source_of
from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft
from studyapp.authoring.release import releasing, scheduling
from studyapp.authoring.release.scheduling import publish_due, schedule_draft, start_clock
from studyapp.authoring.versions import services
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.library.models import Pack, PackVersion
from tests import factories
from tests.authoring.drafting import make_draft, page_of, publish, published, text
from tests.authoring.packs import LEAVES, MANIFEST, WATER, tea

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
REWORDED = LEAVES.replace("Heated at once", "Steamed at once")
WITHOUT_TABLE = LEAVES.replace(LEAVES[LEAVES.index("| Kind") : LEAVES.index("**Oxidation")], "")


@pytest.fixture
def client(ines: User) -> Client:
    User.objects.filter(pk=ines.pk).update(time_zone="Europe/Vienna")
    client = factories.signed_in(ines)
    session = client.session
    session["zone"] = "Europe/Vienna"
    session.save()
    return client


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def schedule(client: Client, draft: Draft, at: str = "2026-11-24T08:00", **fields: object) -> Any:
    return client.post(reverse("authoring:schedule", args=[draft.pk]), {"publish_at": at, **fields})


def due(at: datetime) -> list[Draft]:
    with time_machine.travel(at, tick=False):
        return list(publish_due(at))


def test_a_time_is_meant_in_the_persons_own_zone(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    assert schedule(client, draft).status_code == 303
    draft.refresh_from_db()
    assert draft.publish_at == LATER
    assert "Will be published" in page_of(client, "difference", draft.pk)
    assert '<time datetime="2026-11-24T08:00:00+01:00">' in page_of(client, "difference", draft.pk)


def test_it_is_published_once_the_time_has_come_and_not_before(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    assert due(LATER - timedelta(seconds=1)) == []
    assert not Pack.objects.exists()
    assert [one.pk for one in due(LATER)] == [draft.pk]
    version = PackVersion.objects.get()
    assert (version.published_by, version.published_at) == (ines, LATER)
    assert due(LATER + timedelta(minutes=1)) == []
    assert PackVersion.objects.count() == 1


def test_teach_lists_what_waits_for_its_time(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    page = page_of(client, "teach")
    assert "will be published" in page
    assert '<time datetime="2026-11-24T08:00:00+01:00">' in page


def test_cancelling_leaves_it_to_a_person(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    assert client.post(reverse("authoring:schedule", args=[draft.pk]), {"cancel": "1"}).status_code == 303
    assert due(LATER) == []
    assert not Pack.objects.exists()


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Give a day and a time."),
        ("soon", "Give a day and a time, such as"),
        ("2026-11-23T12:59", "This time has passed."),
        ("2028-01-01T00:00", "over a year away"),
        ("2027-03-28T02:30", "couldn’t be interpreted in time zone"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_place(client: Client, ines: User, at: str, sentence: str) -> None:
    response = schedule(client, make_draft(ines), at)
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Draft.objects.filter(publish_at__isnull=False).exists()


def test_errors_and_missing_consent_are_refused_when_asking_not_at_night(client: Client, ines: User) -> None:
    broken = make_draft(ines, tea(water=WATER.replace("- [x]", "- [ ]")))
    assert schedule(client, broken).status_code == 422
    published(client, ines)
    much = make_draft(ines, tea(leaves=WITHOUT_TABLE))
    response = schedule(client, much)
    assert response.status_code == 422
    assert "8 of 15 facts would be retired" in text(response)
    assert schedule(client, much, retire="8").status_code == 303
    due(LATER)
    assert PackVersion.objects.count() == 2


def test_a_pack_that_changed_meanwhile_is_not_published_over_and_teach_says_so(client: Client, ines: User) -> None:
    published(client, ines)
    draft = make_draft(ines, tea(leaves=REWORDED))
    schedule(client, draft)
    published(client, ines, tea(water=WATER + "\nMore.\n"))
    due(LATER)
    draft.refresh_from_db()
    assert PackVersion.objects.count() == 2
    assert draft.publish_at is None
    assert "Version 2 of Making tea was published meanwhile." in draft.failure
    assert "Version 2 of Making tea was published meanwhile." in page_of(client, "teach")
    assert "It was not published at its time." in page_of(client, "difference", draft.pk)


def test_a_conflict_that_is_there_already_leads_to_both_changes(client: Client, ines: User) -> None:
    published(client, ines)
    draft = make_draft(ines, tea(leaves=REWORDED))
    published(client, ines, tea(water=WATER + "\nMore.\n"))
    assert schedule(client, draft).status_code == 409


def test_who_may_no_longer_teach_publishes_nothing(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    User.objects.filter(pk=ines.pk).update(role=Role.LEARNER)
    due(LATER)
    draft.refresh_from_db()
    assert "may publish any more" in draft.failure
    assert not Pack.objects.exists()


def test_one_that_fails_does_not_hold_up_the_next(client: Client, ines: User) -> None:
    first, second = make_draft(ines), make_draft(ines, tea(manifest=MANIFEST.replace('"tea"', '"coffee"')))
    schedule(client, first)
    schedule(client, second)
    Draft.objects.filter(pk=first.pk).update(has_errors=True, study_pack=None)
    assert len(due(LATER)) == 2
    assert Pack.objects.get().key == "coffee"


def test_one_kept_in_a_form_of_another_release_is_read_from_its_files_again(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    Draft.objects.filter(pk=draft.pk).update(study_pack={"chapters": []}, bank={"questions": []})
    due(LATER)
    assert Pack.objects.get().current_version is not None


def test_a_database_that_is_away_is_tried_again_the_next_minute(
    client: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(ines)
    schedule(client, draft)

    def away(*_args: object, **_named: object) -> None:
        raise DatabaseError("away")

    with monkeypatch.context() as broken:
        broken.setattr(scheduling, "release", away)
        due(LATER)
    draft.refresh_from_db()
    assert (draft.failure, draft.publish_at) == ("", LATER)
    due(LATER + timedelta(minutes=1))
    assert PackVersion.objects.count() == 1


def test_publishing_by_hand_takes_it_off_the_list(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    publish(client, draft)
    assert due(LATER) == []


def test_the_command_says_what_it_published_and_what_not(
    client: Client, ines: User, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = make_draft(ines), make_draft(ines, tea(leaves=REWORDED))
    schedule(client, first)
    schedule(client, second)
    with time_machine.travel(LATER, tick=False):
        call_command("publish_due")
    told = capsys.readouterr()
    assert "published Making tea, version 1" in told.out
    assert "not published: Making tea: Version 1 of Making tea was published meanwhile." in told.err


def _edit(client: Client, draft: Draft) -> Any:
    path = "d1/leaves.md"
    shown = source_of(draft, path)
    assert shown is not None
    fields = {"text": shown.text + "\nOne more line.\n", "hash": shown.hash}
    return client.post(reverse("authoring:source", args=[draft.pk, path]), fields)


def _say(name: str, **fields: str) -> Callable[[Client, Draft], Any]:
    return lambda client, draft: client.post(reverse(f"authoring:{name}", args=[draft.pk]), fields)


def _choose(_client: Client, draft: Draft) -> None:
    releasing.choose(draft, severities={"c1": "typo"}, identities={})


def _continue(_client: Client, draft: Draft) -> None:
    releasing.choose(draft, severities={}, identities={"new": "old"})


def _tick(_client: Client, draft: Draft) -> None:
    accept(draft, [Diagnostic("d1/leaves.md", 1, 1, "W60", "what", "fix", 1)])


@pytest.mark.parametrize(
    "change",
    [
        _edit,
        _say("rights", is_public="yes", rights="on"),
        _say("rights", is_public="no", rights="on"),
        _say("labels", label="Remember", kind="tip"),
        _choose,
        _continue,
        _tick,
    ],
    ids=["source", "public", "private", "label", "severity", "identity", "tick"],
)
def test_what_was_changed_after_its_time_was_set_is_not_published_then(
    change: Callable[[Client, Draft], Any], client: Client, ines: User
) -> None:
    draft = make_draft(ines)
    schedule(client, draft)
    draft.refresh_from_db()
    change(factories.signed_in(ines, lately=False), draft)
    assert "was changed since, so it will not be" in page_of(client, "difference", draft.pk)
    assert "Changed after its time was set" in page_of(client, "teach")
    due(LATER)
    assert not Pack.objects.exists()
    draft.refresh_from_db()
    assert "It was changed after its time was set." in draft.failure
    assert schedule(client, draft, "2026-11-25T08:00").status_code == 303
    due(LATER + timedelta(days=1))
    assert PackVersion.objects.count() == 1


def test_a_draft_changed_while_its_time_is_set_is_not_scheduled(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    old = Draft.objects.get(pk=draft.pk)
    _edit(client, draft)
    with pytest.raises(DraftChanged):
        schedule_draft(old, by=ines, at=LATER, retire=False)
    assert not Draft.objects.filter(publish_at__isnull=False).exists()


def test_a_published_draft_says_that_it_is(client: Client, ines: User) -> None:
    draft = make_draft(ines)
    publish(client, draft)
    response = schedule(client, draft)
    page = text(client.get(response.headers["Location"]))
    assert "Already published: Making tea, version 1." in page
    assert "will be published" not in page.lower()


def test_one_that_is_deleted_at_its_time_does_not_hold_up_the_next(
    client: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = MANIFEST.replace('"tea"', '"coffee"')
    first, second = make_draft(ines), make_draft(ines, tea(manifest=manifest))
    schedule(client, first)
    schedule(client, second)
    obstacles = services.retirement

    def deleted(*args: Any) -> Any:
        Draft.objects.filter(pk=first.pk).delete()
        return obstacles(*args)

    monkeypatch.setattr(services, "retirement", deleted)
    assert [one.pk for one in due(LATER)] == [second.pk]
    assert Pack.objects.get().key == "coffee"


def test_strangers_schedule_nothing(ines: User) -> None:
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert schedule(ivo, make_draft(ines)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_server_looks_by_itself(noon: Any, ines: User) -> None:
    draft = make_draft(ines)
    schedule_draft(draft, by=ines, at=NOW - timedelta(minutes=1), retire=False)
    noon.move_to(NOW, tick=True)
    stop = start_clock(every_seconds=0.02)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not Draft.objects.filter(pk=draft.pk, published_version__isnull=False):
        stop.wait(0.05)
    stop.set()
    assert PackVersion.objects.count() == 1
