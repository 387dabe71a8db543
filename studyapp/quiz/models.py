"""The item bank: the ways of asking each fact, as one section revision words them."""

from typing import ClassVar

from django.db import models

from studyapp.library.models import Fact, SectionRevision


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, read as sentences."""

    def current(self) -> "ItemQuerySet":
        """Items of section revisions that the current version of their pack uses."""
        return self.filter(revision__places__version=models.F("fact__pack__current_version"))


class Item(models.Model):
    """One way of asking a fact. Immutable, like its revision; see domain/items for the meaning of each column.

    `options` and `prompts` are lists of {text, html, origin, why}; `keys` are 1-based positions in `options`.
    `pair_facts` holds, for a generated matching item, the key of the fact behind each prompt.
    """

    revision = models.ForeignKey(SectionRevision, models.CASCADE, related_name="items", db_index=False)
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="items")
    form = models.CharField(max_length=14)
    kind = models.CharField(max_length=14)
    ordinal = models.PositiveSmallIntegerField(default=1)
    stem = models.TextField()
    stem_html = models.TextField()
    options = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    prompts = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    rivals = models.JSONField(default=list, help_text="Names that a misspelt answer must not be taken for.")
    pair_facts = models.JSONField(default=list)
    numeric = models.BooleanField(default=False)
    feedback_html = models.TextField(blank=True)
    block_key = models.CharField(max_length=200, help_text="The block of the lesson that answers it.")
    file = models.CharField(max_length=400)
    line = models.PositiveIntegerField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "fact", "form", "ordinal"], name="item_form_unique"),
        ]

    def __str__(self) -> str:
        return self.stem
