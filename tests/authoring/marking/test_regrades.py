"""A regrade is a dry run first; only a person's word moves marks, and what a person decided stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.authoring.marking.regrades import outdated_in
from studyapp.reflection.effective import effective_score
from studyapp.reflection.models import Answer, Regrade, Rubric
from studyapp.study.services import verdicts
from studyapp.web.form_keys import new_form_key
from tests import factories
from tests.authoring.drafting import make_draft, page_of, publish, published, text
from tests.authoring.marking.rows import answered
from tests.authoring.packs import WATER, tea

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}
MISSED = "Let the kettle stand for a minute, because it scalds the leaves."
COOLER = "I would use cooler water next time, because it scalds the leaves."
WIDER = WATER.replace("cooler/lower water/temperature", "cooler/lower water/temperature\n    - kettle stand")
NARROWER = WATER.replace("cooler/lower water/temperature", "kettle stand").replace(
    "Use cooler water, because", "Let the kettle stand, because"
)


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def answers(client: Client, ines: User) -> list[Answer]:
    """To the question of the published pack about tea: one that its rubric misses, one that it finds."""
    published(client, ines)
    page_of(client, "history", "tea")
    rubric = Rubric.objects.get()
    return [answered(rubric, MISSED), answered(rubric, COOLER)]


def change(client: Client, ines: User, water: str) -> str:
    """Publish another rubric; the page after it."""
    response = publish(client, make_draft(ines, tea(water=water)))
    assert response.status_code == 303, text(response)
    return text(client.get(response.headers["Location"]))


def address(name: str, *more: object) -> str:
    return reverse(f"authoring:{name}", args=["tea", "bitter-tea", *more])


def dry_run(client: Client) -> str:
    response = client.post(address("regrades"), {"key": new_form_key()})
    assert response.status_code == 303
    return text(client.get(response.headers["Location"]))


def apply(client: Client, **fields: Any) -> Any:
    return client.post(address("apply_regrade", Regrade.objects.latest("pk").pk), fields)


def marks(answers: list[Answer]) -> list[float]:
    found = [effective_score(one) for one in answers]
    return [one.marks for one in found if one]


def test_publishing_a_changed_rubric_moves_nobody_and_says_that_a_regrade_is_possible(
    client: Client, ines: User, answers: list[Answer]
) -> None:
    shown = change(client, ines, WIDER)
    assert "nobody’s marks moved. A regrade is possible" in shown
    assert address("regrades") in shown
    assert "2 answers marked by an earlier rubric" in shown
    assert marks(answers) == [0, 2]


def test_publishing_something_else_says_nothing_of_regrades(client: Client, ines: User, answers: list[Answer]) -> None:
    assert "A regrade is possible" not in change(client, ines, WATER.replace("Boil fresh", "Boil clear"))


def test_a_dry_run_shows_counts_picture_and_moves_and_changes_nothing(
    client: Client, ines: User, answers: list[Answer]
) -> None:
    change(client, ines, WIDER)
    shown = dry_run(client)
    assert "1 of 2 answers would have other marks" in shown
    assert "A dry run: nobody’s marks have moved." in shown
    assert '<figure class="chart" id="moves">' in shown
    assert "0 → 2" in shown
    assert MISSED in shown
    assert f"{address('rubric')}?answer={answers[0].id}#trial" in shown
    assert marks(answers) == [0, 2]


def test_the_same_form_twice_is_one_dry_run(client: Client, answers: list[Answer]) -> None:
    key = new_form_key()
    places = {client.post(address("regrades"), {"key": key}).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert client.post(address("regrades"), {"key": "none"}).status_code == 422


def test_applying_needs_a_word_and_then_moves_marks(client: Client, ines: User, answers: list[Answer]) -> None:
    change(client, ines, WIDER)
    dry_run(client)
    refused = apply(client)
    assert refused.status_code == 422
    assert "Tick that you have looked at" in text(refused)
    response = apply(client, sure="on")
    assert response.status_code == 303
    shown = text(client.get(response.headers["Location"]))
    assert "1 answer has other marks now." in shown
    assert "1 of 2 answers got other marks" in shown
    assert marks(answers) == [2, 2]
    assert "A regrade is possible" not in page_of(client, "history", "tea")


def test_lowered_marks_need_a_tick_of_their_own(client: Client, ines: User, answers: list[Answer]) -> None:
    change(client, ines, NARROWER)
    assert "Lower 1 answer whose learner has seen its marks" in dry_run(client)
    refused = apply(client, sure="on")
    assert refused.status_code == 422
    assert "would lose marks" in text(refused)
    assert '<input id="sure" type="checkbox" name="sure" checked>' in text(refused)
    assert marks(answers) == [0, 2]
    assert apply(client, sure="on", lower="on").status_code == 303
    assert marks(answers) == [2, 0]


def test_what_a_person_decided_stays(client: Client, ines: User, answers: list[Answer]) -> None:
    key = Rubric.objects.get().criteria.latest("position").key
    verdicts.override(
        answer=answers[0], key=new_form_key(), credit_by_key={key: 1.0}, reason="Briefly.", by=ines, at=timezone.now()
    )
    change(client, ines, WIDER)
    assert "1 answer that a person decided stays as it is." in dry_run(client)
    apply(client, sure="on")
    assert marks(answers) == [1, 2]


def test_a_dry_run_by_a_rubric_that_marks_no_more_is_not_applied(
    client: Client, ines: User, answers: list[Answer]
) -> None:
    dry_run(client)
    change(client, ines, WIDER)
    shown = text(client.get(address("regrade", Regrade.objects.get().pk)))
    assert "Another rubric marks this question by now." in shown
    assert apply(client, sure="on").status_code == 422


def test_a_long_one_says_how_far_it_is_and_goes_on_step_by_step(
    client: Client, ines: User, answers: list[Answer]
) -> None:
    change(client, ines, WIDER)
    dry_run(client)
    one = Regrade.objects.get()
    Regrade.objects.update(state="running", begun_at=timezone.now())
    shown = text(client.get(address("regrade", one.pk)))
    assert '<progress id="regrade-bar" value="0" max="2">' in shown
    assert f'hx-post="{address("step_regrade", one.pk)}"' in shown
    swapped = text(client.post(address("step_regrade", one.pk), headers=SWAP))
    assert "<html" not in swapped
    assert "1 answer has other marks now." in swapped
    assert client.post(address("step_regrade", one.pk)).status_code == 303
    assert marks(answers) == [2, 2]


def test_earlier_regrades_are_listed(client: Client, answers: list[Answer]) -> None:
    dry_run(client)
    shown = text(client.get(address("regrades")))
    assert "Dry run, " in shown
    assert "0 up, 0 down of 2" in shown


def test_counting_outdated_answers_takes_few_statements(
    client: Client, ines: User, answers: list[Answer], django_assert_max_num_queries: Any
) -> None:
    change(client, ines, WIDER)
    pack = Rubric.objects.latest("pk").pack
    with django_assert_max_num_queries(4):
        assert [(one.question.key, one.answers) for one in outdated_in(pack)] == [("bitter-tea", 2)]


def test_strangers_find_no_regrade(client: Client, answers: list[Answer]) -> None:
    dry_run(client)
    pk = Regrade.objects.get().pk
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert ivo.get(address("regrades")).status_code == 404
    assert ivo.get(address("regrade", pk)).status_code == 404
    for name in ("apply_regrade", "step_regrade"):
        assert ivo.post(address(name, pk), {"sure": "on"}).status_code == 404
    assert client.get(address("regrade", 0)).status_code == 404
