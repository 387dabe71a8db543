"""Trying an answer by a rubric of a draft, before anybody is marked by it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from studyapp.reflection.models import Answer
from studyapp.study.models import Review
from tests import factories
from tests.authoring.drafting import make_draft, page_of, text
from tests.authoring.packs import WATER, tea

pytestmark = pytest.mark.django_db

HALF = "I would use cooler water next time, because it scalds the leaves."


@pytest.fixture
def draft(ines: User) -> Draft:
    return make_draft(ines)


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


def attempt(client: Client, draft: Draft, answer: str, *, question: str = "bitter-tea", **more: Any) -> Any:
    url = reverse("authoring:try_rubric", args=[draft.pk])
    return client.post(url, {"question": question, "text": answer}, **more)


def test_the_preview_offers_a_trial_where_there_is_a_rubric(client: Client, draft: Draft) -> None:
    assert "Try an answer" in page_of(client, "preview_lesson", draft.pk, "water")
    assert "Try an answer" not in page_of(client, "preview_lesson", draft.pk, "leaves")


def test_an_answer_shows_what_it_met_by_its_own_words_and_what_is_missing(client: Client, draft: Draft) -> None:
    page = text(attempt(client, draft, HALF))
    assert "2 of 3 points" in page
    assert '<mark class="evidence evidence-met">cooler water' in page
    missing = page[page.index("What was not found") :]
    assert "a shorter time" in missing
    assert "Use cooler water, because hot water dissolves bitterness." in missing


def test_nothing_of_a_trial_is_stored(client: Client, draft: Draft) -> None:
    attempt(client, draft, HALF)
    assert not Answer.objects.exists()
    assert not Review.objects.exists()


def test_htmx_swaps_the_trial_alone_and_says_the_points(client: Client, draft: Draft) -> None:
    page = text(attempt(client, draft, HALF, headers={"HX-Request": "true"}))
    assert "<html" not in page
    assert '<section id="trial"' in page
    assert '<div id="live" class="visually-hidden" role="status" hx-swap-oob="innerHTML">2 of 3 points.' in page


@pytest.mark.parametrize(("answer", "sentence"), [("", "Write something first"), ("a" * 10_001, "10,000 characters")])
def test_an_answer_that_nobody_could_send_is_refused_with_its_text_kept(
    client: Client, draft: Draft, answer: str, sentence: str
) -> None:
    response = attempt(client, draft, answer)
    assert response.status_code == 422
    assert sentence in text(response)
    assert answer in text(response)


def test_an_answer_cannot_put_markup_into_the_page(client: Client, draft: Draft) -> None:
    page = text(attempt(client, draft, "<script>alert(1)</script> cooler water"))
    assert "<script>alert" not in page


def test_a_question_that_the_draft_does_not_have_is_not_found(client: Client, draft: Draft) -> None:
    assert attempt(client, draft, HALF, question="other").status_code == 404


def test_strangers_try_nothing(draft: Draft) -> None:
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert attempt(ivo, draft, HALF).status_code == 404


def test_the_rubric_of_the_draft_judges_not_the_published_one(client: Client, ines: User) -> None:
    changed = make_draft(ines, tea(water=WATER.replace("cooler/lower water/temperature", "warm/tepid water")))
    assert "0 of 3 points" in text(attempt(client, changed, HALF))
