"""`manage.py verify_state`: the cards against the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.study.models import Card
from studyapp.study.services.verifying import differences, learners_with_memory


class Command(BaseCommand):
    """Rebuild every card from the review log and compare; changes nothing."""

    help = "Rebuild every card from the review log and compare bit by bit. Exit code 1 if any differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """One learner, or all."""
        parser.add_argument("--learner", type=int, help="Check this learner only (their id).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each difference, then the counts."""
        learners = [options["learner"]] if options["learner"] is not None else learners_with_memory()
        found = 0
        for learner_id in learners:
            for difference in differences(learner_id):
                found += 1
                self.stderr.write(str(difference))
        cards = Card.objects.filter(learner_id__in=learners) if options["learner"] is not None else Card.objects.all()
        if found:
            raise CommandError(f"{found} of {cards.count()} cards differ from the log.")
        self.stdout.write(f"{cards.count()} cards of {len(learners)} learners agree with the log.")
