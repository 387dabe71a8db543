"""HTML comments: metadata of a block, or nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studyapp.domain.lessons.source.nearest import nearest

KEYS_OF_KIND: dict[str, tuple[str, ...]] = {
    "id": (),
    "table": ("id", "ask", "skip", "key"),
    "steps": ("id",),
    "trap": ("id",),
    "reflection": ("id", "min-words"),
    "principle": ("id",),
    "question": ("id",),
    "order": ("id",),
    "match": ("id",),
    "cloze": (),
    "task": (),
    "as-of": ("source", "review"),
}
_KIND = re.compile(r"\s*([A-Za-z][\w-]*)\s*(?::(.*))?", re.DOTALL)
_ID = re.compile(r"[^\W_][\w./-]*\Z")


@dataclass(frozen=True, slots=True)
class Comment:
    """Metadata for the block before it. `value` is what stands right after the kind; `phrases` serve clozes."""

    kind: str
    value: str
    line: int
    col: int
    options: dict[str, str] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str | None], ...] = ()

    @property
    def id(self) -> str:
        """The explicit id that it gives, or ""."""
        candidate = self.options.get("id", self.value if self.kind not in ("task", "cloze", "as-of") else "")
        return candidate if _ID.match(candidate) else ""

    def numbers(self, key: str) -> tuple[int, ...]:
        """The positive numbers of a comma-separated option."""
        return tuple(int(word) for word in re.findall(r"\d{1,6}", self.options.get(key, "")) if int(word) > 0)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every closed comment in `text`, in order."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end + 3)


def parse_comment(inner: str, *, line: int, col: int = 1) -> Comment | None:
    """What stands between `<!--` and `-->` as metadata; None if it is an ordinary remark."""
    found = _KIND.match(inner)
    if not found:
        return None
    word, rest = found.group(1).casefold(), found.group(2)
    kind = word if word in KEYS_OF_KIND else None
    if rest is None and inner[found.end() :].strip():
        return None
    if kind is None:
        meant = nearest(word, KEYS_OF_KIND, most=1) if rest is not None else None
        return Comment("", "", line, col, unknown=((word, meant),)) if meant else None
    segments = [segment.strip() for segment in (rest or "").split(";")]
    if kind == "cloze":
        return Comment(kind, "", line, col, phrases=tuple(segment for segment in segments if segment))
    return _with_options(kind, segments, line, col)


def _with_options(kind: str, segments: list[str], line: int, col: int) -> Comment:
    options: dict[str, str] = {}
    unknown: list[tuple[str, str | None]] = []
    for segment in segments[1:]:
        key, _, value = segment.partition(":")
        name = key.strip().casefold()
        if name in KEYS_OF_KIND[kind]:
            options[name] = value.strip()
        elif name:
            unknown.append((name, nearest(name, KEYS_OF_KIND[kind])))
    return Comment(kind, segments[0], line, col, options, unknown=tuple(unknown))
