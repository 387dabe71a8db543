"""`manage.py convert FILE [OUT_DIR]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.reading.conversion import SUFFIXES, Converted, convert, is_foreign
from studyapp.authoring.uploads.files import UploadError
from studyapp.domain.common import limits


class Command(BaseCommand):
    """Turns a file in another format into the Markdown of a pack. Needs no database."""

    help = (
        f"Convert {', '.join(SUFFIXES)} or a Notion .zip to the Markdown of a pack. Prints it, or writes OUT_DIR. "
        "Exit status: 0 converted, 1 not readable, 2 misuse."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it as a plain attribute

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and where its lessons go."""
        parser.add_argument("file", type=Path, help="the file to convert")
        parser.add_argument(
            "out_dir", type=Path, nargs="?", help="a folder, made if need be; nothing there is replaced"
        )

    def handle(self, *_args: Any, file: Path, out_dir: Path | None, **_options: Any) -> None:
        """Print or write the lessons, then what could not be carried over."""
        converted = self._converted(file)
        if out_dir is None:
            self._print(converted)
        else:
            self._write(converted, out_dir)
        for loss in converted.losses:
            self.stderr.write(f"{loss.file}:{loss.line}: {loss.what}" if loss.line else f"{loss.file}: {loss.what}")

    def _converted(self, file: Path) -> Converted:
        try:
            content = _content(file)
            if not is_foreign(file.name, content):
                raise CommandError(f"{file.name} is no format to convert: {', '.join(SUFFIXES)}, .zip", returncode=2)
            return convert(file.name, content)
        except UploadError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from error
        except ReaderUnavailable as error:
            raise CommandError(str(error)) from error

    def _print(self, converted: Converted) -> None:
        lessons = [item for item in converted.files if item.is_lesson]
        for item in lessons:
            head = f"<!-- {item.path} -->\n" if len(lessons) > 1 else ""
            self.stdout.write(head + item.content.decode())

    def _write(self, converted: Converted, out_dir: Path) -> None:
        places = [(out_dir / item.path, item.content) for item in converted.files]
        taken = [place for place, _ in places if place.exists()]
        if taken:
            raise CommandError(f"{taken[0]} exists already; choose another folder", returncode=2)
        for place, content in places:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            self.stdout.write(str(place))


def _content(file: Path) -> bytes:
    """The bytes of a file, at most one more than any upload may have. Raises CommandError."""
    try:
        with file.open("rb") as stream:
            return stream.read(limits.ZIP_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror}", returncode=2) from error
