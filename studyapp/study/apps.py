"""The room's place in Django."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Cards, the append-only review log, sessions: what comes next and when."""

    name = "studyapp.study"

    def ready(self) -> None:
        """List the tables that hold learners' rows."""
        from studyapp.accounts.ownership import owns_rows_of_learners  # noqa: PLC0415 - models load first
        from studyapp.study.models import Card, Enrolment, Flag, LessonRead, Review, StudySession  # noqa: PLC0415

        owns_rows_of_learners(Card, Enrolment, Flag, LessonRead, Review, StudySession)
