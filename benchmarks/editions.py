"""A large pack made of our own small one: every lesson many times, under other ids, numbers and names."""

import re
from pathlib import Path

SECTIONS_A_LESSON = 4  # 120 lessons stay below the limit of sections

_ID = re.compile(
    r"^(<!-- (?:id|table|steps|trap|reflection|principle|question|order|match|cards?): *)([a-z0-9-]+)", re.M
)
_FRONT = re.compile(r"\A(---\n(?:.*\n)*?id: *)([a-z0-9-]+)")
_NUMBER = re.compile(r"^(#+ )(\d+)((?:\.\d+)*\.? )", re.M)
_HEADING = re.compile(r"^#{1,2} ", re.M)


def large_pack(folder: Path, lessons: int) -> dict[str, bytes]:
    """The files of `folder` with its lessons repeated until there are so many, each as long as `SECTIONS_A_LESSON`."""
    own = [(path.relative_to(folder), path.read_text()) for path in sorted(folder.glob("*/*.md"))]
    files = {
        f"{path.parent}/{place:03d}-{path.name}": _edition(_shortened(text), place).encode()
        for place in range(lessons)
        for path, text in [own[place % len(own)]]
    }
    manifest = (folder / "pack.toml").read_text().replace('id = "', 'id = "large-', 1)
    return {"pack.toml": manifest.encode(), **files}


def _shortened(text: str) -> str:
    starts = [found.start() for found in _HEADING.finditer(text)]
    return text if len(starts) <= SECTIONS_A_LESSON else text[: starts[SECTIONS_A_LESSON]]


def _edition(text: str, place: int) -> str:
    named = _FRONT.sub(rf"\g<1>\g<2>-{place}", _ID.sub(rf"\g<1>\g<2>-{place}", text))
    return _NUMBER.sub(lambda found: f"{found[1]}{place + 1}{found[3]}", named)
