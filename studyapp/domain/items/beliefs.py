"""What people wrongly believe a term to mean: wrong answers that an author has already found."""

import re
from collections.abc import Iterator, Sequence

from studyapp.domain.items.distractors import Candidate
from studyapp.domain.items.likeness import wording_of
from studyapp.domain.items.markup import plain
from studyapp.domain.items.remarks import trap_named
from studyapp.domain.items.values import TRAP
from studyapp.domain.lessons.blocks import Trap

# A meaning and a belief fit beside each other if both name a thing in this manner.
_NAMES_A_THING = re.compile(
    r"(?:only |just |merely |simply )?(?:an?|the|any|every|all|each|one|another)\s", re.IGNORECASE
)
_SAYS = r"\s+(?:is|are|means|denotes|describes|refers to|stands for)\s+"


def beliefs_about(names: Sequence[str], meaning: str, traps: Sequence[Trap], *, place: int) -> Iterator[Candidate]:
    """The beliefs that say what a term is ("A golden set is any ..."), as if they were its meaning.

    `names` are the term's, `meaning` is the right one, whose manner of writing is kept. Places count from `place`.
    """
    if not _NAMES_A_THING.match(meaning):
        return
    for number, trap in enumerate(traps):
        said = _said_of(names, trap.belief.text) if trap.belief else ""
        if _NAMES_A_THING.match(said):
            text = _written_as(meaning, said)
            yield Candidate(wording_of(plain(text)), place + number, f"{TRAP}{trap.key}", trap_named(trap))


def _said_of(names: Sequence[str], belief: str) -> str:
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = re.fullmatch(
        rf"(?:an?\s+|the\s+)?(?:{named})(?:e?s)?{_SAYS}(.+)", belief.strip(), re.IGNORECASE | re.DOTALL
    )
    return found[1].strip() if found else ""


def _written_as(meaning: str, said: str) -> str:
    """With a capital letter and a full stop where the meaning has them."""
    bare = said.rstrip(" .")
    first = bare[:1].upper() if meaning[:1].isupper() else bare[:1].lower()
    return first + bare[1:] + ("." if meaning.rstrip().endswith(".") else "")
