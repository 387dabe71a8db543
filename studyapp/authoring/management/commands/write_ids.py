"""`manage.py write_ids PATH [--dry-run]`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.authoring.reading.packs import find_manifest
from studyapp.authoring.uploads.files import LESSON_SUFFIX, SourceFile, UploadError
from studyapp.authoring.uploads.intake import take_path
from studyapp.domain.items.criterion_ids import write_ids
from studyapp.domain.lessons.pack import Manifest
from studyapp.domain.lessons.writing.explicit_ids import Written


class Command(BaseCommand):
    """Gives every section, block and criterion without an id the one that its words make. Needs no database."""

    help = "Write missing ids into the lessons of a pack (folder or .md), as comments. Nothing else is changed."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it as a plain attribute

    def add_arguments(self, parser: CommandParser) -> None:
        """One path, and whether to write."""
        parser.add_argument("path", type=Path, help="folder or .md file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")

    def handle(self, *_args: Any, path: Path, dry_run: bool, **_options: Any) -> None:
        """Write, and say what was written in each file."""
        files = _files(path)
        manifest = _manifest(files)
        lessons = [file for file in files if file.is_lesson or (manifest.is_lone_file and _is_page(file))]
        places = {file.path: _place(path, file) for file in lessons}
        for written in write_ids(manifest, {file.path: file.content for file in lessons}):
            if written.added and not dry_run:
                places[written.path].write_bytes(written.content)
            self.stdout.write("\n".join(_told(written, dry_run=dry_run)))


def _files(path: Path) -> tuple[SourceFile, ...]:
    if not path.exists():
        raise CommandError(f"{path} does not exist", returncode=2)
    if path.suffix.lower() == ".zip":
        raise CommandError(f"{path} is a zip; unpack it first", returncode=2)
    try:
        return take_path(path)
    except UploadError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}", returncode=2) from error


def _manifest(files: Sequence[SourceFile]) -> Manifest:
    try:
        manifest, findings = find_manifest(files)
    except UploadError as error:
        raise CommandError(str(error)) from error
    if manifest is None:
        raise CommandError("\n".join(str(found) for found in findings))
    return manifest


def _is_page(file: SourceFile) -> bool:
    return file.path.endswith(LESSON_SUFFIX)


def _place(path: Path, file: SourceFile) -> Path:
    """Where a file of a pack lies. Raises CommandError if its name was not taken as it is."""
    candidates = [path] if path.is_file() else [path / file.path, *sorted(path.rglob(f"*{LESSON_SUFFIX}"))]
    for place in candidates:
        if place.is_file() and place.read_bytes() == file.content:
            return place
    raise CommandError(f"{file.path} is not found under {path}; rename it and try again")


def _told(written: Written, *, dry_run: bool) -> Iterator[str]:
    count = len(written.added)
    ids = "1 id" if count == 1 else f"{count} ids"
    yield f"{written.path}: {ids} {'to write' if dry_run else 'written'}"
    for one in written.added if dry_run else ():
        yield f"{written.path}:{one.line}: {one.kind} {one.key}"
    for one in written.left:
        yield f"{written.path}:{one.line}: this {one.kind} can have no id where it stands"
