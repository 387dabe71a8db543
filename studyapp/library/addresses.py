"""Addresses of lessons and the marks inside them."""

from urllib.parse import quote

from django.urls import reverse
from django.utils.text import slugify

from studyapp.library.models import Pack, Section

UNDERSTOOD = "understood"
"""The word that ends the address of "Mark understood"; no slug may be it."""


def slug_of(title: str) -> str:
    """The decoration at the end of a lesson's address."""
    slug = slugify(title, allow_unicode=True) or "lesson"
    return f"{slug}-lesson" if slug == UNDERSTOOD else slug


def lesson_url(pack: Pack, lesson: Section, title: str, *, anchor: str = "") -> str:
    """The address of a lesson, at a block (by its key) or a section (by `section_anchor`) of it."""
    return lesson_address(pack.key, lesson.key, title, anchor=anchor)


def lesson_address(pack_key: str, lesson_key: str, title: str, *, anchor: str = "") -> str:
    """The same from keys alone."""
    url = reverse("library:lesson", args=[pack_key, lesson_key, slug_of(title)])
    return f"{url}#{quote(anchor)}" if anchor else url


def section_anchor(key: str) -> str:
    """The id of a section on its page; blocks have their own key as id, which may be the same word."""
    return f"s-{key}"
