"""Where the keys of one session's choices stand: as evenly as they can."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A single choice that will be shown with so many options.

    `fixed` is the place of its key, counted from 1, where that may not be chosen: numbers ascend. `avoid` is a place
    to keep clear of if there is another one. Both are 0 where it does not matter.
    """

    options: int
    fixed: int = 0
    avoid: int = 0


def key_places(choices: Sequence[Choice], seed: str) -> list[int]:
    """For each choice the place of its key, from 1: each place is taken about equally often, in an order of `seed`.

    Of choices with equally many options no place is taken more than once more than another. The places are dealt out
    over the whole session at once, those of the shortest lists first, so that they do not follow from those before.

    Raises ValueError for a choice without options or a place beyond them.
    """
    for one in choices:
        if one.options < 1 or not 0 <= one.fixed <= one.options:
            raise ValueError(f"no key stands at {one.fixed} of {one.options}")
    places = [one.fixed for one in choices]
    taken = Counter(place for place in places if place)
    free = [number for number, place in enumerate(places) if not place]
    for number in sorted(free, key=lambda number: (choices[number].options, _chance(seed, number))):
        one = choices[number]
        wanted = [place for place in range(1, one.options + 1) if place != one.avoid] or [1]
        fewest = min(taken[place] for place in wanted)
        least = [place for place in wanted if taken[place] == fewest]
        places[number] = min(least, key=lambda place: _chance(seed, number, place))
        taken[places[number]] += 1
    return places


def _chance(seed: str, *numbers: int) -> bytes:
    return hashlib.blake2b(f"{seed}|{numbers}".encode(), digest_size=8).digest()
