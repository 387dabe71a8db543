"""Did you mean: the word of a list that somebody meant to type."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA


def nearest(word: str, known: Iterable[str], *, most: int = 2) -> str | None:
    """The known word nearest to `word`, or None if it is further than `most` edits (1 for up to 4 letters)."""
    farthest = min(most, 1 if len(word) <= 4 else 2)
    scored = [(OSA.distance(word.casefold(), other.casefold()), other) for other in known]
    best = min(scored, default=(99, ""))
    return best[1] if best[0] <= farthest else None
