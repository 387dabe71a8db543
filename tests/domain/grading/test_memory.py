"""Marks become ratings."""

import pytest

from studyapp.domain.common.ratings import Rating
from studyapp.domain.grading.memory import rating_of_credit, rating_of_marks


@pytest.mark.parametrize(
    ("marks", "missed", "hint", "slow", "rating"),
    [
        (0, False, False, False, Rating.AGAIN),
        (3.9, False, False, False, Rating.AGAIN),
        (4, False, False, False, Rating.HARD),
        (4, True, False, False, Rating.AGAIN),
        (6.9, False, False, False, Rating.HARD),
        (7, True, False, False, Rating.GOOD),
        (9.4, False, False, False, Rating.GOOD),
        (9.5, False, False, False, Rating.EASY),
        (10, False, False, True, Rating.GOOD),
        (10, False, True, False, Rating.HARD),
        (8, False, True, True, Rating.HARD),
        (1, False, True, False, Rating.AGAIN),
    ],
)
def test_the_share_of_marks_gives_the_rating(marks, missed, hint, slow, rating):
    assert rating_of_marks(marks, 10, required_missed=missed, hint_used=hint, slow=slow) == rating


@pytest.mark.parametrize(
    ("credit", "rating"),
    [(1, Rating.GOOD), (0.75, Rating.HARD), (0.5, Rating.HARD), (0.49, Rating.AGAIN), (0, Rating.AGAIN)],
)
def test_the_credit_of_a_criterion_rates_its_own_fact(credit, rating):
    assert rating_of_credit(credit) == rating


@pytest.mark.parametrize(("marks", "max_marks"), [(-1, 4), (5, 4), (0, 0)])
def test_impossible_marks_are_refused(marks, max_marks):
    with pytest.raises(ValueError, match="max_marks"):
        rating_of_marks(marks, max_marks, required_missed=False, hint_used=False, slow=False)


def test_impossible_credit_is_refused():
    with pytest.raises(ValueError, match="credit"):
        rating_of_credit(1.1)
