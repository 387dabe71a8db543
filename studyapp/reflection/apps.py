"""The room's place in Django."""

from django.apps import AppConfig


class ReflectionConfig(AppConfig):
    """Rubrics as stored, written answers and what they earned."""

    name = "studyapp.reflection"

    def ready(self) -> None:
        """List the tables that hold learners' rows."""
        from studyapp.accounts.ownership import exports_as, owns_rows_of_learners  # noqa: PLC0415 - models load first
        from studyapp.reflection import exporting, models  # noqa: PLC0415

        owns_rows_of_learners(models.Answer, models.CriterionScore, models.Draft, models.Score)
        owns_rows_of_learners(models.Override, models.Dispute, models.SelfAssessment)
        exports_as(models.Score, result=exporting.result_shown)
        exports_as(models.Override, credits=exporting.credits_shown, lifted=exporting.keys_shown)
