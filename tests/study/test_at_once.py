"""Requests of one learner that arrive at the same moment: taking back and starting happen once."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from studyapp.study.models import Review, StudySession
from studyapp.study.services import sessions, start_session, understand_lesson, undoing
from studyapp.study.services.verifying import differences
from tests.factories import make_ada
from tests.study.factories import make_key, make_lesson, make_session
from tests.study.pages import answer, page_of, response_form


def send_at_once(clients, send):
    """What each of `send(client, number)` gave, all of them let go together."""
    barrier, found = Barrier(len(clients), timeout=60), []

    def run(client, number):
        barrier.wait()
        found.append(send(client, number))
        connection.close()

    threads = [Thread(target=run, args=(client, number)) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_threads_that_undo_at_once_take_an_answer_back_once(as_user, same_key):
    ada = make_ada()
    session = make_session(ada, list(make_lesson(facts=2).section.facts.all()))
    clients = [as_user(ada) for _ in range(8)]
    answer(clients[0], session, response_form(page_of(clients[0], session)) | {"choice": "1"})
    keys = [str(make_key())] * 8 if same_key else [str(make_key()) for _ in range(8)]
    url = reverse("study:undo", args=[session.id])

    def undo(client, number):
        return client.post(url, {"key": keys[number]}, headers={"HX-Request": "true"}).status_code

    statuses = send_at_once(clients, undo)

    assert sorted(statuses) == ([200] * 8 if same_key else [200] + [409] * 7)
    assert Review.objects.filter(kind="undo").count() == 1
    assert StudySession.objects.get().position == 0
    assert not list(differences(ada.pk))


def test_an_undo_that_sees_an_answer_too_late_does_not_take_it_back_again(ada, as_user, monkeypatch):
    session, client = make_session(ada, list(make_lesson(facts=2).section.facts.all())), as_user(ada)
    url = reverse("study:undo", args=[session.id])
    answer(client, session, response_form(page_of(client, session)) | {"choice": "1"})
    before = undoing.answers_of(session)
    client.post(url, {"key": str(make_key())})
    monkeypatch.setattr(undoing, "answers_of", lambda _: before)

    late = client.post(url, {"key": str(make_key())}, headers={"HX-Request": "true"})

    assert late.status_code == 409
    assert "taken back already" in late.content.decode()
    assert Review.objects.filter(kind="undo").count() == 1
    assert not list(differences(ada.pk))


@pytest.mark.django_db(transaction=True)
def test_threads_that_start_the_day_with_forms_of_their_own_get_one_session(as_user):
    ada = make_ada()
    understand_lesson(learner_id=ada.pk, lesson=make_lesson(facts=3).section, at=timezone.now())
    keys = [str(make_key()) for _ in range(6)]
    clients = [as_user(ada) for _ in keys]

    def start(client, number):
        return client.post(reverse("study:start"), {"key": keys[number], "source": "due"}).headers["Location"]

    places = send_at_once(clients, start)

    assert len(set(places)) == StudySession.objects.count() == 1


def test_a_day_started_while_another_start_was_planning_goes_on_with_the_first(ada, monkeypatch):
    understand_lesson(learner_id=ada.pk, lesson=make_lesson(facts=3).section, at=timezone.now())
    plan, won = sessions.plan_of, []

    def plan_late(*args, **named):
        monkeypatch.setattr(sessions, "plan_of", plan)
        won.append(start_session(learner_id=ada.pk, source="due", key=make_key(), at=timezone.now()))
        return plan(*args, **named)

    monkeypatch.setattr(sessions, "plan_of", plan_late)

    late = start_session(learner_id=ada.pk, source="due", key=make_key(), at=timezone.now())

    assert late.id == won[0].id
    assert StudySession.objects.count() == 1
