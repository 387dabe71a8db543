"""Questions that a learner marked to come back to."""

from django.db import models

from studyapp.library.models import Fact


class Flag(models.Model):
    """That a learner flagged a fact, in whatever form it was asked."""

    pk = models.CompositePrimaryKey("learner_id", "fact_id")
    learner_id = models.BigIntegerField()
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    flagged_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "questions you flagged"

    def __str__(self) -> str:
        return f"flag on fact {self.fact_id}"
