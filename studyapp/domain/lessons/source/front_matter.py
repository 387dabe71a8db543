"""The `key: value` lines between two `---` at the top of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.source.nearest import nearest

KEYS = ("title", "number", "task", "level", "id")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says about the first section. `lines` counts its lines, both dashes included."""

    values: dict[str, str] = field(default_factory=dict)
    lines: int = 0
    key_lines: dict[str, int] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """The value of a known key, or "" if it is not there."""
        return self.values.get(key, "")


def read_front_matter(file: str, lines: Sequence[str]) -> tuple[FrontMatter, list[Diagnostic]]:
    """The front matter of a file, empty if it has none. Foreign keys are I37, near-misses of ours W35."""
    end = _closing_line(lines)
    if end is None:
        return FrontMatter(), []
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    foreign: list[tuple[str, int]] = []
    findings: list[Diagnostic] = []
    for number, line in enumerate(lines[1:end], 2):
        key, _, value = line.partition(":")
        if line[:1] in (" ", "\t", "#", "-", "") or ":" not in line:
            continue
        name = key.strip().casefold()
        if name in KEYS:
            values[name] = value.strip().strip("\"'")
            places[name] = number
        elif meant := nearest(name, KEYS):
            findings.append(_unknown(file, number, name, meant))
        else:
            foreign.append((name, number))
    if foreign:
        findings.append(_ignored(file, foreign))
    return FrontMatter(values, end + 1, places), findings


def _closing_line(lines: Sequence[str]) -> int | None:
    if not lines or lines[0].rstrip() != "---":
        return None
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return index if _holds_keys(lines[1:index]) else None
    return None


def _holds_keys(lines: Sequence[str]) -> bool:
    """A rule across the page looks like front matter; only `key: value` lines tell them apart."""
    first = next((line for line in lines if line.strip()), "a: b")
    key, colon, _ = first.partition(":")
    return first.startswith("#") or (bool(colon) and " " not in key.strip() and not key.startswith(("*", "[", "|")))


def _unknown(file: str, line: int, key: str, meant: str) -> Diagnostic:
    what = f"unknown key {key!r}, did you mean {meant!r}"
    return Diagnostic(file, line, 1, "W35", what, f"write {meant}", data={"key": key, "meant": meant})


def _ignored(file: str, foreign: list[tuple[str, int]]) -> Diagnostic:
    names = [name for name, _ in foreign]
    are = "key is" if len(names) == 1 else "keys are"
    what = f"{len(names)} front-matter {are} ignored: {', '.join(names[:6])}"
    return Diagnostic(file, foreign[0][1], 1, "I37", what, "nothing needs doing", data={"keys": names})
