"""Items as those who teach a pack review them."""

import pytest
from django.template.loader import render_to_string

from studyapp.domain.items.values import Kind
from studyapp.quiz.models import Item
from studyapp.quiz.reviewing import feedback_when_right, question_with_key
from studyapp.quiz.showing import question_of
from tests.study.factories import make_every_kind, make_lesson

pytestmark = pytest.mark.django_db

KINDS: tuple[Kind, ...] = (
    "single", "multiple", "true-false", "ordering", "matching", "cloze", "short-answer", "card",
)  # fmt: skip


@pytest.fixture
def items() -> dict[str, Item]:
    return make_every_kind(make_lesson(facts=1))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_shown_by_the_learners_own_partial_and_is_right_afterwards(
    items: dict[str, Item], kind: Kind
) -> None:
    item = items[kind]
    order = tuple(range(1, len(item.options) + 1))
    assert question_with_key(item).template == question_of(item, order).template
    feedback = feedback_when_right(item)
    assert feedback.is_right
    assert render_to_string(feedback.template, {"feedback": feedback, "suffix": "-7"})


@pytest.mark.parametrize("kind", ["single", "multiple", "true-false"])
def test_the_options_that_are_right_are_marked(items: dict[str, Item], kind: Kind) -> None:
    question = question_with_key(items[kind])
    assert [choice.number for choice in question.choices if choice.is_key] == list(items[kind].keys)
    shown = render_to_string(question.template, {"question": question, "suffix": "-7"})
    assert shown.count("verdict-right") == shown.count("key-mark") == len(items[kind].keys)


def test_pairs_are_chosen_and_typed_answers_filled_in(items: dict[str, Item]) -> None:
    assert [prompt.chosen for prompt in question_with_key(items["matching"]).prompts] == [1, 2, 3]
    assert question_with_key(items["short-answer"]).text == "embedding"
    assert question_with_key(items["card"]).back_html == items["card"].feedback_html


@pytest.mark.parametrize("kind", KINDS)
def test_a_learner_sees_no_mark(items: dict[str, Item], kind: Kind) -> None:
    question = question_of(items[kind], tuple(range(1, len(items[kind].options) + 1)))
    shown = render_to_string(question.template, {"question": question, "session": {"id": "0" * 32}})
    assert "verdict-right" not in shown
    assert "key-mark" not in shown
