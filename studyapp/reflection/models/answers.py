"""Written answers and their scores: learner state, so the learner is part of every key."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from studyapp.library.models import Fact
from studyapp.reflection.models.rubrics import Criterion, Rubric


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers, narrowed."""

    def to_question(self, pack_id: int, key: str) -> "AnswerQuerySet":
        """Both tries of everybody, in whatever words the question was asked."""
        return self.filter(pack_id=pack_id, question_key=key)


class ScoreQuerySet(models.QuerySet["Score"]):
    """Scores, narrowed."""

    def applied_last(self) -> "ScoreQuerySet":
        """Those that are the machine's score of their answer: none was applied later."""
        later = Score.objects.filter(
            learner_id=OuterRef("learner_id"), answer_id=OuterRef("answer_id"), applied_at__gt=OuterRef("applied_at")
        )
        return self.exclude(Exists(later))


class Answer(models.Model):
    """What a learner wrote, byte for byte; the id is the idempotency key of the form."""

    pk = models.CompositePrimaryKey("learner_id", "id")
    learner_id = models.BigIntegerField()
    id = models.UUIDField()
    question_key = models.CharField(max_length=200)
    rubric = models.ForeignKey(
        Rubric, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    pack_id = models.BigIntegerField()
    section_id = models.BigIntegerField()
    attempt_number = models.PositiveSmallIntegerField(default=1, help_text="1, or 2 for the second try.")
    first_try = models.UUIDField(null=True, help_text="The first try's id, on a second try.")
    text = models.TextField()
    hint_used = models.BooleanField(default=False)
    shown_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    model_answer_seen_at = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "written answers"
        indexes: ClassVar = [
            models.Index(fields=["learner_id", "question_key", "submitted_at"], name="answer_by_time"),
            models.Index(fields=["pack_id", "question_key", "submitted_at"], name="answer_of_question"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner_id", "first_try"], condition=Q(first_try__isnull=False), name="second_try_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}, try {self.attempt_number}"


class Score(models.Model):
    """What one engine and rubric version made of an answer; appended, never edited. `result` is the whole Result.

    Several may stand beside each other; the one that was applied last is the machine's score. Only `applied_at` moves:
    when a regrade goes back to a rubric by which the answer was scored before.
    """

    pk = models.CompositePrimaryKey("learner_id", "answer_id", "rubric_id", "engine_version")
    learner_id = models.BigIntegerField()
    answer_id = models.UUIDField()
    rubric = models.ForeignKey(Rubric, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    engine_version = models.CharField(max_length=40)
    marks = models.FloatField()
    max_marks = models.FloatField()
    needs_review = models.BooleanField(default=False)
    result = models.JSONField()
    scored_at = models.DateTimeField()
    applied_at = models.DateTimeField(help_text="Since when it counts.")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "marks for written answers"
        indexes: ClassVar = [
            models.Index(fields=["rubric", "applied_at"], condition=Q(needs_review=True), name="score_needs_review"),
        ]

    def __str__(self) -> str:
        return f"{self.marks:g} of {self.max_marks:g}"


class CriterionScore(models.Model):
    """What an answer earned on one criterion."""

    pk = models.CompositePrimaryKey("learner_id", "answer_id", "criterion_id", "engine_version")
    learner_id = models.BigIntegerField()
    answer_id = models.UUIDField()
    criterion = models.ForeignKey(Criterion, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    engine_version = models.CharField(max_length=40)
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    credit = models.FloatField()
    reason = models.CharField(max_length=14)

    class Meta:
        verbose_name_plural = "marks for single points of written answers"

    def __str__(self) -> str:
        return f"{self.reason} {self.credit:g}"


class Draft(models.Model):
    """Text being written, kept for its author only; never graded or logged."""

    pk = models.CompositePrimaryKey("learner_id", "question_key")
    learner_id = models.BigIntegerField()
    question_key = models.CharField(max_length=300, help_text="Pack key, slash, question key.")
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unfinished written answers"

    def __str__(self) -> str:
        return f"draft of {self.question_key}"
