"""Uploads on their way to a published version."""

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
    """

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

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.title}, uploaded {self.uploaded_at:%Y-%m-%d %H:%M}"


class DraftFile(models.Model):
    """One file of an upload, byte for byte."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", db_index=False)
    path = models.CharField(max_length=400)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "path"], name="draft_file_unique")]

    def __str__(self) -> str:
        return self.path
