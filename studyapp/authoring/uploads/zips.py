"""Zip files from strangers: nothing is written to disk, nothing is believed but the bytes that come out."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from studyapp.authoring.uploads.files import (
    SourceFile,
    UploadError,
    check_kind,
    check_names,
    check_path,
    is_ignored,
    most_bytes,
    refusal,
    shown_path,
    too_large,
)
from studyapp.domain.common import limits

_RATIO_FROM_BYTES = 10 * limits.KB  # small texts may well shrink more than a hundredfold
_LOCAL_HEADER_BYTES = 30
_END_BYTES = 22
_WIDE_END_BYTES = 56 + 20  # the end of a zip64, and what says where it is
_ENTRY_BYTES = 46  # in the directory, without its name
_LENGTHS = struct.Struct("<3H")  # of its name, extra field and comment
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, OverflowError,
    IndexError, KeyError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Admission:
    """What a zip may hold. `check` refuses a name by raising, `most` is the most bytes that a file may have."""

    check: Callable[[str], None] = check_kind
    most: Callable[[str], int] = most_bytes
    is_ignored: Callable[[str], bool] = is_ignored


PACK = Admission()


def unzip(name: str, content: bytes, admission: Admission = PACK) -> tuple[SourceFile, ...]:
    """The files in a zip. Raises UploadError for whatever is unsafe, damaged or over a limit."""
    if len(content) > limits.ZIP_BYTES:
        raise too_large(name, f"the zip has over {limits.ZIP_BYTES // limits.MB} MB")
    count = entries_in(content)
    if count > limits.ZIP_ENTRIES:
        raise too_large(name, f"the zip has {count} entries, at most {limits.ZIP_ENTRIES}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_frame(name, content, archive.comment)
            _check_entries(name, entries, directory=archive.start_dir)
            return tuple(_unpacked(name, archive, entries, admission))
    except UploadError:
        raise
    except _BROKEN as error:
        raise refusal(name, "the zip is damaged or cut off", "pack it again") from error


def entries_in(content: bytes) -> int:
    """How many entries the directory of a zip lists, without reading them; 0 for what is no zip.

    zipfile makes a value of each before it says how many there are, and the number at the end may be a lie.
    """
    at, found = _directory(content), 0
    while 0 <= at <= len(content) - _ENTRY_BYTES and content.startswith(b"PK\1\2", at):
        found += 1
        at += _ENTRY_BYTES + sum(_LENGTHS.unpack_from(content, at + 28))
    return found


def _directory(content: bytes) -> int:
    """Where the directory begins, found like zipfile does; -1 if there is none."""
    end = len(content) - _END_BYTES
    if end < 0 or content[end : end + 4] != b"PK\5\6" or content[-2:] != b"\0\0":
        end = content.rfind(b"PK\5\6")
    if end < 0 or end + _END_BYTES > len(content):
        return -1
    wide = end - _WIDE_END_BYTES
    if wide >= 0 and content.startswith(b"PK\6\6", wide) and content.startswith(b"PK\6\7", wide + 56):
        return wide - int(struct.unpack_from("<Q", content, wide + 40)[0])
    return end - int(struct.unpack_from("<L", content, end + 12)[0])


def _check_frame(name: str, content: bytes, comment: bytes) -> None:
    """The zip must begin at its first byte and end at its last."""
    end = len(content) - _END_BYTES - len(comment)
    if not content.startswith(b"PK") or content[max(end, 0) : max(end, 0) + 4] != b"PK\5\6":
        raise refusal(name, "there is something before or after the zip", "pack it again")


def _check_entries(name: str, entries: Sequence[zipfile.ZipInfo], *, directory: int) -> None:
    if len(entries) > limits.ZIP_ENTRIES:
        raise too_large(name, f"the zip has {len(entries)} entries, at most {limits.ZIP_ENTRIES}")
    for entry in entries:
        check_path(entry.orig_filename.removesuffix("/") if entry.is_dir() else entry.orig_filename)
        _check_type(entry)
    check_names(entry.filename.removesuffix("/") for entry in entries)
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [*(entry.header_offset for entry in ordered[1:]), directory]
    for entry, end in zip(ordered, ends, strict=True):
        if entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size > end:
            raise refusal(entry.filename, "the entry overlaps another one", "pack it again")


def _check_type(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise refusal(entry.filename, "the entry is encrypted", "pack it without a password")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refusal(entry.filename, "the entry is a link, not a file", "pack the file itself")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusal(entry.filename, "the entry is packed in a rare way", "pack it as an ordinary zip")


def _unpacked(
    name: str, archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], admission: Admission
) -> Iterator[SourceFile]:
    total = 0
    for entry in entries:
        if entry.is_dir() or admission.is_ignored(entry.filename):
            continue
        admission.check(entry.filename.rpartition("/")[2] if entry.filename.endswith("/pack.toml") else entry.filename)
        content = _content(archive, entry, most=admission.most(entry.filename))
        total += len(content)
        if total > limits.UNPACKED_BYTES:
            raise too_large(name, f"the zip unpacks to over {limits.UNPACKED_BYTES // limits.MB} MB")
        yield SourceFile(shown_path(entry.filename), content)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most: int) -> bytes:
    """The real bytes of an entry, never more than its limit and one: what the entry says of its size is no promise."""
    with archive.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > _RATIO_FROM_BYTES and len(content) > limits.ZIP_RATIO * max(entry.compress_size, 1):
        raise too_large(entry.filename, f"the entry unpacks to over {limits.ZIP_RATIO} times its size", "leave it out")
    if len(content) > most:
        raise too_large(entry.filename, f"the file has over {most // limits.KB} KB")
    return content
