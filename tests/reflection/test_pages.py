"""Writing an answer and reading its result, as a learner meets it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import VersionSection
from studyapp.reflection.models import Answer, Draft, Rubric
from studyapp.study.models import Card, Review
from studyapp.web.form_keys import new_form_key
from tests.factories import make_question, make_revision, make_rubric

FULL = "RAG fetches the manual. It does not change the weights."
HALF = "RAG fetches the manual for each question."
SWAP = {"HX-Request": "true"}


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap, in a public pack."""
    return make_rubric()


@pytest.fixture
def client(as_user: Callable[[User], Client], ada: User) -> Client:
    """Ada's browser."""
    return as_user(ada)


def address(name: str, rubric: Rubric, *more: object) -> str:
    """A page of the rubric's question."""
    return reverse(name, args=[rubric.pack.key, rubric.question_key, *more])


def send(client: Client, rubric: Rubric, text: str, **fields: object):
    """Post an answer."""
    values = {"key": str(new_form_key()), "text": text, **fields}
    return client.post(address("study:submit_answer", rubric), values, headers=fields.pop("headers", {}))


def test_the_page_asks_and_tells_nothing_of_the_rubric(client: Client, rubric: Rubric) -> None:
    page = client.get(address("reflection:write", rubric)).content.decode()
    assert "What does RAG add" in page
    for secret in ("current knowledge", "weights alone", "manual changes every week", "fetches the manual"):
        assert secret not in page


def test_an_answer_leads_to_its_result_and_moves_the_memory_of_each_criterion(
    client: Client, ada: User, rubric: Rubric
) -> None:
    response = send(client, rubric, HALF)
    assert response.status_code == 303
    page = client.get(response.headers["Location"]).content.decode()
    assert "1 of 2 points" in page
    assert "supplies current knowledge" in page
    assert Review.objects.filter(learner_id=ada.pk).count() == 2
    assert Card.objects.filter(learner_id=ada.pk, stability__isnull=False).count() == 2
    ada.refresh_from_db()
    assert ada.last_answer_at is not None, "who only writes must not be forgotten"


def test_before_the_second_try_what_is_missing_shows_only_as_a_hint(client: Client, rubric: Rubric) -> None:
    page = client.get(
        send(client, rubric, "It leaves the weights unchanged: RAG does not retrain the model.")["Location"]
    )
    text = page.content.decode()
    assert "The manual changes every week. What then?" in text
    assert "supplies current knowledge" not in text
    assert "RAG fetches the manual and does not" not in text


def test_after_the_second_try_labels_and_model_answer_are_shown(client: Client, rubric: Rubric) -> None:
    first = client.get(send(client, rubric, "RAG helps somehow with many things.")["Location"]).context["first"]
    response = send(client, rubric, HALF, first_try=str(first.id))
    text = client.get(response.headers["Location"]).content.decode()
    assert "0.5 of 2 points" in text
    assert "leaves the weights alone" in text
    assert "RAG fetches the manual and does not change the weights." in text


