"""Facts: what can be known and forgotten, with an identity over all versions of a pack."""

from typing import ClassVar

from django.db import models

from studyapp.library.models.packs import Pack
from studyapp.library.models.sections import Section, SectionRevision


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts, read as sentences."""

    def live(self) -> "FactQuerySet":
        """Facts of the current version of their pack."""
        return self.filter(is_live=True)


class Fact(models.Model):
    """One thing that is scheduled. Everything below `kind` describes the current version and moves with it."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="facts", db_index=False)
    key = models.CharField(max_length=400)
    kind = models.CharField(max_length=12)
    is_live = models.BooleanField(default=True)
    section = models.ForeignKey(Section, models.PROTECT, related_name="facts")
    lesson = models.ForeignKey(Section, models.PROTECT, related_name="+")
    family = models.CharField(max_length=400, help_text="Siblings share it: at most one of them a study day.")
    column = models.CharField(
        max_length=400, blank=True, help_text="Table and column of a cell: two of one column never follow each other."
    )
    domain_code = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=400)
    position = models.PositiveIntegerField(help_text="Reading order in the pack.")
    changed_at = models.DateTimeField(null=True, help_text="When it last said something else; a typo does not count.")

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pack", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "key"], name="fact_key_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class FactChange(models.Model):
    """One time that a published edit changed what a fact says: how much that matters, and what it was before.

    `was` and `now` are plain text, as a learner would see it. A learner is told of what came after their last answer.
    """

    class Severity(models.TextChoices):
        """How much an edit matters to somebody who learned what stood there before."""

        CLARIFICATION = "clarification", "Reworded"
        MEANING = "meaning", "Changed in meaning"
        FLIPPED = "flipped", "Changed in its answer"

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="changes", db_index=False)
    changed_at = models.DateTimeField()
    severity = models.CharField(max_length=13, choices=Severity.choices)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["fact", "changed_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["fact", "changed_at"], name="fact_changes")]

    def __str__(self) -> str:
        return f"{self.fact}: {self.severity} at {self.changed_at:%Y-%m-%d %H:%M}"


class SectionFact(models.Model):
    """That a section revision teaches a fact, and where: what a version's facts are read from."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="section_facts", db_index=False)
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="places")
    family = models.CharField(max_length=400)
    column = models.CharField(max_length=400, blank=True)
    block_key = models.CharField(max_length=200)
    title = models.CharField(max_length=400)
    line = models.PositiveIntegerField()
    position = models.PositiveIntegerField(help_text="Order in the section, from 1.")

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "fact"], name="section_fact_unique"),
        ]

    def __str__(self) -> str:
        return self.title
