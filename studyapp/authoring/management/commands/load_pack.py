"""`manage.py load_pack PATH [--owner NAME] [--retire]`."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.errors import PublishConflict, RetiresTooMuch
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import ReadPack, find_manifest, read_upload, source_hash
from studyapp.authoring.reading.printing import finding_lines, summary
from studyapp.authoring.uploads.files import SourceFile, UploadError
from studyapp.authoring.uploads.intake import take_path
from studyapp.authoring.versions.labels import remembered
from studyapp.authoring.versions.services import publish
from studyapp.domain.common.diagnostics import errors_in
from studyapp.library.models import Pack, PackVersion


class Command(BaseCommand):
    """Publishes a pack at once: warnings are printed and accepted, an error stores nothing."""

    help = "Load a study pack (folder, .zip or .md) and publish it. Loading the same pack again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """One path, an owner, and consent to retire much."""
        parser.add_argument("path", type=Path, help="folder, .zip or .md file")
        parser.add_argument("--owner", metavar="NAME", help="who the pack belongs to (default: the operators)")
        parser.add_argument("--retire", action="store_true", help="publish even if over 10 %% of the facts retire")

    def handle(self, *_args: Any, path: Path, **options: Any) -> None:
        """Read, publish, and say what happened."""
        with _nothing_collected():
            self._load(path, options)

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        owner = _owner(options["owner"])
        files = _files(path)
        same = _same_version(files)
        if same is not None:
            _give(same.pack, owner)
            self.stdout.write(_unchanged(same))
            return
        key = _pack_key(files)
        base = PackVersion.objects.filter(pack__key=key, pk__in=Pack.objects.values("current_version")).first()
        read = _read(files)
        self._print(read)
        try:
            version = publish(
                read, by=None, at=timezone.now(), base_version=base, owner=owner, retire=options["retire"]
            )
        except RetiresTooMuch as error:
            raise CommandError(f"{error} Nothing was stored. Add --retire if that is meant.") from error
        except PublishConflict as error:
            raise CommandError(f"{error} Nothing was stored.") from error
        _give(version.pack, owner)
        self.stdout.write(f"Published {version}.")

    def _print(self, read: ReadPack) -> None:
        """Counts and findings. Raises CommandError if there are errors."""
        errors = errors_in(read.diagnostics)
        if errors:
            self.stderr.write("\n".join(finding_lines(read.diagnostics)))
            raise CommandError("The pack has errors. Nothing was stored.")
        warnings = [found for found in read.diagnostics if found.severity == "warning"]
        self.stdout.write("\n".join([summary(read), *finding_lines(warnings)]))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A pack is a great many values that live until the end: looking for garbage among them takes a third longer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _owner(name: str | None) -> User | None:
    if name is None:
        return None
    try:
        return User.objects.get_by_natural_key(name)
    except User.DoesNotExist as error:
        raise CommandError(f"There is nobody called {name}.", returncode=2) from error


def _files(path: Path) -> tuple[SourceFile, ...]:
    try:
        return take_path(path)
    except UploadError as error:
        raise CommandError(f"{error}\nNothing was stored.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}", returncode=2) from error


def _read(files: tuple[SourceFile, ...]) -> ReadPack:
    try:
        return read_upload(files, labels_of=remembered, earlier_of=earlier_sections)
    except ReaderUnavailable as error:
        raise CommandError(str(error)) from error


def _pack_key(files: tuple[SourceFile, ...]) -> str:
    try:
        manifest, _findings = find_manifest(files)
    except UploadError as error:
        raise CommandError(f"{error}\nNothing was stored.") from error
    return manifest.id if manifest else ""


def _same_version(files: tuple[SourceFile, ...]) -> PackVersion | None:
    """The version that has these very bytes: it is found without reading a lesson."""
    key = _pack_key(files)
    same = PackVersion.objects.filter(source_hash=source_hash(files, labels=remembered(key)), pack__key=key)
    return same.select_related("pack").order_by("-number").first()


def _give(pack: Pack, owner: User | None) -> None:
    if owner is not None and pack.owner_id != owner.pk:
        Pack.objects.filter(pk=pack.pk).update(owner=owner)


def _unchanged(version: PackVersion) -> str:
    if version.pack.current_version_id == version.pk:
        return f"{version} is unchanged."
    return f"{version} is unchanged; it is not the current version, and stays so."
