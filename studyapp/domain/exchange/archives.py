"""Zip files of which equal content has equal bytes, whenever they are packed."""

import zipfile
from typing import BinaryIO

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


class Archive(zipfile.ZipFile):
    """A zip under way."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__(out, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, content: bytes) -> None:
        """Append one file. Entries stand in the order in which they are added."""
        entry = zipfile.ZipInfo(name, _FIXED_DATE)
        entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _PLAIN_FILE, zipfile.ZIP_DEFLATED
        self.writestr(entry, content)
