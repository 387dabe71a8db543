"""Pictures that come with other formats: only kinds that a pack may have, under names of ours."""

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass, field

from studyapp.domain.common import limits
from studyapp.domain.exchange.incoming import Ledger, Picture

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF87a", ".gif"), (b"GIF89a", ".gif"))
_INLINE = re.compile(r"data:image/[\w.+-]+;base64,(.*)\Z", re.DOTALL)


def suffix_of(content: bytes) -> str:
    """The ending of a picture's name by its first bytes, "" for every kind that a pack may not have."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp"
    return next((suffix for signature, suffix in _SIGNATURES if content.startswith(signature)), "")


@dataclass(slots=True)
class Album:
    """The pictures of one upload, each once."""

    name: str
    ledger: Ledger
    places: dict[bytes, str] = field(default_factory=dict)

    def add(self, content: bytes, *, line: int, called: str, name: str = "") -> str | None:
        """Take a picture in and say where it is, or tell why not. `called` is how its author knows it."""
        suffix = suffix_of(content)
        if not suffix:
            self.ledger.lose(line, f"the picture {called} is neither PNG, JPEG, WebP nor GIF and is left out")
            return None
        if len(content) > limits.IMAGE_BYTES:
            most = limits.IMAGE_BYTES // limits.MB
            self.ledger.lose(line, f"the picture {called} has over {most} MB and is left out")
            return None
        if content not in self.places:
            self.places[content] = self._place(name, suffix)
        return self.places[content]

    def add_inline(self, address: str, *, line: int, called: str) -> str | None:
        """Take in a picture that is written out in its address (`data:`)."""
        found = _INLINE.match(address)
        return self.add(from_base64(found.group(1)), line=line, called=called) if found else None

    def _place(self, name: str, suffix: str) -> str:
        stem = f"{ascii_name(self.name) or 'picture'}-{ascii_name(name) or len(self.places) + 1}"
        taken = set(self.places.values())
        place, again = f"img/{stem}{suffix}", 2
        while place in taken:
            place, again = f"img/{stem}-{again}{suffix}", again + 1
        return place

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All that were taken in."""
        return tuple(Picture(path, content) for content, path in self.places.items())


def ascii_name(name: str) -> str:
    """A name in small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def from_base64(text: str) -> bytes:
    """The bytes that a text stands for, none if it is no base64."""
    try:
        return base64.b64decode(re.sub(r"\s+", "", text), validate=True)
    except (binascii.Error, ValueError):
        return b""
