"""Between stored cards and the scheduling domain."""

from datetime import datetime

from studyapp.domain.scheduling.memory import TARGET, MemoryState, due_day
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import Replayed, after, next_state, returns_at
from studyapp.domain.scheduling.study_day import start_of
from studyapp.study.models import Card, Review


def state_of(card: Card) -> MemoryState | None:
    """The card's memory; None while unseen."""
    if card.stability is None or card.difficulty is None or card.last_day is None:
        return None
    return MemoryState(card.stability, card.difficulty, card.last_day)


def as_replayed(card: Card) -> Replayed:
    """The card as the domain counts it."""
    state = state_of(card)
    return Replayed(
        version=card.version,
        state=state,
        reps=card.reps,
        lapses=card.lapses,
        last_form=card.last_form,
        seen_at=card.seen_at,
        recheck_at=card.recheck_at,
        known_difficulty=None if state else card.difficulty,
    )


def columns_of(replayed: Replayed, introduced_at: datetime) -> dict[str, object]:
    """What a card's columns must hold. An unseen card is due from when it was introduced."""
    state = replayed.state
    return {
        "version": replayed.version,
        "stability": state.stability if state else None,
        "difficulty": state.difficulty if state else replayed.known_difficulty,
        "last_day": state.last_day if state else None,
        "reps": replayed.reps,
        "lapses": replayed.lapses,
        "last_form": replayed.last_form,
        "due_at": _due_at(state, replayed) if state else introduced_at,
        "seen_at": replayed.seen_at,
        "recheck_at": replayed.recheck_at,
    }


def columns_after(card: Card, review: Review) -> dict[str, object]:
    """What the card's columns must hold after one more counted row."""
    moved = after(
        as_replayed(card), review.rating, review.study_day, DEFAULT,
        form=review.form, zone=review.zone, at=review.answered_at, returns_at=returns_at(review),
    )  # fmt: skip
    return columns_of(moved, card.introduced_at)


def _due_at(state: MemoryState, replayed: Replayed) -> datetime:
    due = start_of(due_day(state, TARGET, DEFAULT), replayed.zone)
    return min(due, replayed.recheck_at) if replayed.recheck_at else due


def state_after(review: Review) -> MemoryState:
    """The memory that a counted log row left."""
    return next_state(state_before(review), review.difficulty_before, review.rating, review.study_day, DEFAULT)


def state_before(review: Review) -> MemoryState | None:
    """The memory that a log row found."""
    if review.stability_before is None or review.difficulty_before is None:
        return None
    return MemoryState(review.stability_before, review.difficulty_before, review.study_day - review.delta_days)


def make_missing_cards(learner_id: int, fact_ids: frozenset[int], at: datetime) -> None:
    """A card for each of the facts that has none."""
    new = [Card(learner_id=learner_id, fact_id=fact_id, due_at=at, introduced_at=at) for fact_id in sorted(fact_ids)]
    if new:
        Card.objects.bulk_create(new, ignore_conflicts=True)
