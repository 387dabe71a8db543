"""A folder, a zip or a lone Markdown file becomes the files of a pack, or a located refusal."""

import os
from collections.abc import Iterator
from pathlib import Path

from studyapp.authoring.uploads.files import (
    LESSON_SUFFIX,
    SourceFile,
    arranged,
    check_kind,
    check_names,
    check_size,
    is_ignored,
    refusal,
    shown_path,
    too_large,
)
from studyapp.authoring.uploads.zips import unzip
from studyapp.domain.common import limits


def take_path(path: Path) -> tuple[SourceFile, ...]:
    """The files at a path of this machine. Raises UploadError, or OSError if it cannot be opened."""
    if path.is_dir():
        return arranged(_in_folder(path))
    limit = limits.ZIP_BYTES if path.suffix.lower() == ".zip" else limits.FILE_BYTES
    with path.open("rb") as stream:
        return take_upload(path.name, stream.read(limit + 1))


def take_upload(name: str, content: bytes) -> tuple[SourceFile, ...]:
    """The files in one uploaded file: a .zip or a .md. Raises UploadError."""
    name = shown_path(name.replace("\\", "/").rpartition("/")[2])
    if name.lower().endswith(".zip"):
        files = unzip(name, content)
        if not files:
            raise refusal(name, "the zip holds no file of a pack", "pack pack.toml and the .md files")
        return arranged(files)
    if not name.lower().endswith((LESSON_SUFFIX, ".markdown")):
        raise refusal(name, "this is neither a .zip nor a .md file", "upload a pack, a lesson or a format that is read")
    check_size(name, len(content))
    return (SourceFile(name.removesuffix(".markdown").removesuffix(LESSON_SUFFIX) + LESSON_SUFFIX, content),)


def _in_folder(root: Path) -> Iterator[SourceFile]:
    paths = _paths(root)
    if len(paths) > limits.ZIP_ENTRIES:
        raise too_large(root.name, f"the folder has {len(paths)} files, at most {limits.ZIP_ENTRIES}")
    check_names(paths)
    total = 0
    for path in paths:
        place = root / path
        if place.is_symlink():
            raise refusal(path, "the file is a link", "put the file itself there")
        check_kind(path)
        check_size(path, place.stat().st_size)
        content = place.read_bytes()
        total += len(content)
        if total > limits.UNPACKED_BYTES:
            raise too_large(root.name, f"the folder has over {limits.UNPACKED_BYTES // limits.MB} MB")
        yield SourceFile(shown_path(path), content)


def _paths(root: Path) -> list[str]:
    """Paths below `root`, with `/`; links to folders are listed, not followed."""
    found = []
    for folder, folders, names in os.walk(root):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [Path(folder, name).relative_to(root).as_posix() for name in (*names, *links)]
    return sorted(path for path in found if not is_ignored(path))
