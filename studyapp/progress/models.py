"""What this room counted in the logs of many learners, so that no page has to, and what teachers made of the figures.

No row says anything about a learner.
"""

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Pack
from studyapp.quiz.models import Item


class ItemCount(models.Model):
    """When the first tries at the items of a pack were counted last, and of how many learners."""

    pack = models.OneToOneField(Pack, models.CASCADE, primary_key=True, related_name="+")
    counted_at = models.DateTimeField()
    learners = models.PositiveIntegerField(help_text="Whose first tries were counted.")

    def __str__(self) -> str:
        return f"{self.learners} learners of {self.pack_id}"


class ItemFigures(models.Model):
    """The first tries at one item: a cache of the review log that `count_items` makes anew.

    `options` is a list of {place, shown, chosen, rest}, see domain/psychometrics/items.py.
    """

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="+")
    pack = models.ForeignKey(Pack, models.CASCADE, related_name="+")
    n = models.PositiveIntegerField(help_text="First tries.")
    facility = models.FloatField(help_text="Mean score of the first tries, 0 to 1.")
    discrimination = models.FloatField(null=True, help_text="-1 to 1; empty where it is not defined.")
    compared = models.PositiveIntegerField(help_text="First tries that the discrimination rests on.")
    options = models.JSONField(default=list)
    milliseconds = models.PositiveIntegerField(help_text="Median time of the first tries.")

    def __str__(self) -> str:
        return f"{self.n} first tries at item {self.item_id}"


class Pardon(models.Model):
    """Somebody who teaches the pack looked at an item's figures and found it fine as it is.

    It covers the `flags` of that time; a changed section makes new items, and an edit of the item ends it.
    """

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="+")
    flags = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"item {self.item_id}: {self.reason}"
