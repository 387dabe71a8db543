"""An edited lesson, uploaded alone, becomes the next version of the pack that it belongs to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft, DraftFile
from studyapp.library.models import Fact, Pack, PackVersion, SectionRevision
from tests import factories
from tests.authoring.packs import LEAVES, PIXEL, TEA, WATER, tea, zipped
from tests.authoring.test_pages import draft_of, publish, text

SignIn = Callable[[User], Client]

TYPO = LEAVES.replace("Keep leaves dark", "Keep the leaves dark")
NEW = "# 1.2. Buying\n\n**Flush:** A harvest of young leaves in one season of a garden.\n"


@pytest.fixture
def client_of_tea(ines: User, as_user: SignIn) -> Client:
    """Ines in the browser, who has published the pack about tea."""
    client = as_user(ines)
    publish(client, draft_of(client, zipped({**TEA, "img/pot.png": PIXEL})))
    return client


def update(client: Client, content: str, *, name: str = "leaves.md", pack: str = "tea") -> Any:
    file = SimpleUploadedFile(name, content.encode())
    return client.post(reverse("authoring:upload"), {"file": file, "title": "", "pack": pack, "rights": "on"})


def paths(draft: Draft) -> list[str]:
    return sorted(DraftFile.objects.filter(draft=draft).values_list("path", flat=True))


def test_the_upload_form_offers_the_packs_the_person_teaches(client_of_tea: Client, as_user: SignIn) -> None:
    page = text(client_of_tea.get(reverse("authoring:upload")))
    assert "A new one" in page
    assert '<option value="tea">Making tea</option>' in page
    ivo = as_user(factories.make_learner("Ivo", role="instructor"))
    assert "Making tea" not in text(ivo.get(reverse("authoring:upload")))


def test_an_edited_lesson_replaces_its_file_and_all_else_stays_shared(client_of_tea: Client) -> None:
    before, facts = SectionRevision.objects.count(), set(Fact.objects.values_list("pk", "key"))
    response = update(client_of_tea, TYPO)
    assert response.status_code == 303, text(response)
    draft = Draft.objects.latest("pk")
    assert paths(draft) == sorted([*TEA, "img/pot.png"])
    assert draft.title == "Making tea"
    publish(client_of_tea, draft)
    pack = Pack.objects.get()
    assert pack.versions.count() == 2
    assert pack.current_version is not None
    assert bytes(pack.current_version.files.get(path="d1/leaves.md").stored.content) == TYPO.encode()
    assert SectionRevision.objects.count() == before + 1
    assert set(Fact.objects.live().values_list("pk", "key")) == facts


def test_a_renamed_file_replaces_the_one_that_has_its_section(client_of_tea: Client) -> None:
    update(client_of_tea, TYPO, name="leaves (1).md")
    assert paths(Draft.objects.latest("pk")) == sorted([*TEA, "img/pot.png"])


def test_a_lesson_of_another_name_and_id_is_added(client_of_tea: Client) -> None:
    update(client_of_tea, NEW, name="buying.md")
    assert paths(Draft.objects.latest("pk")) == sorted([*TEA, "img/pot.png", "buying.md"])


def test_a_lesson_published_alone_is_updated_under_its_pack(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    publish(client, draft_of(client, LEAVES.encode(), name="notes.md", title="Leaves for beginners"))
    response = update(client, TYPO, name="notes-2.md", pack="leaves-for-beginners")
    assert response.status_code == 303, text(response)
    publish(client, Draft.objects.latest("pk"))
    pack = Pack.objects.get()
    assert (pack.key, pack.title) == ("leaves-for-beginners", "Leaves for beginners")
    assert pack.versions.count() == 2


def test_errors_of_the_whole_pack_are_found_in_its_draft(client_of_tea: Client) -> None:
    response = update(client_of_tea, TYPO.replace("task: 1.1", "task: 9.9"))
    assert response.status_code == 303
    page = text(client_of_tea.get(response.headers["Location"]))
    assert "<code>d1/leaves.md:3:1</code>" in page
    assert Draft.objects.latest("pk").has_errors
    assert PackVersion.objects.count() == 1


def test_the_pack_of_somebody_else_cannot_be_chosen(client_of_tea: Client, as_user: SignIn) -> None:
    ivo = as_user(factories.make_learner("Ivo", role="instructor"))
    assert update(ivo, TYPO).status_code == 422
    assert Draft.objects.count() == 1


def test_a_zip_of_another_pack_is_not_published_under_the_chosen_one(client_of_tea: Client) -> None:
    other = zipped(tea(manifest=TEA["pack.toml"].replace('"tea"', '"coffee"')))
    file = SimpleUploadedFile("coffee.zip", other)
    response = client_of_tea.post(reverse("authoring:upload"), {"file": file, "pack": "tea"})
    assert response.status_code == 422
    assert "pack.toml says coffee" in text(response)


@pytest.mark.parametrize(
    ("name", "content"),
    [("other.md", TYPO), ("water.md", WATER.replace("id: water\n", "")), ("water.md", WATER)],
    ids=["section id", "file name", "both"],
)
def test_the_report_of_a_lesson_offers_to_update_the_pack_it_is_part_of(
    client_of_tea: Client, name: str, content: str
) -> None:
    draft = draft_of(client_of_tea, content.encode(), name=name)
    there = reverse("authoring:update_there", args=[draft.pk])
    page = text(client_of_tea.get(reverse("authoring:draft", args=[draft.pk])))
    assert "This lesson is part of Making tea" in page
    assert there in page
    response = client_of_tea.post(there, {"pack": "tea"})
    assert response.status_code == 303
    updated = Draft.objects.latest("pk")
    assert response.headers["Location"] == reverse("authoring:draft", args=[updated.pk])
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert paths(updated) == sorted([*TEA, "img/pot.png"])
    assert "This lesson is part of" not in text(client_of_tea.get(response.headers["Location"]))


def test_nothing_is_offered_where_two_packs_have_the_section_or_none(client_of_tea: Client) -> None:
    second = TEA["pack.toml"].replace('"tea"', '"tea-two"')
    publish(client_of_tea, draft_of(client_of_tea, zipped(tea(manifest=second))))
    for content in (TYPO, NEW):
        draft = draft_of(client_of_tea, content.encode(), name="x.md", title="Something else")
        page = text(client_of_tea.get(reverse("authoring:draft", args=[draft.pk])))
        assert "This lesson is part of" not in page


def test_a_lesson_with_a_picture_of_its_pack_is_led_there(client_of_tea: Client) -> None:
    draft = draft_of(client_of_tea, (TYPO + "\n![pot](../img/pot.png)\n").encode(), name="leaves.md")
    assert draft.has_errors
    assert "This lesson is part of Making tea" in text(client_of_tea.get(reverse("authoring:draft", args=[draft.pk])))
    client_of_tea.post(reverse("authoring:update_there", args=[draft.pk]), {"pack": "tea"})
    assert not Draft.objects.latest("pk").has_errors


def test_a_draft_of_several_files_cannot_be_moved_into_a_pack(client_of_tea: Client) -> None:
    draft = draft_of(client_of_tea, zipped(tea(leaves=TYPO)))
    response = client_of_tea.post(reverse("authoring:update_there", args=[draft.pk]), {"pack": "tea"})
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("authoring:draft", args=[draft.pk])
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_version_published_while_the_lesson_waits_is_a_conflict(client_of_tea: Client) -> None:
    update(client_of_tea, TYPO)
    draft = Draft.objects.latest("pk")
    publish(client_of_tea, draft_of(client_of_tea, zipped(tea(leaves=TYPO + "\nMore.\n"))))
    assert publish(client_of_tea, draft).status_code == 409
    assert PackVersion.objects.count() == 2
