"""The review log: append-only; a correction is a new row that points at the old one."""

from typing import ClassVar

from django.db import models

from studyapp.domain.common.ratings import Rating
from studyapp.library.models import Fact


class ReviewKind(models.TextChoices):
    """What a row of the log is."""

    NEW = "new", "First exposure"
    REVIEW = "review", "Review"
    RELEARN = "relearn", "Relearned in the same session"
    REFLECTION = "reflection", "Criterion of a written answer"
    UNDO = "undo", "Undone"
    RESTART = "restart", "Started anew: the answer was changed"
    RECHECK = "recheck", "Due early: the meaning was changed"
    OVERRIDE = "override", "Corrected: a person's word on a written answer"
    CONTRAST = "contrast", "One of several facts told apart in one question"


class Confidence(models.TextChoices):
    """How sure a learner was, said before the answer was shown."""

    SURE = "sure", "Sure"
    UNSURE = "unsure", "Unsure"
    GUESS = "guess", "Guess"


EDITS = (ReviewKind.RESTART, ReviewKind.RECHECK)  # rows that publishing writes, with nothing given or earned
TAKING_BACK = (ReviewKind.UNDO, ReviewKind.OVERRIDE)  # rows that say what an earlier one counts for


class Review(models.Model):
    """One thing that happened to one card. The id is the idempotency key of the form that sent it.

    Where one write makes several rows (a reflection's criteria, the pairs of a match, an edit of the pack), their ids
    are made on the server and `cause` is that key; the first pair of a match has the key itself as its id.
    `answered_at` is server time; `study_day` was computed from it with `zone` when the row was written. An override
    tells the row that it corrects anew, all but the credit, the rating and `answered_at`: when it was corrected.
    """

    pk = models.CompositePrimaryKey("learner_id", "id")
    learner_id = models.BigIntegerField()
    id = models.UUIDField()
    cause = models.UUIDField(null=True)
    corrects = models.UUIDField(
        null=True, help_text="On an undo: the row it takes back; on an override: the one it corrects."
    )
    session_id = models.UUIDField(null=True)
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    card_version = models.PositiveIntegerField(help_text="The card's version after this row; replay follows it.")
    kind = models.CharField(max_length=10, choices=ReviewKind.choices)
    is_repeat = models.BooleanField(default=False, help_text="The key had been seen: outside first-try figures.")
    item_id = models.BigIntegerField(null=True)
    form = models.CharField(max_length=14, blank=True)
    pack_version_id = models.BigIntegerField()
    domain_code = models.CharField(max_length=20, blank=True)
    shown_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    study_day = models.IntegerField()
    delta_days = models.IntegerField(default=0, help_text="Study days since the card's last counted review.")
    milliseconds = models.PositiveIntegerField(default=0)
    shown_order = models.JSONField(default=list, help_text="1-based positions in the item's options, as shown.")
    choices = models.JSONField(default=list, help_text="1-based positions in the item's options, as chosen.")
    text = models.TextField(blank=True)
    guess_chance = models.FloatField(default=0, help_text="Probability of being right by luck.")
    score = models.FloatField(help_text="0 to 1.")
    rating = models.PositiveSmallIntegerField(
        help_text="1 again, 2 hard, 3 good, 4 easy; 0 on an undo or edit, or where nothing counts."
    )
    rating_rule = models.PositiveSmallIntegerField(
        default=1, help_text="Which rule gave the rating; 1 took no notice of confidence."
    )
    trap_fact_id = models.BigIntegerField(null=True, help_text="The exam trap that the chosen distractor belongs to.")
    traps_refused = models.TextField(
        blank=True, default="", help_text="Keys of the exam traps among the options of a right answer, one a line."
    )
    confidence = models.CharField(max_length=6, blank=True, default="", choices=Confidence.choices)
    stability_before = models.FloatField(null=True)
    difficulty_before = models.FloatField(null=True)
    recall_before = models.FloatField(null=True)
    parameters = models.CharField(max_length=40, help_text="Which memory parameters, library version included.")

    class Meta:
        verbose_name_plural = "answers to questions"
        indexes: ClassVar = [
            models.Index(
                fields=["learner_id", "answered_at"], include=["domain_code", "rating"], name="review_by_time"
            ),
            models.Index(
                fields=["learner_id", "trap_fact_id"],
                condition=models.Q(trap_fact_id__isnull=False),
                name="review_trap_fallen_for",
            ),
            models.Index(
                fields=["learner_id", "answered_at"], condition=~models.Q(traps_refused=""), name="review_trap_refused"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner_id", "fact", "card_version"], name="review_card_version_unique"),
            models.UniqueConstraint(
                fields=["learner_id", "corrects"],
                condition=models.Q(corrects__isnull=False),
                name="review_taken_back_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of fact {self.fact_id}, rating {self.rating}"

    @property
    def is_miss(self) -> bool:
        """Whether the response was wrong: of one about several facts a row may count nothing, or the others may."""
        return self.score < 1 if self.kind == ReviewKind.CONTRAST else self.rating == Rating.AGAIN
