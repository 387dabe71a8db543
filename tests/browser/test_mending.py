"""A broken lesson, dropped into the browser, is mended there until it can be published."""

from pathlib import Path

from playwright.sync_api import expect

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft, LabelChoice
from tests.browser.conftest import Visits
from tests.browser.watching import Visit

BROKEN = """\
2.1. Brewing Tea

Copyright 2026. All rights reserved.

🔥 Watch out: Boiling water scalds green leaves.

KindLeaf
GreenHeated at once
BlackRolled and left
WhiteOnly dried

**Oxidation:** The darkening of a bruised leaf in contact with air.

| Water | Cost |
| --- | --- |
| Tap | $ |
| Spring | $$ |
"""
DROP = """(text) => {
  const zone = document.querySelector('[data-drop-zone]');
  const carried = new DataTransfer();
  carried.items.add(new File([text], 'brewing.md', {type: 'text/markdown'}));
  for (const kind of ['dragover', 'drop']) {
    zone.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
  }
}"""
LABELLED = BROKEN.replace("🔥 Watch out:", "🔥 **Watch out:**")


def drop(author: Visit, text: str = LABELLED) -> Draft:
    """Leads to the report on a dropped lesson."""
    author.open("/teach/import/")
    author.page.evaluate(DROP, text)
    author.click("Check")
    return Draft.objects.latest("pk")


def heading(author: Visit) -> str:
    return author.page.locator("h1").inner_text()


def test_a_broken_lesson_is_mended_until_no_errors_are_left(visit: Visits, ines: User) -> None:
    author = visit(as_=ines)
    draft = drop(author)
    expect(author.page.locator("h1")).to_contain_text("problems stop publishing")
    expect(author.page.get_by_role("link", name="Continue to changes")).to_have_attribute("aria-disabled", "true")

    expect(author.page.get_by_role("region", name="Proposed table")).to_contain_text("Heated at once")
    author.click("Apply the proposed table")
    expect(author.page.locator(".notice-ok")).to_contain_text("Apply the proposed table")
    assert "| Green | Heated at once |" in bytes(draft.files.get().content).decode()

    author.click(author.page.locator("#labels").get_by_role("button", name="Exam trap", exact=True))
    assert LabelChoice.objects.get().kind == "trap"
    expect(author.page.locator("#labels")).to_contain_text("labels = { trap")

    author.page.get_by_label("I wrote this, or its licence lets me publish it").check()
    author.click("Save")
    expect(author.page.locator("h1")).to_contain_text("no errors")
    expect(author.page.locator("#rights")).to_contain_text("confirmed by")

    author.click("Continue to changes")
    expect(author.page.locator("h1")).to_contain_text("new pack")


def test_keys_walk_filter_fix_and_take_back(visit: Visits, ines: User) -> None:
    author = visit(as_=ines)
    draft = drop(author)
    before = bytes(draft.files.get().content)
    author.press("3")
    expect(author.page.locator(".filter-link[aria-current]")).to_contain_text("Warnings")
    assert "show=warning" in author.page.url
    author.press("j", "j", "k")
    expect(author.page.locator("[data-step]").first).to_be_focused()
    author.press("y")
    expect(author.page.locator(".notice-ok")).to_be_visible()
    assert bytes(draft.files.get().content) != before
    assert author.page.locator("[data-step]:focus").count() == 1, "the next finding has the focus"
    author.press("z")
    assert bytes(draft.files.get().content) == before
    author.press("1")
    expect(author.page.locator(".filter-link[aria-current]")).to_contain_text("All")


def test_the_report_fits_a_telephone_in_dark_and_forced_colours(visit: Visits, ines: User) -> None:
    for options in ({"dark": True}, {"forced": True}):
        author = visit(as_=ines, width=360, **options)
        drop(author)
        assert author.wider_than_the_window() == []
        author.click("Apply the proposed table")
        assert author.wider_than_the_window() == []
        author.click(author.page.get_by_role("link", name="Edit brewing.md").first)
        assert author.wider_than_the_window() == []


