"""From the log of one card to its state: what every stored card must equal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import MemoryState, restart, review
from studyapp.domain.scheduling.parameters import Parameters
from studyapp.domain.scheduling.rating import must_return
from studyapp.domain.scheduling.study_day import start_of

UNDO = "undo"
RESTART = "restart"  # the answer was changed: what was learned is wrong now
RECHECK = "recheck"  # the meaning was changed: what was learned is asked early
OVERRIDE = "override"  # a person's word: the row that it corrects counts with another rating, or with 0 not at all


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
    def answered_at(self) -> datetime: ...
    @property
    def form(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def rating_rule(self) -> int: ...


Row = TypeVar("Row", bound=LogRow)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A card as its log tells it. `lapses` counts misses of what had been learned on an earlier day.

    `zone` is where the last counted review was given, empty if none counts; `seen_at` is when. `recheck_at` is from
    when an early review waits: an edit asked for it, or the learner was sure and wrong. `known_difficulty` (1 to 10) is
    what is left of a memory that was started anew; empty as soon as there is a state again.
    """

    version: int = 0
    state: MemoryState | None = None
    reps: int = 0
    lapses: int = 0
    last_form: str = ""
    zone: str = ""
    seen_at: datetime | None = None
    recheck_at: datetime | None = None
    known_difficulty: float | None = None


def replay(rows: Sequence[LogRow], params: Parameters) -> Replayed:
    """Rebuild one card from its rows, in any order; an undone row and its undo count in `version` only.

    A row that was corrected counts where it stood, with the rating of the last row in the chain of its corrections.

    Raises ValueError if the versions are not 1, 2, 3 and so on.
    """
    ordered = sorted(rows, key=lambda row: row.card_version)
    if [row.card_version for row in ordered] != list(range(1, len(ordered) + 1)):
        raise ValueError(f"versions {[row.card_version for row in ordered]} have a gap or a repeat")
    undone = {row.corrects for row in ordered if row.kind == UNDO}
    corrections = corrections_of(ordered)
    card = Replayed()
    for row in ordered:
        if row.kind not in (UNDO, OVERRIDE) and row.id not in undone:
            card = _with(card, row, last_word(row, corrections), params)
    return replace(card, version=len(ordered))


def corrections_of(rows: Iterable[Row]) -> dict[UUID, Row]:
    """By the id of the row that each corrects."""
    return {row.corrects: row for row in rows if row.kind == OVERRIDE and row.corrects is not None}


def last_word(row: Row, corrections: Mapping[UUID, Row]) -> Row:
    """The row, or the last in the chain of its corrections, which says what it counts for."""
    while row.id in corrections:
        row = corrections[row.id]
    return row


def _with(card: Replayed, row: LogRow, word: LogRow, params: Parameters) -> Replayed:
    """The card after a row; `word` says what it counts for: the row itself, or what corrects it."""
    if row.kind == RESTART:
        return restarted(card)
    if row.kind == RECHECK:
        return rechecked(card, row.answered_at)
    if not word.rating:
        return card
    return after(
        card, word.rating, row.study_day, params,
        form=row.form, zone=row.zone, at=row.answered_at, returns_at=returns_at(word),
    )  # fmt: skip


def returns_at(row: LogRow) -> datetime | None:
    """The next study day, if the fact has to come back on it because the learner was sure and wrong."""
    if not must_return(rating=row.rating, confidence=row.confidence, rule=row.rating_rule):
        return None
    return start_of(row.study_day + 1, row.zone)


def after(
    card: Replayed,
    rating: int,
    day: int,
    params: Parameters,
    *,
    form: str,
    zone: str,
    at: datetime,
    returns_at: datetime | None = None,
) -> Replayed:
    """The card after one more counted review: the one rule that both the answer path and replay follow.

    `returns_at` asks for an early review on the next study day; what is answered on the same day does not answer it.
    """
    is_lapse = rating == Rating.AGAIN and card.state is not None and day > card.state.last_day
    return Replayed(
        version=card.version + 1,
        state=next_state(card.state, card.known_difficulty, rating, day, params),
        reps=card.reps + 1,
        lapses=card.lapses + is_lapse,
        last_form=form or card.last_form,
        zone=zone,
        seen_at=at,
        recheck_at=returns_at or _still_to_come(card, day, at),
    )


def _still_to_come(card: Replayed, day: int, at: datetime) -> datetime | None:
    if card.state is None or card.recheck_at is None or day > card.state.last_day:
        return None
    return card.recheck_at if card.recheck_at > at else None


def next_state(
    state: MemoryState | None, known_difficulty: float | None, rating: int, day: int, params: Parameters
) -> MemoryState:
    """The memory after a review; `known_difficulty` counts only where there is no memory."""
    if state is None and known_difficulty is not None:
        return restart(known_difficulty, rating, day, params)
    return review(state, rating, day, params)


def restarted(card: Replayed) -> Replayed:
    """The card after its answer was changed: new, but for how hard it is and when it was last seen."""
    difficulty = card.state.difficulty if card.state else card.known_difficulty
    return Replayed(card.version + 1, seen_at=card.seen_at, known_difficulty=difficulty)


def rechecked(card: Replayed, at: datetime) -> Replayed:
    """The card after its meaning was changed: the memory stays, the next review is due `at` once.

    What was never seen needs no second look; of several edits the first one counts until the review has come.
    """
    if card.state is None:
        return replace(card, version=card.version + 1)
    return replace(card, version=card.version + 1, recheck_at=card.recheck_at or at)
