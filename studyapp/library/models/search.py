"""The search index: stems of each section revision, the same on both databases."""

from typing import ClassVar

from django.db import models

from studyapp.library.models.sections import SectionRevision


class SearchTerm(models.Model):
    """A stem that occurs in a section revision; a heading weighs more than a paragraph.

    Written in one statement with its revision, which nothing changes: having the database look for the revision of
    each of a hundred stems would take a third of publishing.
    """

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="terms", db_constraint=False)
    stem = models.CharField(max_length=60)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stem", "revision"], name="search_term_unique"),
        ]

    def __str__(self) -> str:
        return self.stem
