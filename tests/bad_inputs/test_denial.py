"""Shapes made to hold the server: each ends soon, with a draft or a limit, and the next upload is read."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.models import Draft
from studyapp.domain.common import limits
from tests.bad_inputs.hostile import SHAPES
from tests.bad_inputs.recipes import form
from tests.bad_inputs.test_tables import pack_tables_hash, post

pytestmark = pytest.mark.django_db

SIZES = {"16 KB": 16 * limits.KB, "256 KB": limits.FILE_BYTES}
GOOD = b"# Tea\n\n**Oxidation:** The darkening of a bruised leaf.\n"
SLACK_SECONDS = 4.0  # a busy machine may let a killed child wait; alone, each takes under two


@pytest.mark.parametrize("size", ["16 KB", pytest.param("256 KB", marks=pytest.mark.sqlite)])  # reading needs no engine
@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_shape_ends_soon_and_the_next_upload_is_read(
    name: str, size: str, ines: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(ines)
    content = SHAPES[name](SIZES[size]).encode()[: SIZES[size]].decode(errors="ignore").encode()
    before, began = pack_tables_hash(), time.monotonic()
    response = post(client, form("hostile.md", content))
    assert time.monotonic() - began < 2 + SLACK_SECONDS
    assert response.status_code in {303, 413, 422}
    assert pack_tables_hash() == before
    for draft in Draft.objects.all():
        lines = content.count(b"\n") + 1
        for found in read_of(draft).diagnostics:
            assert 1 <= found.line <= lines
            assert found.severity != "error" or found.fix
    assert post(client, form("good.md", GOOD)).status_code == 303
    assert not Draft.objects.order_by("pk").last().has_errors  # type: ignore[union-attr]


def test_there_are_sixty_shapes_of_their_size() -> None:
    assert len(SHAPES) >= 60
    for name, shape in SHAPES.items():
        for size in SIZES.values():
            assert 0.7 * size <= len(shape(size).encode()) <= 1.3 * size, name
