"""A publish that is killed leaves the old version or the new one, never a mixture. `KILLS=200` kills more often."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.authoring.packs import LEAVES, WATER, tea, write_folder

pytestmark = pytest.mark.sqlite  # its processes have a database of their own, whatever engine the run is on

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "5"))
_TIMES = {"published_at", "created_at", "applied", "changed_at", "answered_at", "recheck_at", "due_at"}
_MADE_ANEW = {"study_review": {"id", "cause"}}  # keys with a part by chance
LEARN = """
from django.utils import timezone
from studyapp.accounts.models import User
from studyapp.library.models import Pack
from tests.browser.history import make_history
for number in range(2):
    learner = User.objects.create_user(f"learner {number}", None)
    make_history(learner, Pack.objects.get(), now=timezone.now(), sittings=6, seed=number)
"""


def environment(folder: Path) -> dict[str, str]:
    """A process of its own with a database of its own, whatever engine the suite runs on."""
    database = f"sqlite:///{folder / 'tea.sqlite3'}"
    return {"PATH": os.defpath, "SECRET_KEY": "k" * 60, "VAR_DIR": str(folder), "DATABASE_URL": database}


def start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def row_set_hash(folder: Path) -> str:
    """A hash over every row of every table but for the times in them; the database must be whole."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(folder / "tea.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(tables):
            left_out = _TIMES | _MADE_ANEW.get(table, set())
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[1] not in left_out]
            names = ", ".join(f'"{column}"' for column in columns)
            for row in sorted(map(repr, connection.execute(f'SELECT {names} FROM "{table}"'))):
                digest.update(f"{table} {row}\n".encode())
    return digest.hexdigest()


def kinds_in_log(folder: Path) -> set[str]:
    """The kinds of rows in the review log."""
    with closing(sqlite3.connect(folder / "tea.sqlite3")) as connection:
        return {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM study_review")}


def copy_of(base: Path, place: Path) -> Path:
    place.mkdir()
    for file in base.glob("tea.sqlite3*"):
        shutil.copy(file, place)
    return place


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with a database that holds version 1, and two people who have learned some of it."""
    folder = tmp_path / "base"
    folder.mkdir()
    assert start(folder, "migrate", "-v0").wait() == 0
    assert start(folder, "load_pack", str(write_folder(tmp_path / "old"))).wait() == 0
    assert start(folder, "shell", "-v0", "-c", LEARN).wait() == 0
    return folder


def test_a_killed_publish_leaves_the_old_version_or_the_new_one(base: Path, tmp_path: Path) -> None:
    more = "".join(f"\n## 1.1.{n}. More {n}\n\n**Term {n}:** What leaf number {n} is.\n" for n in range(2, 120))
    leaves = LEAVES.replace("Heated at once", "Steamed never").replace("in contact with", "without")
    flipped = WATER.replace("- [x]", "- [ ]").replace("- [ ] Water at", "- [x] Water at")
    new = write_folder(tmp_path / "new", tea(leaves=leaves + more, water=flipped))
    whole = copy_of(base, tmp_path / "whole")
    began = time.monotonic()
    assert start(whole, "load_pack", str(new)).wait() == 0
    seconds = time.monotonic() - began
    allowed = {row_set_hash(base): "old", row_set_hash(whole): "new"}
    assert len(allowed) == 2
    assert {"restart", "recheck"} <= kinds_in_log(whole)
    found = []
    chance = Random(KILLS)
    for kill in range(KILLS):
        folder = copy_of(base, tmp_path / f"killed-{kill}")
        process = start(folder, "load_pack", str(new))
        try:
            # the first one early, so that one is killed however busy the machine was while it was timed
            process.wait(timeout=seconds * (chance.uniform(0.3, 1.05) if kill else 0.1))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        found.append(allowed.get(row_set_hash(folder), "a mixture"))
        if found.index(found[-1]) != kill:
            shutil.rmtree(folder)  # one of each outcome is enough
    assert "a mixture" not in found
    assert "old" in found
    again = tmp_path / f"killed-{found.index('old')}"
    assert start(again, "load_pack", str(new)).wait() == 0
    assert allowed.get(row_set_hash(again)) == "new"
    assert start(again, "verify_state").wait() == 0
