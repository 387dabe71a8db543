"""A draft is mended in the browser: findings and their fixes, each as a plain form and as a swap."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.drafts import mending
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft
from tests import factories
from tests.authoring.mended import BROKEN, SWAP, draft_of, file_of, finding_of, fix, page_of
from tests.authoring.packs import TEA, zipped
from tests.authoring.test_pages import text

SignIn = Callable[[User], Client]


def test_the_proposed_table_is_shown_and_one_click_applies_it(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    page = page_of(client_of_ines, draft)
    assert '<th scope="col">Kind</th><th scope="col">Leaf</th>' in page
    assert "Apply the proposed table" in page
    response = fix(client_of_ines, draft, finding=finding_of(draft, "E01"))
    assert response.status_code == 303
    draft.refresh_from_db()
    assert "| Green | Heated at once |" in file_of(draft)
    assert not draft.has_errors
    page = page_of(client_of_ines, draft)
    assert "Tea: no errors" in page
    assert "Apply the proposed table" in page, "the notice says what was changed"
    assert "Download corrected files" in page


def test_a_fix_swaps_in_the_report_and_says_what_is_left(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    response = fix(client_of_ines, draft, swap=True, finding=finding_of(draft, "E01"))
    page = text(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert 'id="report"' in page
    assert "Done: Apply the proposed table. No errors are left." in page


def test_a_fix_is_taken_back(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    fix(client_of_ines, draft, finding=finding_of(draft, "E01"))
    fix(client_of_ines, draft, do="undo")
    draft.refresh_from_db()
    assert file_of(draft) == BROKEN
    assert draft.has_errors
    assert not draft.edits.exists()
    assert fix(client_of_ines, draft, do="undo").status_code == 303


def test_a_finding_that_is_gone_is_a_409_with_the_draft_as_it_stands(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    finding = finding_of(draft, "E01")
    fix(client_of_ines, draft, finding=finding)
    response = fix(client_of_ines, draft, finding=finding)
    assert response.status_code == 409
    assert "This is no longer there" in text(response)
    for bad in ("", "nonsense"):
        assert fix(client_of_ines, draft, finding=bad).status_code == 409
    assert fix(client_of_ines, draft, do="dance").status_code == 404


def test_a_draft_read_meanwhile_is_not_overwritten(client_of_ines: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    stale = Draft.objects.get(pk=draft.pk)
    fix(client_of_ines, draft, finding=finding_of(draft, "E01"))
    with pytest.raises(DraftChanged):
        mending.change_file(stale, "tea.md", b"# Other\n\nText.\n", what="late", by=stale.owner)
    assert "| Green |" in file_of(draft)


def test_a_file_of_another_encoding_is_converted(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, "# Thé\n\n**Thé:** Une boisson chaude.\n".encode("cp1252"))
    assert "Convert the file to UTF-8" in page_of(client_of_ines, draft)
    fix(client_of_ines, draft, finding=finding_of(draft, "E36"))
    assert file_of(draft).startswith("# Thé\n")
    draft.refresh_from_db()
    assert not draft.has_errors


def test_the_corrected_files_are_downloaded(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    fix(client_of_ines, draft, finding=finding_of(draft, "E01"))
    lone = client_of_ines.get(reverse("authoring:corrected", args=[draft.pk]))
    assert lone.content.decode() == file_of(draft)
    assert 'filename="tea.md"' in lone.headers["Content-Disposition"]
    pack = draft_of(client_of_ines, zipped(), name="tea.zip")
    with zipfile.ZipFile(
        io.BytesIO(client_of_ines.get(reverse("authoring:corrected", args=[pack.pk])).content)
    ) as zip_:
        assert {name: zip_.read(name).decode() for name in zip_.namelist()} == TEA


def test_findings_are_filtered_by_links_and_by_swaps(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN.replace("**Oxidation", "#Buds\n\n**Oxidation"))
    everything = page_of(client_of_ines, draft)
    assert "E01" in everything
    assert "W34" in everything
    only = page_of(client_of_ines, draft, "?show=warning")
    assert "W34" in only
    assert "E01" not in only
    part = client_of_ines.get(reverse("authoring:draft", args=[draft.pk]) + "?show=error", headers=SWAP)
    assert text(part).startswith('<section id="findings"')
    assert page_of(client_of_ines, draft, "?show=nonsense&more=nonsense")


def test_three_of_a_code_are_shown_and_the_others_on_request(client_of_ines: Client) -> None:
    prices = "".join(f"| Kind {number} | leaf {number} of them | $$ |\n" for number in range(7))
    draft = draft_of(client_of_ines, f"# Tea\n\n| Kind | Leaf | Price |\n| --- | --- | --- |\n{prices}")
    page = page_of(client_of_ines, draft)
    assert page.count("may show as mathematics") == 3
    assert "and 4 more W09" in page
    assert page_of(client_of_ines, draft, "?more=W09").count("may show as mathematics") == 7


def test_all_of_a_code_in_a_file_are_mended_at_once_and_taken_back_at_once(client_of_ines: Client) -> None:
    prices = "".join(f"| Kind {number} | $ | $$ |\n" for number in range(7))
    text_before = f"# Tea\n\n| Kind | Cup | Pot |\n| --- | --- | --- |\n{prices}"
    draft = draft_of(client_of_ines, text_before)
    assert "The same for all 14 W09 here" in page_of(client_of_ines, draft)
    fix(client_of_ines, draft, do="mend-all", finding=finding_of(draft, "W09"))
    assert file_of(draft).count("| \\$ | \\$\\$ |") == 7
    draft.refresh_from_db()
    assert "W09" not in [found.code for found in read_of(draft).diagnostics]
    fix(client_of_ines, draft, do="undo")
    assert file_of(draft) == text_before


def test_a_draft_without_findings_says_so(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped(), name="tea.zip")
    read = read_of(draft)
    found = [str(one) for one in read.diagnostics]
    assert ("No problems in 2 lessons" in page_of(client_of_ines, draft)) == (not found), found


def test_the_report_shows_what_each_lesson_yields(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, zipped(), name="tea.zip")
    page = page_of(client_of_ines, draft)
    assert "What each lesson yields" in page
    assert '<rect class="yield-cell"' in page
    assert "<title>Table cells: 8</title>" in page or "<title>Table cells:" in page
    assert "Choosing Leaves" in page


def test_to_strangers_none_of_it_exists(client_of_ines: Client, as_user: SignIn) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    stranger = as_user(factories.make_learner("Ivo", role="instructor"))
    for name in ("fix", "labels", "rights"):
        assert stranger.post(reverse(f"authoring:{name}", args=[draft.pk])).status_code == 404
    for url in (
        reverse("authoring:corrected", args=[draft.pk]),
        reverse("authoring:source", args=[draft.pk, "tea.md"]),
    ):
        assert stranger.get(url).status_code == 404
    assert file_of(draft) == BROKEN


def test_each_code_leads_to_its_entry_in_the_help(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    assert f"{reverse('authoring:format_help')}#E01" in page_of(client_of_ines, draft)
    page = text(client_of_ines.get(reverse("authoring:format_help")))
    assert 'id="E01"' in page
    assert page.count("<h1") == 1
