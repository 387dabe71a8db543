"""Rubrics: immutable versions of how a reflection question is marked."""

from typing import ClassVar

from django.db import models

from studyapp.library.models import Fact, Pack, ReflectionQuestion


class Rubric(models.Model):
    """One wording of a rubric. Unchanged text is the same row in all pack versions.

    `source` is the grading room's Rubric value as JSON (`rubric_values.to_json`), `content_hash` its version.
    """

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="rubrics", db_index=False)
    question_key = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    max_marks = models.FloatField()
    model_answer = models.TextField()
    source = models.JSONField()
    questions = models.ManyToManyField(ReflectionQuestion, related_name="rubrics")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "question_key", "content_hash"], name="rubric_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.question_key} ({self.max_marks:g} points)"


class Criterion(models.Model):
    """One thing a good answer says; its fact is scheduled like any other."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria", db_index=False)
    key = models.CharField(max_length=200)
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="criteria")
    label = models.CharField(max_length=400)
    points = models.FloatField()
    required = models.BooleanField(default=False)
    hint = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["rubric", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rubric", "key"], name="criterion_key_unique"),
        ]

    def __str__(self) -> str:
        return self.label


class Misconception(models.Model):
    """What the rubric listens for and takes marks off for; `fact` is the exam trap it repeats, if it names one."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="misconceptions", db_index=False)
    key = models.CharField(max_length=200)
    fact = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=400)
    feedback = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["rubric", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rubric", "key"], name="misconception_key_unique"),
        ]

    def __str__(self) -> str:
        return self.label
