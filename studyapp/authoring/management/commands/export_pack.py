"""`manage.py export_pack KEY --format F --out FILE`."""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.authoring.versions.exporting import FORMATS, NoSuchLesson, Wishes, export
from studyapp.domain.exchange.outgoing import summary
from studyapp.library.models import Pack


class Command(BaseCommand):
    """Writes the current version of a pack to a file and says what the format cannot carry."""

    help = "Export a published pack as Markdown, GIFT, Moodle XML, CSV or for Anki."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which pack, in which format, to which file."""
        parser.add_argument("key", help="the id of the pack")
        parser.add_argument("--format", required=True, choices=FORMATS, dest="form")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument("--generated", action="store_true", help="also items made of tables, steps, definitions")
        parser.add_argument("--lesson", default="", metavar="KEY", help="only this lesson")
        parser.add_argument("--bom", action="store_true", help="CSV: begin with a byte order mark")

    def handle(self, *_args: Any, key: str, form: str, out: Path, **options: Any) -> None:
        """Write the file."""
        pack = Pack.objects.published().select_related("current_version").filter(key=key).first()
        if pack is None or pack.current_version is None:
            raise CommandError(f"There is no published pack “{key}”.")
        wishes = Wishes(generated=options["generated"], lesson=options["lesson"], bom=options["bom"])
        try:
            made = export(pack.current_version, form, wishes)
        except NoSuchLesson as error:
            raise CommandError(str(error)) from error
        with made.content as source:
            try:
                with out.open("wb") as target:
                    shutil.copyfileobj(source, target)
            except OSError as error:
                raise CommandError(f"{out} cannot be written: {error.strerror}") from error
        for line in summary(made.losses):
            self.stderr.write(f"Not carried over: {line}")
        self.stdout.write(f"Wrote {pack.current_version} to {out}.")
