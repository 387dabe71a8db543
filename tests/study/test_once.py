"""Double clicks, resends and two tabs: one review, and a plain word to the second tab."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from studyapp.quiz.models import Item
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.planning import day_of
from studyapp.study.services.verifying import differences
from tests.factories import make_ada
from tests.study.factories import make_every_kind, make_item, make_key, make_lesson, make_session, row_of
from tests.study.pages import answer, fields_for, page_of, response_form


@pytest.fixture
def facts():
    return list(make_lesson(facts=3).section.facts.all())


def test_the_same_form_twice_stores_one_review_and_shows_the_same_result(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "2"}

    first = answer(client, session, fields, htmx=True)
    second = answer(client, session, fields, htmx=True)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Review.objects.count() == 1
    verdicts = [response.content.decode().split("<h2")[1].split("</h2>")[0] for response in (first, second)]
    returns = [response.content.decode().split("In the lesson")[1].split("</p>")[1] for response in (first, second)]
    assert verdicts[0] == verdicts[1]
    assert returns[0] == returns[1]
    assert StudySession.objects.get().position == 1


def test_another_answer_under_the_same_key_is_not_taken(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session))
    answer(client, session, fields | {"choice": "1"})

    answer(client, session, fields | {"choice": "2"})

    review = Review.objects.get()
    assert review.choices == [review.shown_order[0]]


def test_a_second_tab_is_told_that_the_question_was_answered_and_gets_the_current_one(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    one, other = (response_form(page_of(client, session)) for _ in range(2))
    answer(client, session, one | {"choice": "1"})

    late = answer(client, session, other | {"choice": "1"}, htmx=True)

    assert late.status_code == 409
    assert "answered already" in late.content.decode()
    assert facts[1].title in late.content.decode()
    assert Review.objects.count() == 1


def test_a_late_typed_answer_is_given_back_for_copying(ada, as_user):
    items = make_every_kind(make_lesson(facts=0))
    session, client = make_session(ada, [items["cloze"].fact, items["single"].fact]), as_user(ada)
    one, other = (response_form(page_of(client, session)) for _ in range(2))
    answer(client, session, one | {"text": "retrieval"})

    late = answer(client, session, other | {"text": "what I typed in the other tab"}, htmx=True)

    assert late.status_code == 409
    assert "what I typed in the other tab" in late.content.decode()


def test_a_card_answered_in_another_session_is_stale(ada, as_user, facts):
    session, other, client = make_session(ada, facts), make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session))
    answer(client, other, response_form(page_of(client, other)) | {"choice": "1"})

    late = answer(client, session, fields | {"choice": "1"}, htmx=True)

    assert late.status_code == 409
    assert facts[0].title in late.content.decode(), "the same question, with its new version"
    again = answer(client, session, response_form(late.content.decode()) | {"choice": "1"}, htmx=True)
    assert again.status_code == 200
    assert list(Review.objects.order_by("card_version").values_list("kind", flat=True)) == ["new", "relearn"]


def test_a_wording_that_was_replaced_meanwhile_is_not_scored_but_asked_anew(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session))
    old = Item.objects.get(fact=facts[0])
    revision = make_lesson(facts[0].pack, facts=0)
    new = make_item(facts[0], revision, stem_html="Newly worded?")
    old.revision.places.all().delete()

    late = answer(client, session, fields | {"choice": "1"}, htmx=True)

    assert late.status_code == 409
    assert "Newly worded?" in late.content.decode()
    assert response_form(late.content.decode())["item"] == str(new.pk)
    assert not Review.objects.exists()


def test_a_fact_that_was_withdrawn_meanwhile_leaves_the_session(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session))
    facts[0].is_live = False
    facts[0].save()

    late = answer(client, session, fields | {"choice": "1"}, htmx=True)

    assert late.status_code == 409
    assert facts[1].title in late.content.decode()
    assert len(StudySession.objects.get().plan) == 2
    assert Card.objects.filter(fact=facts[0]).exists(), "its history stays"


def test_a_session_whose_facts_are_all_gone_ends(ada, as_user, facts):
    session, client = make_session(ada, facts[:1]), as_user(ada)
    facts[0].is_live = False
    facts[0].save()

    response = client.get(reverse("study:session", args=[session.id]))

    assert response.status_code == 303
    assert response.headers["Location"] == reverse("study:end", args=[session.id])
    assert StudySession.objects.get().ended_at is not None


@pytest.mark.parametrize("was_opened", [True, False])
def test_start_does_not_go_back_to_a_session_whose_remaining_facts_are_gone(ada, as_user, facts, was_opened):
    client, start = as_user(ada), reverse("study:start")
    today = day_of(ada.pk, timezone.now()).number
    session = make_session(ada, facts[:2], study_day=today)
    html = page_of(client, session)
    answer(client, session, response_form(html) | fields_for(Item.objects.get(fact=facts[0]), html))
    facts[1].is_live = False
    facts[1].save()
    make_session(ada, facts[2:], source="lesson", study_day=today)  # makes the card of a fact that waits
    if was_opened:
        page_of(client, session)

    response = client.post(start, {"key": str(make_key()), "source": "due"})

    new = StudySession.objects.filter(source="due").exclude(id=session.id).get()
    assert response.headers["Location"] == reverse("study:session", args=[new.id])
    assert [entry[0] for entry in new.plan] == [facts[2].pk]


def test_a_key_used_for_one_card_does_not_answer_another(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    first = response_form(page_of(client, session))
    answer(client, session, first | {"choice": "1"})
    second = response_form(page_of(client, session))

    response = answer(client, session, second | {"choice": "1", "key": first["key"]}, htmx=True)

    assert response.status_code == 200
    assert Review.objects.count() == 1
    assert StudySession.objects.get().position == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_threads_that_answer_one_card_at_once_store_one_review(as_user, same_key):
    ada = make_ada()
    lesson = make_lesson(facts=2)
    session = make_session(ada, list(lesson.section.facts.all()))
    forms = [response_form(page_of(as_user(ada), session)) for _ in range(8)]
    clients = [as_user(ada) for _ in forms]
    barrier, statuses = Barrier(8, timeout=60), []

    def send(client, fields):
        barrier.wait()
        sent = (forms[0] if same_key else fields) | {"choice": "1"}
        statuses.append(answer(client, session, sent, htmx=True).status_code)
        connection.close()

    threads = [Thread(target=send, args=pair) for pair in zip(clients, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Review.objects.count() == 1
    assert sorted(statuses) == ([200] * 8 if same_key else [200] + [409] * 7)
    assert StudySession.objects.get().position == 1
    assert not list(differences(ada.pk))


@pytest.mark.django_db(transaction=True)
def test_threads_that_start_with_one_form_start_one_session(as_user):
    ada = make_ada()
    lesson = make_lesson(facts=2)
    value, key = f"{lesson.section.pack.key}/{lesson.section.key}", str(make_key())
    barrier, places = Barrier(4, timeout=60), set()

    def send(client):
        barrier.wait()
        sent = {"key": key, "source": "lesson", "lesson": value}
        places.add(client.post(reverse("study:start"), sent).headers["Location"])
        connection.close()

    threads = [Thread(target=send, args=[as_user(ada)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(places) == StudySession.objects.count() == 1
    assert Card.objects.count() == 2


def test_a_page_reloaded_after_the_answer_shows_the_stored_result(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "1"}
    url = answer(client, session, fields).headers["Location"]

    first, second = (client.get(url).content.decode().split("<h2")[1].split("</h2>")[0] for _ in range(2))

    assert first == second
    assert "verdict" in first
    assert Review.objects.count() == 1


def test_the_result_of_somebody_elses_key_is_not_shown(ada, bo, as_user, facts):
    session, own = make_session(ada, facts), make_session(bo, facts[1:])
    client = as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "1"}
    answer(client, session, fields)

    html = page_of(as_user(bo), own, f"?answered={fields['key']}")

    assert "data-response" in html
    assert row_of(own).session.position == 0
