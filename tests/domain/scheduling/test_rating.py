"""What a response earned and how sure the learner was give the rating."""

import pytest

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.rating import RULE, must_return, rating_of

SAID = ("", "sure", "unsure", "guess")


@pytest.mark.parametrize(
    ("is_right", "confidence", "rating"),
    [
        (True, "", Rating.GOOD),
        (True, "sure", Rating.GOOD),
        (True, "unsure", Rating.HARD),
        (True, "guess", Rating.HARD),
        (False, "", Rating.AGAIN),
        (False, "sure", Rating.AGAIN),
        (False, "unsure", Rating.AGAIN),
        (False, "guess", Rating.AGAIN),
    ],
)
def test_who_was_right_but_not_sure_recalled_with_effort(is_right, confidence, rating):
    assert rating_of(is_right=is_right, confidence=confidence) == rating


@pytest.mark.parametrize("confidence", SAID)
def test_hard_is_never_a_failure_and_easy_is_never_given(confidence):
    right, wrong = rating_of(is_right=True, confidence=confidence), rating_of(is_right=False, confidence=confidence)

    assert wrong == Rating.AGAIN < right < Rating.EASY


@pytest.mark.parametrize("confidence", SAID)
@pytest.mark.parametrize("rating", Rating)
def test_only_what_was_sure_and_wrong_has_to_return(rating, confidence):
    assert must_return(rating=rating, confidence=confidence, rule=RULE) == (
        rating == Rating.AGAIN and confidence == "sure"
    )


def test_rows_of_the_first_rule_return_as_they_did():
    assert not must_return(rating=Rating.AGAIN, confidence="sure", rule=1)
