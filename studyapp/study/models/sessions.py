"""Study sessions: the order decided when a session starts, and how far it got."""

from django.db import models


class StudySession(models.Model):
    """One sitting of study. `plan` is a list of entries (see study/plan.py); misses are appended to be relearned.

    `position` counts the answered entries from 0.
    """

    pk = models.CompositePrimaryKey("learner_id", "id")
    learner_id = models.BigIntegerField()
    id = models.UUIDField()
    pack_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=20)
    plan = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    study_day = models.IntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "study sessions"

    def __str__(self) -> str:
        return f"{self.source} session, {self.position} of {len(self.plan)}"
