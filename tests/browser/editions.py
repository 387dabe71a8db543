"""Edited copies of the real pack, as an author would upload them."""

import zipfile
from pathlib import Path

from tests.browser.content import FOLDER


def edited_zip(folder: Path, old: str, new: str) -> Path:
    """The pack as a zip in which the one place that says `old` says `new`."""
    target = folder / "edited.zip"
    edits = 0
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(Path(FOLDER).rglob("*")):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                edits += text.count(old)
                archive.writestr(str(path.relative_to(FOLDER)), text.replace(old, new))
    assert edits == 1, f"{old!r} stands {edits} times in {FOLDER}"
    return target
