"""What only people can say about a draft: its rights, who may read it, warnings that are meant as they stand."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.drafts import confirming
from studyapp.authoring.drafts.keeping import read_of
from studyapp.library.models import Pack
from tests import factories
from tests.authoring.mended import BROKEN, draft_of, finding_of, fix, page_of
from tests.authoring.packs import LEAVES, MANIFEST, WATER, tea, zipped
from tests.authoring.test_pages import publish, text

CLAIM = LEAVES + "\nCopyright 2026. All rights reserved.\n"


def test_a_rights_line_keeps_a_pack_private_until_somebody_confirms(client_of_ines: Client, ines: User) -> None:
    draft = draft_of(client_of_ines, zipped(tea(leaves=CLAIM)), name="tea.zip")
    assert draft.has_errors
    assert not confirming.visibility_of(draft)
    assert "A line of it claims all rights" in page_of(client_of_ines, draft)
    assert publish(client_of_ines, draft).status_code == 422
    rights = reverse("authoring:rights", args=[draft.pk])
    assert client_of_ines.post(rights, {"is_public": "yes", "rights": "on"}).status_code == 303
    draft.refresh_from_db()
    assert not draft.has_errors
    assert draft.rights_confirmed_by == ines
    assert confirming.visibility_of(draft)
    assert f"confirmed by {ines.name}" in page_of(client_of_ines, draft)
    client_of_ines.post(rights, {"is_public": "yes"})
    draft.refresh_from_db()
    assert draft.has_errors


@pytest.mark.parametrize(("said", "is_public"), [("yes", True), ("no", False)])
def test_publishing_gives_the_pack_the_visibility_that_was_chosen(
    client_of_ines: Client, said: str, is_public: bool
) -> None:
    draft = draft_of(client_of_ines, zipped(), name="tea.zip", rights="on", is_public=said)
    assert publish(client_of_ines, draft).status_code == 303
    assert Pack.objects.get().is_public is is_public
    again = draft_of(client_of_ines, zipped(tea(leaves=LEAVES + "\nMore.\n")), name="tea.zip", rights="on")
    assert confirming.visibility_of(again) is is_public
    assert publish(client_of_ines, again).status_code == 303
    assert Pack.objects.get().is_public is is_public


def test_a_new_pack_of_other_people_is_private_unless_chosen(client_of_ines: Client) -> None:
    licensed = MANIFEST.replace('"original"', '"licensed"')
    assert not confirming.visibility_of(draft_of(client_of_ines, zipped(tea(manifest=licensed)), name="tea.zip"))
    assert confirming.visibility_of(draft_of(client_of_ines, zipped(), name="tea.zip"))


def test_without_the_tick_nothing_is_published(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped(), name="tea.zip")
    response = publish(client_of_ines, draft)
    assert response.status_code == 422
    assert "Confirm that you wrote this or may publish it." in text(response)
    assert not Pack.objects.exists()


def test_the_next_version_of_ones_own_pack_needs_no_new_tick_unless_it_claims_all_rights(
    client_of_ines: Client, ines: User
) -> None:
    publish(client_of_ines, draft_of(client_of_ines, zipped(), name="tea.zip", rights="on"))

    again = draft_of(client_of_ines, zipped(tea(leaves=LEAVES + "\nMore.\n")), name="tea.zip")
    claiming = draft_of(client_of_ines, zipped(tea(leaves=CLAIM)), name="tea.zip")

    assert again.rights_confirmed_by == ines
    assert claiming.rights_confirmed_by is None
    assert publish(client_of_ines, again).status_code == 303


def test_what_another_person_confirmed_is_asked_again(client_of_ines: Client, olga: User) -> None:
    publish(client_of_ines, draft_of(client_of_ines, zipped(), name="tea.zip", rights="on"))

    changed = zipped(tea(leaves=LEAVES + "\nMore.\n"))

    assert draft_of(factories.signed_in(olga), changed, name="tea.zip").rights_confirmed_by is None


def test_a_choice_of_nobody_is_refused(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    response = client_of_ines.post(reverse("authoring:rights", args=[draft.pk]), {"is_public": "maybe"})
    assert response.status_code == 422
    assert "Choose who may read it." in text(response)


def test_warnings_about_the_content_wait_for_a_tick(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped(tea(water=WATER + "\nTODO: write about kettles.\n")), name="tea.zip",
                     rights="on")  # fmt: skip
    smell = next(found for found in read_of(draft).diagnostics if found.code == "W50")
    assert "waits for your" in page_of(client_of_ines, draft)
    assert publish(client_of_ines, draft).status_code == 422
    fix(client_of_ines, draft, do="accept", finding=finding_of(draft, "W50"))
    draft.refresh_from_db()
    assert confirming.unaccepted(draft, [smell]) == []
    assert "Take the tick back" in page_of(client_of_ines, draft)
    fix(client_of_ines, draft, do="reopen", finding=finding_of(draft, "W50"))
    fix(client_of_ines, draft, do="accept-all")
    assert publish(client_of_ines, draft).status_code == 303
