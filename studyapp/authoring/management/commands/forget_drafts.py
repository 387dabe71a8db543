"""`manage.py forget_drafts`."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.authoring.models import Draft

KEPT = timedelta(days=90)


class Command(BaseCommand):
    """Deletes drafts that nobody published for 90 days; those that wait for their time stay. Run it once a day."""

    help = "Delete drafts that were uploaded more than 90 days ago and never published."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Delete them with their files, and say how many."""
        old = Draft.objects.waiting().filter(uploaded_at__lt=timezone.now() - KEPT, publish_at=None)
        forgotten = old.count()
        old.delete()
        self.stdout.write(f"Forgot {forgotten} drafts.")
