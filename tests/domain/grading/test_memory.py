"""Credit becomes ratings."""

import pytest

from studyapp.domain.common.ratings import Rating
from studyapp.domain.grading.memory import rating_of_credit


@pytest.mark.parametrize(
    ("credit", "rating"),
    [(1, Rating.GOOD), (0.75, Rating.HARD), (0.5, Rating.HARD), (0.49, Rating.AGAIN), (0, Rating.AGAIN)],
)
def test_the_credit_of_a_criterion_rates_its_own_fact(credit, rating):
    assert rating_of_credit(credit) == rating


def test_impossible_credit_is_refused():
    with pytest.raises(ValueError, match="credit"):
        rating_of_credit(1.1)
