"""Gives somebody a role."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.accounts.backends import known_as
from studyapp.accounts.models import Role, User
from studyapp.accounts.people import LastOperator, set_role


class Command(BaseCommand):
    """Make somebody learner, instructor or operator."""

    help = "Give a person a role; their sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and what they become."""
        parser.add_argument("name", help="Name or e-mail address.")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, name: str, role: str, **options: Any) -> None:
        """Set it, or say why not."""
        user = User.objects.filter(known_as(name)).first()
        if user is None:
            raise CommandError(f"Nobody is called {name}.")
        try:
            set_role(user=user, role=Role(role))
        except LastOperator as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{user.name} is now {role}.")
