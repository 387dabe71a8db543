"""The reader of a large upload; the server starts it by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from studyapp.authoring.drafts.background import read_draft


class Command(BaseCommand):
    """Read the files of a draft that waits for it."""

    help = "Read an upload that waits to be read; the server starts this by itself for large ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which draft."""
        parser.add_argument("draft", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it; one that does not wait is let be."""
        read_draft(options["draft"])
