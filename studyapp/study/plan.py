"""The plan of a session: which facts are asked, as which items, in what order."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from math import ceil
from typing import Any

from studyapp.study.models import StudySession

REPEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a plan. `other_item_id` is asked after a miss: another form where the fact has one.

    `is_repeat` says that the key was seen in this session already. `key_place` is where the key stands among the
    options, counted from 1, and `other_key_place` the same for the other item; 0 where the item decides.
    """

    fact_id: int
    item_id: int
    other_item_id: int
    seconds: float
    is_repeat: bool = False
    key_place: int = 0
    other_key_place: int = 0

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
    return Progress(session.position, len(entries), ceil(left / 60))
