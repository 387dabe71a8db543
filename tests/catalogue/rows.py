"""The catalogue of findings: rows of tests/catalogue/*.jsonl, and how a row is read.

A row has `text` (one lesson), `files` (a pack), `zip` (the files of an archive) or `batch` (answers to grade), and
`mend`: replacements that make of it the nearest one without the finding. `clean` stands for the mended text where no
replacement makes it, `repeat` fills the `{}` of the text, `at` may name two places parted by a bar.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.uploads.files import SourceFile, UploadError
from studyapp.authoring.uploads.intake import take_upload
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.reflection.batch_reading import read_answers
from tests.authoring.packs import zipped

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)
Row = Mapping[str, Any]


@cache
def catalogue() -> tuple[Row, ...]:
    """All rows, file by file."""
    return tuple(
        json.loads(line) for path in sorted(HERE.glob("*.jsonl")) for line in path.read_text().splitlines() if line
    )


def findings_in(row: Row, *, is_mended: bool = False) -> list[Diagnostic]:
    """Every finding of a row as written, or as mended."""
    if "batch" in row:
        return list(read_answers("answers.jsonl", row["clean" if is_mended else "batch"].encode(), max_marks=5)[1])
    if "zip" in row:
        return _read_zip(row["clean_zip" if is_mended else "zip"])
    return _read(_files(row, is_mended=is_mended))


def _files(row: Row, *, is_mended: bool) -> list[SourceFile]:
    written = row.get("files") or {"lesson.md": row["text"]}
    if is_mended and "clean" in row:
        return [SourceFile("lesson.md", row["clean"].encode())]
    files = []
    for path, text in written.items():
        if "repeat" in row:
            piece, count = row["repeat"]
            text = text.replace("{}", piece * count)  # noqa: PLW2901
        for before, after in row["mend"] if is_mended else ():
            text = text.replace(before, after)  # noqa: PLW2901
        files.append(SourceFile(path, text.encode(row.get("encoding", "utf-8"))))
    return files


def _read(files: list[SourceFile]) -> list[Diagnostic]:
    return list(read_upload(files, today=TODAY).diagnostics)


def _read_zip(files: dict[str, str]) -> list[Diagnostic]:
    try:
        return _read(list(take_upload("tea.zip", zipped(files))))
    except UploadError as refused:
        return list(refused.diagnostics)
