"""Deletes guests who have not answered for 90 days; meant to run once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.accounts.deletion import forget_guests


class Command(BaseCommand):
    """Keep the promise that a guest's rows go."""

    help = "Delete guests whose last answer was more than 90 days ago. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many they were."""
        self.stdout.write(f"Guests deleted: {forget_guests(at=timezone.now())}")
