"""A lesson is pasted instead of uploaded; how often in an hour."""

import io
from typing import Any

from django.test import Client
from django.urls import reverse

from studyapp.accounts.rates import UPLOAD
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.models import Draft
from tests import factories
from tests.authoring.mended import BROKEN, draft_of, file_of, finding_of
from tests.authoring.test_pages import text


def paste(client: Client, **fields: str) -> Any:
    return client.post(reverse("authoring:upload"), {"title": "", **fields})


def test_a_pasted_lesson_is_read_like_a_file(client_of_ines: Client) -> None:
    response = paste(client_of_ines, pasted=BROKEN.replace("\n", "\r\n"))
    assert response.status_code == 303
    draft = Draft.objects.get()
    assert draft.file_name == "tea.md"
    assert file_of(draft, "tea.md") == BROKEN
    assert finding_of(draft, "E01")


def test_a_pasted_page_is_called_after_its_first_heading_and_not_after_its_author(client_of_ines: Client) -> None:
    text = "By Jane Baker · 7 min read\n\n3.2.1. Choosing an oven setting\n\nBread notices.\n"
    assert paste(client_of_ines, pasted=text).status_code == 303
    draft = Draft.objects.get()
    assert draft.file_name == "choosing-an-oven-setting.md"
    pack = read_of(draft).study_pack
    assert pack is not None
    assert [pack.manifest.title, *(section.title for section in pack.sections)] == ["Choosing an oven setting"] * 2


def test_a_table_pasted_from_a_page_stays_a_table(client_of_ines: Client) -> None:
    rows = "<tr><th>Kind</th><th>Leaf</th></tr><tr><td>Green</td><td>Heated</td></tr>"
    page = f"<h1>Tea</h1><p>Text.</p><table>{rows}</table>"
    assert paste(client_of_ines, pasted="Tea\nText.\nKindLeaf\nGreenHeated\n", pasted_html=page).status_code == 303
    draft = Draft.objects.get()
    assert draft.report["counts"]["tables"] == 1
    assert "E01" not in [found.code for found in read_of(draft).diagnostics]


def test_an_empty_paste_is_asked_for_and_a_refused_one_is_kept(client_of_ines: Client) -> None:
    assert paste(client_of_ines, pasted=" \n ").status_code == 422
    factories.make_pack("tea-shop", owner=factories.make_olga())
    response = paste(client_of_ines, pasted="# Half a lesson\n", pack="tea-shop")
    assert response.status_code == 422
    assert "# Half a lesson" in text(response)
    assert not Draft.objects.exists()


def test_ten_uploads_an_hour_are_the_most(client_of_ines: Client) -> None:
    for _ in range(UPLOAD.times):
        draft_of(client_of_ines, "# Tea\n\nText.\n")
    file = io.BytesIO(b"# Tea\n\nText.\n")
    file.name = "tea.md"
    response = client_of_ines.post(reverse("authoring:upload"), {"file": file, "title": "Kept title"})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "10 uploads an hour are the most." in text(response)
    assert 'value="Kept title"' in text(response)
    assert Draft.objects.count() == UPLOAD.times
