"""Counting first tries, for the pages on item quality."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.library.models import Pack
from studyapp.progress.counting import count_items


class Command(BaseCommand):
    """Count the first tries at the items of every published pack; run it once an hour or a day."""

    help = "Count the first tries at the items of every published pack."

    def add_arguments(self, parser: CommandParser) -> None:
        """One pack only."""
        parser.add_argument("--pack", help="key of the only pack to count")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say a line for each pack."""
        packs = Pack.objects.published().order_by("key")
        if options["pack"]:
            packs = packs.filter(key=options["pack"])
            if not packs:
                raise CommandError(f"no published pack has the key {options['pack']!r}")
        for pack in packs:
            count = count_items(pack, timezone.now())
            self.stdout.write(f"{pack.key}: first tries of {count.learners} learners")
