"""The versions of a pack: what each changed, taking one along, going back to one."""

import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import Role, User
from studyapp.library.models import Pack, PackVersion
from studyapp.study.models import Card
from tests import factories
from tests.authoring.drafting import learned, page_of, published
from tests.authoring.packs import LEAVES, PIXEL, TEA, WATER, tea
from tests.authoring.test_pages import upload

pytestmark = pytest.mark.django_db

FLIPPED = WATER.replace("- [x] Water that", "- [ ] Water that").replace("- [ ] Water at", "- [x] Water at")
WITHOUT_STORING = LEAVES[: LEAVES.index("## 1.1.1. Storing")]


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


def download(client: Client, number: int) -> dict[str, bytes]:
    response = client.get(reverse("authoring:version_download", args=["tea", number]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="tea-{number}.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_version_is_given_back_byte_for_byte(client: Client, ines: User) -> None:
    first = {**TEA, "img/pot.png": PIXEL, "d1/leaves.md": LEAVES.replace("\n", "\r\n")}
    published(client, ines, first)
    published(client, ines, tea(water=FLIPPED))
    for number, files in ((1, first), (2, tea(water=FLIPPED))):
        wanted = {path: one.encode() if isinstance(one, str) else one for path, one in files.items()}
        assert download(client, number) == wanted


def test_a_lone_lesson_is_given_back_as_it_is(client: Client, ines: User) -> None:
    upload(client, LEAVES.encode(), name="notes.md", title="Leaves")
    draft = ines.drafts.get()
    client.post(reverse("authoring:publish", args=[draft.pk]))
    response = client.get(reverse("authoring:version_download", args=["leaves", 1]))
    assert response.content == LEAVES.encode()
    assert response.headers["Content-Disposition"] == 'attachment; filename="notes.md"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_same_version_is_always_the_same_zip(client: Client, ines: User) -> None:
    published(client, ines)
    url = reverse("authoring:version_download", args=["tea", 1])
    assert client.get(url).content == client.get(url).content


def test_the_list_says_who_published_when_and_how_much_changed(client: Client, ines: User) -> None:
    published(client, ines)
    published(client, ines, tea(water=FLIPPED))
    published(client, ines, tea(leaves=WITHOUT_STORING, water=FLIPPED))
    page = page_of(client, "history", "tea")
    rows = page.split("<strong>Version ")[1:]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert "2 sections: 1 gone" in rows[0]
    assert "3 sections: 1 changed" in rows[1]
    assert "3 sections </span>" in rows[2]
    assert all(", Ines," in row for row in rows)


def test_rolling_back_says_first_what_it_does_to_learners(client: Client, ines: User, ada: User) -> None:
    published(client, ines)
    published(client, ines, tea(water=FLIPPED))
    learned(ada, "green-water")
    assert "Rolling back to version 1 now: 1 learner touched, 1 card to learn anew." in page_of(
        client, "history", "tea"
    )
    page = page_of(client, "version", "tea", 1)
    assert "Making tea: rolling back to version 1" in page
    assert "learned anew: 1 learner" in page
    assert "<select" not in page


def test_rolling_back_does_to_learners_what_was_said(client: Client, ines: User, ada: User) -> None:
    published(client, ines)
    published(client, ines, tea(water=FLIPPED))
    card = learned(ada, "green-water")
    client.post(reverse("authoring:roll_back", args=["tea", 1]))
    assert Pack.objects.get().current_version == PackVersion.objects.get(number=1)
    assert Card.objects.get(learner_id=ada.pk, fact=card.fact).stability is None


def test_the_page_of_the_current_version_offers_no_way_back_to_it(client: Client, ines: User) -> None:
    published(client, ines)
    page = page_of(client, "version", "tea", 1)
    assert "learners see version 1" in page
    assert "roll-back" not in page


@pytest.mark.parametrize("name", ["version", "version_download"])
def test_other_versions_and_other_people_are_not_found(name: str, client: Client, ines: User) -> None:
    published(client, ines)
    assert client.get(reverse(f"authoring:{name}", args=["tea", 9])).status_code == 404
    ivo = factories.signed_in(factories.make_learner("Ivo", role=Role.INSTRUCTOR))
    assert ivo.get(reverse(f"authoring:{name}", args=["tea", 1])).status_code == 404


def test_ten_versions_ask_the_database_as_often_as_three(client: Client, ines: User) -> None:
    counts = []
    for upto in (3, 10):
        while PackVersion.objects.count() < upto:
            published(client, ines, tea(water=WATER.replace("Boil", f"Boil {PackVersion.objects.count()} cups of")))
        page_of(client, "history", "tea")  # shows the messages of publishing
        with CaptureQueriesContext(connection) as captured:
            page_of(client, "history", "tea")
        counts.append(len(captured))
    assert counts[0] == counts[1]
