"""Marked samples: answers without their authors, marked by people, against which the machine is measured."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.reflection.models.rubrics import Rubric


class MarkedSample(models.Model):
    """The text of an answer to a question, copied without its author, or typed by who teaches the pack.

    `digest` tells that an answer was drawn already; nothing leads back from it. Only samples drawn at random say how
    well machine and people agree. `band` is where the machine's marks lay at the drawing, from 0 (lowest).
    """

    class Drawn(models.TextChoices):
        """How it came here."""

        RANDOM = "random", "Drawn at random"
        FLAGGED = "flagged", "Flagged for review"
        TYPED = "typed", "Typed"

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="marked_samples", db_index=False)
    question_key = models.CharField(max_length=200)
    key = models.UUIDField(unique=True, help_text="Of the form that typed it; made at the drawing else.")
    text = models.TextField()
    drawn = models.CharField(max_length=7, choices=Drawn.choices)
    band = models.PositiveSmallIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pack", "question_key", "at"], name="sample_of_question")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pack", "question_key", "digest"], condition=~Q(digest=""), name="sample_drawn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drawn} sample of {self.question_key}"


class SampleMark(models.Model):
    """What one rater, who did not see the machine's marks, gave a sample. `credits` are 0 to 1 by criterion key.

    `rubric` is the one they had before them.
    """

    sample = models.ForeignKey(MarkedSample, models.CASCADE, related_name="given", db_index=False)
    rater = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    rubric = models.ForeignKey(Rubric, models.SET_NULL, null=True, related_name="+", db_index=False)
    credits = models.JSONField()
    marks = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "rater"], name="sample_marked_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"{self.marks:g} points for sample {self.sample_id}"
