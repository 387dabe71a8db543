"""The files of an upload, and what may be among them."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.common.words import fold
from studyapp.domain.lessons.pack import MANIFEST

LANDING = "README.md"
LESSON_SUFFIX = ".md"
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
PATH_CHARACTERS = 400

_IGNORED_NAMES = re.compile(r"(licen[cs]e|notice|copying|thumbs\.db|desktop\.ini)(\.txt)?\Z", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a pack: its path in the pack, with `/`, and its bytes."""

    path: str
    content: bytes

    @property
    def is_lesson(self) -> bool:
        """Whether sections are read from it."""
        return self.path.endswith(LESSON_SUFFIX) and self.path != LANDING

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.path.lower().endswith(IMAGE_SUFFIXES)


class UploadError(StudyappError):
    """An upload that cannot be read at all. Its findings say where and why."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        super().__init__("\n".join(str(found) for found in findings))
        self.diagnostics = tuple(findings)

    @property
    def is_too_large(self) -> bool:
        """Whether all that is wrong is a limit."""
        return all(found.code == "E39" for found in self.diagnostics)


def refusal(file: str, what: str, fix: str, *, code: str = "E57") -> UploadError:
    """An error about a file as a whole: E57 for what cannot be taken, E39 for a limit."""
    return UploadError([Diagnostic(shown_path(file), 1, 1, code, what, fix, 1)])


def too_large(file: str, what: str, fix: str = "split it") -> UploadError:
    """An error about a limit."""
    return refusal(file, what, fix, code="E39")


def shown_path(path: str) -> str:
    """A path that may be printed on one line: control and direction characters are replaced, long parts are cut."""
    return "/".join(_shown_part(part) for part in unicodedata.normalize("NFC", path).split("/"))


def _shown_part(part: str) -> str:
    plain = "".join(
        "_" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in part
    )
    if len(plain) <= limits.FILE_NAME_CHARACTERS:
        return plain
    stem, dot, suffix = plain.rpartition(".")
    digest = hashlib.sha256(part.encode("utf-8", "replace")).hexdigest()[:8]
    end = f"-{digest}.{suffix}" if dot and len(suffix) <= 5 else f"-{digest}"
    return (stem or plain)[: limits.FILE_NAME_CHARACTERS - len(end)] + end


def check_path(path: str) -> None:
    """Refuse a path that could leave its folder on any system. Raises UploadError."""
    if path.startswith(("/", "\\")) or _DRIVE.match(path):
        raise refusal(path, "the path is absolute", "pack the files of one folder")
    if "\\" in path or "\0" in path:
        raise refusal(path, "the path holds a character that paths cannot have", "rename the file")
    if any(part in ("..", ".", "") for part in path.split("/")):
        raise refusal(path, "the path leaves its folder", "pack the files of one folder")


def is_ignored(path: str) -> bool:
    """Hidden files, system files and licence texts, which belong to no lesson."""
    parts = path.split("/")
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or bool(_IGNORED_NAMES.match(parts[-1]))


def check_kind(path: str) -> None:
    """Refuse what is neither a lesson, pack.toml nor a picture. Raises UploadError."""
    lowered = path.lower()
    if path == MANIFEST or lowered.endswith((LESSON_SUFFIX, *IMAGE_SUFFIXES)):
        return
    if lowered.endswith(".zip"):
        raise refusal(path, "a zip inside a zip is not opened", "unpack it first")
    raise refusal(path, "only .md files, pack.toml and images belong to a pack", "leave it out")


def most_bytes(path: str) -> int:
    """How large a file may be."""
    if path.rpartition("/")[2] == MANIFEST:
        return limits.MANIFEST_BYTES
    return limits.IMAGE_BYTES if path.lower().endswith(IMAGE_SUFFIXES) else limits.FILE_BYTES


def check_size(path: str, size: int) -> None:
    """Refuse a file over its limit. Raises UploadError."""
    if size > most_bytes(path):
        raise too_large(path, f"the file has over {most_bytes(path) // limits.KB} KB")


def check_names(paths: Iterable[str]) -> None:
    """Refuse two paths that are one on some system. Raises UploadError."""
    seen: dict[str, str] = {}
    for path in paths:
        twin = seen.setdefault(fold(path), path)
        if twin is not path:
            what = (
                "the path is there twice" if twin == path else f"the path differs from {shown_path(twin)} only by case"
            )
            raise refusal(path, what, "rename or remove one of them")


def arranged(files: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """The files by path, without a folder that holds all of them and pack.toml."""
    found = list(files)
    tops = {file.path.partition("/")[0] for file in found}
    if len(tops) == 1 and any(file.path == f"{next(iter(tops))}/{MANIFEST}" for file in found):
        found = [SourceFile(file.path.partition("/")[2], file.content) for file in found]
    for file in found:
        if file.path.endswith(f"/{MANIFEST}"):
            raise refusal(file.path, "pack.toml stands in a folder", "put it beside the folders of lessons")
        if len(file.path) > PATH_CHARACTERS:
            raise too_large(
                file.path, f"the path has over {PATH_CHARACTERS} characters", "use fewer or shorter folders"
            )
    return tuple(sorted(found, key=lambda file: file.path))
