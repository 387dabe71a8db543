"""Cards: one learner's memory of one fact."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from studyapp.library.models import Fact


class CardQuerySet(models.QuerySet["Card"]):
    """Cards, read as sentences; every hot query starts with `of`."""

    def of(self, learner_id: int) -> Self:
        """The cards of one learner."""
        return self.filter(learner_id=learner_id)

    def due(self, now: datetime) -> Self:
        """Active cards whose time has come, the longest due first."""
        return self.filter(is_active=True, due_at__lte=now).order_by("due_at")


class Card(models.Model):
    """A cache of the review log: `verify_state` rebuilds it. `stability` is in days, empty while unseen.

    Where the answer was changed after it had been learned, `stability` is empty again and `difficulty` is kept.

    `version` counts the rows of the log that belong to the card; a form carries it, so that a second tab is noticed.
    """

    pk = models.CompositePrimaryKey("learner_id", "fact_id")
    learner_id = models.BigIntegerField()
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    version = models.PositiveIntegerField(default=0)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    last_day = models.IntegerField(null=True, help_text="Study day of the last counted review, as an ordinal.")
    due_at = models.DateTimeField(help_text="When recall falls to the target; for unseen cards, when introduced.")
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    last_form = models.CharField(max_length=14, blank=True)
    is_active = models.BooleanField(default=True)
    introduced_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, help_text="When the last counted review was given.")
    recheck_at = models.DateTimeField(
        null=True,
        help_text="From when an early review waits: an edit asked for it, or the learner was sure and wrong.",
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "questions in your memory"
        indexes: ClassVar = [
            models.Index(
                fields=["learner_id", "due_at"], include=["fact"], condition=Q(is_active=True), name="card_due"
            ),
            models.Index(fields=["fact", "learner_id"], condition=Q(stability__isnull=False), name="card_learned"),
        ]

    def __str__(self) -> str:
        return f"card of fact {self.fact_id}, version {self.version}"

    @property
    def is_new(self) -> bool:
        """Whether no counted review has happened yet."""
        return self.stability is None
