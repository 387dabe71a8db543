"""The room's place in Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What any page needs and no room owns."""

    name = "studyapp.web"

    def ready(self) -> None:
        """Register the checks of the configuration."""
        from studyapp.web import checks  # noqa: F401, PLC0415 - registering is its effect
