"""Publishing what was to be published by now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.authoring.release.scheduling import publish_due


class Command(BaseCommand):
    """Publish every draft whose time has come; run it each minute where nothing else does."""

    help = "Publish every draft whose time has come."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say a line for each draft: its version, or why it has none."""
        for draft in publish_due(timezone.now()):
            if draft.published_version is not None:
                self.stdout.write(f"published {draft.published_version}")
            else:
                self.stderr.write(f"not published: {draft.title}: {draft.failure or 'waits for the database'}")
