"""Amounts of time and work as sentences."""

import pytest

from studyapp.domain.scheduling.queue import Queued
from studyapp.study.wording import spent_in_words, tomorrow_in_words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, ""),
        (1, "1 second"),
        (29_500, "30 seconds"),
        (119_000, "119 seconds"),
        (120_000, "2 minutes"),
        (449_000, "7 minutes"),
    ],
)
def test_short_times_are_counted_in_seconds(milliseconds, words):
    assert spent_in_words(milliseconds) == words


@pytest.mark.parametrize(
    ("reviews", "new", "words"),
    [
        (0, 0, ""),
        (1, 0, "Tomorrow: 1 review, under a minute."),
        (0, 2, "Tomorrow: 2 new questions, under a minute."),
        (14, 4, "Tomorrow: 14 reviews and 4 new questions, about 4 min."),
    ],
)
def test_reviews_and_new_questions_of_tomorrow_are_told_apart(reviews, new, words):
    queued = [Queued(number, number >= reviews, 15.0) for number in range(reviews + new)]

    assert tomorrow_in_words(queued) == words
