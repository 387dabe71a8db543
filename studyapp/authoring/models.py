"""Uploads on their way to a published version."""

import hashlib
import json
from typing import ClassVar

from django.db import models

from studyapp.accounts.models import User
from studyapp.domain.common import limits
from studyapp.library.models import Pack, PackVersion


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, read as sentences."""

    def of(self, user: User) -> "DraftQuerySet":
        """The drafts that a person may see: their own, for operators all."""
        return self if user.is_operator else self.filter(owner_id=user.pk)

    def waiting(self) -> "DraftQuerySet":
        """Drafts that were not published."""
        return self.filter(published_version=None)


class Draft(models.Model):
    """An upload that was read: its files, what was found, and what publishing would store.

    `report` is the object of `check_pack --json`; `study_pack` and `bank` the StudyPack and Bank values as
    JSON (empty when unreadable).
    `base_version` is the version that was current when it was uploaded: another one by now is a conflict.
    `choices` is what the author decided about it: {"identity": {new block key: earlier key or ""},
    "severity": {change id: severity}, "accepted": [finding ids ticked], "scheduled": what `agreed` was when
    its time was set}; `asked` is what the upload form said.
    While `state` is reading, `read_done` of `read_total` files are read and `beat_at` moves.
    """

    class State(models.TextChoices):
        """How far an upload got."""

        READING = "reading", "Being read"
        READY = "ready", "Read"
        FAILED = "failed", "Could not be read"

    owner = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    pack_key = models.CharField(max_length=80, blank=True)
    pack = models.ForeignKey(Pack, models.SET_NULL, null=True, related_name="drafts")
    base_version = models.ForeignKey(PackVersion, models.SET_NULL, null=True, related_name="+", db_index=False)
    title = models.CharField(max_length=limits.TITLE_CHARACTERS)
    file_name = models.CharField(max_length=limits.FILE_NAME_CHARACTERS)
    source_hash = models.CharField(max_length=64)
    report = models.JSONField()
    study_pack = models.JSONField(null=True)
    bank = models.JSONField(null=True)
    has_errors = models.BooleanField(default=False)
    published_version = models.ForeignKey(PackVersion, models.SET_NULL, null=True, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    read_done = models.PositiveIntegerField(default=0)
    read_total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, help_text="When the reader was last heard of.")
    failure = models.TextField(blank=True, help_text="Why it could not be read, or not be published at its time.")
    asked = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    succession = models.JSONField(default=dict, help_text="What it continues: {pairs, doubts} as JSON.")
    is_public = models.BooleanField(null=True, help_text="Who may read the pack; empty: as it is.")
    rights_confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    rights_confirmed_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True, help_text="Published by `publish_due` once this time has come.")

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        indexes: ClassVar = [
            models.Index(fields=["publish_at"], condition=models.Q(publish_at__isnull=False), name="draft_scheduled"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, uploaded {self.uploaded_at:%Y-%m-%d %H:%M}"

    def agreed(self) -> str:
        """A digest of all that somebody agrees to who publishes it; another one once anything of that is changed."""
        confirmed = self.rights_confirmed_at.timestamp() if self.rights_confirmed_at else None
        chosen = [self.choices.get(name) or None for name in ("identity", "severity", "accepted")]
        who = [self.is_public, self.rights_confirmed_by_id, confirmed]
        parts = [self.source_hash, self.pack_key, self.base_version_id, self.state, *who, *chosen]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def is_schedule_void(self) -> bool:
        """Whether it was changed after its time was set: nobody agreed to publish what it is now."""
        return self.publish_at is not None and self.choices.get("scheduled") != self.agreed()


class DraftFile(models.Model):
    """One file of an upload, byte for byte."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", db_index=False)
    path = models.CharField(max_length=400)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "path"], name="draft_file_unique")]

    def __str__(self) -> str:
        return self.path


class DraftEdit(models.Model):
    """One change to a file of a draft made in the browser, with what stood there before: it can be undone."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="edits")
    path = models.CharField(max_length=400)
    before = models.BinaryField()
    what = models.CharField(max_length=200, help_text="What was changed, for the button that undoes it.")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class LabelChoice(models.Model):
    """What a label that the format does not know means in one pack, decided once on its import page."""

    pack_key = models.CharField(max_length=80)
    label = models.CharField(max_length=80, help_text="As identity sees it: folded, without marks.")
    kind = models.CharField(max_length=12, help_text="A callout kind, trap, reflection, definition, or text: none.")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack_key", "label", "made_by"], name="label_choice_of_person_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.kind} in {self.pack_key}"
