"""The cards are what the log says, and a tampered one is found."""

from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.study.asking import current
from studyapp.study.models import Card, Review
from studyapp.study.services import record_criterion_reviews, record_response, undo_last
from studyapp.study.services.verifying import differences
from tests.study.factories import make_fact, make_key, make_lesson, make_session, row_of


def study_at_random(learner, random, *, days=6):
    """Answers, undos and reflections of several days."""
    lesson = make_lesson(facts=4)
    criterion = make_fact(lesson, kind="criterion")
    facts = [fact for fact in lesson.section.facts.all() if fact != criterion]
    for _ in range(days):
        at = timezone.now() + timedelta(days=random.randint(0, 3), hours=random.randint(0, 12))
        session = make_session(learner, facts)
        for _ in range(5):
            asked = current(row_of(session))
            if asked is None:
                break
            choice = random.choice(asked.order)
            record_response(
                asked=asked, key=make_key(), version=asked.card.version, response=Response((choice,)), at=at
            )
            if random.random() < 0.3:
                undo_last(row=row_of(session), key=make_key(), at=at)
        record_criterion_reviews(learner_id=learner.pk, answer_key=make_key(), ratings=[(criterion.pk, 2, 0.5)], at=at)


def verify(**options):
    out = StringIO()
    call_command("verify_state", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(5))
def test_whatever_was_answered_and_undone_the_cards_agree_with_the_log(ada, seed):
    study_at_random(ada, Random(seed))

    assert "5 cards of 1 learners agree" in verify()


@pytest.mark.parametrize(
    "change",
    [
        {"stability": 3.0},
        {"difficulty": 5.0},
        {"version": 9},
        {"reps": 99},
        {"lapses": 7},
        {"last_day": 1},
        {"due_at": timezone.now() + timedelta(days=400)},
        {"last_form": "cloze"},
    ],
)
def test_a_tampered_card_is_found(ada, change):
    study_at_random(ada, Random(1))
    card = Card.objects.exclude(stability=None).first()
    Card.objects.filter(learner_id=ada.pk, fact_id=card.fact_id).update(**change)

    with pytest.raises(CommandError, match=r"1 of 5 cards differ"):
        verify()


def test_the_smallest_difference_of_a_float_is_found(ada):
    study_at_random(ada, Random(1))
    card = Card.objects.exclude(stability=None).first()
    Card.objects.filter(learner_id=ada.pk, fact_id=card.fact_id).update(stability=card.stability * (1 + 2**-52))

    with pytest.raises(CommandError):
        verify()


def test_a_row_missing_from_the_log_is_found(ada):
    study_at_random(ada, Random(1))
    Review.objects.filter(card_version=1).first().delete()

    with pytest.raises(CommandError):
        verify()


def test_a_log_without_its_card_is_found(ada):
    study_at_random(ada, Random(1))
    card = Card.objects.exclude(stability=None).first()
    Card.objects.filter(learner_id=ada.pk, fact_id=card.fact_id).delete()

    with pytest.raises(CommandError):
        verify()


def test_one_learner_can_be_checked_alone(ada, bo):
    study_at_random(ada, Random(1))
    study_at_random(bo, Random(2))
    Card.objects.filter(learner_id=bo.pk, stability__isnull=False).update(reps=99)

    assert "5 cards of 1 learners agree" in verify(learner=ada.pk)
    with pytest.raises(CommandError):
        verify(learner=bo.pk)


def test_an_answer_taken_back_twice_is_found(ada):
    session = make_session(ada, list(make_lesson(facts=1).section.facts.all()))
    asked = current(row_of(session))
    record_response(asked=asked, key=make_key(), version=0, response=Response((1,)), at=timezone.now())
    undo_last(row=row_of(session), key=make_key(), at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS review_taken_back_once")  # a log from before the rule; rolled back
    second = Review.objects.get(kind="undo")
    second.id, second.card_version = make_key(), 3
    second.save(force_insert=True)
    Card.objects.update(version=3)

    with pytest.raises(CommandError, match="1 of 1 cards differ"):
        verify()
    assert "taken back twice" in str(next(differences(ada.pk)))


def test_an_answer_can_be_taken_back_once_only(ada):
    session = make_session(ada, list(make_lesson(facts=1).section.facts.all()))
    asked = current(row_of(session))
    record_response(asked=asked, key=make_key(), version=0, response=Response((1,)), at=timezone.now())
    undo_last(row=row_of(session), key=make_key(), at=timezone.now())
    second = Review.objects.get(kind="undo")
    second.id, second.card_version = make_key(), 3

    with pytest.raises(IntegrityError, match=r"corrects|review_taken_back_once"), transaction.atomic():
        second.save(force_insert=True)
