"""A rubric is mended in a draft of its pack, and what that would change is seen before it is published."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.authoring.child_process import sandbox
from studyapp.authoring.drafts import background
from studyapp.authoring.models import Draft
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Rubric, Score
from tests import factories
from tests.authoring.drafting import make_draft, page_of, published, text
from tests.authoring.marking.rows import answered
from tests.authoring.packs import WATER, tea

pytestmark = pytest.mark.django_db

MISSED = "Let the kettle stand for a minute before pouring, because it scalds the leaves."
LINE = "kettle/water stand/rest/wait"


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def rubric(client: Client, ines: User) -> Rubric:
    """That of the published pack about tea."""
    published(client, ines)
    page_of(client, "history", "tea")
    return Rubric.objects.get()


def add(client: Client, line: str = LINE, criterion: str = "", **more: Any) -> Any:
    key = criterion or Rubric.objects.earliest("pk").criteria.earliest("position").key
    url = reverse("authoring:add_rubric_line", args=["tea", "bitter-tea"])
    return client.post(url, {"criterion": key, "line": line}, **more)


def replay(client: Client) -> str:
    return page_of(client, "replay", "tea", "bitter-tea")


def waiting() -> Draft:
    return Draft.objects.waiting().get()


def test_a_line_opens_a_draft_and_its_replay_shows_what_would_change(client: Client, rubric: Rubric) -> None:
    answered(rubric, MISSED)
    answered(rubric, "Cooler water, and a shorter time.")
    response = add(client)
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("authoring:replay", args=["tea", "bitter-tea"])
    shown = replay(client)
    assert f"<ins>{LINE}</ins>" in shown
    assert "1 of 2 answers would have other marks" in shown
    assert "0 → 2" in shown
    assert MISSED in shown


def test_nothing_is_published_and_nobodys_marks_move(client: Client, rubric: Rubric) -> None:
    answered(rubric, MISSED)
    add(client)
    replay(client)
    assert Score.objects.get().marks == 0
    assert Rubric.objects.count() == 1


def test_the_draft_differs_by_the_one_line_which_stands_with_the_others_of_its_criterion(
    client: Client, rubric: Rubric
) -> None:
    add(client)
    changed = bytes(waiting().files.get(path="d2/water.md").content).decode()
    assert changed == WATER.replace("water/temperature\n", f"water/temperature\n    - {LINE}\n")


def test_further_lines_go_into_the_same_draft_and_each_can_be_undone(client: Client, rubric: Rubric) -> None:
    add(client)
    add(client, "brief steep")
    assert [LINE in replay(client), "brief steep" in replay(client)] == [True, True]
    for gone in ("brief steep", LINE):
        client.post(reverse("authoring:fix", args=[waiting().pk]), {"do": "undo"})
        assert f"<ins>{gone}</ins>" not in replay(client)
    assert "Your draft marks this question as it is marked now." in replay(client)


def test_a_draft_that_waits_is_extended_with_all_that_it_changes(client: Client, ines: User, rubric: Rubric) -> None:
    draft = make_draft(ines, tea(water=WATER.replace("# 2.1. Heating Water", "# 2.1. Heating Fresh Water")))
    add(client)
    assert waiting().pk == draft.pk
    changed = bytes(waiting().files.get(path="d2/water.md").content).decode()
    assert "Heating Fresh Water" in changed
    assert LINE in changed


def test_after_publishing_the_new_rubric_marks_and_the_stored_marks_stand(client: Client, rubric: Rubric) -> None:
    answered(rubric, MISSED)
    add(client)
    client.post(reverse("authoring:rights", args=[waiting().pk]), {"is_public": "yes", "rights": "on"})
    response = client.post(reverse("authoring:publish", args=[waiting().pk]))
    assert response.status_code == 303, text(response)
    assert Score.objects.get().marks == 0
    question = ReflectionQuestion.objects.latest("pk")
    assert question.rubrics.get().content_hash != rubric.content_hash
    assert answered(question.rubrics.get(), MISSED)
    assert Score.objects.latest("scored_at").marks == 2


@pytest.mark.parametrize("line", ["", "the", "cheap not durable", "a <!-- id: x --> b"])
def test_a_line_that_no_rubric_may_have_is_refused_with_its_text_kept(
    client: Client, rubric: Rubric, line: str
) -> None:
    response = add(client, line)
    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert not Draft.objects.waiting().exists()


def test_a_criterion_that_is_not_there_is_refused(client: Client, rubric: Rubric) -> None:
    response = add(client, criterion="other")
    assert response.status_code == 422
    assert "no such criterion" in text(response)


def test_a_large_pack_is_read_apart_with_the_line_in_it_and_no_second_draft_is_begun(
    client: Client, rubric: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LESSONS_IN_A_REQUEST", 1)
    monkeypatch.setattr(background, "_start", lambda draft_id: None)  # its own process has tests of its own
    for _ in range(2):
        assert add(client).headers["Location"] == reverse("authoring:reading", args=[waiting().pk])
    assert replay_status(client) == 303
    background.read_draft(waiting().pk)
    assert f"<ins>{LINE}</ins>" in replay(client)


def replay_status(client: Client) -> int:
    return client.get(reverse("authoring:replay", args=["tea", "bitter-tea"])).status_code


def test_the_pack_of_an_operator_too_is_mended_in_the_draft_of_who_asks(rubric: Rubric, olga: User) -> None:
    assert add(factories.signed_in(olga)).status_code == 303
    assert waiting().owner == olga


def test_the_rubric_is_advised_on_idle_lines_and_words_that_its_lesson_never_says(client: Client, ines: User) -> None:
    lines = "- cooler/lower water/temperature\n    - cooler water\n    - zeppelin water"
    published(client, ines, tea(water=WATER.replace("- cooler/lower water/temperature", lines)))
    shown = page_of(client, "rubric", "tea", "bitter-tea")
    assert "<code>cooler water</code>: finds nothing that “cooler/lower water/temperature” does not find" in shown
    assert "<code>zeppelin water</code>: the lesson never says “zeppelin”." in shown
    assert "never says “water" not in shown


def test_strangers_and_those_without_a_draft_find_no_replay(client: Client, rubric: Rubric) -> None:
    url = reverse("authoring:replay", args=["tea", "bitter-tea"])
    assert client.get(url).status_code == 404
    add(client)
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert (ivo.get(url).status_code, add(ivo).status_code) == (404, 404)


def test_the_changes_of_a_draft_lead_to_the_replay_of_each_rubric_that_marks_otherwise(
    client: Client, rubric: Rubric
) -> None:
    add(client)
    shown = page_of(client, "difference", waiting().pk)
    assert "1 rubric marks otherwise" in shown
    assert reverse("authoring:replay", args=["tea", "bitter-tea"]) in shown
    assert "Publishing moves nobody’s marks" in shown


def test_a_draft_that_marks_alike_says_nothing_of_rubrics(client: Client, ines: User, rubric: Rubric) -> None:
    draft = make_draft(ines, tea(water=WATER.replace("Boil fresh water", "Boil clear water")))
    assert "marks otherwise" not in page_of(client, "difference", draft.pk)


BARE = WATER[: WATER.index("<details>")]
MODEL = "Use cooler water, because hot water dissolves bitterness. Then steep for a shorter time."


def propose(client: Client, model_answer: str = MODEL) -> Any:
    url = reverse("authoring:propose_rubric", args=["tea", "bitter-tea"])
    return client.post(url, {"model_answer": model_answer})


@pytest.fixture
def bare(client: Client, ines: User) -> None:
    """A published question without a rubric."""
    published(client, ines, tea(water=BARE))
    page_of(client, "history", "tea")


@pytest.mark.usefixtures("bare")
def test_a_question_without_a_rubric_gets_one_proposed_into_a_draft(client: Client) -> None:
    assert "Propose a rubric" in page_of(client, "rubrics", "tea")
    response = propose(client)
    assert response.status_code == 303, text(response)
    assert response.headers["Location"] == reverse("authoring:source", args=[waiting().pk, "d2/water.md"])
    changed = bytes(waiting().files.get(path="d2/water.md").content).decode()
    assert "<summary>Rubric (2 points), draft</summary>" in changed
    assert "<!-- id: draft-2 -->" in changed
    assert f"- Model answer: {MODEL}" in changed
    assert not waiting().has_errors


@pytest.mark.usefixtures("bare")
def test_a_proposed_rubric_is_published_as_a_draft_of_one_and_its_model_answer_earns_all(client: Client) -> None:
    propose(client)
    client.post(reverse("authoring:rights", args=[waiting().pk]), {"is_public": "yes", "rights": "on"})
    assert client.post(reverse("authoring:publish", args=[waiting().pk])).status_code == 303
    assert '<span class="chip chip-warning">draft</span>' in page_of(client, "rubric", "tea", "bitter-tea")
    assert answered(Rubric.objects.get(), MODEL)
    assert Score.objects.get().marks == 2


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("model_answer", ["", "What do you change first, and why?"])
def test_a_model_answer_that_says_nothing_is_refused_with_its_text(client: Client, model_answer: str) -> None:
    response = propose(client, model_answer)
    assert response.status_code == 422
    assert model_answer in text(response)
    assert not Draft.objects.waiting().exists()


@pytest.mark.usefixtures("bare")
def test_a_rubric_is_proposed_once(client: Client) -> None:
    propose(client)
    response = propose(client)
    assert response.status_code == 422
    assert "has a rubric for this question already" in text(response)


def test_a_question_with_a_rubric_gets_none_proposed(client: Client, rubric: Rubric) -> None:
    assert propose(client).status_code == 404


MODEL_ALONE = {
    "a rubric without points": f"<details><summary>Rubric</summary>\n\n- Model answer: {MODEL}\n\n</details>\n",
    "a heading": f"### Model answer\n\n{MODEL}\n",
}


@pytest.mark.parametrize("form", MODEL_ALONE)
def test_points_are_proposed_from_the_model_answer_that_the_lesson_has(client: Client, ines: User, form: str) -> None:
    published(client, ines, tea(water=BARE + MODEL_ALONE[form]))
    page_of(client, "history", "tea")
    assert MODEL in page_of(client, "propose_rubric", "tea", "bitter-tea")
    response = propose(client, "")
    assert response.status_code == 303, text(response)
    changed = bytes(waiting().files.get(path="d2/water.md").content).decode()
    assert changed.count(MODEL) == 1
    assert changed.index("<!-- id: draft-1 -->") < changed.index(MODEL)
    assert not waiting().has_errors
    assert propose(client, "").status_code == 422


@pytest.mark.usefixtures("bare")
def test_while_others_read_the_model_answer_is_kept_and_the_page_says_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "QUEUE_SECONDS", 0.01)
    with sandbox._places, sandbox._places:
        response = propose(client, f"{MODEL} It is milder.")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "It is milder." in text(response)
    assert not Draft.objects.waiting().exists()
