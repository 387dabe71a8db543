"""`manage.py write_ids`: what it writes, what it prints, and when it refuses."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.authoring.packs import write_folder, zipped

Output = pytest.CaptureFixture[str]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_missing_ids_are_written_once(tmp_path: Path, capsys: Output) -> None:
    folder = write_folder(tmp_path)
    call_command("write_ids", folder)
    first, told = contents(folder), capsys.readouterr().out

    call_command("write_ids", folder)

    assert contents(folder) == first
    assert "ids written" in told
    assert set(capsys.readouterr().out.splitlines()) == {f"{path}: 0 ids written" for path in first if path[0] == "d"}


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(tmp_path: Path, capsys: Output) -> None:
    folder = write_folder(tmp_path)
    before = contents(folder)

    call_command("write_ids", folder, "--dry-run")

    told = capsys.readouterr().out
    assert contents(folder) == before
    assert " to write" in told
    assert ": criterion " in told


def test_a_lone_lesson_is_written_in_place(tmp_path: Path, capsys: Output) -> None:
    lesson = tmp_path / "notes.md"
    lesson.write_text("# Notes\n\n**Heap:** A tree whose root is the largest.\n")

    call_command("write_ids", lesson)

    assert "<!-- id: notes/definition/heap -->" in lesson.read_text()
    assert capsys.readouterr().out == "notes.md: 2 ids written\n"


def test_what_has_no_place_for_an_id_is_told(tmp_path: Path, capsys: Output) -> None:
    lesson = tmp_path / "two.md"
    lesson.write_text("# Two\n\n**Heap:** A tree with order.\n**Trie:** A tree of letters and words.\n")

    call_command("write_ids", lesson)

    assert "two.md:4: this definition can have no id where it stands" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nothing.md", "pack.zip"])
def test_a_missing_path_and_a_zip_are_refused(tmp_path: Path, name: str) -> None:
    if name.endswith(".zip"):
        (tmp_path / name).write_bytes(zipped({"a.md": "# A\n"}))

    with pytest.raises(CommandError) as refused:
        call_command("write_ids", tmp_path / name)

    assert refused.value.returncode == 2
