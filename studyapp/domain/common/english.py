"""Which words are English as they stand, and so no slip of the pen for another."""

from functools import cache
from importlib.resources import files

from studyapp.domain.common.words import stem


@cache
def common_words() -> frozenset[str]:
    """Frequent English words, and those that are easily confused."""
    text = files(__package__).joinpath("common_words.txt").read_text("utf-8")
    return frozenset(" ".join(line for line in text.splitlines() if not line.startswith("#")).split())


@cache
def common_stems() -> frozenset[str]:
    """Stems of the common words: their inflections are real words too."""
    return frozenset(stem(word) for word in common_words())


def is_common(word: str) -> bool:
    """Whether a folded word is English as it stands, in any inflection."""
    return word in common_words() or stem(word) in common_stems()
