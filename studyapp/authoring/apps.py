"""The room's place in Django."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """An upload becomes a published version."""

    name = "studyapp.authoring"
