"""Nothing that a person can meet is without a line in docs/."""

import re
from pathlib import Path
from typing import get_args

import pytest

from studyapp.domain.items.values import Form, Kind

ROOT = Path(__file__).resolve().parent.parent
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}
CODE = re.compile(r"[\"'`]([EWI]\d\d)[\"'`]")
SETTING = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"")


def python_files() -> list[Path]:
    """The project's own Python, without tests."""
    return sorted((ROOT / "studyapp").rglob("*.py"))


def diagnostic_codes() -> list[str]:
    """Every code that the domain can emit."""
    return sorted(
        {code for path in python_files() if "domain" in path.parts for code in CODE.findall(path.read_text())}
    )


@pytest.mark.parametrize("code", diagnostic_codes())
def test_every_diagnostic_code_is_explained(code: str) -> None:
    assert code in DOCS["content-format.md"]


def settings_names() -> list[str]:
    """Every environment variable that the settings read."""
    return sorted(set(SETTING.findall((ROOT / "studyapp/settings.py").read_text())))


@pytest.mark.parametrize("name", settings_names())
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in DOCS["operations.md"]


def commands() -> list[str]:
    """Every management command of the project."""
    return sorted(path.stem for path in (ROOT / "studyapp").glob("*/management/commands/[a-z]*.py"))


@pytest.mark.parametrize("name", commands())
def test_every_command_is_explained(name: str) -> None:
    assert f"manage.py {name}" in DOCS["operations.md"]


@pytest.mark.parametrize("word", [*get_args(Form), *get_args(Kind)])
def test_every_item_form_and_kind_is_explained(word: str) -> None:
    assert f"`{word}`" in DOCS["items.md"]


def test_the_readme_names_only_files_that_exist() -> None:
    text = (ROOT / "README.md").read_text()
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
