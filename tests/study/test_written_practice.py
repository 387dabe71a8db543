"""Memory moves with the first written answer of a day; what follows is practice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp.reflection.queries import questions_for
from studyapp.reflection.services import show_model_answer
from studyapp.study.models import Review
from studyapp.study.services.answering import submit_answer
from tests.factories import make_rubric
from tests.study.factories import make_key

HALF = "RAG fetches the manual for each question."
NOW = timezone.now().replace(hour=12)


@pytest.fixture
def question(db, ada):
    rubric = make_rubric()
    return questions_for(ada).distinct().get(key=rubric.question_key)


def submit(learner, question, *, at=NOW, first=None):
    first_try = first.answer.id if first else None
    return submit_answer(
        learner_id=learner.pk, question=question, key=make_key(), text=HALF, at=at, first_try=first_try
    )


def moved(graded):
    return Review.objects.filter(cause=graded.answer.id).exists()


def test_a_second_new_answer_of_the_day_moves_nothing_and_the_next_days_does(ada, question):
    first, again = submit(ada, question), submit(ada, question, at=NOW + timedelta(minutes=9))
    next_day = submit(ada, question, at=NOW + timedelta(days=1))

    assert [moved(first), moved(again), moved(next_day)] == [True, False, True]


def test_after_the_model_answer_was_shown_an_answer_of_that_day_is_practice(ada, question):
    first = submit(ada, question)
    show_model_answer(first.answer, NOW + timedelta(days=1))

    assert not moved(submit(ada, question, at=NOW + timedelta(days=1, minutes=5)))
    assert moved(submit(ada, question, at=NOW + timedelta(days=2)))


def test_after_the_result_of_a_second_try_an_answer_of_that_day_is_practice(ada, question):
    first = submit(ada, question)
    submit(ada, question, at=NOW + timedelta(days=1), first=first)

    assert not moved(submit(ada, question, at=NOW + timedelta(days=1, minutes=5)))


def test_another_learners_answers_make_nothing_practice(ada, bo, question):
    submit(bo, question)

    assert moved(submit(ada, question))


def test_the_result_says_that_an_answer_was_practice(ada, as_user, question):
    pages = []
    for graded in (submit(ada, question), submit(ada, question)):
        pack = question.revision.section.pack.key
        pages.append(as_user(ada).get(reverse("reflection:result", args=[pack, question.key, graded.answer.id])))

    assert ["Practice: the first answer" in page.content.decode() for page in pages] == [False, True]
