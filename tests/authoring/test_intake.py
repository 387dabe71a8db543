"""What an upload may be, and how everything else is refused."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.authoring.reading.conversion import take
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.uploads.intake import take_path, take_upload
from studyapp.authoring.uploads.zips import entries_in
from studyapp.domain.common import limits
from tests.authoring.packs import MANIFEST, PIXEL, TEA, write_folder, zipped


def entry(name: str, content: bytes = b"# A\n", *, change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """A zip of pack.toml and one more entry, changed before it is written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.toml", MANIFEST)
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        if change:
            change(info)
        archive.writestr(info, content)
    return packed.getvalue()


def as_link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def encrypted() -> bytes:
    """A zip whose entry says that it is encrypted, in both of its headers."""
    content = bytearray(entry("a.md"))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.rfind(mark)
        content[at + offset] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """Two entries that share the bytes of one."""
    content = bytearray(zipped({"pack.toml": MANIFEST, "a.md": "# A\n", "b.md": "# A\n"}))
    central = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    first, second = central[1], central[2]
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def lying() -> bytes:
    """An entry that says it holds ten bytes and unpacks to 300 KB."""
    content = bytearray(entry("a.md", os.urandom(300 * 1024)))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rfind(mark)
        struct.pack_into("<I", content, at + offset, 10)
    return bytes(content)


ZIPS: dict[str, tuple[bytes, str]] = {
    "a path that climbs": (entry("../../x.md"), "../../x.md:1:1 E57 the path leaves its folder"),
    "a path that climbs in the middle": (entry("a/../../x.md"), "E57 the path leaves its folder"),
    "an absolute path": (entry("/etc/x.md"), "E57 the path is absolute"),
    "a drive": (entry("C:/x.md"), "E57 the path is absolute"),
    "a backslash": (entry("a\\x.md"), "E57 the path holds a character"),
    "a network share": (entry("\\\\server\\x.md"), "E57 the path is absolute"),
    "a link": (entry("a.md", b"/etc/passwd", change=as_link), "a.md:1:1 E57 the entry is a link"),
    "a thousandfold entry": (entry("a.md", b" " * 200_000), "a.md:1:1 E39 the entry unpacks to over 100 times"),
    "a huge entry": (entry("a.md", b" " * 30_000_000), "a.md:1:1 E39"),
    "a zip in a zip": (entry("b.zip", zipped()), "b.zip:1:1 E57 a zip inside a zip"),
    "twins": (zipped({"pack.toml": MANIFEST, "A.md": "# A\n", "a.md": "# A\n"}), "a.md:1:1 E57 the path differs"),
    "an encrypted entry": (encrypted(), "a.md:1:1 E57 the entry is encrypted"),
    "a zip cut off": (zipped()[:-30], "pack.zip:1:1 E57 the zip is damaged"),
    "a zip cut in the middle": (zipped()[:200], "pack.zip:1:1 E57 the zip is damaged"),
    "bytes after the zip": (zipped() + b"more", "pack.zip:1:1 E57"),
    "bytes before the zip": (b"<html>" + zipped(), "pack.zip:1:1 E57 there is something before"),
    "no zip at all": (b"PK but no zip", "pack.zip:1:1 E57 the zip is damaged"),
    "nothing": (b"", "pack.zip:1:1 E57 the zip is damaged"),
    "entries that overlap": (overlapping(), "E57 the entry overlaps"),
    "a size that lies": (lying(), "E57 the zip is damaged"),
    "a page": (entry("a.md.html"), "a.md.html:1:1 E57 only .md files"),
    "a drawing": (entry("img/a.svg", b"<svg/>"), "img/a.svg:1:1 E57 only .md files"),
    "too many entries": (
        zipped({"pack.toml": MANIFEST, **{f"{n}.md": "# A\n" for n in range(limits.ZIP_ENTRIES)}}),
        "pack.zip:1:1 E39 the zip has 501 entries, at most 500",
    ),
    "only folders": (zipped({"a/": ""}), "pack.zip:1:1 E57 the zip holds no file"),
    "pack.toml in one folder of two": (
        zipped({"a/pack.toml": MANIFEST, "b/x.md": "# A\n"}),
        "a/pack.toml:1:1 E57 pack.toml stands in a folder",
    ),
}


@pytest.mark.parametrize("name", ZIPS)
def test_an_unsafe_or_damaged_zip_is_refused_with_its_place(name: str) -> None:
    content, message = ZIPS[name]
    with pytest.raises(UploadError) as refused:
        take_upload("pack.zip", content)
    assert message in str(refused.value)
    assert "Fix: " in str(refused.value)


def test_a_duplicate_name_in_a_zip_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.md", "# A\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.md", "# B\n")
    with pytest.raises(UploadError, match=r"a\.md:1:1 E57 the path is there twice"):
        take_upload("pack.zip", packed.getvalue())


def test_a_zip_over_the_limit_is_too_large() -> None:
    with pytest.raises(UploadError) as refused:
        take_upload("pack.zip", b"PK" + bytes(limits.ZIP_BYTES))
    assert refused.value.is_too_large


def test_a_refusal_for_another_reason_is_not_called_too_large() -> None:
    with pytest.raises(UploadError) as refused:
        take_upload("pack.zip", entry("../x.md"))
    assert not refused.value.is_too_large


def test_a_zip_gives_its_files_by_path() -> None:
    files = take_upload("pack.zip", zipped())
    assert [file.path for file in files] == ["README.md", "d1/leaves.md", "d2/water.md", "pack.toml"]
    assert files[1].content.decode() == TEA["d1/leaves.md"]


