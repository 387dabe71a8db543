"""The pages from an upload to a published version."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.child_process import sandbox
from studyapp.authoring.models import Draft, DraftFile
from studyapp.library.models import Pack, PackVersion
from tests import factories
from tests.authoring.packs import LEAVES, PIXEL, TEA, WATER, tea, zipped
from tests.authoring.test_publishing import TYPO, WITHOUT_TABLE

SignIn = Callable[[User], Client]


def upload(client: Client, content: bytes, *, name: str = "tea.zip", title: str = "") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("authoring:upload"), {"file": file, "title": title, "rights": "on"})


def draft_of(client: Client, content: bytes, **more: str) -> Draft:
    response = upload(client, content, **more)
    assert response.status_code == 303, response.content.decode()
    return Draft.objects.latest("pk")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def publish(client: Client, draft: Draft, **fields: object) -> Any:
    return client.post(reverse("authoring:publish", args=[draft.pk]), fields)


def test_a_new_instructor_is_led_to_the_upload(ines: User, as_user: SignIn) -> None:
    page = text(as_user(ines).get(reverse("authoring:teach")))
    assert "No pack of yours yet" in page
    assert reverse("authoring:upload") in page


def test_an_upload_leads_to_its_report_and_learners_see_nothing_yet(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    response = upload(client, zipped())
    draft = Draft.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("authoring:draft", args=[draft.pk])
    page = text(client.get(response.headers["Location"]))
    assert "Making tea: no errors" in page
    assert "<dt>Items</dt><dd>25</dd>" in page
    assert '<span class="number">1.1</span> Choosing Leaves' in page
    assert "Learners see nothing until you publish" in page
    assert not Pack.objects.exists()


def test_a_draft_waits_on_the_teach_page_until_it_is_published(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    link = reverse("authoring:draft", args=[draft.pk])
    assert link in text(client.get(reverse("authoring:teach")))
    publish(client, draft)
    page = text(client.get(reverse("authoring:teach")))
    assert link not in page
    assert reverse("authoring:history", args=["tea"]) in page


def test_publishing_makes_it_current_and_shows_the_history(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    response = publish(client, draft_of(client, zipped()))
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("authoring:history", args=["tea"])
    pack = Pack.objects.get()
    assert pack.owner == ines
    page = text(client.get(response.headers["Location"]))
    assert "Published: Making tea, version 1." in page
    assert "Version 1" in page


def test_publishing_twice_is_publishing_once(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    assert publish(client, draft).status_code == publish(client, draft).status_code == 303
    assert PackVersion.objects.count() == 1


def test_an_upload_with_errors_becomes_a_draft_that_cannot_be_published(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped(tea(water=WATER.replace("- [x]", "- [ ]"))))
    assert draft.has_errors
    page = text(client.get(reverse("authoring:draft", args=[draft.pk])))
    assert "Making tea: 1 problem stops publishing" in page
    assert "<code>d2/water.md:15:1</code>" in page
    assert "E10" in page
    assert "Fix:" in page
    assert "1 error has to be mended first." in page
    assert publish(client, draft).status_code == 422
    assert not Pack.objects.exists()
    assert not PackVersion.objects.exists()


REFUSED: list[tuple[str, bytes, int, str]] = [
    ("tea.zip", zipped({**TEA, "../x.md": "# A\n"}), 422, "<code>../x.md:1:1</code>"),
    ("tea.zip", zipped({**TEA, "bomb.md": " " * 30_000_000}), 413, "<code>bomb.md:1:1</code>"),
    ("tea.md", b"a" * 300_000, 413, "<code>tea.md:1:1</code>"),
    ("tea.pdf", b"%PDF", 422, "<code>tea.pdf:1:1</code>"),
    ("<script>alert(1)</script>.zip", b"x", 422, "script&gt;.zip:1:1</code>"),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[0])
def test_an_unusable_file_is_refused_in_place(case: tuple[str, bytes, int, str], ines: User, as_user: SignIn) -> None:
    name, content, status, message = case
    response = upload(as_user(ines), content, name=name)
    assert response.status_code == status
    assert message in text(response)
    assert "<script>alert" not in text(response)
    assert not Draft.objects.exists()


def test_no_file_is_asked_for(ines: User, as_user: SignIn) -> None:
    response = as_user(ines).post(reverse("authoring:upload"), {"title": "Tea"})
    assert response.status_code == 422
    assert "Choose a .zip or a .md file, or paste a lesson." in text(response)


def test_a_lone_lesson_takes_its_title_from_the_form(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, LEAVES.encode(), name="notes.md", title="Leaves for beginners")
    assert (draft.title, draft.pack_key) == ("Leaves for beginners", "leaves-for-beginners")
    publish(client, draft)
    assert Pack.objects.get().title == "Leaves for beginners"


def test_without_one_a_lone_lesson_is_titled_by_its_first_heading(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, LEAVES.encode(), name="notes.md")
    assert (draft.title, draft.pack_key) == ("Choosing Leaves", "choosing-leaves")
    page = text(client.get(reverse("authoring:draft", args=[draft.pk])))
    assert "Choosing Leaves: no errors" in page
    assert "id <code>choosing-leaves</code>" in page


def test_a_lesson_without_heading_is_named_after_its_file_and_that_is_said(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, b"Tea is a drink.\n\nIt is hot.\n", name="notes.md")
    assert draft.title == "notes"
    page = text(client.get(reverse("authoring:draft", args=[draft.pk])))
    assert "I59" in page
    assert "No heading" in page
    assert "W54" in page
    assert "Nothing here is asked" in page


def test_a_draft_is_deleted_on_a_second_page(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    url = reverse("authoring:discard", args=[draft.pk])
    assert url in text(client.get(reverse("authoring:teach")))
    assert url in text(client.get(reverse("authoring:draft", args=[draft.pk])))
    page = text(client.get(url))
    assert "Delete the draft of Making tea?" in page
    assert Draft.objects.exists()
    response = client.post(url)
    assert response.headers["Location"] == reverse("authoring:teach")
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()
    assert "Deleted" in text(client.get(reverse("authoring:teach")))


def test_a_published_draft_cannot_be_deleted(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    publish(client, draft)
    url = reverse("authoring:discard", args=[draft.pk])
    assert url not in text(client.get(reverse("authoring:draft", args=[draft.pk])))
    assert client.post(url).status_code == 404
    assert Draft.objects.exists()


def test_operators_find_the_people_from_the_teach_page(ines: User, as_user: SignIn) -> None:
    olga = factories.make_olga()
    link = reverse("accounts:people")
    assert link in text(as_user(olga).get(reverse("authoring:teach")))
    assert link not in text(as_user(ines).get(reverse("authoring:teach")))


def test_the_preview_lists_the_lessons_and_the_questions_of_this_one(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    page = text(client.get(reverse("authoring:preview_lesson", args=[draft.pk, "water"])))
    assert reverse("authoring:preview_lesson", args=[draft.pk, "leaves"]) in page
    assert 'aria-current="page"' in page
    assert "Questions of this lesson" in page
    assert "Which water suits green leaves?" in page
    assert "Water that has cooled for some minutes" in page
    assert "Which kind" not in page


def test_a_pack_of_somebody_else_cannot_be_uploaded_over(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    publish(client, draft_of(client, zipped()))
    response = upload(as_user(factories.make_learner("Ivo", role="instructor")), zipped(tea(leaves=TYPO)))
    assert response.status_code == 422
    assert "belongs to somebody else" in text(response)
    assert Draft.objects.count() == 1


def test_the_preview_shows_the_lesson_as_learners_would_see_it_and_no_key(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped({**tea(leaves=LEAVES + "\n![pot](../img/pot.png)\n"), "img/pot.png": PIXEL}))
    page = text(client.get(reverse("authoring:preview", args=[draft.pk])))
    assert "Preview of Making tea" in page
    assert "Every kind of tea is one plant" in page
    assert "Pu-erh" in page
    assert "Predict first" in page
    assert reverse("authoring:draft_file", args=[draft.pk, "img/pot.png"]) in page
    water = text(client.get(reverse("authoring:preview_lesson", args=[draft.pk, "water"])))
    assert "A guest says that the green tea tastes bitter" in water
    assert "cooler water" not in water
    assert "Boil fresh water" in water


def test_a_column_can_be_covered_in_the_preview(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    url = reverse("authoring:preview", args=[draft.pk]) + "?cover=kinds.2"
    assert '<details class="covered">' in text(client.get(url))
    part = client.get(url, headers={"HX-Request": "true"})
    assert '<details class="covered">' in text(part)
    assert "<html" not in text(part)


def test_pictures_of_a_draft_are_served_and_nothing_else_of_it(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped({**TEA, "img/pot.png": PIXEL}))
    response = client.get(reverse("authoring:draft_file", args=[draft.pk, "img/pot.png"]))
    assert (response.content, response.headers["Content-Type"]) == (PIXEL, "image/png")
    for path in ("pack.toml", "d1/leaves.md", "img/other.png"):
        assert client.get(reverse("authoring:draft_file", args=[draft.pk, path])).status_code == 404


def test_retiring_much_needs_the_number_typed(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    publish(client, draft_of(client, zipped()))
    draft = draft_of(client, zipped(tea(leaves=WITHOUT_TABLE)))
    assert "8 of 15 facts would be retired. Type 8 to agree." in text(
        client.get(reverse("authoring:difference", args=[draft.pk]))
    )
    for typed in ("", "7", "yes", "٨x"):
        response = publish(client, draft, retire=typed)
        assert response.status_code == 422
        assert "8 of 15 facts would be retired" in text(response)
    assert PackVersion.objects.count() == 1
    assert publish(client, draft, retire="8").status_code == 303
    assert PackVersion.objects.count() == 2


def test_a_publish_meanwhile_is_a_conflict(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    publish(client, draft_of(client, zipped()))
    late, early = draft_of(client, zipped(tea(leaves=TYPO))), draft_of(client, zipped(tea(water=WATER + "\nMore.\n")))
    publish(client, early)
    response = publish(client, late)
    assert response.status_code == 409
    assert "Version 2 of Making tea was published meanwhile" in text(response)
    assert PackVersion.objects.count() == 2


def test_one_click_rolls_back(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    publish(client, draft_of(client, zipped()))
    publish(client, draft_of(client, zipped(tea(leaves=TYPO))))
    response = client.post(reverse("authoring:roll_back", args=["tea", 1]))
    assert response.status_code == 303
    assert Pack.objects.get().current_version == PackVersion.objects.get(number=1)
    assert "Learners now see Making tea, version 1." in text(client.get(response.headers["Location"]))


def test_a_version_that_is_not_there_cannot_be_rolled_back_to(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    publish(client, draft_of(client, zipped()))
    assert client.post(reverse("authoring:roll_back", args=["tea", 9])).status_code == 404


@pytest.mark.parametrize("who", ["Ada", "Ivo"])
def test_for_strangers_drafts_and_histories_do_not_exist(who: str, ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    draft = draft_of(client, zipped())
    publish(client, draft)
    role = "learner" if who == "Ada" else "instructor"
    stranger = as_user(factories.make_learner(who, role=role))
    for name, arguments in (
        ("draft", [draft.pk]),
        ("preview", [draft.pk]),
        ("draft_file", [draft.pk, "img/pot.png"]),
        ("history", ["tea"]),
    ):
        assert stranger.get(reverse(f"authoring:{name}", args=arguments)).status_code == 404
    assert stranger.post(reverse("authoring:publish", args=[draft.pk])).status_code == 404
    assert stranger.post(reverse("authoring:roll_back", args=["tea", 1])).status_code == 404


def test_learners_do_not_teach(ada: User, as_user: SignIn) -> None:
    client = as_user(ada)
    assert client.get(reverse("authoring:teach")).status_code == 404
    assert upload(client, zipped()).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, db: None) -> None:
    response = client.get(reverse("authoring:teach"))
    assert response.status_code == 302
    assert reverse("accounts:login") in response.headers["Location"]


def test_an_operator_sees_all_drafts_and_packs(ines: User, olga: User, as_user: SignIn) -> None:
    draft = draft_of(as_user(ines), zipped())
    operator = as_user(olga)
    page = text(operator.get(reverse("authoring:teach")))
    assert reverse("authoring:draft", args=[draft.pk]) in page
    assert publish(operator, draft).status_code == 303
    assert Pack.objects.get().owner == ines


@pytest.mark.parametrize("name", ["publish", "roll_back"])
def test_changing_something_needs_post(name: str, ines: User, as_user: SignIn) -> None:
    arguments = [1] if name == "publish" else ["tea", 1]
    assert as_user(ines).get(reverse(f"authoring:{name}", args=arguments)).status_code == 405


def test_the_teach_page_asks_as_often_for_twenty_packs_as_for_one(ines: User, as_user: SignIn) -> None:
    client = as_user(ines)
    counts = []
    for more in (1, 19):
        for _ in range(more):
            factories.make_pack(owner=ines)
        counts.append(_queries(client, reverse("authoring:teach")))
    assert counts[0] == counts[1]


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_an_upload_that_finds_no_place_is_a_503_that_says_when_to_come_back(
    ines: User, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "QUEUE_SECONDS", 0.01)
    with sandbox._places, sandbox._places:
        response = upload(as_user(ines), zipped())
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Two packs are being read right now; try again in a moment." in text(response)
