"""The item bank: the ways of asking each fact, what instructors decided about them and what learners reported."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

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

    @property
    def mark(self) -> str:
        """What a form says that it takes back: another one means that it was taken back, or decided anew."""
        return f"{self.decided_at.isoformat()} {self.verdict} {self.before is not None}"

    def remembered(self) -> dict[str, object]:
        """What undoing the next decision has to bring back."""
        names = ("verdict", "edit", "basis", "is_stale", "is_belief")
        return {name: getattr(self, name) for name in names}


class ItemReport(models.Model):
    """What a learner found wrong with an item, and what became of it. The id is the key of the form that sent it.

    It is open until an instructor of the pack closes it with an outcome, which the learner is told until they have
    `seen_at` it.
    """

    class Reason(models.TextChoices):
        """What is wrong."""

        TWO_RIGHT = "two-right", _("Two answers are right")
        WRONG_KEY = "wrong-key", _("The answer marked right is wrong")
        UNCLEAR = "unclear", _("The question is unclear")
        TYPO = "typo", _("A typo")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        """How it was closed."""

        FIXED = "fixed", "Fixed"
        KEPT = "kept", "Not a fault"

    pk = models.CompositePrimaryKey("learner_id", "id")
    learner_id = models.BigIntegerField()
    id = models.UUIDField()
    item = models.ForeignKey(Item, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    pack_id = models.BigIntegerField()
    version_number = models.PositiveIntegerField(help_text="Of the pack's version in which it was met.")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    text = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=5, blank=True, choices=Outcome.choices)
    fixed_in = models.PositiveIntegerField(null=True, help_text="Number of the version that holds the fix.")
    answer = models.TextField(blank=True, help_text="Why it was kept, for the learner.")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "problems you reported"
        indexes: ClassVar = [
            models.Index(fields=["pack_id", "item"], condition=models.Q(closed_at__isnull=True), name="report_open"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner_id", "item"], condition=models.Q(closed_at__isnull=True), name="report_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} on item {self.item_id}"
