"""A draft with faults, and the forms of its page."""

import io
from typing import Any

from django.test import Client
from django.urls import reverse

from studyapp.authoring.drafts.findings import finding_id
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.models import Draft
from tests.authoring.test_pages import text

SWAP = {"HX-Request": "true"}


BROKEN = """\
# 1. Tea

KindLeaf
GreenHeated at once
BlackRolled and left
WhiteOnly dried

> 🔥 **Watch out:** Boiling water scalds green leaves.

**Oxidation:** The darkening of a bruised leaf in contact with air.
"""


def draft_of(client: Client, content: bytes | str, *, name: str = "tea.md", **fields: str) -> Draft:
    """An upload by a person who says nothing about rights unless `fields` do."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    response = client.post(reverse("authoring:upload"), {"file": file, "title": "", **fields})
    assert response.status_code == 303, response.content.decode()
    return Draft.objects.latest("pk")


def finding_of(draft: Draft, code: str) -> str:
    return next(finding_id(found) for found in read_of(draft).diagnostics if found.code == code)


def fix(client: Client, draft: Draft, *, swap: bool = False, **fields: str) -> Any:
    url = reverse("authoring:fix", args=[draft.pk])
    return client.post(url, fields, headers=SWAP if swap else {})


def page_of(client: Client, draft: Draft, query: str = "") -> str:
    return text(client.get(reverse("authoring:draft", args=[draft.pk]) + query))


def file_of(draft: Draft, path: str = "tea.md") -> str:
    return bytes(draft.files.get(path=path).content).decode()
