"""A question with a model answer but no rubric: draft points for practice, which count for nothing."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Answer, Score, SelfAssessment
from studyapp.study.models import Review
from studyapp.web.form_keys import new_form_key
from tests.factories import make_question

MODEL = "Tea leaves are withered on racks. Then they are rolled, which bruises them. Heat stops the change."
PART = "The leaves are withered on racks first."
MORE = "The leaves are withered on racks, then rolled, and rolling bruises them."


@pytest.fixture
def question(db: None) -> ReflectionQuestion:
    """In a public pack."""
    return make_question(stem="How is tea made?", stem_html="How is tea made?", model_answer=MODEL)


@pytest.fixture
def client(as_user: Callable[[User], Client], ada: User) -> Client:
    """Ada's browser."""
    return as_user(ada)


def send(client: Client, question: ReflectionQuestion, text: str = PART, **fields: object) -> str:
    """The result page after an answer."""
    address = reverse("study:submit_answer", args=[question.revision.section.pack.key, question.key])
    response = client.post(address, {"key": str(new_form_key()), "text": text, **fields})
    assert response.status_code == 303
    return client.get(response.headers["Location"]).content.decode()


def address(name: str, question: ReflectionQuestion) -> str:
    return reverse(
        name, args=[question.revision.section.pack.key, question.key, Answer.objects.earliest("submitted_at").id]
    )


def test_points_are_a_draft_and_nothing_of_the_model_answer_is_told_yet(
    client: Client, ada: User, question: ReflectionQuestion
) -> None:
    page = send(client, question)
    assert "Draft: 1 of 3 points" in page
    assert "kept nowhere" in page
    assert "bruises" not in page
    assert "Heat stops" not in page
    assert "I said this" not in page, "nobody marks it"
    assert (Score.objects.count(), Review.objects.count()) == (0, 0)


def test_a_second_try_earns_half_and_shows_what_was_asked(client: Client, question: ReflectionQuestion) -> None:
    send(client, question)
    page = send(client, question, MORE, first_try=str(Answer.objects.get().id))
    assert "Draft: 1.5 of 3 points" in page
    assert "Heat stops the change" in page
    assert MODEL in page


def test_the_learner_ticks_the_sentences_once_they_may_be_seen(client: Client, question: ReflectionQuestion) -> None:
    send(client, question)
    assert client.post(address("reflection:assess", question), {"met": ["draft-1"]}).status_code == 409
    client.post(address("reflection:model", question))
    page = client.get(address("reflection:result", question)).content.decode()
    assert "Nobody marks this question." in page
    client.post(address("reflection:assess", question), {"met": ["draft-1", "draft-9"]})
    assert (SelfAssessment.objects.get().ticked, SelfAssessment.objects.get().rubric_id) == (["draft-1"], None)
    page = client.get(address("reflection:result", question)).content.decode()
    assert 'value="draft-1" checked' in page


def test_without_a_model_answer_there_is_nothing_to_tick(client: Client) -> None:
    bare = make_question(key="bare")
    page = send(client, bare)
    assert "There is no rubric for this question yet." in page
    client.post(address("reflection:model", bare))
    assert client.post(address("reflection:assess", bare), {"met": ["x"]}).status_code == 409


def test_the_writing_page_says_that_points_will_be_a_draft(client: Client, question: ReflectionQuestion) -> None:
    page = client.get(
        reverse("reflection:write", args=[question.revision.section.pack.key, question.key])
    ).content.decode()
    assert "draft points for practice" in page
    assert "withered" not in page