def test_the_same_form_sent_twice_counts_once(client: Client, ada: User, rubric: Rubric) -> None:
    key = str(new_form_key())
    places = {send(client, rubric, HALF, key=key).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert (Answer.objects.count(), Review.objects.filter(learner_id=ada.pk).count()) == (1, 2)


def test_a_swap_gets_the_result_in_place(client: Client, rubric: Rubric) -> None:
    values = {"key": str(new_form_key()), "text": FULL}
    response = client.post(address("study:submit_answer", rubric), values, headers=SWAP)
    assert response.status_code == 200
    assert b"<html" not in response.content
    assert b"2 of 2 points" in response.content
    assert response.headers["HX-Push-Url"] == address("reflection:result", rubric, Answer.objects.get().id)


@pytest.mark.parametrize(("text", "status"), [("", 422), ("  ", 422), ("x " * 5_001, 413)])
def test_what_cannot_be_taken_comes_back_with_a_sentence_and_its_text(
    client: Client, rubric: Rubric, text: str, status: int
) -> None:
    response = send(client, rubric, text)
    assert response.status_code == status
    assert response.context["error"]
    assert text.strip()[:50] in response.content.decode()
    assert Answer.objects.count() == 0


def test_a_form_without_its_key_keeps_the_text(client: Client, rubric: Rubric) -> None:
    response = client.post(address("study:submit_answer", rubric), {"text": FULL})
    assert response.status_code == 422
    assert FULL in response.content.decode()


def test_markup_in_an_answer_is_shown_as_typed(client: Client, rubric: Rubric) -> None:
    response = send(client, rubric, "<script>alert(1)</script> RAG fetches the manual.")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(response.headers["Location"]).content.decode()


def test_strangers_find_neither_the_result_nor_the_model_answer(
    client: Client, rubric: Rubric, as_user: Callable[[User], Client], bo: User
) -> None:
    place = send(client, rubric, HALF).headers["Location"]
    answer = Answer.objects.get()
    assert as_user(bo).get(place).status_code == 404
    assert as_user(bo).post(address("reflection:model", rubric, answer.id)).status_code == 404


def test_a_private_pack_is_hidden(client: Client, rubric: Rubric) -> None:
    rubric.pack.is_public = False
    rubric.pack.save()
    assert client.get(address("reflection:write", rubric)).status_code == 404
    assert send(client, rubric, HALF).status_code == 404


def test_a_draft_is_offered_again(client: Client, ada: User, rubric: Rubric) -> None:
    response = client.post(address("reflection:draft", rubric), {"text": "RAG fet"})
    assert response.status_code == 303
    assert "RAG fet</textarea>" in client.get(address("reflection:write", rubric)).content.decode()
    assert Draft.objects.get().learner_id == ada.pk


def test_showing_the_model_answer_ends_the_tries(client: Client, rubric: Rubric) -> None:
    place = send(client, rubric, HALF).headers["Location"]
    client.post(address("reflection:model", rubric, Answer.objects.get().id))
    text = client.get(place).content.decode()
    assert "RAG fetches the manual and does not change the weights." in text
    assert "Your answer, improved" not in text


def test_an_answer_stays_readable_when_its_question_is_withdrawn(client: Client, rubric: Rubric) -> None:
    place = send(client, rubric, HALF).headers["Location"]
    VersionSection.objects.all().delete()

    text = client.get(place).content.decode()

    assert "1 of 2 points" in text
    assert "withdrawn" in text
    assert "Your answer, improved" not in text
    assert client.get(address("reflection:write", rubric)).status_code == 404


def published_anew(rubric: Rubric) -> Rubric:
    """The question as a later version asks it: same key, another rubric; the old wording is no longer current."""
    VersionSection.objects.all().delete()
    pack = rubric.pack
    question = make_question(make_revision(pack, "asked-anew"), rubric.question_key, stem="What else?")
    return make_rubric(question, "- 1 point: names owls\n    - owls\n- Model answer: Owls are named.\n")


def test_an_answer_is_judged_by_the_wording_that_was_on_the_page(client: Client, rubric: Rubric) -> None:
    served = client.get(address("reflection:write", rubric)).context["question"]
    published_anew(rubric)

    response = send(client, rubric, FULL, question=served.pk)

    assert Answer.objects.get().rubric_id == rubric.pk
    assert "2 of 2 points" in client.get(response.headers["Location"]).content.decode()


def test_an_essay_on_a_question_withdrawn_meanwhile_is_kept_and_graded(client: Client, rubric: Rubric) -> None:
    served = client.get(address("reflection:write", rubric)).context["question"]
    VersionSection.objects.all().delete()

    assert client.post(address("reflection:draft", rubric), {"text": "RAG fet"}).status_code in {303, 200}
    assert send(client, rubric, FULL, question=served.pk).status_code == 303
    assert Answer.objects.get().text == FULL


@pytest.mark.parametrize("made", ["already", "shown"])
def test_a_second_try_that_comes_too_late_says_why_and_keeps_its_text(
    client: Client, rubric: Rubric, made: str
) -> None:
    send(client, rubric, HALF)
    first = Answer.objects.get()
    if made == "already":
        send(client, rubric, "RAG quotes the manual.", first_try=str(first.id))
    else:
        client.post(address("reflection:model", rubric, first.id))

    response = send(client, rubric, "My carefully improved text about the manual.", first_try=str(first.id))

    assert response.status_code == 409
    assert "My carefully improved text" in response.content.decode()
    assert response.context["error"] in response.content.decode()


@pytest.mark.parametrize("first_try", ["01a20a1e-7bdd-7b41-9886-c354f952bd0b", "rubbish"])
def test_a_second_try_of_nothing_keeps_its_text(client: Client, rubric: Rubric, first_try: str) -> None:
    response = send(client, rubric, FULL, first_try=first_try)
    assert response.status_code in {409, 422}
    assert FULL in response.content.decode()


def test_a_key_used_for_another_question_is_refused_and_the_text_kept(client: Client, rubric: Rubric) -> None:
    key = str(new_form_key())
    send(client, rubric, HALF, key=key)
    other = make_rubric(make_question(make_revision(rubric.pack), "another"))

    response = send(client, other, FULL, key=key)

    assert response.status_code == 409
    assert FULL in response.content.decode()
    assert Answer.objects.count() == 1


def test_a_draft_that_is_too_long_is_not_called_saved(client: Client, rubric: Rubric) -> None:
    response = client.post(address("reflection:draft", rubric), {"text": "word " * 5_000})
    assert response.status_code == 413
    assert not Draft.objects.exists()
