"""What people decide about the marks of an answer: overrides and disputes. Learner state."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studyapp.reflection.models.rubrics import Criterion, Rubric


class Override(models.Model):
    """Marks that a person gave an answer. The machine's score stays beside it; the latest override counts.

    `credits` holds the credit, 0 to 1, of every criterion of `rubric` by its key; `lifted` the keys of misconceptions
    that the machine found and the answer does not state. A confirmation gives what the machine gave.
    """

    pk = models.CompositePrimaryKey("learner_id", "id")
    learner_id = models.BigIntegerField()
    id = models.UUIDField(help_text="The key of the form that sent it.")
    answer_id = models.UUIDField()
    rubric = models.ForeignKey(Rubric, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    credits = models.JSONField()
    lifted = models.JSONField(default=list)
    marks = models.FloatField()
    reason = models.TextField(blank=True, help_text="For the learner; a confirmation may leave it out.")
    is_confirmation = models.BooleanField(default=False)
    by_id = models.BigIntegerField(help_text="Who decided; not a link, since people may leave.")
    at = models.DateTimeField()
    dispute_id = models.UUIDField(null=True, help_text="The dispute that it answers.")

    class Meta:
        verbose_name_plural = "marks that a teacher gave your written answers"
        indexes: ClassVar = [models.Index(fields=["learner_id", "answer_id", "at"], name="override_of_answer")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason="") | Q(is_confirmation=True), name="override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.marks:g} points by a person"


class Dispute(models.Model):
    """A learner's claim to have said what a criterion asks for, and what became of it. The id is the form's key.

    `quote` are the learner's own words, a part of the answer, or empty. Once resolved the learner is told until they
    have `seen_at` it.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Awaiting teacher")
        UPHELD = "upheld", _("Upheld")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    pk = models.CompositePrimaryKey("learner_id", "id")
    learner_id = models.BigIntegerField()
    id = models.UUIDField()
    answer_id = models.UUIDField()
    pack_id = models.BigIntegerField()
    question_key = models.CharField(max_length=200)
    criterion = models.ForeignKey(Criterion, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    quote = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    resolved_by_id = models.BigIntegerField(null=True)
    resolved_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "marks you disputed"
        indexes: ClassVar = [
            models.Index(fields=["learner_id", "answer_id"], name="dispute_of_answer"),
            models.Index(fields=["pack_id", "opened_at"], condition=Q(state="open"), name="dispute_open"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner_id", "answer_id", "criterion"], condition=Q(state="open"), name="dispute_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} dispute of {self.question_key}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a teacher."""
        return self.state == self.State.OPEN


class SelfAssessment(models.Model):
    """Which criteria a learner finds in an answer of theirs: never marks, only their own view. The latest counts.

    Without `rubric` the criteria are those of a draft.
    """

    pk = models.CompositePrimaryKey("learner_id", "answer_id")
    learner_id = models.BigIntegerField()
    answer_id = models.UUIDField()
    rubric = models.ForeignKey(
        Rubric, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    ticked = models.JSONField(default=list, help_text="Keys of criteria.")
    assessed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "your own assessments of written answers"

    def __str__(self) -> str:
        return f"{len(self.ticked)} criteria ticked"
