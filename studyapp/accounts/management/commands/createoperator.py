"""Makes an operator without a browser."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.accounts.forms.joining import SetupForm
from studyapp.accounts.models import Role
from studyapp.accounts.people import CannotBeUsed, sign_up


class Command(BaseCommand):
    """Ask for a name and a password, make an operator."""

    help = "Make an operator. Asks for what is not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What need not be asked; a password never stands in the arguments, where others see it."""
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--password-stdin", action="store_true", help="Read the password from standard input.")

    def handle(self, *args: Any, name: str, password_stdin: bool, **options: Any) -> None:
        """Check what was given as the page does, and make the account."""
        name = name or input("Name: ")
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else getpass("Password: ")
        form = SetupForm({"name": name, "password": password})
        if not form.is_valid():
            raise CommandError("; ".join(f"{field}: {error}" for field, all_ in form.errors.items() for error in all_))
        try:
            user = sign_up(**form.cleaned_data, email="", role=Role.OPERATOR)
        except CannotBeUsed as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{user.name} is an operator.")
