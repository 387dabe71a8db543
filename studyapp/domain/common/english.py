"""Which words are English as they stand, and so no slip of the pen for another."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from studyapp.domain.common.words import stem

# "smaller", "largest", "supplier", "readable", "outlives": no list need have them.
_DEGREES = re.compile(r"([a-z]{4,})(?:er|ers|est|able)")
_PREFIXED = re.compile(r"(?:(?:out|over|mis|pre|non)(?=[a-z]{4})|(?:re|un)(?=[a-z]{5}))([a-z]+)")
_DOUBLED = re.compile(r"[a-z]*[^aeiou][aeiou]([bdglmnprt])\1")


@cache
def common_words() -> frozenset[str]:
    """Frequent English words, and those that are easily confused."""
    text = files(__package__).joinpath("common_words.txt").read_text("utf-8")
    return frozenset(" ".join(line for line in text.splitlines() if not line.startswith("#")).split())


@cache
def common_stems() -> frozenset[str]:
    """Stems of the common words: their inflections are real words too."""
    return frozenset(stem(word) for word in common_words())


@lru_cache(maxsize=65_536)
def is_common(word: str) -> bool:
    """Whether a folded word is English as it stands, in any inflection, degree or plain derivation."""
    if word in common_words() or stem(word) in common_stems():
        return True
    prefixed = _PREFIXED.fullmatch(word)
    if prefixed is not None and (prefixed[1] in common_words() or stem(prefixed[1]) in common_stems()):
        return True
    compared = _DEGREES.fullmatch(word)
    return compared is not None and not common_words().isdisjoint(_bases(compared[1]))


def _bases(cut: str) -> set[str]:
    """What "larg", "suppli", "thinn" and "small" may have been before their ending."""
    doubled = cut[:-1] if _DOUBLED.fullmatch(cut) else cut
    return {cut, f"{cut}e", f"{cut[:-1]}y" if cut.endswith("i") else cut, doubled}