def test_the_source_is_edited_checked_and_kept_through_a_conflict(visit: Visits, ines: User) -> None:
    author = visit(as_=ines)
    draft = drop(author)
    author.click(author.page.locator("#findings .edit-link").first)
    source = author.page.locator("#source-text")
    expect(author.page.locator("[data-editor-numbers]")).to_contain_text("18")
    author.click(author.page.locator("[data-goto-line]").first)
    expect(source).to_be_focused()

    other = visit(beside=author)
    other.open(f"/teach/drafts/{draft.pk}/")
    other.click("Apply the proposed table")

    source.fill("# 2.1. Brewing\n\n**Oxidation:** A bruised leaf darkens in air.\n")
    author.allow(409)
    author.press("Control+Enter")
    expect(author.page.locator("#checked [role=alert]")).to_contain_text("changed meanwhile")
    assert "| Green |" in author.page.locator("#theirs-text").input_value()
    assert "A bruised leaf" in source.input_value()
    source.focus()
    author.press("Control+Enter")
    expect(author.page.locator("#checked")).to_contain_text("Preview")
    assert bytes(draft.files.get().content).decode().startswith("# 2.1. Brewing\n")


PASTE = """() => {
  const carried = new DataTransfer();
  carried.setData('text/plain', 'Tea\\nKindLeaf\\nGreenHeated');
  const rows = '<tr><th>Kind</th><th>Leaf</th></tr><tr><td>Green</td><td>Heated</td></tr>';
  carried.setData('text/html', `<h1>Tea</h1><p>Two kinds.</p><table>${rows}</table>`);
  const field = document.querySelector('[data-paste]');
  field.focus();
  field.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true, clipboardData: carried}));
  document.execCommand('insertText', false, carried.getData('text/plain'));
}"""


def test_a_table_pasted_from_a_page_comes_along_as_a_table(visit: Visits, ines: User) -> None:
    author = visit(as_=ines, width=360)
    author.open("/teach/import/")
    author.page.evaluate(PASTE)
    expect(author.page.locator("[data-pasted-table]")).to_be_visible()
    author.click("Check")
    expect(author.page.locator("h1")).to_contain_text("Tea: no errors")
    assert "| Green | Heated |" in bytes(Draft.objects.get().files.get().content).decode()


def test_typed_source_is_kept_in_the_browser(visit: Visits, ines: User) -> None:
    author = visit(as_=ines)
    draft = drop(author)
    author.open(f"/teach/drafts/{draft.pk}/src/brewing.md")
    author.page.locator("#source-text").fill("# Half a thought")
    expect(author.page.locator("[data-draft-state]")).to_contain_text("Kept in this browser")
    author.open(f"/teach/drafts/{draft.pk}/src/brewing.md")
    expect(author.page.locator("#source-text")).to_have_value("# Half a thought")


def test_source_typed_a_moment_before_leaving_is_offered_again(visit: Visits, ines: User) -> None:
    author = visit(as_=ines)
    draft = drop(author)
    author.open(f"/teach/drafts/{draft.pk}/src/brewing.md")
    warned: list[str] = []
    author.page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    author.page.locator("#source-text").press_sequentially("Half a thought")
    author.open("/teach/")
    assert warned == ["beforeunload"]
    author.open(f"/teach/drafts/{draft.pk}/src/brewing.md")
    assert "Half a thought" in author.page.locator("#source-text").input_value()
    expect(author.page.get_by_role("button", name="Show the text of the draft")).to_be_visible()


def test_without_script_the_same_is_done_by_forms_and_links(visit: Visits, ines: User, tmp_path: Path) -> None:
    author = visit(as_=ines, script=False)
    author.open("/teach/import/")
    (tmp_path / "brewing.md").write_text(LABELLED, encoding="utf-8")
    author.page.locator("input[type=file]").set_input_files(tmp_path / "brewing.md")
    author.click("Check")
    author.click("Apply the proposed table")
    author.click(author.page.locator("#labels").get_by_role("button", name="Exam trap", exact=True))
    author.click(author.page.locator(".filter-link", has_text="Warnings"))
    assert "show=warning" in author.page.url
    author.page.get_by_label("I wrote this, or its licence lets me publish it").check()
    author.click(author.page.locator("#rights").get_by_role("button", name="Save"))
    assert "no errors" in heading(author)


def test_the_description_of_the_format_is_a_page_with_places_for_codes(visit: Visits, ines: User) -> None:
    author = visit(as_=ines, width=360)
    author.open("/teach/help/format/#E01")
    expect(author.page.locator("#E01")).to_be_in_viewport()
    assert author.wider_than_the_window() == []
