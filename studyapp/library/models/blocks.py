"""The blocks of a section revision. `position` orders all blocks of a revision on the page, from 1.

HTML columns were sanitised when the pack was read; nothing may change them after that.
A nested block (a table in a list item) is part of another block's HTML and not shown again.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from studyapp.library.models.sections import SectionRevision


class Block(models.Model):
    """What all blocks share: their place on the page and in the author's file."""

    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    nested = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.key} at line {self.line}"


def _block_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["revision", "position"], name=f"{name}_position_unique"),
        models.CheckConstraint(condition=Q(position__gte=1), name=f"{name}_position_from_1"),
    ]


class Passage(Block):
    """Text to read that yields nothing to ask."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="passages", db_index=False)
    html = models.TextField()

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("passage")


class Callout(Block):
    """A labelled remark; `principle` is the First Principle of its section."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="callouts", db_index=False)
    kind = models.CharField(max_length=12)
    label = models.CharField(max_length=80)
    text = models.TextField()
    html = models.TextField()

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("callout")


class ComparisonTable(Block):
    """Things compared. `columns` is a list of {text, html}, `rows` a list of such lists, all of one length.

    A `furniture` table (of links, mostly) is shown plainly: there is nothing in it to compare or to ask.
    """

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="tables", db_index=False)
    columns = models.JSONField()
    rows = models.JSONField()
    key_column = models.PositiveSmallIntegerField(default=1, help_text="The column that names the rows, from 1.")
    furniture = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("table")


class ProcessSteps(Block):
    """A process in order. `steps` is a list of {text, html}."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="processes", db_index=False)
    lead_in = models.TextField()
    lead_in_html = models.TextField()
    steps = models.JSONField()

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("steps")


class Definition(Block):
    """A term and what it means; `html` is the sentence without the term."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="definitions", db_index=False)
    term = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("definition")


class ExamTrap(Block):
    """A misconception the exam tests for, and what is true instead; belief and truth may be empty."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="traps", db_index=False)
    text = models.TextField()
    html = models.TextField()
    belief = models.TextField(blank=True)
    belief_html = models.TextField(blank=True)
    truth = models.TextField(blank=True)
    truth_html = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("trap")


class ReflectionQuestion(Block):
    """A question answered in one's own words; how it is marked lives in the reflection room."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="reflections", db_index=False)
    stem = models.TextField()
    stem_html = models.TextField()
    min_words = models.PositiveSmallIntegerField(default=0)
    model_answer = models.TextField(
        blank=True, default="", help_text="Where there is no rubric: what practice is guided by."
    )

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("reflection")


class DatedFact(Block):
    """When a statement was checked and where; `block_position` is the block that it belongs to."""

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="dated_facts", db_index=False)
    as_of = models.CharField(max_length=10)
    source = models.CharField(max_length=500, blank=True)
    review_days = models.PositiveIntegerField(default=365)
    block_position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = _block_constraints("dated")
