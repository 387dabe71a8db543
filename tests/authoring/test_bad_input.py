"""Bad input: a located message soon, and not a row changed."""

import hashlib
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests.authoring.packs import LEAVES, MANIFEST, TEA, WATER, tea, write_folder, zipped

pytestmark = pytest.mark.django_db


def row_set_hash() -> str:
    """A hash over every row of every table."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        for row in sorted(map(repr, model._default_manager.values_list())):
            digest.update(f"{model.__name__} {row}\n".encode())
    return digest.hexdigest()


PACKS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "not UTF-8": ({**TEA, "d1/leaves.md": b"# Tea\n\nth\xe9\n"}, "d1/leaves.md:3:1 E36 not UTF-8 at byte 10"),
    "a picture called .md": ({**TEA, "d1/leaves.md": b"\x89PNG\r\n\x1a\n\0\0"}, "d1/leaves.md:1:1 E36"),
    "question without a key": (tea(water=WATER.replace("- [x]", "- [ ]")), "d2/water.md:15:1 E10"),
    "16 KB of brackets": (tea(leaves="# Tea\n\n" + "[" * 16_000), "d1/leaves.md:3:1 E39"),
    "broken pack.toml": (tea(manifest="format = \n"), "pack.toml:1:10 E46 TOML error"),
    "no provenance": (
        tea(manifest=MANIFEST.replace('provenance = "original"\n', "")),
        "pack.toml:1:1 E55 no provenance",
    ),
}
"""Some of tests/bad_inputs/*.jsonl, which go through the upload page, here through the command."""


@pytest.mark.parametrize("name", PACKS)
def test_a_bad_pack_is_refused_with_its_place_and_stores_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, message = PACKS[name]
    folder = write_folder(tmp_path / "pack", files)
    before = row_set_hash()
    began = time.process_time()
    with pytest.raises(CommandError) as refused:
        call_command("load_pack", folder)
    assert time.process_time() - began < 2
    assert message in f"{capsys.readouterr().err}\n{refused.value}"
    assert "othing was stored" in str(refused.value)
    assert row_set_hash() == before


@pytest.mark.parametrize(
    "content",
    [zipped({**TEA, "../x.md": "# A\n"}), zipped({**TEA, "bomb.md": " " * 30_000_000}), b"no zip"],
    ids=["a path that climbs", "a bomb", "no zip"],
)
def test_a_bad_zip_is_refused_and_stores_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "tea.zip").write_bytes(content)
    before = row_set_hash()
    with pytest.raises(CommandError, match=r":1:1 E\d\d .*\nNothing was stored"):
        call_command("load_pack", tmp_path / "tea.zip")
    assert row_set_hash() == before


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        ("Just text, no heading.\n", ""),
        (
            LEAVES.replace("| Only dried, from the youngest buds | A guest prefers subtle flowers |", "| Only dried |"),
            "W03",
        ),
        (LEAVES.replace("task: 1.1", "task: 1.1\nbackground: blue"), "I37"),
        ("\ufeff# Tea\r\n\r\nText.\r\n", ""),
    ],
    ids=["no heading", "ragged row", "foreign front matter", "mark and CRLF"],
)
def test_untidy_input_is_accepted_with_its_finding(
    content: str, finding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tea.md"
    path.write_bytes(content.encode())
    call_command("load_pack", path)
    assert "Published" in capsys.readouterr().out
    call_command("check_pack", path)
    assert finding in capsys.readouterr().out
