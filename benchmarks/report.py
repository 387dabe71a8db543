"""`make bench`: one command, one table. Exit status 1 if a target is missed."""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.measuring import Row

PARTS = ("answer_path", "packs", "importing", "items", "grading", "fidelity")


def main(chosen: list[str]) -> int:
    """Run the chosen parts (all by default), print the table, keep it in benchmarks/last.json."""
    with tempfile.TemporaryDirectory() as folder:
        _set_up_django(folder)
        rows = [row for name in PARTS if not chosen or name in chosen for row in _part(name)()]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    widths = [max(len(getattr(row, name)) for row in rows) for name in ("measure", "value", "anchor", "target")]
    for row in rows:
        cells = (row.measure, row.value, row.anchor, row.target)
        mark = {True: "ok", False: "MISSED", None: ""}[row.ok]
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)), mark)
    Path("benchmarks/last.json").write_text(json.dumps([asdict(row) for row in rows], indent=1))
    return 1 if any(row.ok is False for row in rows) else 0


def _set_up_django(folder: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    os.environ["VAR_DIR"] = folder
    os.environ["PLAIN_STATIC"] = "1"
    import django  # noqa: PLC0415 - the environment comes first

    django.setup()


def _part(name: str) -> Callable[[], Iterator[Row]]:
    import importlib  # noqa: PLC0415

    rows: Callable[[], Iterator[Row]] = importlib.import_module(f"benchmarks.{name}").rows
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
