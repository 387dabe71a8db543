"""Taking answers back: the log grows, the card is as it was."""

from html import unescape

import pytest
from django.urls import reverse

from studyapp.domain.common.ratings import Rating
from studyapp.quiz.models import Item
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.services.verifying import differences
from tests.study.factories import make_every_kind, make_key, make_lesson, make_session
from tests.study.pages import answer, fields_for, page_of, response_form


def undo(client, session, key=None, *, htmx=True):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("study:undo", args=[session.id]), {"key": str(key or make_key())}, headers=headers)


def give(client, session, item, *, right=True):
    html = page_of(client, session, "?reveal=1")
    return answer(client, session, response_form(html) | fields_for(item, html, right=right), htmx=True)


@pytest.fixture
def items():
    return make_every_kind(make_lesson(facts=0))


def columns(card):
    names = ("stability", "difficulty", "last_day", "reps", "lapses", "last_form", "due_at")
    return {name: getattr(card, name) for name in names}


def test_an_undone_answer_leaves_the_card_as_it_was_and_two_rows_in_the_log(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    before = columns(Card.objects.get(fact=items["single"].fact))
    give(client, session, items["single"], right=False)

    response = undo(client, session)

    assert response.status_code == 200
    card = Card.objects.get(fact=items["single"].fact)
    assert columns(card) == before
    assert card.version == 2
    answered, undone = Review.objects.order_by("card_version")
    assert (undone.kind, undone.corrects, undone.rating) == ("undo", answered.id, 0)
    assert not list(differences(ada.pk))


def test_an_item_whose_key_was_shown_comes_again_at_the_end_as_a_repeat(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"])

    html = undo(client, session).content.decode()

    assert response_form(html)["item"] == str(items["cloze"].pk)
    give(client, session, items["cloze"])
    give(client, session, items["single"])
    last = Review.objects.get(fact=items["single"].fact, card_version=3)
    assert (last.is_repeat, last.kind) == (True, "new")
    assert StudySession.objects.get().position == len(StudySession.objects.get().plan) == 2


def test_an_undone_miss_comes_once_more_not_twice(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"], right=False)
    assert len(StudySession.objects.get().plan) == 3

    undo(client, session)

    assert [entry[0] for entry in StudySession.objects.get().plan] == [items["cloze"].fact_id, items["single"].fact_id]


def test_a_card_that_one_rates_oneself_is_asked_again_at_once(ada, as_user, items):
    session, client = make_session(ada, [items["card"].fact, items["single"].fact]), as_user(ada)
    give(client, session, items["card"], right=False)

    html = undo(client, session).content.decode()

    assert response_form(html)["item"] == str(items["card"].pk)
    give(client, session, items["card"])
    assert Card.objects.get(fact=items["card"].fact).reps == 1
    assert Review.objects.get(card_version=3).rating == Rating.GOOD
    assert [entry[0] for entry in StudySession.objects.get().plan] == [items["card"].fact_id, items["single"].fact_id]


def test_the_notice_names_the_question_and_says_when_it_comes_again(ada, as_user, items):
    for kind in ("single", "card"):
        Item.objects.filter(pk=items[kind].pk).update(stem_html=f"Which <em>{kind}</em> &amp; why?")
    session, client = make_session(ada, [items["single"].fact, items["card"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"])

    shown = unescape(undo(client, session).content.decode())
    give(client, session, items["card"])
    unseen = unescape(undo(client, session).content.decode())

    assert "Taken back: “Which single & why?”. Its answer was shown, so it comes again at the end" in shown
    assert "Taken back: “Which card & why?”. Here it is again." in unseen


def test_undo_goes_back_step_by_step_and_then_says_that_nothing_is_left(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"])
    give(client, session, items["cloze"])

    assert undo(client, session).status_code == 200
    assert undo(client, session).status_code == 200
    late = undo(client, session)

    assert late.status_code == 409
    assert "left to take back" in late.content.decode()
    assert not Card.objects.filter(stability__isnull=False).exists()
    assert not list(differences(ada.pk))


def test_undo_sent_twice_takes_back_one_answer(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"])
    give(client, session, items["cloze"])
    key = make_key()

    undo(client, session, key)
    undo(client, session, key)

    assert Review.objects.filter(kind="undo").count() == 1


def test_undo_without_script_leads_back_to_the_session(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"])

    response = undo(client, session, htmx=False)

    assert response.status_code == 303
    assert response.headers["Location"] == reverse("study:session", args=[session.id])


def test_an_ended_session_goes_on_after_undo(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact]), as_user(ada)
    give(client, session, items["single"])
    assert StudySession.objects.get().ended_at is not None

    html = undo(client, session).content.decode()

    assert StudySession.objects.get().ended_at is None
    assert response_form(html)["item"] == str(items["single"].pk)


def test_a_form_from_before_the_undo_is_stale(ada, as_user, items):
    session, client = make_session(ada, [items["card"].fact]), as_user(ada)
    old = response_form(page_of(client, session, "?reveal=1"))
    give(client, session, items["card"])
    undo(client, session)

    assert answer(client, session, old | {"key": str(make_key()), "rating": "4"}, htmx=True).status_code == 409


def test_an_undo_form_with_the_key_of_an_answer_is_refused(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    give(client, session, items["single"])

    response = undo(client, session, Review.objects.get().id)

    assert response.status_code == 409
    assert "Nothing was taken back" in response.content.decode()
    assert not Review.objects.filter(kind="undo").exists()


def test_an_undo_form_without_its_key_is_refused(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact]), as_user(ada)
    give(client, session, items["single"])

    assert client.post(reverse("study:undo", args=[session.id]), {"key": "x"}).status_code in {303, 422}
    assert not Review.objects.filter(kind="undo").exists()
