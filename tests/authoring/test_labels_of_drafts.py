"""Labels that nobody knows are given a meaning, which is remembered for the pack."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.models import LabelChoice
from studyapp.library.models import Pack
from tests import factories
from tests.authoring.mended import BROKEN, SWAP, draft_of, page_of
from tests.authoring.packs import LEAVES, tea, zipped
from tests.authoring.test_pages import publish, text


def test_a_label_is_mapped_and_remembered_for_the_pack(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    page = page_of(client_of_ines, draft)
    assert "1 label that nobody knows" in page
    assert "Watch out" in page
    url = reverse("authoring:labels", args=[draft.pk])
    assert client_of_ines.post(url, {"label": "Watch out", "kind": "trap"}).status_code == 303
    draft.refresh_from_db()
    assert draft.report["counts"]["traps"] == 1
    page = page_of(client_of_ines, draft)
    assert "labels = { trap = [&quot;watch out&quot;] }" in page
    again = draft_of(client_of_ines, BROKEN, title="Tea")
    assert again.pack_key == draft.pack_key
    assert again.report["counts"]["traps"] == 1
    client_of_ines.post(url, {"label": "watch out", "kind": ""})
    draft.refresh_from_db()
    assert draft.report["counts"]["traps"] == 0


def test_of_many_unknown_labels_the_most_frequent_are_asked_about(client_of_ines: Client) -> None:
    lines = "".join(f"> **Odd {n}:** Words that say a little.\n\n" * (2 if n == 49 else 1) for n in range(50))
    page = page_of(client_of_ines, draft_of(client_of_ines, f"# 1. Tea\n\n{lines}"))
    assert "50 labels that nobody knows" in page
    assert "And 30 more that are less frequent." in page
    section = page[page.index('id="labels"') :]
    assert section.count('class="label-row"') == 20
    assert '<strong>Odd 49</strong> <span class="muted">2 times' in section


def test_what_a_label_means_to_one_instructor_says_nothing_about_another_draft_of_that_id(
    client_of_ines: Client, olga: User
) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    client_of_ines.post(reverse("authoring:labels", args=[draft.pk]), {"label": "Watch out", "kind": "trap"})
    others = draft_of(factories.signed_in(olga), BROKEN)
    assert others.pack_key == draft.pack_key
    assert others.report["counts"]["traps"] == 0


def test_a_label_that_is_just_text_is_not_asked_about_again(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    url = reverse("authoring:labels", args=[draft.pk])
    page = text(client_of_ines.post(url, {"label": "Watch out", "kind": "text"}, headers=SWAP))
    assert "Labels of this pack" in page
    assert "that nobody knows" not in page
    assert "Remembered for this pack." in page


@pytest.mark.parametrize("fields", [{}, {"label": "Watch out", "kind": "dance"}, {"label": "**", "kind": "trap"}])
def test_an_impossible_choice_is_refused(client_of_ines: Client, fields: dict[str, str]) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    assert client_of_ines.post(reverse("authoring:labels", args=[draft.pk]), fields).status_code == 422
    assert not LabelChoice.objects.exists()


def test_what_a_label_means_changes_what_its_version_is(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped(), name="tea.zip", rights="on")
    publish(client_of_ines, draft)
    plain = Pack.objects.get().current_version
    other = draft_of(client_of_ines, zipped(tea(leaves=LEAVES + "\nMore.\n")), name="tea.zip")
    labels = reverse("authoring:labels", args=[other.pk])
    assert client_of_ines.post(labels, {"label": "Watch out", "kind": "trap"}).status_code == 303
    mapped = draft_of(client_of_ines, zipped(), name="tea.zip")
    assert plain is not None
    assert mapped.source_hash != plain.source_hash
