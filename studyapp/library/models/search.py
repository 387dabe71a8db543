"""The search index: stems of each section revision, the same on both databases."""

from typing import ClassVar

from django.db import models

from studyapp.library.models.sections import SectionRevision


class SearchTerm(models.Model):
    """A stem that occurs in a section revision; a heading weighs more than a paragraph.

    Written in one statement with its revision, which nothing changes: having the database look for the revision of
    each of a hundred stems would take a third of publishing. For the same reason a term has no number of its own, and
    its key begins with the revision: new terms come last in it.
    """

    pk = models.CompositePrimaryKey("revision_id", "stem")
    revision = models.ForeignKey(
        SectionRevision, models.CASCADE, related_name="terms", db_constraint=False, db_index=False
    )
    stem = models.CharField(max_length=60)
    weight = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stem"], name="search_term_stem")]

    def __str__(self) -> str:
        return self.stem
