"""The room's place in Django."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Packs as published: versions, sections, blocks, facts; reading and search."""

    name = "studyapp.library"
