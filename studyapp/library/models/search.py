"""The search index: stems of each section revision, the same on both databases."""

from typing import ClassVar

from django.db import models

from studyapp.library.models.sections import SectionRevision


class SearchTerm(models.Model):
    """A stem that occurs in a section revision; a heading weighs more than a paragraph."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="terms")
    stem = models.CharField(max_length=60)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stem", "revision"], name="search_term_unique"),
        ]

    def __str__(self) -> str:
        return self.stem
