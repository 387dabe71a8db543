"""The plan of a session: which facts are asked, as which items, in what order."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any
from zlib import crc32

from studyapp.study.models import StudySession

REPEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a plan. `other_item_id` is asked after a miss: another form where the fact has one.

    `is_repeat` says that the key was seen in this session already. `key_place` is where the key stands among the
    options, counted from 1, and `other_key_place` the same for the other item; 0 where the item decides. `column` is
    a number for the column of the fact's table cell, 0 for what is no cell.
    """

    fact_id: int
    item_id: int
    other_item_id: int
    seconds: float
    is_repeat: bool = False
    key_place: int = 0
    other_key_place: int = 0
    column: int = 0

    def again(self) -> "Entry":
        """The same fact later in the session, in its other form."""
        return replace(
            self,
            item_id=self.other_item_id,
            other_item_id=self.item_id,
            seconds=REPEAT_SECONDS,
            is_repeat=True,
            key_place=self.other_key_place,
            other_key_place=self.key_place,
        )


def column_number(pack_id: int, column: str) -> int:
    """A number for a column of a pack's tables; 0 for none."""
    return crc32(f"{pack_id}/{column}".encode()) if column else 0


def with_added(entries: Sequence[Entry], entry: Entry, *, after: int) -> list[Entry]:
    """The entries with one more: at the end, or so near to it that two cells of one column do not follow each other.

    It comes after the first `after` entries. Where no place keeps them apart it comes last.
    """
    for place in range(len(entries), after - 1, -1):
        beside = {one.column for one in entries[max(0, place - 1) : place + 1]}
        if not entry.column or entry.column not in beside:
            return [*entries[:place], entry, *entries[place:]]
    return [*entries, entry]


def entries_of(session: StudySession) -> list[Entry]:
    """The plan as values."""
    return [Entry(*entry) for entry in session.plan]


def as_json(entries: Sequence[Entry]) -> list[tuple[Any, ...]]:
    """The plan as it is stored."""
    return [astuple(entry) for entry in entries]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session got: `done` of `total`, and whole minutes for the rest."""

    done: int
    total: int
    minutes: int

    @property
    def current(self) -> int:
        """The number of the question on the page."""
        return min(self.done + 1, self.total)

    @property
    def left(self) -> int:
        """How many questions are still to come."""
        return self.total - self.done


def progress_of(session: StudySession) -> Progress:
    """How far the session got."""
    entries = entries_of(session)
    left = sum(entry.seconds for entry in entries[session.position :])
    return Progress(session.position, len(entries), max(1, round(left / 60)) if left else 0)
