"""The files of a draft are edited in the browser."""

from typing import Any

from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from tests import factories
from tests.authoring.mended import BROKEN, SWAP, draft_of, file_of, finding_of, fix, page_of
from tests.authoring.packs import MANIFEST, TEA, zipped
from tests.authoring.test_pages import publish, text


def source(client: Client, draft: Draft, typed: str, *, path: str = "tea.md", swap: bool = False, **fields: str) -> Any:
    url = reverse("authoring:source", args=[draft.pk, path])
    page = client.get(url).content.decode()
    shown = page.partition('name="hash" value="')[2].partition('"')[0]
    fields = {"text": typed.replace("\n", "\r\n"), "hash": shown, **fields}
    return client.post(url, fields, headers=SWAP if swap else {})


def test_the_source_is_edited_and_checked(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    url = reverse("authoring:source", args=[draft.pk, "tea.md"])
    page = text(client_of_ines.get(url))
    assert "GreenHeated at once" in page
    assert "data-goto-line" in page
    response = source(client_of_ines, draft, "# Tea\n\n**Oxidation:** A leaf that darkens in air.\n")
    assert response.status_code == 303
    assert file_of(draft) == "# Tea\n\n**Oxidation:** A leaf that darkens in air.\n"
    draft.refresh_from_db()
    assert not draft.has_errors
    fix(client_of_ines, draft, do="undo")
    assert file_of(draft) == BROKEN


def test_checking_swaps_findings_and_preview(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    page = text(source(client_of_ines, draft, "# Tea\n\n**Oxidation:** A leaf darkens.\n\n#Bud\n", swap=True))
    assert "<html" not in page
    assert page.startswith('<div id="checked"')
    assert "W34" in page
    assert "A leaf darkens" in page


def test_line_breaks_and_mark_of_the_file_stay_as_they_were(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, "\ufeff# Tea\r\n\r\nText.\r\n")
    source(client_of_ines, draft, "# Tea\n\nOther text.\n")
    assert bytes(draft.files.get().content) == "\ufeff# Tea\r\n\r\nOther text.\r\n".encode()


def test_a_file_changed_meanwhile_shows_both_texts_and_loses_nothing(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    fix(client_of_ines, draft, finding=finding_of(draft, "E01"))
    mine = BROKEN.replace("1. Tea", "1. All about Tea")
    for swap in (False, True):
        response = source(client_of_ines, draft, mine, hash="of an earlier state", swap=swap)
        page = text(response)
        assert response.status_code == 409
        assert "| Green | Heated at once |" in page
        assert "All about Tea" in page
        assert "| Green |" in file_of(draft)
    assert source(client_of_ines, draft, mine).status_code == 303
    assert file_of(draft) == mine


def test_pack_toml_is_edited_too_and_may_not_become_somebody_elses(client_of_ines: Client, olga: User) -> None:
    factories.make_pack("coffee", owner=olga)
    draft = draft_of(client_of_ines, zipped(), name="tea.zip")
    response = source(client_of_ines, draft, MANIFEST.replace('"tea"', '"coffee"'), path="pack.toml")
    assert response.status_code == 422
    assert "belongs to somebody else" in text(response)
    assert "coffee" in text(response)
    assert file_of(draft, "pack.toml") == MANIFEST


def test_a_text_over_the_limit_is_kept_on_the_page_and_not_in_the_draft(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    response = source(client_of_ines, draft, "# Tea\n\n" + "long text " * 30_000)
    assert response.status_code == 413
    assert "long text" in text(response)
    assert file_of(draft) == BROKEN


def test_pictures_and_missing_files_are_no_sources(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped({**TEA, "img/pot.png": b"\x89PNG"}), name="tea.zip")
    for path in ("img/pot.png", "d1/none.md", "../pack.toml"):
        assert client_of_ines.get(reverse("authoring:source", args=[draft.pk, path])).status_code == 404


def test_a_published_draft_is_not_changed_any_more(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped(), name="tea.zip", rights="on")
    publish(client_of_ines, draft)
    assert "Mend" not in page_of(client_of_ines, draft)
    for name, fields in (("fix", {"do": "undo"}), ("labels", {"label": "A", "kind": "tip"}), ("rights", {})):
        assert client_of_ines.post(reverse(f"authoring:{name}", args=[draft.pk]), fields).status_code == 404
    assert source(client_of_ines, draft, "# Other\n", path="d1/leaves.md").status_code == 404
    assert client_of_ines.get(reverse("authoring:source", args=[draft.pk, "d1/leaves.md"])).status_code == 200
