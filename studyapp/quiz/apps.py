"""The room's place in Django."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """The item bank, serving and scoring of closed items."""

    name = "studyapp.quiz"

    def ready(self) -> None:
        """List the tables that hold learners' rows."""
        from studyapp.accounts.ownership import owns_rows_of_learners  # noqa: PLC0415 - models load first
        from studyapp.quiz.models import ItemReport  # noqa: PLC0415

        owns_rows_of_learners(ItemReport)
