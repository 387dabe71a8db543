"""The author's own line beside each finding."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from studyapp.authoring.uploads.files import SourceFile
from studyapp.domain.common.diagnostics import Diagnostic

_CHARACTERS = 80
_LINE_BREAK = re.compile(rb"\r\n|\r|\n")


def with_excerpts(diagnostics: Iterable[Diagnostic], files: Sequence[SourceFile]) -> list[Diagnostic]:
    """The findings, each with the beginning of its line unless it has an excerpt already."""
    contents = {file.path: file.content for file in files if not file.is_image}
    lines: dict[str, list[bytes]] = {}
    found = []
    for one in diagnostics:
        if not one.excerpt and one.file in contents:
            source = lines.get(one.file)
            if source is None:
                source = lines[one.file] = _LINE_BREAK.split(contents[one.file])
            one = replace(one, excerpt=_excerpt(source, one.line))  # noqa: PLW2901
        found.append(one)
    return found


def _excerpt(lines: Sequence[bytes], line: int) -> str:
    raw = lines[line - 1][: 8 * _CHARACTERS] if 1 <= line <= len(lines) else b""
    return raw.decode("utf-8", "replace").replace("\0", "\ufffd").lstrip("\ufeff").strip()[:_CHARACTERS]
