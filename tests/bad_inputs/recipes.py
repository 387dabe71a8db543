"""From a row of tests/bad_inputs/*.jsonl to what a browser sends.

A row holds a lone lesson (`text`, `hex`), the pack about tea with changes (`edit`, `append`, `files`, `hexfiles`,
`only`), the files of another archive (`zip`), or the name of a `recipe` here.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.authoring.packs import TEA, zipped
from tests.authoring.test_intake import as_link, encrypted, entry, lying, overlapping

Row = Mapping[str, Any]
_LESSON = "# A\n\nText.\n"
_OF_TEA = ("edit", "append", "files", "hexfiles", "only")


@dataclass(frozen=True)
class Sent:
    """A request's body and its type."""

    body: bytes
    content_type: str = MULTIPART_CONTENT
    headers: Mapping[str, str] = field(default_factory=dict)


def sent(row: Row) -> Sent:
    """What the row sends."""
    recipe = row.get("recipe")
    if recipe in _BODIES:
        return _BODIES[recipe]()
    name = _filled(row, row.get("name", "tea.zip" if _is_archive(row) else "lesson.md"))
    return form(name, content(row), title=row.get("title_field", ""))


def form(name: str, content: bytes, *, title: str = "") -> Sent:
    """The upload form as a browser sends it. Unlike a test client, a browser leaves odd names as they are."""
    body = encode_multipart(BOUNDARY, {"title": "", "file": SimpleUploadedFile("f.bin", content)})
    raw_title = title.encode("utf-8", "surrogatepass")
    body = body.replace(b'name="title"\r\n\r\n', b'name="title"\r\n\r\n' + raw_title, 1)
    plain = name.replace('"', "%22").replace("\n", "%0A").encode()
    return Sent(body.replace(b'filename="f.bin"', b'filename="' + plain + b'"', 1))


def content(row: Row) -> bytes:
    """The bytes of the row's file."""
    if "hex" in row:
        return bytes.fromhex(row["hex"])
    if "zip" in row:
        return zipped({**row["zip"], **({"pack.toml": TEA["pack.toml"]} if "pack.toml" in row["zip"] else {})})
    if any(name in row for name in _OF_TEA):
        return zipped(_tea(row))
    if "recipe" in row:
        return _ARCHIVES[row["recipe"]]()
    return _filled(row, row["text"]).encode(row.get("encoding", "utf-8"))


def _is_archive(row: Row) -> bool:
    return "zip" in row or "recipe" in row or any(name in row for name in _OF_TEA)


def _filled(row: Row, text: str) -> str:
    piece, times = row.get("repeat", ("", 0))
    return text.replace("{}", piece * times)


def _tea(row: Row) -> dict[str, str | bytes]:
    files: dict[str, str] = {**TEA, **row.get("files", {})}
    for path, before, after in row.get("edit", ()):
        assert before in files[path], f"{row['id']}: {before!r} is not in {path}"
        files[path] = files[path].replace(before, _filled(row, after))
    if "append" in row:
        path, text = row["append"]
        files[path] += _filled(row, text)
    kept = {path: text for path, text in files.items() if path in row.get("only", files)}
    return {**kept, **{path: bytes.fromhex(raw) for path, raw in row.get("hexfiles", {}).items()}}


def _twins() -> bytes:
    import warnings

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.md", _LESSON)
        archive.writestr("a.md", _LESSON)
    return packed.getvalue()


_ARCHIVES: dict[str, Callable[[], bytes]] = {
    "backslash": lambda: entry("a\\x.md"),
    "symlink": lambda: entry("a.md", b"/etc/passwd", change=as_link),
    "bomb": lambda: entry("a.md", b" " * 200_000),
    "nested": lambda: entry("b.zip", zipped()),
    "entries": lambda: zipped({f"{number}.md": "" for number in range(10_000)}),
    "overlap": overlapping,
    "lying": lying,
    "twins": _twins,
    "encrypted": encrypted,
    "truncated": lambda: zipped()[:-30],
    "trailing": lambda: zipped() + b"more",
    "polyglot": lambda: b"<!doctype html><script>alert(1)</script>" + zipped(),
}


def _many_parts() -> Sent:
    part = b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n'
    return Sent(part * 2_000 + b"--b--\r\n", "multipart/form-data; boundary=b")


_BODIES: dict[str, Callable[[], Sent]] = {
    "no_file": lambda: Sent(encode_multipart(BOUNDARY, {"title": "Tea"})),
    "wrong_boundary": lambda: Sent(form("a.md", b"# A\n").body, "multipart/form-data; boundary=another"),
    "no_boundary": lambda: Sent(form("a.md", b"# A\n").body, "multipart/form-data"),
    "many_parts": _many_parts,
    "cut_off": lambda: Sent(form("a.md", b"# A\n" * 2_000).body[:300]),
}
