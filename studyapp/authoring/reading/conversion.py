"""Other formats become the files of a pack, with a list of what could not come along."""

import io
import json
import re
import zipfile
from dataclasses import dataclass

from studyapp.authoring.child_process import sandbox
from studyapp.authoring.child_process.converting import read_result
from studyapp.authoring.reading.packs import slug_of
from studyapp.authoring.uploads.files import SourceFile, UploadError, check_kind, refusal, shown_path, too_large
from studyapp.authoring.uploads.intake import take_upload
from studyapp.authoring.uploads.zips import Admission, entries_in, unzip
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.exchange import formats
from studyapp.domain.exchange.incoming import Loss, Unreadable
from studyapp.domain.lessons.pack import MANIFEST

SUFFIXES = formats.SUFFIXES
MOST_LOSSES = 500  # kept with a draft and shown
_LARGE_SUFFIXES = (".docx", ".xml")  # they hold pictures
_EXPORTED = re.compile(r"\.(?:html?|csv)\Z|\s[0-9a-f]{32}(?:\.md|/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Converted:
    """The files of an upload. `is_converted` says that their author wrote them in another format."""

    files: tuple[SourceFile, ...]
    losses: tuple[Loss, ...] = ()
    is_converted: bool = False


def take(name: str, content: bytes) -> Converted:
    """The files of an upload as they are, or what they become. Raises UploadError or ReaderUnavailable."""
    return convert(name, content) if is_foreign(name, content) else Converted(take_upload(name, content))


def is_foreign(name: str, content: bytes) -> bool:
    """Whether a file is in another format than the pack's: by its ending, a zip by the names in it."""
    lower = name.lower()
    return lower.endswith(SUFFIXES) or (lower.endswith(".zip") and _is_export(content))


def convert(name: str, content: bytes) -> Converted:
    """A file in another format as the files of a pack. Raises UploadError or ReaderUnavailable."""
    name = shown_path(name.replace("\\", "/").rpartition("/")[2])
    is_site = name.lower().endswith(".zip")
    _check(name, content, is_site=is_site)
    try:
        found = read_result(sandbox.convert(name, content, is_site=is_site))
    except Unreadable as error:
        raise UploadError([Diagnostic(name, error.line, 1, error.code, error.what, error.fix, error.line)]) from error
    except sandbox.ChildStopped as stopped:
        raise too_large(name, f"converting it {stopped}", "split it") from stopped
    lessons = [SourceFile(page.path, page.text.encode("utf-8", "replace")) for page in found.pages]
    pictures = [SourceFile(picture.path, picture.content) for picture in found.pictures]
    manifest = [_manifest(name)] if len(lessons) > 1 else []
    files = sorted([*manifest, *lessons, *pictures], key=lambda file: file.path)
    return Converted(tuple(files), _capped(found.losses), is_converted=True)


def manifest_of(key: str, title: str) -> SourceFile:
    """The least that a pack of several lessons must say of itself."""
    said = {"id": key, "title": title, "provenance": "original"}
    lines = ["format = 1", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())]
    return SourceFile(MANIFEST, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _manifest(name: str) -> SourceFile:
    title = name.rpartition(".")[0].strip() or name
    return manifest_of(slug_of(title), title)


def _check(name: str, content: bytes, *, is_site: bool) -> None:
    """Sizes, and what a zip hides. Raises UploadError."""
    if is_site:
        unzip(name, content, Admission(check=_check_exported, most=lambda _: limits.UNPACKED_BYTES))
        return
    most = limits.ZIP_BYTES if name.lower().endswith(_LARGE_SUFFIXES) else limits.EXCHANGE_BYTES
    if len(content) > most:
        raise too_large(name, f"the file has over {most // limits.MB} MB")
    if name.lower().endswith(".docx"):
        if not content.startswith(b"PK"):
            raise refusal(name, "this is no Word document; older .doc files are none", "save it as .docx")
        unzip(name, content, Admission(lambda _: None, lambda _: limits.UNPACKED_BYTES, lambda _: False))


def _check_exported(path: str) -> None:
    """A zip in a zip is refused; of everything else the conversion says what becomes of it."""
    if path.lower().endswith(".zip"):
        check_kind(path)


def _is_export(content: bytes) -> bool:
    """Whether a zip has no pack.toml but pages of HTML, tables, or the names that Notion gives."""
    if entries_in(content) > limits.ZIP_ENTRIES:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    if any(name == MANIFEST or name.endswith(f"/{MANIFEST}") for name in names):
        return False
    return any(_EXPORTED.search(name) for name in names if not name.startswith("__MACOSX/"))


def _capped(losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
    if len(losses) <= MOST_LOSSES:
        return losses
    more = Loss(losses[0].file, 0, f"and {len(losses) - MOST_LOSSES} more that are not listed")
    return (*losses[:MOST_LOSSES], more)
