"""True or false is at most a quarter of a session."""

import pytest

from studyapp.domain.scheduling.mixture import most_beside, most_true_false


@pytest.mark.parametrize(("questions", "most"), [(0, 1), (1, 1), (3, 1), (4, 1), (7, 1), (8, 2), (40, 10)])
def test_a_quarter_may_be_true_or_false_but_one_always_may(questions, most):
    assert most_true_false(questions) == most


def test_no_session_has_less_than_no_questions():
    with pytest.raises(ValueError, match="-1"):
        most_true_false(-1)


@pytest.mark.parametrize("others", range(30))
def test_as_many_stand_beside_others_as_keep_to_the_quarter_and_no_more(others):
    most = most_beside(others)

    assert most <= most_true_false(others + most)
    assert most + 1 > most_true_false(others + most + 1)
