"""Joins the split style sheets and scripts into the one app.css and app.js that the browser gets.

Sources stay in `static/css/` and `static/js/`; the joined files are written to `var/bundles/` when their text changes,
so that collectstatic, the development server and WhiteNoise find them like any other file.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

FIRST = ("tokens", "reset", "base", "layout", "components", "keys", "swaps", "forms", "drafts")
LAST = ("print",)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
JS_COMMENT = re.compile(r"^\s*(//.*|/\*(?:(?!\*/)[\s\S])*\*/\s*)$", re.MULTILINE)


def parts(folder: Path, suffix: str) -> list[Path]:
    """The sources of one bundle in their order: the frame's, then the rooms' by name, then print."""

    def place(path: Path) -> tuple[int, str]:
        if path.stem in FIRST:
            return FIRST.index(path.stem), ""
        return (len(FIRST) + (path.stem in LAST), path.stem)

    return sorted(folder.glob(f"*{suffix}"), key=place)


def lightened(text: str, suffix: str) -> str:
    """The source without comment lines, indentation and blank lines; nothing else changes."""
    text = (CSS_COMMENT if suffix == ".css" else JS_COMMENT).sub("", text)
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def joined(paths: Iterable[Path], suffix: str) -> str:
    """The text of one bundle."""
    return "".join(lightened(path.read_text(encoding="utf-8"), suffix) for path in paths)


def write_if_changed(path: Path, text: str) -> None:
    """Replace the file in one step, and only when its text differs: its time then says when the bundle changed."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as draft:
        draft.write(text)
    os.chmod(draft.name, 0o644)
    Path(draft.name).replace(path)


class BundleFinder(BaseFinder):
    """Finds app.css and app.js, joined anew from their parts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.source = Path(settings.BASE_DIR) / "static"
        self.target = Path(settings.VAR_DIR) / "bundles"

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing to configure, nothing to refuse."""
        return []

    def build(self) -> dict[str, Path]:
        """Each bundle's name with the file that holds it now."""
        built = {}
        for folder, suffix in (("css", ".css"), ("js", ".js")):
            path = self.target / f"app{suffix}"
            write_if_changed(path, joined(parts(self.source / folder, suffix), suffix))
            built[path.name] = path
        return built

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file of a bundle, or nothing for any other path."""
        found = str(self.build()[path]) if path in {"app.css", "app.js"} else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Both bundles, for collectstatic."""
        storage = FileSystemStorage(location=self.target)
        for name in self.build():
            yield name, storage
