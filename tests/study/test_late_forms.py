"""Forms that come too late or are not whole: nothing that was typed or chosen is lost, and no result is made up."""

import pytest
from django.urls import reverse

from studyapp.study.models import Review, StudySession
from tests.study.factories import make_every_kind, make_key, make_lesson, make_session
from tests.study.pages import answer, page_of, response_form


@pytest.fixture
def items():
    return make_every_kind(make_lesson(facts=0))


def undo(client, session):
    return client.post(reverse("study:undo", args=[session.id]), {"key": str(make_key())}, headers={"HX-Request": "1"})


@pytest.mark.parametrize("htmx", [True, False])
def test_an_answer_too_late_for_the_session_is_given_back_with_the_word_that_the_session_is_over(
    ada, as_user, items, htmx
):
    session, client = make_session(ada, [items["cloze"].fact]), as_user(ada)
    one, other = (response_form(page_of(client, session)) for _ in range(2))
    answer(client, session, one | {"text": "retrieval"})

    late = answer(client, session, other | {"text": "typed in the <other> tab"}, htmx=htmx)

    html = late.content.decode()
    assert late.status_code == 409
    assert "answered already" in html
    assert "typed in the &lt;other&gt; tab" in html
    assert f'href="{reverse("study:end", args=[session.id])}"' in html
    assert html.count('id="card"') == 1
    assert Review.objects.count() == 1


@pytest.mark.parametrize("broken", [{"key": "x"}, {"version": "-1"}, {"version": ""}])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_broken_form_keeps_what_was_typed_in_its_field(ada, as_user, items, broken, htmx):
    session, client = make_session(ada, [items["short-answer"].fact]), as_user(ada)
    fields = response_form(page_of(client, session)) | {"text": "my <long> answer"} | broken

    response = answer(client, session, fields, htmx=htmx)

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="my &lt;long&gt; answer"' in html
    assert answer(client, session, response_form(html) | {"text": "embedding"}, htmx=True).status_code == 200


def test_a_broken_form_keeps_what_was_chosen(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact]), as_user(ada)

    html = answer(
        client, session, response_form(page_of(client, session)) | {"choice": "2", "key": ""}
    ).content.decode()

    assert [line for line in html.splitlines() if 'value="2"' in line and "checked" in line]


@pytest.mark.parametrize("item", ["", "4711"])
def test_a_broken_form_of_another_question_gives_its_text_back_for_copying(ada, as_user, items, item):
    session, client = make_session(ada, [items["short-answer"].fact]), as_user(ada)
    fields = response_form(page_of(client, session)) | {"text": "of another question", "key": "x", "item": item}

    html = answer(client, session, fields, htmx=True).content.decode()

    assert "What you typed, for copying" in html
    assert "of another question</p>" in html
    assert 'value="of another question"' not in html


@pytest.mark.parametrize("ms", ["999999999999", "-5", "soon", "9" * 5000])
def test_an_answer_is_not_refused_for_the_time_that_its_page_measured(ada, as_user, items, ms):
    session, client = make_session(ada, [items["single"].fact]), as_user(ada)

    response = answer(client, session, response_form(page_of(client, session)) | {"choice": "1", "ms": ms}, htmx=True)

    assert response.status_code == 200
    assert 0 <= Review.objects.get().milliseconds <= 120_000


@pytest.mark.parametrize("kind", ["single", "card"])
@pytest.mark.parametrize("htmx", [True, False])
def test_the_form_of_an_answer_that_was_taken_back_does_not_count_when_it_comes_again(ada, as_user, items, kind, htmx):
    session, client = make_session(ada, [items[kind].fact, items["cloze"].fact]), as_user(ada)
    fields = response_form(page_of(client, session, "?reveal=1")) | {"choice": "1", "rating": "3"}
    answer(client, session, fields)
    undo(client, session)

    again = answer(client, session, fields, htmx=htmx)

    html = again.content.decode()
    assert again.status_code == 409
    assert "You took this back" in html
    assert "verdict" not in html
    assert response_form(html)["item"] == str((items["cloze"] if kind == "single" else items["card"]).pk)
    assert StudySession.objects.get().position == 0


def test_the_key_of_an_answer_that_was_taken_back_is_spent(ada, as_user, items):
    session, client = make_session(ada, [items["card"].fact, items["cloze"].fact]), as_user(ada)
    spent = response_form(page_of(client, session, "?reveal=1")) | {"rating": "3"}
    answer(client, session, spent)
    undo(client, session)
    fresh = response_form(page_of(client, session, "?reveal=1"))

    again = answer(client, session, fresh | {"rating": "4", "key": spent["key"]}, htmx=True)

    assert again.status_code == 409
    assert "You took this back" in again.content.decode()
    assert Review.objects.count() == 2
    assert StudySession.objects.get().position == 0


def test_the_page_of_a_result_that_was_taken_back_shows_the_current_question(ada, as_user, items):
    session, client = make_session(ada, [items["single"].fact, items["cloze"].fact]), as_user(ada)
    place = answer(client, session, response_form(page_of(client, session)) | {"choice": "1"}).headers["Location"]
    undo(client, session)

    html = client.get(place).content.decode()

    assert "You took this back" in html
    assert response_form(html)["item"] == str(items["cloze"].pk)
