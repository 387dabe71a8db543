"""How the items of a bank did at their first tries: facility, discrimination, and who chose which option."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.psychometrics.agreement import pearson

LEAST = 30  # first tries before anything is said of an item or an option
LEAST_OTHERS = 20  # other first tries of a learner before they tell the strong from the weak
TOO_HARD, TOO_EASY = 0.20, 0.95
LEAST_DISCRIMINATION = 0.10
LEAST_SHARE = 0.05

Flag = Literal["rival", "hard", "weak", "idle", "easy"]


@dataclass(frozen=True, slots=True)
class FirstTry:
    """What one learner gave to one item, never seen before. `shown` and `chosen` are places of its options, from 1."""

    learner: int
    item: int
    score: float
    shown: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionUse:
    """How often an option was `shown` and `chosen`, and the mean rest score, 0 to 1, of those who chose it.

    `rest` is None if nobody with a rest score chose it.
    """

    place: int
    shown: int
    chosen: int
    rest: float | None = None

    @property
    def share(self) -> float:
        """Of those who saw it, how many chose it, 0 to 1."""
        return self.chosen / self.shown if self.shown else 0.0


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """`facility` is the mean score of `n` first tries, `discrimination` from -1 to 1 rests on `compared` of them.

    `discrimination` is None where it is not defined: nobody to compare, or no spread.
    """

    n: int
    facility: float
    discrimination: float | None = None
    compared: int = 0
    options: tuple[OptionUse, ...] = ()


def item_statistics(tries: Sequence[FirstTry], *, least_others: int = LEAST_OTHERS) -> dict[int, ItemStatistics]:
    """For each item its figures, from all first tries at a bank.

    Discrimination is the correlation of the score with the rest: the mean over the learner's other first tries of how
    much better they did than people do at that item, so that it does not matter who met which items. A learner with
    fewer than `least_others` others is left out of it. For scores of 0 and 1 it is the point-biserial correlation.
    Sums are exact, so that the order of the tries changes nothing.
    """
    by_item: dict[int, list[FirstTry]] = defaultdict(list)
    by_learner: dict[int, list[FirstTry]] = defaultdict(list)
    for one in tries:
        by_item[one.item].append(one)
        by_learner[one.learner].append(one)
    facility = {item: math.fsum(one.score for one in own) / len(own) for item, own in by_item.items()}
    better = {learner: math.fsum(one.score - facility[one.item] for one in own) for learner, own in by_learner.items()}
    marks = {learner: math.fsum(one.score for one in own) for learner, own in by_learner.items()}
    others = {learner: len(own) - 1 for learner, own in by_learner.items()}
    found = {}
    for item, own in by_item.items():
        told = [one for one in own if others[one.learner] >= max(1, least_others)]
        rest = [_rounded((better[one.learner] - one.score + facility[item]) / others[one.learner]) for one in told]
        plain = {one.learner: (marks[one.learner] - one.score) / others[one.learner] for one in told}
        found[item] = ItemStatistics(
            n=len(own),
            facility=facility[item],
            discrimination=pearson([one.score for one in told], rest) if told else None,
            compared=len(told),
            options=_options(own, plain),
        )
    return found


def flags_of(one: ItemStatistics, keys: Iterable[int]) -> tuple[Flag, ...]:
    """What to look at, the gravest first; `keys` are the places of the right options. None below `LEAST` first tries.

    `rival`: a wrong option is chosen more often than the key, by learners who do better elsewhere. `hard` and `easy`:
    facility below 0.20 or above 0.95. `weak`: discrimination below 0.10. `idle`: a wrong option that fewer than 5 % of
    those choose who see it.
    """
    if one.n < LEAST:
        return ()
    right = set(keys)
    found: list[Flag] = []
    if _rivals(one.options, right):
        found.append("rival")
    if one.facility < TOO_HARD:
        found.append("hard")
    if one.compared >= LEAST and one.discrimination is not None and one.discrimination < LEAST_DISCRIMINATION:
        found.append("weak")
    if idle_options(one.options, right):
        found.append("idle")
    if one.facility > TOO_EASY:
        found.append("easy")
    return tuple(found)


def idle_options(options: Iterable[OptionUse], keys: Iterable[int]) -> list[int]:
    """The places of wrong options that next to nobody takes, though at least `LEAST` saw them."""
    right = set(keys)
    return [one.place for one in options if one.place not in right and one.shown >= LEAST and one.share < LEAST_SHARE]


def _rivals(options: Sequence[OptionUse], right: set[int]) -> bool:
    keys = [one for one in options if one.place in right and one.rest is not None]
    if len(keys) != 1 or len(right) != 1:
        return False
    key = keys[0]
    wrong = [one for one in options if one.place not in right and one.shown >= LEAST and one.rest is not None]
    return any(one.share > key.share and (one.rest or 0) > (key.rest or 0) for one in wrong)


def _options(own: Sequence[FirstTry], rest: Mapping[int, float]) -> tuple[OptionUse, ...]:
    shown = Counter(place for one in own for place in one.shown)
    chosen: dict[int, list[FirstTry]] = defaultdict(list)
    for one in own:
        for place in set(one.chosen):
            chosen[place].append(one)
    return tuple(
        OptionUse(
            place=place,
            shown=shown[place],
            chosen=len(chosen[place]),
            rest=_mean([rest[one.learner] for one in chosen[place] if one.learner in rest]),
        )
        for place in sorted(shown)
    )


def _rounded(rest: float) -> float:
    """So that equal rests are equal: the noise of floats would pass for a spread."""
    return round(rest, 12)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
