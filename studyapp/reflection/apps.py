"""The room's place in Django."""

from django.apps import AppConfig


class ReflectionConfig(AppConfig):
    """Rubrics as stored, written answers and what they earned."""

    name = "studyapp.reflection"

    def ready(self) -> None:
        """List the tables that hold learners' rows."""
        from studyapp.accounts.ownership import owns_rows_of_learners  # noqa: PLC0415 - models load first
        from studyapp.reflection import models  # noqa: PLC0415

        owns_rows_of_learners(models.Answer, models.CriterionScore, models.Draft, models.Score)
        owns_rows_of_learners(models.Override, models.Dispute, models.SelfAssessment)
