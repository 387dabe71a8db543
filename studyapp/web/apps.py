"""The room's place in Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What any page needs and no room owns."""

    name = "studyapp.web"
