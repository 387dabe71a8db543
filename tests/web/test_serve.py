"""What `manage.py serve` leaves to the server that takes its place; the real one runs in tests/faults."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from django.core.management import call_command

from studyapp.web.management.commands import serve
from studyapp.web.secret_key import read_or_make
from studyapp.web.signals import becoming_server


class BecameServer(Exception):
    """Instead of gunicorn."""


@pytest.fixture(autouse=True)
def same_umask_afterwards() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that serve runs, none of which does anything; the server is an exception."""
    ran: list[str] = []

    def become(*_words: Any) -> NoReturn:
        ran.append("server")
        raise BecameServer

    monkeypatch.setattr(serve, "call_command", lambda name, *_words, **_options: ran.append(name))
    monkeypatch.setattr(serve, "connection", SimpleNamespace(vendor="sqlite", close=lambda: None))
    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    return ran


def test_what_was_opened_while_preparing_is_closed_before_the_server_starts(steps: list[str]) -> None:
    def close(**_signal: Any) -> None:
        steps.append("close")

    becoming_server.connect(close)
    try:
        with pytest.raises(BecameServer):
            call_command("serve")
    finally:
        becoming_server.disconnect(close)

    assert steps[0] == "migrate"
    assert steps[-2:] == ["close", "server"]


def test_files_made_by_the_server_are_their_owners_only(steps: list[str], tmp_path: Path) -> None:
    with pytest.raises(BecameServer):
        call_command("serve")
    made = tmp_path / "made"
    made.touch()

    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_the_secret_key_and_its_folder_are_their_owners_only(tmp_path: Path) -> None:
    key = read_or_make(tmp_path / "var")

    assert len(key) >= 50
    assert read_or_make(tmp_path / "var") == key
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var/secret_key").stat().st_mode) == 0o600
