"""Importing a pack into PostgreSQL, beside Python-Markdown rendering the same text in the same minute."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.editions import large_pack
from benchmarks.generated import notes
from benchmarks.markdown_anchor import EXTENSIONS, rendering
from benchmarks.measuring import Row, at_least, at_most, plain
from tests.postgres import binaries, throwaway_server

LESSONS = 120
CHANGED = 3
SECTIONS = 500
_ROUNDS = 5
_AGAIN = 5
_ROOT = Path(__file__).resolve().parent.parent


def rows() -> Iterator[Row]:
    """Sections a second from files to rows, the same files again, and the report of a large pack with small changes."""
    if binaries() is None:
        yield plain("import into PostgreSQL", "not run", anchor="PostgreSQL is not installed")
        return
    with throwaway_server() as url, tempfile.TemporaryDirectory() as folder:
        found = _measured(url, Path(folder))
    made, own = found["notes"], found["own"]
    # With `extra` in place of these extensions it takes as long.
    anchor = f"Python-Markdown with {', '.join(EXTENSIONS)}, same files, HTML only: {{:,.0f}} sections/s"
    yield at_least(
        f"import {made['sections']} generated sections into PostgreSQL, {made['items']:,} items",
        made["markdown"] / made["first"], 0.6, anchor=anchor.format(made["sections"] / made["markdown"]),
    )  # fmt: skip
    yield at_least(
        "import the same files again", made["first"] / made["again"], 50, anchor=f"first: {made['first']:.1f} s"
    )
    yield plain(
        f"import {own['sections']} sections like our own lessons, {own['items']:,} items",
        f"{own['markdown'] / own['first']:.2f} x",
        anchor=anchor.format(own["sections"] / own["markdown"]),
    )
    yield at_most(
        f"report of {LESSONS} lessons, {CHANGED} of them changed", own["changed"], 5, anchor="read, kept as a draft",
        unit="s",
    )  # fmt: skip


def _measured(url: str, folder: Path) -> dict[str, dict[str, float]]:
    """The figures of a process of its own, since this one has settings already."""
    environment = {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "studyapp.settings", "VAR_DIR": str(folder),
        "PLAIN_STATIC": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "benchmarks.importing", str(folder)]
    done = subprocess.run(command, env=environment, cwd=_ROOT, check=True, stdout=subprocess.PIPE)
    result: dict[str, dict[str, float]] = json.loads(done.stdout)
    return result


def _measure(folder: Path) -> dict[str, dict[str, float]]:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    _import(_write(folder / "warm", notes(20, 10, seed=0)))
    generated = [notes(SECTIONS, 10, seed=seed) for seed in range(1, _ROUNDS + 1)]
    own = large_pack(_ROOT / "content" / "genai-developer-pro", LESSONS)
    return {
        "notes": _figures(folder / "notes", generated),
        "own": {**_figures(folder / "own", [own]), "changed": _seconds(lambda: _report(_changed(own)))},
    }


def _figures(folder: Path, packs: Sequence[Mapping[str, bytes]]) -> dict[str, float]:
    """Medians over packs alike, none of which was read before; each is imported between two renderings of its text."""
    from studyapp.library.models import PackVersion  # noqa: PLC0415
    from studyapp.quiz.models import Item  # noqa: PLC0415

    first, markdown = [], []
    for number, files in enumerate(packs):
        place = _write(folder / str(number), files)
        render = rendering(content for path, content in files.items() if path.endswith(".md"))
        markdown.append(_seconds(render))
        first.append(_seconds(lambda: _import(place)))  # noqa: B023 - called at once
        markdown.append(_seconds(render))
    again = [_seconds(lambda: _import(place)) for _ in range(_AGAIN)]
    version = PackVersion.objects.latest("pk")
    return {
        "first": statistics.median(first),
        "again": statistics.median(again),
        "markdown": statistics.median(markdown),
        "sections": version.places.count(),
        "items": Item.objects.filter(revision__places__version=version).count(),
    }


def _import(folder: Path) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    with open(os.devnull, "w") as nowhere:
        call_command("load_pack", folder, stdout=nowhere)


def _write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def _changed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pack with a word more in a paragraph of three lessons."""
    lessons = [path for path in files if path.endswith(".md")][:CHANGED]
    return {**files, **{path: files[path].replace(b"\n\n> ", b"\n\nIndeed.\n\n> ", 1) for path in lessons}}


def _report(files: Mapping[str, bytes]) -> None:
    """What an upload in the browser costs before its report is shown."""
    from studyapp.accounts.models import Role, User  # noqa: PLC0415
    from studyapp.authoring.drafts.keeping import create_draft  # noqa: PLC0415
    from studyapp.authoring.queries import earlier_sections  # noqa: PLC0415
    from studyapp.authoring.reading.packs import read_upload  # noqa: PLC0415
    from studyapp.authoring.uploads.files import SourceFile  # noqa: PLC0415

    owner = User.objects.create_user("operator", None, role=Role.OPERATOR)
    uploaded = [SourceFile(path, content) for path, content in files.items()]
    create_draft(read_upload(uploaded, earlier_of=earlier_sections), owner=owner, file_name="pack.zip")


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
