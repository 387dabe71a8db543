"""The service that stores a response: it refuses what is out of date, and one key is one response."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.study.asking import current
from studyapp.study.exceptions import StaleCard
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.services import record_response
from tests.study.factories import make_key, make_lesson, make_session, row_of


@pytest.fixture
def asked(ada):
    return current(row_of(make_session(ada, list(make_lesson(facts=2).section.facts.all()))))


def respond(asked, *, key=None, version=None, choice=1, at=None):
    return record_response(
        asked=asked,
        key=key or make_key(),
        version=asked.card.version if version is None else version,
        response=Response((choice,)),
        at=at or timezone.now(),
    )


def nothing_moved(asked):
    card = Card.objects.get(fact_id=asked.card.fact_id)
    return not Review.objects.exists() and card.version == 0 and StudySession.objects.get().position == 0


def test_a_form_of_another_version_than_the_card_in_hand_is_refused(asked):
    with pytest.raises(StaleCard):
        respond(asked, version=1)

    assert nothing_moved(asked)


def test_a_card_that_moved_on_in_the_database_is_refused(asked):
    Card.objects.filter(fact_id=asked.card.fact_id).update(version=3)

    with pytest.raises(StaleCard):
        respond(asked)

    assert not Review.objects.exists()
    assert Card.objects.get(fact_id=asked.card.fact_id).stability is None


def test_a_session_that_moved_on_takes_no_second_response_and_leaves_the_card(asked):
    StudySession.objects.update(position=1)

    with pytest.raises(StaleCard):
        respond(asked)

    assert not Review.objects.exists()
    assert Card.objects.get(fact_id=asked.card.fact_id).version == 0


def test_the_same_key_returns_what_was_stored_whatever_is_sent_with_it(asked):
    key = make_key()
    first = respond(asked, key=key, choice=1)

    again = respond(asked, key=key, choice=2)

    assert (again.id, again.rating, again.choices) == (first.id, first.rating, [1])
    assert Review.objects.count() == 1
    assert StudySession.objects.get().position == 1


def test_the_first_response_of_a_day_keeps_the_learner_from_being_forgotten(ada, asked):
    ada.refresh_from_db()
    assert ada.last_answer_at is None
    at = timezone.now()

    respond(asked, at=at)
    ada.refresh_from_db()
    assert ada.last_answer_at == at

    respond(current(row_of(asked.session)), at=at + timedelta(seconds=9))
    ada.refresh_from_db()
    assert ada.last_answer_at == at, "once a day is enough, and an answer stays short"
