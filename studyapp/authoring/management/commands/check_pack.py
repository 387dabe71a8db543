"""`manage.py check_pack PATH [--json [--items]]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.reading.printing import finding_lines, summary
from studyapp.authoring.uploads.files import UploadError
from studyapp.authoring.uploads.intake import take_path


class Command(BaseCommand):
    """Reads a pack and says what is in it and what is wrong with it. Needs no database."""

    help = "Check a study pack (folder, .zip or .md). Exit status: 0 no errors, 1 errors, 2 misuse."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it as a plain attribute

    def add_arguments(self, parser: CommandParser) -> None:
        """One path, and how to print."""
        parser.add_argument("path", type=Path, help="folder, .zip or .md file")
        parser.add_argument("--json", action="store_true", help="print one JSON object with every finding")
        parser.add_argument("--items", action="store_true", help="with --json: list items and skipped cells too")

    def handle(self, *_args: Any, path: Path, **options: Any) -> None:
        """Print the report; end with status 1 if there are errors."""
        if options["items"] and not options["json"]:
            raise CommandError("--items needs --json", returncode=2)
        read = _read(path)
        if options["json"]:
            self.stdout.write(json.dumps(read.report(items=options["items"]), indent=1, ensure_ascii=False))
        else:
            self.stdout.write("\n".join([summary(read), *finding_lines(read.diagnostics)]))
        if read.has_errors:
            raise SystemExit(1)


def _read(path: Path) -> ReadPack:
    if not path.exists():
        raise CommandError(f"{path} does not exist", returncode=2)
    try:
        return read_upload(take_path(path))
    except UploadError as error:
        return ReadPack(None, None, error.diagnostics, (), "")
    except ReaderUnavailable as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}", returncode=2) from error
