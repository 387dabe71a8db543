"""Regrades: stored answers judged anew by another rubric or engine, only when a person decides so."""

from typing import ClassVar

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.reflection.models.rubrics import Rubric


class Regrade(models.Model):
    """One regrading of a question: what it would do, then what it did. It knows no learner.

    `counts` has answers, up, down and overridden; `histogram` is a list of [from marks, to marks, answers
    before, answers after]. Applying goes in batches; `done` of `counts["answers"]` say how far it got.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRY_RUN = "dry-run", "Dry run"
        RUNNING = "running", "Being applied"
        APPLIED = "applied", "Applied"

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="regrades", db_index=False)
    question_key = models.CharField(max_length=200)
    key = models.UUIDField(unique=True, help_text="Of the form that asked for the dry run.")
    from_rubric = models.ForeignKey(Rubric, models.SET_NULL, null=True, related_name="+", db_index=False)
    from_engine = models.CharField(max_length=40, blank=True)
    to_rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="+", db_index=False)
    to_engine = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRY_RUN)
    counts = models.JSONField(default=dict)
    histogram = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pack", "question_key", "at"], name="regrade_of_question")]

    def __str__(self) -> str:
        return f"{self.state} of {self.question_key}"

    @property
    def answers(self) -> int:
        """How many answers it covers."""
        return int(self.counts.get("answers", 0))

    @property
    def lowered(self) -> int:
        """How many answers would lose marks."""
        return int(self.counts.get("down", 0))
