"""The room's place in Django."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """The item bank, serving and scoring of closed items."""

    name = "studyapp.quiz"
