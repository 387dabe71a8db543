"""Prints the link by which the first operator is made."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from studyapp.accounts.setup import make_setup_link


class Command(BaseCommand):
    """Make a one-time setup link; say nothing when an operator exists."""

    help = "Print a one-time link by which the first operator is made. Links printed before stop working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the site is."""
        parser.add_argument("--base", default="", help="Address of the site, such as https://study.example")

    def handle(self, *args: Any, base: str, **options: Any) -> None:
        """Print it."""
        path = make_setup_link()
        if path is not None:
            self.stdout.write(f"Make the operator's account (works once): {base.rstrip('/')}{path}")
