"""A written answer moves the memory of each criterion, once."""

import pytest
from django.utils import timezone

from studyapp.domain.common.ratings import Rating
from studyapp.study.models import Card, Review
from studyapp.study.services import record_criterion_reviews
from studyapp.study.services.verifying import differences
from tests.study.factories import make_fact, make_key, make_lesson


@pytest.fixture
def criteria():
    lesson = make_lesson(facts=0)
    return [make_fact(lesson, kind="criterion") for _ in range(3)]


def record(learner, criteria, ratings, key):
    rated = [(fact.pk, rating, 0.6) for fact, rating in zip(criteria, ratings, strict=True)]
    return record_criterion_reviews(learner_id=learner.pk, answer_key=key, ratings=rated, at=timezone.now())


def test_each_criterion_gets_a_card_and_a_row_that_names_the_answer(ada, criteria):
    key = make_key()

    rows = record(ada, criteria, [Rating.GOOD, Rating.HARD, Rating.AGAIN], key)

    assert [row.rating for row in rows] == [3, 2, 1]
    assert {row.cause for row in Review.objects.all()} == {key}
    assert {row.kind for row in Review.objects.all()} == {"reflection"}
    assert {row.score for row in Review.objects.all()} == {0.6}, (
        "the credit that was earned, not what the rating stands for"
    )
    cards = Card.objects.order_by("fact_id")
    assert [card.version for card in cards] == [1, 1, 1]
    assert cards[0].stability > cards[1].stability > cards[2].stability
    assert not list(differences(ada.pk))


def test_the_same_answer_again_adds_nothing(ada, criteria):
    key = make_key()
    record(ada, criteria, [3, 3, 3], key)

    assert record(ada, criteria, [1, 1, 1], key) == []
    assert Review.objects.count() == 3
    assert not Review.objects.filter(rating=1).exists()


def test_an_answer_that_was_cut_off_half_way_is_completed(ada, criteria):
    key = make_key()
    record(ada, criteria[:1], [3], key)

    rows = record(ada, criteria, [1, 2, 3], key)

    assert [row.rating for row in rows] == [2, 3]
    assert Review.objects.count() == 3


def test_of_two_ratings_for_one_fact_the_first_counts(ada, criteria):
    fact = criteria[0]

    record_criterion_reviews(
        learner_id=ada.pk, answer_key=make_key(), ratings=[(fact.pk, 3, 0.9), (fact.pk, 1, 0.0)], at=timezone.now()
    )

    assert (Review.objects.get().rating, Review.objects.get().score) == (3, 0.9)


def test_a_second_answer_moves_the_card_on(ada, criteria):
    record(ada, criteria, [3, 3, 3], make_key())
    record(ada, criteria, [1, 1, 1], make_key())

    assert [card.version for card in Card.objects.all()] == [2, 2, 2]
    assert not list(differences(ada.pk))


def test_two_learners_answers_are_apart(ada, bo, criteria):
    key = make_key()
    record(ada, criteria, [3, 3, 3], key)
    record(bo, criteria, [1, 1, 1], key)

    assert Review.objects.filter(learner_id=bo.pk, rating=1).count() == 3


def test_no_ratings_are_no_rows(ada):
    assert record_criterion_reviews(learner_id=ada.pk, answer_key=make_key(), ratings=[], at=timezone.now()) == []
