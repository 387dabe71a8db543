"""The room's place in Django."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Reading what the other rooms wrote and showing it."""

    name = "studyapp.progress"
