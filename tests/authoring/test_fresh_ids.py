"""A file uploaded as a new pack never turns into an update of another one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from studyapp.library.models import Pack
from tests.authoring.packs import LEAVES, WATER, tea, zipped
from tests.authoring.test_pages import draft_of, publish, text

CARDS = b"front,back\nSaw,cuts wood\nAwl,makes holes\n"


@pytest.fixture
def client(ines: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(ines)


def test_a_lone_lesson_named_like_a_pack_becomes_a_pack_of_its_own(client: Client) -> None:
    publish(client, draft_of(client, LEAVES.encode(), name="tools.md", title="Tools"))
    draft = draft_of(client, WATER.encode(), name="other.md", title="Tools")
    assert (draft.pack_key, draft.base_version) == ("tools-2", None)
    assert "A new pack." in text(client.get(reverse("authoring:draft", args=[draft.pk])))
    publish(client, draft)
    assert set(Pack.objects.values_list("key", flat=True)) == {"tools", "tools-2"}


def test_two_waiting_drafts_of_two_files_have_two_ids(client: Client) -> None:
    first = draft_of(client, LEAVES.encode(), name="tools.md", title="Tools")
    second = draft_of(client, CARDS, name="cards.csv", title="Tools")
    again = draft_of(client, LEAVES.encode() + b"\nMore.\n", name="tools.md", title="Tools")
    assert [first.pack_key, second.pack_key, again.pack_key] == ["tools", "tools-2", "tools"]


def test_a_zip_keeps_its_id_and_its_report_says_what_it_updates(client: Client) -> None:
    publish(client, draft_of(client, zipped()))
    draft = draft_of(client, zipped(tea(leaves=LEAVES.replace("Keep leaves", "Keep the leaves"))))
    assert draft.pack_key == "tea"
    assert "An update of Making tea, version 1" in text(client.get(reverse("authoring:draft", args=[draft.pk])))


def test_importing_a_new_version_begins_with_its_pack_chosen(client: Client) -> None:
    publish(client, draft_of(client, zipped()))
    there = reverse("authoring:upload") + "?pack=tea"
    assert there in text(client.get(reverse("authoring:history", args=["tea"])))
    assert '<option value="tea" selected>' in text(client.get(there))
    assert Draft.objects.count() == 1
