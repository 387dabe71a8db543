"""Addresses of the library room."""

from django.urls import path, register_converter

from studyapp.library.addresses import UNDERSTOOD
from studyapp.library.views import files, landing, lesson, packs, search


class SlugConverter:
    """The last part of a lesson's address: any word but the one that marks a lesson understood."""

    regex = rf"(?!{UNDERSTOOD}/)[^/]+"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


register_converter(SlugConverter, "lesson_slug")

app_name = "library"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("packs/", packs.pack_list, name="packs"),
    path("packs/<slug:pack>/", packs.pack_page, name="pack"),
    path("packs/<slug:pack>/files/<int:version>/<path:path>", files.pack_file, name="file"),
    path("packs/<slug:pack>/l/<path:lesson>/<lesson_slug:slug>/", lesson.lesson_page, name="lesson"),
    path("search/", search.search_page, name="search"),
]