def test_a_folder_around_the_whole_pack_is_taken_off() -> None:
    files = take_upload("pack.zip", zipped({f"tea-main/{path}": text for path, text in TEA.items()}))
    assert "pack.toml" in [file.path for file in files]


def test_hidden_and_licence_files_are_left_out() -> None:
    extra = {".git/config": "x", "__MACOSX/._a.md": "x", "LICENSE": "x", "a/.DS_Store": "x"}
    files = take_upload("pack.zip", zipped({**TEA, **extra}))
    assert [file.path for file in files] == sorted(TEA)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.md", "a_b.md"),
        ("a\u202eb.md", "a_b.md"),
        ("-rf.md", "-rf.md"),
        ("CON.md", "CON.md"),
    ],
)
def test_odd_names_are_taken_as_names_that_can_be_printed(name: str, shown: str) -> None:
    files = take_upload("pack.zip", zipped({"pack.toml": MANIFEST, name: "# A\n"}))
    assert shown in [file.path for file in files]


def test_a_very_long_name_becomes_a_short_one_of_its_own() -> None:
    one, two = "x" * 300 + "1.md", "x" * 300 + "2.md"
    paths = [file.path for file in take_upload("pack.zip", zipped({"pack.toml": MANIFEST, one: "# A", two: "# B"}))]
    assert len(set(paths)) == 3
    assert max(map(len, paths)) <= limits.FILE_NAME_CHARACTERS
    assert all(path.endswith((".md", ".toml")) for path in paths)


def test_a_lone_lesson_is_taken_by_its_last_name() -> None:
    (file,) = take_upload("C:\\notes\\tea.markdown", b"# Tea\n")
    assert (file.path, file.content) == ("tea.md", b"# Tea\n")


def test_a_lone_lesson_over_the_limit_is_too_large() -> None:
    with pytest.raises(UploadError, match="E39") as refused:
        take_upload("tea.md", b"a" * (limits.FILE_BYTES + 1))
    assert refused.value.is_too_large


@pytest.mark.parametrize("name", ["tea.pdf", "tea.md.html", "tea", ".md.exe"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    with pytest.raises(UploadError, match="neither"):
        take_upload(name, b"# Tea\n")


def test_a_folder_is_read_without_hidden_files(tmp_path: Path) -> None:
    write_folder(tmp_path, {**TEA, ".git/config": "x", "img/pot.png": PIXEL})
    assert [file.path for file in take_path(tmp_path)] == sorted([*TEA, "img/pot.png"])


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "secret.md").symlink_to("/etc/passwd")
    with pytest.raises(UploadError, match=r"secret\.md:1:1 E57 the file is a link"):
        take_path(tmp_path)


def test_a_linked_folder_is_refused_and_not_followed(tmp_path: Path) -> None:
    write_folder(tmp_path / "pack")
    (tmp_path / "pack" / "more").symlink_to(tmp_path)
    with pytest.raises(UploadError, match="more:1:1 E57 the file is a link"):
        take_path(tmp_path / "pack")


def test_a_zip_on_disk_is_taken_like_an_uploaded_one(tmp_path: Path) -> None:
    (tmp_path / "tea.zip").write_bytes(zipped())
    assert take_path(tmp_path / "tea.zip") == take_upload("tea.zip", zipped())


def test_the_description_of_a_pack_has_a_smaller_limit_than_a_lesson() -> None:
    with pytest.raises(UploadError) as raised:
        take_upload(
            "tea.zip", zipped({**TEA, "pack.toml": MANIFEST + "".join(f"# comment {n}\n" for n in range(5000))})
        )
    (found,) = raised.value.diagnostics
    assert (found.file, found.code, found.what) == ("pack.toml", "E39", "the file has over 64 KB")
    assert raised.value.is_too_large


def directory_only(count: int, *, is_wide: bool, said: int) -> bytes:
    """A zip whose directory lists `count` entries, and whose end says `said`."""
    body = b"PK\3\4" + bytes(26)
    names = [b"%x" % number for number in range(count)]
    numbers = (20, 20, *[0] * 7)
    listed = b"".join(struct.pack("<4s6H3L5H2L", b"PK\1\2", *numbers, len(name), *[0] * 6) + name for name in names)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, said, said, len(listed), len(body))
    wide += struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(listed), 1)
    size, place = (0xFFFFFFFF, 0xFFFFFFFF) if is_wide else (len(listed), len(body))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, min(said, 0xFFFF), min(said, 0xFFFF), size, place, 0)
    return body + listed + (wide if is_wide else b"") + end


@pytest.mark.parametrize("is_wide", [False, True])
@pytest.mark.parametrize("said", [1, 3000])
@pytest.mark.parametrize("ending", [b"", b"PK\5\6"])
def test_a_zip_of_too_many_entries_is_refused_before_they_are_read(
    is_wide: bool, said: int, ending: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = directory_only(3000, is_wide=is_wide, said=said)
    if ending:  # something like an end within the end
        content = content[:-6] + ending + content[-2:]
    assert len(zipfile.ZipFile(io.BytesIO(content)).infolist()) == 3000 if not ending else True
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(UploadError) as refused:
        take("pack.zip", content)
    assert refused.value.is_too_large
    assert "3000 entries, at most 500" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\5\6", b"x" * 100, b"PK\5\6" + b"\xff" * 18, bytes(100)])
def test_what_is_no_zip_has_no_entries(content: bytes) -> None:
    assert entries_in(content) == 0


@pytest.mark.parametrize("count", [0, 1, limits.ZIP_ENTRIES])
def test_the_entries_of_a_zip_are_counted(count: int) -> None:
    assert entries_in(zipped({f"{n}.md": "# A\n" for n in range(count)})) == count
