"""The rubrics of a published pack: the list, the source, the tester and the newest answers."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.reflection.models import Answer, Rubric
from tests import factories
from tests.authoring.drafting import text
from tests.authoring.marking.rows import FULL, HALF, NOTHING, WRONG, answered, make_taught

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}


@pytest.fixture
def rubric(ines: User) -> Rubric:
    return make_taught(ines)


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


def address(name: str = "rubric") -> str:
    arguments = ["taught"] if name == "rubrics" else ["taught", "ask"]
    return reverse(f"authoring:{name}", args=arguments)


def page(client: Client, name: str = "rubric", **query: str) -> str:
    return text(client.get(address(name), query))


def attempt(client: Client, answer: str, **more: Any) -> Any:
    return client.post(address("try_answer"), {"text": answer}, **more)


def test_the_list_counts_answers_and_leads_to_each_rubric(client: Client, rubric: Rubric) -> None:
    answered(rubric)
    answered(rubric)
    shown = page(client, "rubrics")
    assert f'<a href="{address()}">Fetching</a>' in shown
    assert "<dt>Points</dt><dd>2</dd>" in shown
    assert "<dt>Answers</dt><dd>2</dd>" in shown


def test_teach_leads_to_the_rubrics(client: Client, rubric: Rubric) -> None:
    assert address("rubrics") in text(client.get(reverse("authoring:teach")))


def test_a_question_without_a_rubric_is_listed_and_has_no_page(client: Client, rubric: Rubric) -> None:
    factories.make_question(rubric.questions.get().revision, "bare", position=3)
    assert "no rubric" in page(client, "rubrics")
    assert client.get(reverse("authoring:rubric", args=["taught", "bare"])).status_code == 404


def test_the_page_shows_every_line_of_the_rubric(client: Client, rubric: Rubric) -> None:
    shown = page(client)
    for words in ("supplies current knowledge", "retrieve/fetch/quote document/manual/knowledge", "at most 1",
                  "RAG = retrieval-augmented generation", "The manual changes every week."):  # fmt: skip
        assert words in shown


def test_an_answer_lights_up_criteria_lines_polarity_and_topics(client: Client, rubric: Rubric) -> None:
    shown = text(attempt(client, FULL))
    assert "2 of 2 points" in shown
    assert "by the line</span>" not in shown
    assert "by the line <code>not change/update/retrain weights/model</code>" in shown
    assert '<mark class="evidence evidence-met">fetches' in shown
    assert '<span class="chip">RAG</span> RAG fetches the manual' in shown
    wrong = text(attempt(client, WRONG))
    assert "the opposite is said" in wrong
    assert "changes the weights <span" in wrong


def test_nothing_of_a_trial_is_stored(client: Client, rubric: Rubric) -> None:
    attempt(client, FULL)
    assert not Answer.objects.exists()


def test_htmx_swaps_the_trial_alone_and_says_the_points(client: Client, rubric: Rubric) -> None:
    shown = text(attempt(client, HALF, headers=SWAP))
    assert "<html" not in shown
    assert '<section id="trial"' in shown
    assert 'hx-swap-oob="innerHTML">1 of 2 points.' in shown


@pytest.mark.parametrize("answer", ["", "a" * 10_001])
def test_what_nobody_could_send_is_refused_with_its_text_kept(client: Client, rubric: Rubric, answer: str) -> None:
    response = attempt(client, answer)
    assert response.status_code == 422
    assert answer in text(response)


def test_answers_in_which_nothing_was_found_come_first_without_their_authors(
    client: Client, ada: User, rubric: Rubric
) -> None:
    answered(rubric, NOTHING, learner=ada, minutes_ago=50)
    answered(rubric, FULL, minutes_ago=5)
    shown = page(client)
    assert shown.index(NOTHING) < shown.index(FULL)
    assert "In 1 answer this rubric finds nothing" in shown
    assert "Ada" not in shown


def test_a_stored_answer_goes_into_the_tester(client: Client, rubric: Rubric) -> None:
    one = answered(rubric, FULL)
    assert "2 of 2 points" in page(client, answer=str(one.id))
    swapped = text(client.get(address(), {"answer": str(one.id)}, headers=SWAP))
    assert "<html" not in swapped
    assert "2 of 2 points" in swapped


@pytest.mark.parametrize("name", ["no-id", "0190b3a4-0000-7000-8000-000000000000"])
def test_an_answer_that_is_none_of_this_question_leaves_the_tester_empty(
    client: Client, rubric: Rubric, name: str
) -> None:
    other = answered(factories.make_rubric(), FULL)
    for wrong in (name, str(other.id)):
        assert "of 2 points</h3>" not in page(client, answer=wrong)


def test_answers_over_a_screenful_are_shown_on_request(client: Client, rubric: Rubric) -> None:
    for number in range(27):
        answered(rubric, f"{HALF} Number {number}.")
    assert "Show 2 more" in page(client)
    assert page(client, answers="all").count("See what it earns") == 27


def test_the_pages_cost_the_same_for_one_answer_and_for_twenty(client: Client, rubric: Rubric) -> None:
    def statements(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(address(name))
        return len(caught)

    answered(rubric)
    page(client)
    few = [statements(name) for name in ("rubrics", "rubric")]
    for number in range(20):
        factories.make_rubric(
            factories.make_question(rubric.questions.get().revision, f"q{number}", position=9 + number)
        )
        answered(rubric, HALF)
    assert [statements(name) for name in ("rubrics", "rubric")] == few


def test_strangers_find_nothing(rubric: Rubric) -> None:
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert [ivo.get(address(name)).status_code for name in ("rubrics", "rubric")] == [404, 404]
    assert attempt(ivo, FULL).status_code == 404
