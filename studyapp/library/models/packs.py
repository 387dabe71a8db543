"""Packs, their published versions and the domains of their exam."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.domain.common import limits


class PackQuerySet(models.QuerySet["Pack"]):
    """Packs, read as sentences."""

    def published(self) -> "PackQuerySet":
        """Packs that have a current version."""
        return self.filter(current_version__isnull=False)

    def readable_by(self, user: User) -> "PackQuerySet":
        """Published packs that are public or their own; operators read all."""
        if user.is_operator:
            return self.published()
        return self.published().filter(Q(is_public=True) | Q(owner_id=user.pk))

    def taught_by(self, user: User) -> "PackQuerySet":
        """Packs whose content the person may change: own ones, for operators all."""
        if user.is_operator:
            return self
        return self.filter(owner_id=user.pk) if user.may_instruct else self.none()


class Pack(models.Model):
    """A study pack: a stable identity whose current version moves when something is published."""

    key = models.SlugField(max_length=80, unique=True, help_text="The id in pack.toml; never changes.")
    title = models.CharField(max_length=limits.TITLE_CHARACTERS, help_text="Of the current version.")
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="packs")
    is_public = models.BooleanField(default=True)
    current_version = models.ForeignKey(
        "library.PackVersion", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "key"]

    def __str__(self) -> str:
        return self.title


class PackVersion(models.Model):
    """One published state of a pack. Immutable: a list of section revisions and what pack.toml said."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="From 1, in order of publishing.")
    title = models.CharField(max_length=limits.TITLE_CHARACTERS)
    language = models.CharField(max_length=20, default="en")
    licence = models.CharField(max_length=100, blank=True)
    trademarks = models.TextField(blank=True)
    manifest = models.JSONField(help_text="The whole Manifest value as JSON.")
    landing_html = models.TextField(blank=True)
    source_hash = models.CharField(max_length=64, help_text="SHA-256 over all files; equal bytes, equal version.")
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(default=timezone.now)
    revisions = models.ManyToManyField("library.SectionRevision", through="library.VersionSection")

    class Meta:
        ordering: ClassVar = ["pack", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "number"], name="version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def gives_partial_credit(self) -> bool:
        """Whether the exam gives marks for parts of an answer, as pack.toml says."""
        exam = self.manifest.get("exam")
        return isinstance(exam, dict) and exam.get("partial_credit") is True


class ExamDomain(models.Model):
    """A domain of the exam as one version of the pack states it; `tasks` is a list of {id, title}."""

    version = models.ForeignKey(PackVersion, models.CASCADE, related_name="domains")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=limits.TITLE_CHARACTERS)
    weight = models.FloatField(help_text="Percent of the exam.")
    tasks = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="domain_code_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.weight:g} %)"
