"""Somebody who teaches looked at an item's figures and found it fine as it is."""

from collections.abc import Collection
from datetime import datetime

from studyapp.accounts.models import User
from studyapp.domain.psychometrics.items import Flag
from studyapp.progress.models import Pardon
from studyapp.quiz.models import Item


def pardon(*, item: Item, flags: Collection[Flag], reason: str, by: User, at: datetime) -> Pardon:
    """Note that the item is fine for all these flags; it takes the place of an earlier one."""
    found, _is_new = Pardon.objects.update_or_create(
        item=item, defaults={"flags": list(flags), "reason": reason, "given_by": by, "given_at": at}
    )
    return found


def withdraw_pardon(*, item: Item) -> None:
    """Put the item back among those to look at."""
    Pardon.objects.filter(item=item).delete()


def holds(given: Pardon, flags: Collection[Flag], edited: datetime | None) -> bool:
    """Whether it still covers the item: no flag came since, and nobody `edited` it."""
    return set(flags) <= set(given.flags) and (edited is None or edited < given.given_at)
