"""A pack with each content smell once, and the same pack without any."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.uploads.intake import take_path
from studyapp.domain.common.diagnostics import Diagnostic, needs_tick

HERE = Path(__file__).parent
SEEDED = {
    "W50": "1-leaves.md:20:1",
    "W51": "1-leaves.md:10:8",
    "W52": "1-leaves.md:37:1",
    "W53": "1-leaves.md:39:1",
    "W54": "1-leaves.md:33:1",
    "W56": "1-leaves.md:43:1",
    "W32": "1-leaves.md:43:1",
    "W30": "1-leaves.md:22:83",
    "E55": "2-water.md:7:15",
    "W49": "2-water.md:17:1",
}


def findings_of(name: str, *, today: date = date(2026, 11, 23)) -> Sequence[Diagnostic]:
    return read_upload(take_path(HERE / name), today=today).diagnostics


@pytest.mark.parametrize(("code", "place"), SEEDED.items())
def test_each_seeded_smell_is_found_once_in_its_place(code: str, place: str) -> None:
    found = [f"{one.file}:{one.line}:{one.col}" for one in findings_of("defects") if one.code == code]
    assert found == [place]


def test_nothing_but_the_seeded_smells_is_found() -> None:
    assert sorted(one.code for one in findings_of("defects")) == sorted(SEEDED)


def test_the_clean_pack_has_no_finding() -> None:
    assert [str(one) for one in findings_of("clean")] == []


def test_a_year_later_the_clean_pack_is_stale_in_both_files() -> None:
    found = findings_of("clean", today=date(2027, 11, 23))
    assert [(one.code, one.file, one.line) for one in found] == [
        ("W32", "pack.toml", 15),
        ("W56", "pack.toml", 15),
        ("W32", "1-leaves.md", 36),
        ("W56", "1-leaves.md", 36),
    ]


def test_the_smells_that_warn_need_a_tick_and_errors_need_a_mend() -> None:
    ticked = needs_tick(findings_of("defects"))
    assert sorted(one.code for one in ticked) == ["W50", "W51", "W52", "W53", "W54", "W56"]


def test_a_tick_holds_when_lines_move_and_ends_when_the_words_change() -> None:
    files = take_path(HERE / "defects")
    ids = {one.id for one in needs_tick(read_upload(files, today=date(2026, 11, 23)).diagnostics)}
    moved = [type(file)(file.path, file.content.replace(b"# 1.1. Choosing", b"\n\n# 1.1. Choosing")) for file in files]
    assert {one.id for one in needs_tick(read_upload(moved, today=date(2026, 11, 23)).diagnostics)} == ids
    other = [type(file)(file.path, file.content.replace(b"TODO: a sentence", b"TODO: two words")) for file in files]
    assert len({one.id for one in needs_tick(read_upload(other, today=date(2026, 11, 23)).diagnostics)} - ids) == 1
