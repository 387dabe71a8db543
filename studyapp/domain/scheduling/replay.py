"""From the log of one card to its state: what every stored card must equal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import MemoryState, review
from studyapp.domain.scheduling.parameters import Parameters

UNDO = "undo"


class LogRow(Protocol):
    """What replay reads of a row; `card_version` counts the card's rows from 1 and gives their order."""

    @property
    def id(self) -> UUID: ...
    @property
    def corrects(self) -> UUID | None: ...
    @property
    def card_version(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def rating(self) -> int: ...
    @property
    def study_day(self) -> int: ...
    @property
    def form(self) -> str: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Replayed:
    """A card as its log tells it. `lapses` counts misses of what had been learned on an earlier day.

    `zone` is where the last counted review was given, empty if none counts.
    """

    version: int = 0
    state: MemoryState | None = None
    reps: int = 0
    lapses: int = 0
    last_form: str = ""
    zone: str = ""


def replay(rows: Sequence[LogRow], params: Parameters) -> Replayed:
    """Rebuild one card from its rows, in any order; an undone row and its undo count in `version` only.

    Raises ValueError if the versions are not 1, 2, 3 and so on.
    """
    ordered = sorted(rows, key=lambda row: row.card_version)
    if [row.card_version for row in ordered] != list(range(1, len(ordered) + 1)):
        raise ValueError(f"versions {[row.card_version for row in ordered]} have a gap or a repeat")
    undone = {row.corrects for row in ordered if row.kind == UNDO}
    card = Replayed()
    for row in ordered:
        if row.kind != UNDO and row.id not in undone:
            card = after(card, row.rating, row.study_day, params, form=row.form, zone=row.zone)
    return Replayed(len(ordered), card.state, card.reps, card.lapses, card.last_form, card.zone)


def after(card: Replayed, rating: int, day: int, params: Parameters, *, form: str, zone: str) -> Replayed:
    """The card after one more counted review: the one rule that both the answer path and replay follow."""
    is_lapse = rating == Rating.AGAIN and card.state is not None and day > card.state.last_day
    return Replayed(
        version=card.version + 1,
        state=review(card.state, rating, day, params),
        reps=card.reps + 1,
        lapses=card.lapses + is_lapse,
        last_form=form or card.last_form,
        zone=zone,
    )
