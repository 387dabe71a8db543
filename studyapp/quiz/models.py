"""The item bank: the ways of asking each fact, as one section revision words them."""

from typing import ClassVar

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Fact, Pack, SectionRevision


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, read as sentences."""

    def current(self) -> "ItemQuerySet":
        """Items of section revisions that the current version of their pack uses."""
        return self.filter(revision__places__version=models.F("fact__pack__current_version"))

    def open(self) -> "ItemQuerySet":
        """Items that no instructor suppressed."""
        return self.filter(is_suppressed=False)


class Item(models.Model):
    """One way of asking a fact. Immutable like its revision, except for what an instructor decided about it.

    See domain/items for the meaning of each column; `is_suppressed` and `generated` follow from `ItemDecision`.
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
    is_suppressed = models.BooleanField(default=False, help_text="An instructor decided that it is not asked.")
    generated = models.JSONField(
        null=True, blank=True, help_text="Stem, options and keys as they were made, if an instructor edited them."
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "fact", "form", "ordinal"], name="item_form_unique"),
        ]

    def __str__(self) -> str:
        return self.stem

    @property
    def form_of_fact(self) -> tuple[int, str, int]:
        """What tells the item from all others, whatever the version; decisions hang on it."""
        return self.fact_id, self.form, self.ordinal


class ItemDecision(models.Model):
    """What an instructor decided about a form of a fact. It outlives versions, for as long as question and key stay.

    `basis` is a hash of the question and the key as they were made when it was decided; once they differ the decision
    is stale: it no longer applies and is asked again. `edit` holds the edited stem, options and keys, or of a drafted
    belief its words; it is kept while the item is suppressed. `before` is the decision that undoing brings back.
    """

    class Verdict(models.TextChoices):
        """What was decided."""

        ACCEPTED = "accepted", "Accepted"
        SUPPRESSED = "suppressed", "Suppressed"
        EDITED = "edited", "Edited"

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="item_decisions")
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="item_decisions", db_index=False)
    form = models.CharField(max_length=14)
    ordinal = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    edit = models.JSONField(null=True, blank=True)
    basis = models.CharField(max_length=64)
    is_stale = models.BooleanField(default=False)
    is_belief = models.BooleanField(default=False, help_text="An approved belief of a trap whose author wrote none.")
    before = models.JSONField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact", "form", "ordinal"], name="decision_form_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.fact_id} {self.form} {self.ordinal}"

    @property
    def form_of_fact(self) -> tuple[int, str, int]:
        """What it hangs on."""
        return self.fact_id, self.form, self.ordinal

    def remembered(self) -> dict[str, object]:
        """What undoing the next decision has to bring back."""
        names = ("verdict", "edit", "basis", "is_stale", "is_belief")
        return {name: getattr(self, name) for name in names}
