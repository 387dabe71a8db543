"""`check_pack` as editors and build servers run it: a real process, its exit status and its one JSON object."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from studyapp.domain.items.values import Form, Kind
from studyapp.domain.lessons.blocks import QuestionKind
from tests.authoring.packs import LEAVES, WATER, tea, write_folder, zipped

ROOT = Path(__file__).resolve().parents[2]
COUNTS = {
    "sections", "principles", "tables", "steps", "definitions", "traps", "reflections", "rubrics", "callouts",
    "questions", "facts", "items", "images",
}  # fmt: skip
SHAPE: dict[str, dict[str, type | tuple[type, ...]]] = {
    "sections": {"id": str, "number": str, "title": str, "task": str, "file": str, "line": int},
    "tables": {"file": str, "line": int, "columns": int, "rows": int},
    "questions": {"file": str, "line": int, "kind": str, "options": int, "keys": list},
    "diagnostics": {
        "file": str, "line": int, "col": int, "end_line": int, "severity": str, "code": str, "what": str, "fix": str,
        "excerpt": str, "data": dict,
    },
    "items": {
        "fact": str, "kind": str, "form": str, "stem": str, "options": list, "keys": list, "file": str, "line": int,
    },
    "skipped": {"file": str, "line": int, "column": int, "reason": str},
}  # fmt: skip
GAPS = "".join(f"\n## 1.1.{n}. More {n}\n\n**Term {n}:** One two three.\n" for n in range(3, 95, 2))
MANY_GAPS = LEAVES.replace("Dinner was heavy", "Milk and sugar go into the cup") + GAPS


def check(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check_pack", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def assert_shape(found: dict[str, Any], *, with_items: bool) -> None:
    """Exactly the object of the format: the same keys always there, lines from 1."""
    lists = [name for name in SHAPE if with_items or name not in {"items", "skipped"}]
    assert set(found) == {"format", "pack", "counts", *lists}
    assert found["format"] == 1
    assert found["pack"] is None or isinstance(found["pack"], str)
    assert set(found["counts"]) == COUNTS
    assert set(found["counts"]["questions"]) == set(get_args(QuestionKind))
    numbers = {name: value for name, value in found["counts"].items() if name != "questions"}
    assert all(type(value) is int for value in (*numbers.values(), *found["counts"]["questions"].values()))
    for name in lists:
        for entry in found[name]:
            assert set(entry) == set(SHAPE[name]), name
            assert all(isinstance(entry[key], kind) for key, kind in SHAPE[name].items()), entry
            assert entry["line"] >= 1
    for one in found["diagnostics"]:
        assert one["end_line"] >= one["line"]
        assert one["col"] >= 1
        assert one["severity"] == {"E": "error", "W": "warning", "I": "info"}[one["code"][0]]
    for item in found.get("items", []):
        assert item["kind"] in get_args(Kind)
        assert item["form"] in get_args(Form)
        assert all(type(key) is int and key >= 1 for key in item["keys"])


def test_a_clean_pack_ends_with_status_0_and_one_object(tmp_path: Path) -> None:
    done = check(write_folder(tmp_path), "--json", "--items")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert_shape(found, with_items=True)
    assert len(found["items"]) == found["counts"]["items"] == 25
    assert found["diagnostics"] == []


def test_errors_end_with_status_1_and_all_of_them_are_told_in_one_pass(tmp_path: Path) -> None:
    broken = WATER.replace("- [x]", "- [ ]").replace("- 2 points, required: c", "- c") + "\n```\nnever closed\n"
    done = check(write_folder(tmp_path, tea(leaves=MANY_GAPS, water=broken)), "--json", "--items")
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert_shape(found, with_items=True)
    assert {one["reason"] for one in found["skipped"]} == {"shared"}
    codes = [one["code"] for one in found["diagnostics"]]
    assert {"E10", "E23", "E28", "W41"} <= set(codes)
    assert codes.count("W41") == 46


def test_people_see_three_of_a_code_and_how_many_more(tmp_path: Path) -> None:
    done = check(write_folder(tmp_path, tea(leaves=MANY_GAPS)))
    assert (done.returncode, done.stderr) == (0, "")
    assert_shape(json.loads(check(tmp_path, "--json").stdout), with_items=False)
    lines = [line for line in done.stdout.splitlines() if " W41 " in line]
    assert len(lines) == 3
    assert lines[-1].endswith("(and 43 more)")
    assert lines[0] == "d1/leaves.md:31:1 W41 number gap 1.1.1 to 1.1.3. Fix: renumber, or leave it if meant"


@pytest.mark.parametrize("content", [b"no zip", zipped({"a.exe": "x"}), b""])
def test_an_unreadable_upload_has_status_1_and_the_same_keys(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "tea.zip").write_bytes(content)
    done = check(tmp_path / "tea.zip", "--json", "--items")
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert_shape(found, with_items=True)
    assert (found["pack"], found["items"], found["skipped"]) == (None, [], [])
    assert found["diagnostics"][0]["code"] == "E57"


@pytest.mark.parametrize("arguments", [["missing"], ["content", "--items"], ["content", "--nonsense"], []])
def test_misuse_ends_with_status_2_and_prints_no_object(arguments: list[str]) -> None:
    done = check(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
