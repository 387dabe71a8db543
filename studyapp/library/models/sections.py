"""Sections: a stable identity, its immutable revisions, and their places in pack versions."""

from typing import ClassVar

from django.db import models

from studyapp.domain.common import limits
from studyapp.library.models.packs import Pack, PackVersion


class Section(models.Model):
    """A section's identity over all versions of its pack."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="sections", db_index=False)
    key = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "key"], name="section_key_unique"),
        ]

    def __str__(self) -> str:
        return self.key


class SectionRevision(models.Model):
    """What a section said at one time. Immutable, and shared by all versions in which it did not change.

    The content hash covers the section, its facts and its items, so that equal hashes mean equal study.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions", db_index=False)
    content_hash = models.CharField(max_length=64)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=limits.TITLE_CHARACTERS)
    depth = models.PositiveSmallIntegerField()
    task = models.CharField(max_length=20, blank=True, help_text="Of the official outline, such as 1.2.")
    domain_code = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True)
    file = models.CharField(max_length=400)
    line = models.PositiveIntegerField()
    end_line = models.PositiveIntegerField()
    words = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "content_hash"], name="revision_hash_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class RevisionContent(models.Model):
    """A section revision as it was read, with all that pages do not need: what the next reading is compared with.

    `content` is the domain's Section value (`section_content`), with keys of full length and the lines of that time.
    """

    revision = models.OneToOneField(SectionRevision, models.CASCADE, primary_key=True, related_name="content")
    content = models.JSONField()

    def __str__(self) -> str:
        return f"content of {self.revision}"


class VersionSection(models.Model):
    """A section's place in one version, and the lesson (a section again) that it belongs to.

    `file` and `line` are where this version's files have it; its revision keeps where it was first read.
    """

    version = models.ForeignKey(PackVersion, models.CASCADE, related_name="places", db_index=False)
    revision = models.ForeignKey(SectionRevision, models.PROTECT, related_name="places")
    lesson = models.ForeignKey(Section, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField(help_text="Reading order in the pack, from 1.")
    file = models.CharField(max_length=400)
    line = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="place_position_unique"),
            models.UniqueConstraint(fields=["version", "revision"], name="place_revision_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.revision}"
