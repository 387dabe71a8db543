"""The publish gate: a content smell waits for a person, an error for a mend."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.drafts import confirming
from studyapp.authoring.drafts.keeping import create_draft, read_of
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import read_upload
from studyapp.domain.common.diagnostics import TICKED_CODES
from studyapp.library.models import Pack
from tests.authoring.packs import LEAVES, MANIFEST, sources, tea

pytestmark = pytest.mark.django_db

LONG = (
    "Leaves that were picked in spring are small, soft and full of aroma, while those of summer are large and bitter. "
)
EXAM = MANIFEST + '[exam]\ncode = "TEA-C01"\n'
SMELLY: dict[str, dict[str, str | bytes]] = {
    "W50": tea(leaves=LEAVES + "\nTODO: the price of tins.\n"),
    "W51": tea(leaves=LEAVES + "\nThe same is asked in COF-C02.\n", manifest=EXAM),
    "W52": tea(leaves=LEAVES + "\nLoading diagram...\n"),
    "W53": tea(leaves=LEAVES + f"\n{LONG * 2}\n\nAgain:\n\n{LONG * 2}\n"),
    "W54": tea(leaves=LEAVES + f"\n## 1.1.2. Tins\n\n{LONG}\n"),
    "W56": tea(leaves=LEAVES + "\nTins are cheap.\n<!-- as-of: 2019-01 -->\n"),
}


def draft_of(files: dict[str, str | bytes], owner: User) -> Draft:
    draft = create_draft(read_upload(sources(files)), owner=owner, file_name="tea.zip")
    confirming.confirm_rights(draft, by=owner, at=timezone.now())
    return draft


def publish(client: Client, draft: Draft) -> int:
    return client.post(reverse("authoring:publish", args=[draft.pk])).status_code


def test_every_smell_that_warns_is_tested() -> None:
    assert set(SMELLY) == TICKED_CODES


@pytest.mark.parametrize("code", SMELLY)
def test_a_smell_stands_against_publishing_until_it_is_ticked(
    code: str, ines: User, as_user: Callable[[User], Client]
) -> None:
    draft, client = draft_of(SMELLY[code], ines), as_user(ines)
    (smell,) = confirming.unaccepted(draft, read_of(draft).diagnostics)
    assert smell.code == code
    assert publish(client, draft) == 422
    assert not Pack.objects.filter(current_version__isnull=False).exists()
    confirming.accept(draft, [smell])
    assert Draft.objects.get(pk=draft.pk).choices["accepted"] == [smell.id]
    assert publish(client, draft) == 303
    assert Pack.objects.get().current_version is not None


def test_no_tick_helps_against_signs_of_recalled_items(ines: User, as_user: Callable[[User], Client]) -> None:
    draft = draft_of(tea(leaves=LEAVES + "\nThis came up in my exam.\n"), ines)
    (found,) = [one for one in read_of(draft).diagnostics if one.code == "E55"]
    confirming.accept(draft, [found])
    assert publish(as_user(ines), draft) == 422


def test_a_clean_pack_waits_for_no_tick(ines: User, as_user: Callable[[User], Client]) -> None:
    assert publish(as_user(ines), draft_of(tea(), ines)) == 303
