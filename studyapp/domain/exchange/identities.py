"""Names and numbers that other programs give to questions, as ids of the pack format."""

import re
import unicodedata
from dataclasses import dataclass, field

from studyapp.domain.exchange.incoming import Ledger

_LONGEST = 80
_CUT_AT = 40  # characters


@dataclass(slots=True)
class Identities:
    """The ids of one file. An id is given once; whoever comes second has none.

    `unused` are the lines of questions that had a name of their own and got no id.
    """

    given: set[str] = field(default_factory=set)
    unused: list[int] = field(default_factory=list)

    def take(self, *candidates: str, stem: str = "", line: int = 0) -> str:
        """The first candidate that can be an id; one that only repeats the stem is none."""
        own = [candidate for candidate in candidates if candidate and not repeats(candidate, stem)]
        for name in filter(None, map(as_id, own)):
            if name not in self.given:
                self.given.add(name)
                return name
        if own:
            self.unused.append(line)
        return ""

    def tell_unused(self, ledger: Ledger) -> None:
        """Note the names that became no ids, as one loss."""
        what = "{n} names of questions are left out: an id has Latin letters and digits, and stands once in a file"
        ledger.lose_all(self.unused, what)


def repeats(name: str, stem: str) -> bool:
    """Whether a name is the stem, or so much of it as programs take for a question that nobody named."""
    start, whole = (" ".join(text.rstrip("….").casefold().split()) for text in (name, stem))
    is_cut = name.rstrip().endswith(("…", "...")) or len(start) >= _CUT_AT
    return bool(whole) and (start == whole or (is_cut and whole.startswith(start)))


def as_id(text: str) -> str:
    """`text` in the letters that an id may have, "" if it has none of them or is too long."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9_.]+", "-", plain).strip("-_.")
    return name if len(name) <= _LONGEST else ""
