"""The files a version was read from: images to show, sources to give back."""

from typing import ClassVar

from django.db import models

from studyapp.library.models.packs import PackVersion


class StoredFile(models.Model):
    """The bytes of a file, once for all versions that contain them."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the content.")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:12]


class PackFile(models.Model):
    """A file of one version, by its path in the pack."""

    version = models.ForeignKey(PackVersion, models.CASCADE, related_name="files", db_index=False)
    path = models.CharField(max_length=400)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering: ClassVar = ["version", "path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "path"], name="pack_file_unique")]

    def __str__(self) -> str:
        return self.path
