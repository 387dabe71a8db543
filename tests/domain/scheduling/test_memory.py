"""Laws of memory, and agreement with the reference implementation of FSRS-6."""

import math
from datetime import UTC, datetime, timedelta
from random import Random

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import MemoryState, due_day, interval_days, is_due, recall, review
from studyapp.domain.scheduling.parameters import DEFAULT, LIBRARY, Parameters

TODAY = 739_000
ratings = st.sampled_from(Rating)
states = st.builds(MemoryState, st.floats(0.001, 36_500), st.floats(1, 10), st.integers(TODAY - 2_000, TODAY))


@given(states)
def test_recall_is_nine_tenths_after_one_stability(state):
    whole = MemoryState(float(max(1, round(state.stability))), state.difficulty, TODAY)

    assert recall(whole, TODAY + int(whole.stability), DEFAULT) == pytest.approx(0.9)


@given(states, st.integers(0, 1_000), st.integers(1, 1_000))
def test_recall_is_a_probability_that_falls_with_delay(state, wait, more):
    sooner, later = (recall(state, TODAY + days, DEFAULT) for days in (wait, wait + more))

    assert 0 < later < sooner <= 1


def test_a_fact_never_seen_is_not_recalled():
    assert recall(None, TODAY, DEFAULT) == 0


@given(states, st.integers(0, 500))
def test_a_better_rating_never_leaves_less_stability_or_more_difficulty(state, wait):
    after = [review(state, rating, TODAY + wait, DEFAULT) for rating in Rating]

    stabilities = [one.stability for one in after]
    difficulties = [one.difficulty for one in after]
    assert stabilities == sorted(stabilities)
    assert difficulties == sorted(difficulties, reverse=True)


@given(st.lists(st.tuples(ratings, st.integers(0, 20_000)), min_size=1, max_size=30))
def test_no_history_leaves_the_clamps(history):
    state, day = None, TODAY
    for rating, gap in history:
        day += gap
        state = review(state, rating, day, DEFAULT)

        assert 0.001 <= state.stability <= 36_500
        assert 1 <= state.difficulty <= 10
        assert state.last_day == day


@given(st.floats(0.001, 36_499), st.floats(0.7, 0.97))
def test_the_interval_is_the_first_day_on_which_recall_has_fallen_to_the_target(stability, target):
    days = interval_days(stability, target, DEFAULT)
    state = MemoryState(stability, 5.0, TODAY)

    assert days >= 1
    if days < 36_500:
        assert recall(state, TODAY + days, DEFAULT) <= target + 1e-9
    if days > 1:
        assert recall(state, TODAY + days - 1, DEFAULT) > target
    assert due_day(state, target, DEFAULT) == TODAY + days
    assert is_due(state, TODAY + days, target, DEFAULT)
    assert not is_due(state, TODAY + days - 1, target, DEFAULT)


def test_the_worked_example_of_the_documentation():
    state = MemoryState(6.0, 5.2, TODAY - 9)

    assert recall(state, TODAY, DEFAULT) == pytest.approx(0.870, abs=5e-4)
    good, again = review(state, Rating.GOOD, TODAY, DEFAULT), review(state, Rating.AGAIN, TODAY, DEFAULT)
    assert (good.stability, good.difficulty) == (pytest.approx(24.33, abs=5e-3), pytest.approx(5.19, abs=5e-3))
    assert (again.stability, again.difficulty) == (pytest.approx(1.11, abs=5e-3), pytest.approx(8.41, abs=5e-3))


def test_an_evening_and_the_next_morning_are_one_day_apart():
    learned = review(None, Rating.GOOD, TODAY, DEFAULT)

    assert review(learned, Rating.GOOD, TODAY, DEFAULT).stability == pytest.approx(2.31, abs=0.01)
    assert review(learned, Rating.GOOD, TODAY + 1, DEFAULT).stability == pytest.approx(7.32, abs=0.01)


@pytest.mark.parametrize("wrong", [0, 5, -1])
def test_an_unknown_rating_is_refused(wrong):
    with pytest.raises(ValueError, match="not a valid Rating"):
        review(None, wrong, TODAY, DEFAULT)


def test_a_day_before_the_last_review_is_refused():
    state = MemoryState(1.0, 5.0, TODAY)

    with pytest.raises(ValueError, match="before the last review"):
        review(state, Rating.GOOD, TODAY - 1, DEFAULT)
    with pytest.raises(ValueError, match="before the last review"):
        recall(state, TODAY - 1, DEFAULT)


@pytest.mark.parametrize(
    "broken", [MemoryState(math.nan, 5, TODAY), MemoryState(1, math.inf, TODAY), MemoryState(0, 5, TODAY)]
)
def test_what_is_no_memory_state_is_refused(broken):
    with pytest.raises(ValueError, match="not a memory state"):
        review(broken, Rating.GOOD, TODAY, DEFAULT)


@pytest.mark.parametrize(("stability", "target"), [(0, 0.9), (-1, 0.9), (1, 0), (1, 1), (math.nan, 0.9)])
def test_an_interval_needs_a_stability_and_a_target(stability, target):
    with pytest.raises(ValueError, match="need 0 < target"):
        interval_days(stability, target, DEFAULT)


def test_the_parameters_name_the_library_and_fit_the_column_of_the_log():
    assert LIBRARY in DEFAULT.id
    assert len(DEFAULT.id) <= 40
    with pytest.raises(ValueError, match="21 weights"):
        Parameters("short", DEFAULT.weights[:19])


def test_two_thousand_random_histories_agree_with_the_reference():
    random = Random(20_261_123)
    for _ in range(2_000):
        history = [(random.choice(list(Rating)), random.randint(0, 144)) for _ in range(random.randint(1, 12))]

        ours, reference = _ours(history), _reference(history)

        if ours.stability < 36_500:
            assert ours.stability == pytest.approx(reference.stability, rel=1e-4), history
        assert ours.difficulty == pytest.approx(reference.difficulty, abs=1e-4), history


def _ours(history):
    state, day = None, TODAY
    for rating, gap in history:
        day += gap if state else 0
        state = review(state, rating, day, DEFAULT)
    return state


def _reference(history):
    scheduler = fsrs.Scheduler(DEFAULT.weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = fsrs.Card(), datetime(2026, 1, 1, tzinfo=UTC)
    for number, (rating, gap) in enumerate(history):
        at += timedelta(days=gap if number else 0)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    return card
