"""`check_pack` and `load_pack`."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.uploads.intake import take_path
from studyapp.library.models import Fact, Pack, PackVersion
from tests import factories
from tests.authoring.packs import LEAVES, TEA, WATER, tea, write_folder, zipped
from tests.authoring.test_publishing import TYPO, WITHOUT_TABLE

ROOT = Path(__file__).resolve().parents[2]
Output = pytest.CaptureFixture[str]


def test_a_clean_pack_is_counted_on_one_line(tmp_path: Path, capsys: Output) -> None:
    call_command("check_pack", write_folder(tmp_path))
    assert capsys.readouterr().out == (
        "tea: 3 sections, 1 principles, 1 tables, 1 steps, 1 definitions, 1 traps, 1 reflections, 1 questions, "
        "15 facts, 25 items\n"
    )


def test_errors_are_printed_and_end_with_status_1(tmp_path: Path, capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("check_pack", write_folder(tmp_path, tea(water=WATER.replace("- [x]", "- [ ]"))))
    assert ended.value.code == 1
    assert "\nd2/water.md:15:1 E10 " in capsys.readouterr().out


def test_a_repeated_finding_is_printed_three_times(tmp_path: Path, capsys: Output) -> None:
    gaps = "".join(f"\n## 1.1.{number}. More {number}\n\nText.\n" for number in range(3, 15, 2))
    call_command("check_pack", write_folder(tmp_path, tea(leaves=LEAVES + gaps)))
    lines = [line for line in capsys.readouterr().out.splitlines() if " W41 " in line]
    assert len(lines) == 3
    assert lines[-1].endswith("(and 3 more)")


def test_json_holds_every_key_of_the_chapter_and_every_finding(tmp_path: Path, capsys: Output) -> None:
    gaps = "".join(f"\n## 1.1.{number}. More {number}\n\nText.\n" for number in range(3, 15, 2))
    call_command("check_pack", write_folder(tmp_path, tea(leaves=LEAVES + gaps)), "--json")
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["format", "pack", "counts", "sections", "tables", "questions", "diagnostics"]
    assert (found["format"], found["pack"]) == (1, "tea")
    assert found["tables"] == [{"file": "d1/leaves.md", "line": 10, "columns": 3, "rows": 4}]
    assert found["questions"] == [{"file": "d2/water.md", "line": 15, "kind": "single", "options": 3, "keys": [2]}]
    gap = [one for one in found["diagnostics"] if one["code"] == "W41"]
    assert len(gap) == 6
    assert list(gap[0]) == [
        "file", "line", "col", "end_line", "severity", "code", "what", "fix", "excerpt", "data"
    ]  # fmt: skip


def test_items_are_listed_on_request(tmp_path: Path, capsys: Output) -> None:
    call_command("check_pack", write_folder(tmp_path), "--json", "--items")
    found = json.loads(capsys.readouterr().out)
    assert len(found["items"]) == found["counts"]["items"] == 25
    assert {"file", "line", "column", "reason"} >= set().union(*found["skipped"])
    belief = next(item for item in found["items"] if item["form"] == "belief")
    assert (belief["fact"], belief["kind"], belief["keys"]) == ("fridge", "true-false", [2])


def test_json_of_an_unreadable_upload_has_the_same_keys(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "tea.zip").write_bytes(b"no zip")
    with pytest.raises(SystemExit) as ended:
        call_command("check_pack", tmp_path / "tea.zip", "--json")
    assert ended.value.code == 1
    found = json.loads(capsys.readouterr().out)
    assert found["pack"] is None
    assert found["counts"]["questions"]["single"] == 0
    assert found["diagnostics"][0]["code"] == "E57"


@pytest.mark.parametrize("arguments", [["missing"], [".", "--items"]])
def test_misuse_ends_with_status_2(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("check_pack", *arguments)
    assert refused.value.returncode == 2


def test_a_folder_a_zip_and_its_unpacked_copy_are_the_same_pack(tmp_path: Path, capsys: Output) -> None:
    call_command("check_pack", write_folder(tmp_path / "tea"), "--json", "--items")
    from_folder = capsys.readouterr().out
    (tmp_path / "tea.zip").write_bytes(zipped())
    call_command("check_pack", tmp_path / "tea.zip", "--json", "--items")
    assert capsys.readouterr().out == from_folder


def test_checking_needs_no_database(tmp_path: Path, capsys: Output) -> None:
    call_command("check_pack", write_folder(tmp_path))  # pytest-django refuses any query here
    assert "sections" in capsys.readouterr().out


@pytest.mark.parametrize("pack", sorted((ROOT / "content").glob("*/pack.toml")), ids=lambda path: path.parent.name)
def test_every_pack_in_the_repository_is_clean(pack: Path) -> None:
    found = read_upload(take_path(pack.parent), today=date(2026, 11, 23)).diagnostics
    assert [str(one) for one in found] == []


@pytest.mark.django_db
def test_loading_publishes_at_once_and_belongs_to_the_operators(tmp_path: Path, capsys: Output) -> None:
    call_command("load_pack", write_folder(tmp_path))
    pack = Pack.objects.get()
    assert (pack.key, pack.owner, pack.is_public) == ("tea", None, True)
    assert pack.current_version is not None
    assert capsys.readouterr().out.endswith("Published Making tea, version 1.\n")


@pytest.mark.django_db
def test_loading_the_same_pack_again_changes_nothing(tmp_path: Path, capsys: Output) -> None:
    folder = write_folder(tmp_path)
    call_command("load_pack", folder)
    version = PackVersion.objects.get()
    call_command("load_pack", folder)
    assert PackVersion.objects.get() == version
    assert capsys.readouterr().out.endswith("Making tea, version 1 is unchanged.\n")


@pytest.mark.django_db
def test_loading_leaves_a_roll_back_alone(tmp_path: Path, capsys: Output) -> None:
    call_command("load_pack", write_folder(tmp_path / "old"))
    call_command("load_pack", write_folder(tmp_path / "new", tea(leaves=TYPO)))
    first = PackVersion.objects.get(number=1)
    Pack.objects.update(current_version=first)
    call_command("load_pack", tmp_path / "new")
    assert Pack.objects.get().current_version == first
    assert "not the current version" in capsys.readouterr().out


@pytest.mark.django_db
def test_loading_an_edited_pack_makes_a_version_and_keeps_the_facts(tmp_path: Path) -> None:
    call_command("load_pack", write_folder(tmp_path / "old"))
    before = dict(Fact.objects.values_list("key", "pk"))
    call_command("load_pack", write_folder(tmp_path / "new", tea(leaves=TYPO)))
    assert PackVersion.objects.count() == 2
    assert dict(Fact.objects.values_list("key", "pk")) == before


@pytest.mark.django_db
def test_warnings_are_printed_and_accepted(tmp_path: Path, capsys: Output) -> None:
    ragged = LEAVES.replace("| Only dried, from the youngest buds | A guest prefers subtle flowers |", "| Only dried |")
    call_command("load_pack", write_folder(tmp_path, tea(leaves=ragged)))
    output = capsys.readouterr().out
    assert "d1/leaves.md:14:1 W03 " in output
    assert "Published" in output


@pytest.mark.django_db
def test_retiring_much_needs_the_option(tmp_path: Path) -> None:
    call_command("load_pack", write_folder(tmp_path / "old"))
    folder = write_folder(tmp_path / "new", tea(leaves=WITHOUT_TABLE))
    with pytest.raises(CommandError, match=r"8 of 15 facts .* Nothing was stored\. Add --retire"):
        call_command("load_pack", folder)
    assert PackVersion.objects.count() == 1
    call_command("load_pack", folder, "--retire")
    assert PackVersion.objects.count() == 2


@pytest.mark.django_db
def test_an_owner_can_be_named(tmp_path: Path) -> None:
    ines = factories.make_ines()
    call_command("load_pack", write_folder(tmp_path), "--owner", "INES")
    assert Pack.objects.get().owner == ines
    with pytest.raises(CommandError, match="nobody called Zoe"):
        call_command("load_pack", tmp_path, "--owner", "Zoe")


@pytest.mark.django_db
def test_a_single_lesson_is_a_pack_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "Green tea.md").write_text(TEA["d1/leaves.md"])
    call_command("load_pack", tmp_path / "Green tea.md")
    pack = Pack.objects.get()
    assert (pack.key, pack.title) == ("green-tea", "Green tea")
    assert pack.facts.live().count() == 11
