"""Where the keys of a session's choices stand."""

from collections.abc import Sequence

from studyapp.domain.items.placing import Choice, key_places
from studyapp.quiz.models import Item
from studyapp.quiz.services import shown_order


def spread_keys(asked: Sequence[tuple[int, int]], seed: str) -> tuple[list[int], list[int]]:
    """For the items (by id) of a session, and those asked after a miss of each, the place of the key; 0 if it has none.

    Each list is even for itself, and a question that is asked again has its key in another place. One statement.
    """
    wanted = {item_id for pair in asked for item_id in pair}
    items = Item.objects.filter(pk__in=wanted, kind="single").select_related("fact").in_bulk()
    choices = {pk: _choice(item, seed) for pk, item in items.items()}
    firsts = _places([choices.get(first) for first, _ in asked], seed)
    others = [
        Choice(one.options, one.fixed, avoid=place if first == other and not one.fixed else 0)
        if (one := choices.get(other))
        else None
        for (first, other), place in zip(asked, firsts, strict=True)
    ]
    return firsts, _places(others, f"{seed} again")


def _choice(item: Item, seed: str) -> Choice:
    order = shown_order(item, seed.encode())
    return Choice(len(order), fixed=order.index(item.keys[0]) + 1 if item.numeric else 0)


def _places(choices: Sequence[Choice | None], seed: str) -> list[int]:
    placed = iter(key_places([one for one in choices if one], seed))
    return [next(placed) if one else 0 for one in choices]
