"""What is remembered of one fact: how it changes when it is recalled, and how it fades."""

import math
from dataclasses import dataclass
from functools import lru_cache

from fsrs_rs_python import FSRS
from fsrs_rs_python import MemoryState as LibraryState

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.parameters import Parameters

LEAST_STABILITY, MOST_STABILITY = 0.001, 36_500.0
LEAST_DIFFICULTY, MOST_DIFFICULTY = 1.0, 10.0
TARGET = 0.9  # the recall at which a fact is due
_ROUNDING = 1e-9  # so that a fact is due on the very day that its interval names


@dataclass(frozen=True, slots=True)
class MemoryState:
    """Memory of one fact after its last review.

    `stability` is in days: the wait after which recall has fallen to 0.9. `difficulty` is from 1 to 10.
    `last_day` is a study day as an ordinal.
    """

    stability: float
    difficulty: float
    last_day: int


def review(state: MemoryState | None, rating: Rating | int, day: int, params: Parameters) -> MemoryState:
    """The memory after a recall rated `rating` on study day `day`; `state` is None for a fact never seen.

    On the day of the last review the short-term rule applies. Computed in 32 bit by the library, then clamped
    here, since other implementations of FSRS-6 leave stability without an upper limit.

    Raises ValueError for an unknown rating, a day before the last review, or a state that is not finite.
    """
    rating = Rating(rating)
    elapsed_days = _elapsed_days(state, day)
    memory = LibraryState(state.stability, state.difficulty) if state else None
    states = _library(params.weights).next_states(memory, 0.9, elapsed_days)
    by_rating = {Rating.AGAIN: states.again, Rating.HARD: states.hard, Rating.GOOD: states.good}
    chosen = by_rating.get(rating, states.easy).memory
    return MemoryState(
        min(max(chosen.stability, LEAST_STABILITY), MOST_STABILITY),
        min(max(chosen.difficulty, LEAST_DIFFICULTY), MOST_DIFFICULTY),
        day,
    )


def restart(difficulty: float, rating: Rating | int, day: int, params: Parameters) -> MemoryState:
    """The memory after the first recall of a fact that was learned once, but says something else now.

    Its stability is that of any first recall: nothing of the old answer helps. How hard the fact is for this
    learner is known already: `difficulty` (1 to 10) moves as it would at a review with that rating.

    Raises ValueError for an unknown rating, or a difficulty that is not finite.
    """
    first = review(None, rating, day, params)
    known = review(MemoryState(first.stability, difficulty, day), rating, day, params)
    return MemoryState(first.stability, known.difficulty, day)


def recall(state: MemoryState | None, day: int, params: Parameters) -> float:
    """Probability, 0 to 1, that the fact is recalled on study day `day`; 0 for a fact never seen.

    Raises ValueError for a day before the last review. Source: the forgetting curve of FSRS-6.
    """
    if state is None:
        return 0.0
    elapsed_days = _elapsed_days(state, day)
    return math.pow(1 + _factor(params.decay) * elapsed_days / state.stability, -params.decay)


def interval_days(stability: float, target: float, params: Parameters) -> int:
    """Whole days, at least 1, until recall has fallen to `target` or below.

    Raises ValueError unless 0 < `target` < 1 and `stability` (days) is positive.
    """
    if not 0 < target < 1 or not stability > 0:
        raise ValueError(f"need 0 < target < 1 and stability > 0, got {target}, {stability}")
    days = stability * (math.pow(target, -1 / params.decay) - 1) / _factor(params.decay)
    return int(min(max(math.ceil(days - _ROUNDING * days), 1), MOST_STABILITY))


def due_day(state: MemoryState, target: float, params: Parameters) -> int:
    """The first study day after the last review on which recall is at or below `target`."""
    return state.last_day + interval_days(state.stability, target, params)


def is_due(state: MemoryState, day: int, target: float, params: Parameters) -> bool:
    """Whether recall has fallen to `target`. Never on the day of the last review."""
    return day >= due_day(state, target, params)


def _elapsed_days(state: MemoryState | None, day: int) -> int:
    if state is None:
        return 0
    if not (math.isfinite(state.stability) and math.isfinite(state.difficulty) and state.stability > 0):
        raise ValueError(f"not a memory state: {state}")
    if day < state.last_day:
        raise ValueError(f"day {day} lies before the last review on day {state.last_day}")
    return day - state.last_day


@lru_cache(maxsize=16)
def _library(weights: tuple[float, ...]) -> FSRS:
    return FSRS(list(weights))


@lru_cache(maxsize=16)
def _factor(decay: float) -> float:
    """So that recall is 0.9 after one stability."""
    return float(math.pow(0.9, -1 / decay) - 1)
