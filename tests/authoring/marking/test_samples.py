"""Samples are drawn or typed and marked blind; the page of agreement says what came of it."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.marking import suggestions
from studyapp.authoring.models import Draft
from studyapp.reflection.models import MarkedSample, Rubric, SampleMark
from studyapp.reflection.sampling import add_typed_sample, mark_sample
from studyapp.web.form_keys import new_form_key
from tests import factories
from tests.authoring.drafting import text
from tests.authoring.marking.rows import FULL, HALF, NOTHING, WRONG, answered, make_taught
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}
FROZEN = "RAG looks pages up, and the parameters stay frozen as they were on day"


@pytest.fixture
def rubric(ines: User) -> Rubric:
    return make_taught(ines)


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


def url(name: str, *more: object) -> str:
    return reverse(f"authoring:{name}", args=["taught", "ask", *more])


def page(client: Client, name: str, *more: object) -> str:
    return text(client.get(url(name, *more)))


def draw(client: Client, count: object = 20) -> Any:
    return client.post(url("draw_samples"), {"count": count})


def sampled(rubric: Rubric, words: str, *, drawn: str = "random") -> MarkedSample:
    sample = add_typed_sample(
        pack=rubric.pack, question_key="ask", key=new_form_key(), text=words, by=rubric.pack.owner, at=NOW
    )
    MarkedSample.objects.filter(pk=sample.pk).update(drawn=drawn)
    return sample


def given(rubric: Rubric, sample: MarkedSample, rater: User, **credit: float) -> SampleMark:
    credit_by_key = {"fresh": 0.0, "weights": 0.0, **credit}
    return mark_sample(sample=sample, rubric=rubric, rater=rater, credit_by_key=credit_by_key, at=NOW)


def fill(rubric: Rubric, rater: User, *, missed: int = 0) -> None:
    """Twenty random samples that the rater marks as the rubric does, but for those missed credits."""
    for number in range(20 - missed):
        words = (FULL, HALF, NOTHING, WRONG)[number % 4]
        met = [("fresh", "weights"), ("fresh",), (), ()][number % 4]
        given(rubric, sampled(rubric, f"{words} Number {number}."), rater, **dict.fromkeys(met, 1.0))
    for number in range(missed):
        given(rubric, sampled(rubric, f"{FROZEN} {number}."), rater, weights=1.0)


def test_drawing_copies_answers_without_their_authors_and_says_how_many(
    client: Client, ada: User, rubric: Rubric
) -> None:
    answered(rubric, HALF, learner=ada)
    answered(rubric, FULL)
    assert "Draw 20 or more" in page(client, "samples")
    response = draw(client)
    shown = text(client.get(response.headers["Location"]))
    assert "Drawn: 2 at random, 0 flagged." in shown
    assert "Mark this sample; 2 wait for you" in shown
    assert "Ada" not in shown
    draw(client)
    assert "no answer left" in page(client, "samples")


@pytest.mark.parametrize("count", ["", "0", "101", "many"])
def test_a_count_that_cannot_be_drawn_is_refused(client: Client, rubric: Rubric, count: str) -> None:
    assert draw(client, count).status_code == 422


def test_a_sample_is_marked_without_a_word_of_the_machine(client: Client, rubric: Rubric) -> None:
    sample = sampled(rubric, FULL)
    shown = page(client, "samples")
    assert FULL in shown
    assert "evidence" not in shown
    assert "2 of 2" not in shown
    assert "checked" not in shown
    client.post(url("mark_sample", sample.pk), {"met": ["fresh"]})
    mark = SampleMark.objects.get()
    assert (mark.marks, mark.credits) == (1, {"fresh": 1, "weights": 0})
    assert "You have marked all samples" in page(client, "samples")


@pytest.mark.parametrize("headers", [{}, SWAP])
def test_a_sample_is_not_marked_by_points_that_the_person_did_not_see(
    client: Client, rubric: Rubric, headers: dict[str, str]
) -> None:
    sample = sampled(rubric, FULL)
    old = dict(re.findall(r'name="(rubric)" value="(\d+)"', page(client, "samples")))
    assert dict(re.findall(r'name="(rubric)" value="(\d+)"', page(client, "sample", sample.pk))) == old
    factories.revised_rubric(rubric, factories.RUBRIC.replace("id: fresh", "id: newer"))
    response = client.post(url("mark_sample", sample.pk), {"met": ["fresh"], **old}, headers=headers)
    assert response.status_code == 409
    assert "The rubric was changed since you opened this page" in text(response)
    assert 'value="newer"' in text(response)
    assert not SampleMark.objects.exists()


@pytest.mark.parametrize("headers", [{}, SWAP])
def test_a_marked_sample_is_not_marked_again_once_the_machine_was_seen(
    client: Client, rubric: Rubric, headers: dict[str, str]
) -> None:
    sample = sampled(rubric, FULL)
    client.post(url("mark_sample", sample.pk), {"met": ["fresh"]})
    assert "The machine:" in page(client, "sample", sample.pk)
    assert url("mark_sample", sample.pk) not in page(client, "sample", sample.pk)
    response = client.post(url("mark_sample", sample.pk), {"met": ["fresh", "weights"]}, headers=headers)
    assert response.status_code == 409
    assert "What was given blind stays" in text(response)
    assert SampleMark.objects.get().marks == 1


def test_htmx_swaps_in_the_next_sample(client: Client, rubric: Rubric) -> None:
    first = sampled(rubric, FULL)
    sampled(rubric, HALF)
    shown = text(client.post(url("mark_sample", first.pk), {"met": ["fresh"]}, headers=SWAP))
    assert "<html" not in shown
    assert "it is the last for you" in shown
    assert "Saved. 1 waits for you." in shown


def test_a_typed_sample_joins_and_the_same_form_twice_is_one(client: Client, rubric: Rubric) -> None:
    key = new_form_key()
    for _ in range(2):
        client.post(url("add_typed_sample"), {"key": key, "text": FULL})
    sample = MarkedSample.objects.get()
    assert (sample.text, sample.drawn, sample.key) == (FULL, "typed", UUID(str(key)))


@pytest.mark.parametrize("words", ["", "a" * 10_001])
def test_a_typed_sample_that_nobody_could_send_is_refused_with_its_text(
    client: Client, rubric: Rubric, words: str
) -> None:
    response = client.post(url("add_typed_sample"), {"key": new_form_key(), "text": words})
    assert response.status_code == 422
    assert words in text(response)


def test_a_second_rater_sees_the_first_ones_marks_only_after_marking(
    client: Client, ines: User, olga: User, rubric: Rubric
) -> None:
    sample = sampled(rubric, FULL)
    given(rubric, sample, ines, fresh=1.0)
    second = factories.signed_in(olga)
    assert "Another person" not in page(second, "sample", sample.pk)
    assert "The machine" not in page(second, "sample", sample.pk)
    second.post(url("mark_sample", sample.pk), {"met": ["fresh", "weights"]})
    shown = page(second, "sample", sample.pk)
    assert "The machine: 2 of 2" in shown
    assert "You: 2 of 2" in shown
    assert "Another person: 1 of 2" in shown
    assert "Ines" not in shown
    assert "<dt>Marked by two</dt><dd>1</dd>" in page(client, "samples")


def test_before_any_sample_is_marked_the_page_does_not_say_that_all_agree(client: Client, rubric: Rubric) -> None:
    sampled(rubric, HALF)
    shown = page(client, "agreement")
    assert "Nothing to compare before the first sample is marked." in shown
    assert "Nowhere" not in shown


def test_under_twenty_random_samples_there_are_counts_only(client: Client, ines: User, rubric: Rubric) -> None:
    given(rubric, sampled(rubric, FULL), ines, fresh=1.0, weights=1.0)
    sampled(rubric, HALF)
    shown = page(client, "agreement")
    assert "1 sample is marked, 1 not yet." in shown
    assert "Counts only: 1 of the 20" in shown
    assert "Closed: 1 of 20 random samples are marked. Until then marks are for practice only." in shown
    assert "Kappa" not in shown


def test_from_twenty_on_figures_picture_and_gate_are_shown(client: Client, ines: User, rubric: Rubric) -> None:
    fill(rubric, ines)
    shown = page(client, "agreement")
    assert "Open: kappa is 1.00 over 20 random samples" in shown
    assert '<figure class="chart" id="agreement">' in shown
    assert '<td class="number">100 %</td><td class="number">1.00</td><td class="number">1.00–1.00</td>' in shown
    assert "Open: kappa is 1.00" in page(client, "rubric")
    assert (
        "open"
        in re.findall(r"<dt>Gate</dt>.*?</dd>", text(client.get(reverse("authoring:rubrics", args=["taught"]))))[0]
    )


def test_kappa_gets_no_verbal_grade(client: Client, ines: User, rubric: Rubric) -> None:
    fill(rubric, ines)
    shown = page(client, "agreement").casefold()
    for grade in ("substantial", "moderate", "excellent", "almost perfect", "fair agreement"):
        assert grade not in shown


def test_missed_credits_lead_to_their_samples_and_to_lines_that_repair_them(
    client: Client, ines: User, rubric: Rubric
) -> None:
    fill(rubric, ines, missed=3)
    shown = page(client, "agreement")
    assert "3 missed credits, a person gave them:" in shown
    sample = MarkedSample.objects.filter(text__startswith=FROZEN).earliest("pk")
    assert url("sample", sample.pk) in shown
    assert url("suggestions", "weights") in shown
    lines = page(client, "suggestions", "weights")
    assert f"{FROZEN} 0." in lines
    assert "Put into the draft" in lines
    assert "repairs 3 missed credits" in lines


def test_a_false_credit_leads_to_its_sample(client: Client, ines: User, rubric: Rubric) -> None:
    sample = sampled(rubric, HALF)
    given(rubric, sample, ines)
    shown = page(client, "agreement")
    assert "1 false credit, no person gave it:" in shown
    assert url("sample", sample.pk) in shown


def test_a_criterion_without_missed_credits_has_no_lines(client: Client, rubric: Rubric) -> None:
    assert "Nothing that a person credited is missed here." in page(client, "suggestions", "weights")
    assert client.get(url("suggestions", "other")).status_code == 404
    assert not Draft.objects.exists()


def test_lines_are_tried_on_no_more_text_than_a_page_may_wait_for() -> None:
    longest = [letter * 10_000 for letter in "abcdef"]
    assert suggestions.newest(longest) == longest[-4:]
    assert suggestions.newest([str(number) for number in range(150)]) == [str(number) for number in range(50, 150)]
    assert suggestions.newest([]) == []


def test_the_pages_cost_the_same_for_one_sample_and_for_twenty(client: Client, ines: User, rubric: Rubric) -> None:
    def statements(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(url(name))
        return len(caught)

    given(rubric, sampled(rubric, FULL), ines, fresh=1.0)
    sampled(rubric, HALF)
    page(client, "samples")
    few = [statements(name) for name in ("samples", "agreement")]
    for number in range(15):
        given(rubric, sampled(rubric, f"{HALF} {number}"), ines, fresh=1.0)
    assert [statements(name) for name in ("samples", "agreement")] == few


def test_strangers_find_no_sample(client: Client, rubric: Rubric) -> None:
    sample = sampled(rubric, FULL)
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    for name, more in (("samples", ()), ("agreement", ()), ("sample", (sample.pk,)), ("suggestions", ("fresh",))):
        assert ivo.get(url(name, *more)).status_code == 404, name
    assert ivo.post(url("mark_sample", sample.pk), {"met": ["fresh"]}).status_code == 404
    assert draw(ivo).status_code == 404
    assert client.get(url("sample", 0)).status_code == 404
    assert not SampleMark.objects.exists()
