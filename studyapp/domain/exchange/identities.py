"""Names and numbers that other programs give to questions, as ids of the pack format."""

import re
import unicodedata
from dataclasses import dataclass, field

_LONGEST = 80


@dataclass(slots=True)
class Identities:
    """The ids of one file. An id is given once; whoever comes second has none."""

    given: set[str] = field(default_factory=set)

    def take(self, *candidates: str, stem: str = "") -> str:
        """The first candidate that can be an id; one that only repeats the stem's words is none."""
        for candidate in filter(None, candidates):
            name = as_id(candidate)
            repeats = bool(stem) and as_id(stem).startswith(as_id(candidate.rstrip("….")))
            if name and not repeats and name not in self.given:
                self.given.add(name)
                return name
        return ""


def as_id(text: str) -> str:
    """`text` in the letters that an id may have, "" if it has none of them or is too long."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9_.]+", "-", plain).strip("-_.")
    return name if len(name) <= _LONGEST else ""
