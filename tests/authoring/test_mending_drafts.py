"""A draft is mended in the browser: fixes, labels, rights, edits, each as a plain form and as a swap."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.accounts.rates import UPLOAD
from studyapp.authoring.drafts import confirming, mending
from studyapp.authoring.drafts.keeping import read_of
from studyapp.authoring.errors import DraftChanged
from studyapp.authoring.models import Draft, LabelChoice
from studyapp.library.models import Pack
from tests import factories
from tests.authoring.packs import LEAVES, MANIFEST, TEA, WATER, tea, zipped
from tests.authoring.test_pages import publish, text

SignIn = Callable[[User], Client]
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
    from studyapp.authoring.drafts.findings import finding_id

    return next(finding_id(found) for found in read_of(draft).diagnostics if found.code == code)


def fix(client: Client, draft: Draft, *, swap: bool = False, **fields: str) -> Any:
    url = reverse("authoring:fix", args=[draft.pk])
    return client.post(url, fields, headers=SWAP if swap else {})


def page_of(client: Client, draft: Draft, query: str = "") -> str:
    return text(client.get(reverse("authoring:draft", args=[draft.pk]) + query))


def file_of(draft: Draft, path: str = "tea.md") -> str:
    return bytes(draft.files.get(path=path).content).decode()


@pytest.fixture
def client_of_ines(ines: User, as_user: SignIn) -> Client:
    return as_user(ines)


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


def test_each_code_leads_to_its_entry_in_the_help(client_of_ines: Client) -> None:
    draft = draft_of(client_of_ines, BROKEN)
    assert f"{reverse('authoring:format_help')}#E01" in page_of(client_of_ines, draft)
    page = text(client_of_ines.get(reverse("authoring:format_help")))
    assert 'id="E01"' in page
    assert page.count("<h1") == 1
