"""Which options of an item are shown, and in what order."""

import hashlib
from dataclasses import dataclass
from itertools import combinations, count

from studyapp.domain.items.levels import levels_of
from studyapp.domain.items.rules import cue_in
from studyapp.domain.items.values import Item

MOST_SHOWN = 4  # options of a generated question at a time


@dataclass(frozen=True, slots=True)
class Served:
    """1-based positions in `item.options`, in the order shown. Empty for typed items and cards."""

    order: tuple[int, ...]


def serve(item: Item, *, seed: bytes, key_place: int = 0) -> Served:
    """What a learner sees of an item: a function of the item and `seed` (learner and study day) alone.

    A generated choice item shows its key and a sample of the distractors that keeps the item-writing rules; an
    authored one shows all. Numbers ascend, True comes before False, all else is shuffled; what is to be put in
    order never starts in the right order. `key_place` is where the key of a single choice is to stand, counted from 1,
    if it is free to stand there.
    """
    places = tuple(range(1, len(item.options) + 1))
    if item.kind == "true-false":
        return Served(places)
    if item.kind in {"ordering", "matching"}:
        return Served(_unsorted(item, places, seed))
    shown = _sample(item, seed) if item.kind == "single" and item.form != "authored" else places
    if item.numeric:
        return Served(_ascending(item, shown))
    order = _shuffled(item, shown, seed, b"order")
    return Served(_with_key_at(order, item.keys[0], key_place) if item.kind == "single" else order)


def _with_key_at(order: tuple[int, ...], key: int, place: int) -> tuple[int, ...]:
    if not 1 <= place <= len(order):
        return order
    others = [one for one in order if one != key]
    return (*others[: place - 1], key, *others[place - 1 :])


def _shuffled(item: Item, places: tuple[int, ...], seed: bytes, purpose: bytes) -> tuple[int, ...]:
    """The places sorted by a keyed hash: uniform over seeds and the same in every version of Python."""
    identity = f"{item.fact_key}\n{item.form}\n{item.ordinal}".encode()
    key = hashlib.blake2b(purpose + b"\n" + identity + b"\n" + seed, digest_size=32).digest()
    return tuple(sorted(places, key=lambda place: hashlib.blake2b(b"%d" % place, key=key, digest_size=16).digest()))


def _unsorted(item: Item, places: tuple[int, ...], seed: bytes) -> tuple[int, ...]:
    if len(places) < 2:
        return places
    tries = (_shuffled(item, places, seed, b"order %d" % number) for number in count())
    return next(order for order in tries if order != places)


def _sample(item: Item, seed: bytes) -> tuple[int, ...]:
    """The key and as many distractors as fit; of those samples that keep the rules, if there is one."""
    wrong = tuple(place for place in range(1, len(item.options) + 1) if place not in item.keys)
    room = MOST_SHOWN - len(item.keys)
    if len(wrong) <= room:
        return tuple(range(1, len(item.options) + 1))
    samples = list(combinations(_shuffled(item, wrong, seed, b"sample"), room))
    return (*item.keys, *next((sample for sample in samples if _is_fair(item, sample)), samples[0]))


def _is_fair(item: Item, sample: tuple[int, ...]) -> bool:
    key = item.options[item.keys[0] - 1].text
    return cue_in(item.form, item.stem, key, [item.options[place - 1].text for place in sample]) is None


def _ascending(item: Item, places: tuple[int, ...]) -> tuple[int, ...]:
    levels = levels_of([option.text for option in item.options])
    if levels is None:
        return tuple(sorted(places))
    return tuple(sorted(places, key=lambda place: (levels[place - 1].value, place)))
