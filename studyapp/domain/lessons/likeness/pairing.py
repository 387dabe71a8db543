"""Pairing what is new with what was there by likeness, and never where two would do."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LEAST = 0.75
MARGIN = 0.05
_MOST_COMPARED = 2_500  # pairs; beyond, only those that share rare words are compared
_MOST_CANDIDATES = 8
_RARE = 40  # texts that have a word, at most
_MOST_ROUNDS = 10
_EPSILON = 1e-9

Score = tuple[float, int, int]  # likeness, which new one, which earlier one


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which earlier one each new one continues; and for those in doubt the earlier ones with their likeness."""

    pairs: dict[int, int]
    doubts: dict[int, tuple[tuple[int, float], ...]]


def pair_up(scores: Sequence[Score], *, least: float = LEAST, margin: float = MARGIN) -> Pairing:
    """Pairs that are at least `least` alike, each `margin` ahead of every other choice on both sides.

    A pair that is clear leaves fewer choices to the rest, so it is tried again until nothing more is clear.
    """
    left = sorted((score for score in scores if score[0] >= least - margin), reverse=True)
    pairs: dict[int, int] = {}
    for _ in range(_MOST_ROUNDS):
        clear = _clear(left, least, margin)
        if not clear:
            break
        pairs |= clear
        taken = set(clear.values())
        left = [score for score in left if score[1] not in clear and score[2] not in taken]
    return Pairing(pairs, _doubts(left, least, margin))


def _clear(scores: Sequence[Score], least: float, margin: float) -> dict[int, int]:
    news: dict[int, list[Score]] = defaultdict(list)
    olds: dict[int, list[Score]] = defaultdict(list)
    for score in scores:
        news[score[1]].append(score)
        olds[score[2]].append(score)
    return {
        new: own[0][2]
        for new, own in news.items()
        if own[0][0] >= least - _EPSILON
        and olds[own[0][2]][0] == own[0]
        and _is_ahead(own, margin)
        and _is_ahead(olds[own[0][2]], margin)
    }


def _is_ahead(scores: Sequence[Score], margin: float) -> bool:
    return len(scores) < 2 or scores[0][0] - scores[1][0] >= margin - _EPSILON


def _doubts(scores: Sequence[Score], least: float, margin: float) -> dict[int, tuple[tuple[int, float], ...]]:
    best: dict[int, float] = {}
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for likeness, new, old in scores:
        best.setdefault(new, likeness)
        if best[new] >= least - _EPSILON and likeness > best[new] - margin:
            found[new].append((old, likeness))
    return {new: tuple(olds) for new, olds in found.items()}


def scored(
    news: Sequence[str],
    olds: Sequence[str],
    words_of: Callable[[str], frozenset[str]],
    score: Callable[[int, int], float],
) -> Iterator[Score]:
    """The likeness of each new text to each earlier one; if that is too much, to those that share rare words."""
    if len(news) * len(olds) <= _MOST_COMPARED:
        choices: Iterator[tuple[int, int]] = ((new, old) for new in range(len(news)) for old in range(len(olds)))
    else:
        choices = _sharing(news, olds, words_of)
    return ((score(new, old), new, old) for new, old in choices)


def _sharing(
    news: Sequence[str], olds: Sequence[str], words_of: Callable[[str], frozenset[str]]
) -> Iterator[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for old, text in enumerate(olds):
        for word in words_of(text):
            having[word].append(old)
    for new, text in enumerate(news):
        votes = Counter(
            old for word in words_of(text) if len(having.get(word, ())) <= _RARE for old in having.get(word, ())
        )
        for old, _ in votes.most_common(_MOST_CANDIDATES):
            yield new, old
