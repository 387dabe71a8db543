"""Stored items: shown without their key, scored on the server, explained afterwards."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from studyapp.domain.items.scoring import Response, ResponseError
from studyapp.quiz.queries import askable, to_show
from studyapp.quiz.services import choose_item, guess_chance, read_response, score_response, shown_order
from studyapp.quiz.showing import feedback_of, question_of, right_answer_html
from tests.factories import make_fact, make_item, make_pack, make_revision
from tests.study.factories import make_every_kind, make_lesson

KINDS = ["single", "multiple", "true-false", "ordering", "matching", "cloze", "short-answer", "card"]


@pytest.fixture
def items(db):
    return make_every_kind(make_lesson(facts=0))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_holds_nothing_of_its_key(items, kind):
    item = items[kind]

    question = repr(question_of(item, shown_order(item, b"seed")))

    assert "It is alpha" not in question
    for secret in ("origin", "why", "Beta’s", "retrieval", "embedding"):
        assert secret not in question


def test_options_are_sent_by_their_place_on_the_page(items):
    order = (3, 1, 4, 2)

    response = read_response(items["single"], order, QueryDict("choice=2"))

    assert response == Response((1,))
    assert score_response(items["single"], response).is_right


@pytest.mark.parametrize("sent", ["choice=0", "choice=5", "choice=-1", "choice=%D9%A1", "choice=1e1", "choice=99999"])
def test_no_other_number_is_an_option(items, sent):
    with pytest.raises(ResponseError):
        score_response(items["single"], read_response(items["single"], (3, 1, 4, 2), QueryDict(sent)))


def test_an_option_that_was_not_shown_cannot_be_chosen(items):
    with pytest.raises(ResponseError):
        read_response(items["single"], (3, 1, 4), QueryDict("choice=4"))


def test_steps_are_read_in_the_order_of_their_places(items):
    fields = QueryDict("place-1=2&place-2=1&place-3=4&place-4=3")

    assert read_response(items["ordering"], (3, 1, 4, 2), fields).choices == (1, 3, 2, 4)


def test_steps_that_were_not_moved_are_no_answer_yet(items):
    untouched = QueryDict("place-1=1&place-2=2&place-3=3&place-4=4")

    with pytest.raises(ResponseError, match=r"^Nothing has been moved yet\. Put the steps in order first\.$"):
        read_response(items["ordering"], (3, 1, 4, 2), untouched)


@pytest.mark.parametrize("sent", ["", "place-1=1&place-2=2&place-3=3", "place-1=1&place-2=1&place-3=3&place-4=4"])
def test_every_step_needs_a_place_of_its_own(items, sent):
    with pytest.raises(ResponseError, match="each step once"):
        read_response(items["ordering"], (1, 2, 3, 4), QueryDict(sent))


@pytest.mark.parametrize(
    ("kind", "chance"),
    [
        ("single", 1 / 4), ("multiple", 1 / 6), ("true-false", 1 / 2), ("ordering", 1 / 24), ("matching", 1 / 24),
        ("cloze", 0), ("short-answer", 0), ("card", 0),
    ],
)  # fmt: skip
def test_the_chance_of_luck_follows_from_what_was_shown(items, kind, chance):
    item = items[kind]

    assert guess_chance(item, len(shown_order(item, b"s"))) == pytest.approx(chance)


def test_a_choice_is_explained_option_by_option(items):
    feedback = feedback_of(items["single"], (2, 1, 4, 3), Response((2,)))

    assert not feedback.is_right
    assert [(one.letter, one.is_chosen, one.is_right) for one in feedback.answers] == [
        ("A", True, False), ("B", False, True), ("C", False, False), ("D", False, False),
    ]  # fmt: skip
    assert "Beta’s" in feedback.answers[0].why
    assert len(feedback.others) == 2


@pytest.mark.parametrize(
    ("why", "block", "shown"),
    [
        ("<p>It sorts.</p>", "<p><strong>alpha</strong></p><p>It sorts.</p>", ""),
        ("It sorts.", "<p><strong>alpha</strong>: It sorts.</p>", ""),
        ("<p>It sorts.</p>", "<p>It sorts.</p>", ""),
        ("<p>It sorts.</p>", "<p>It sorts, and beta hashes.</p>", "<p>It sorts, and beta hashes.</p>"),
        ("", "<p><strong>Alpha</strong>, “Use when”: alpha</p>", "<p><strong>Alpha</strong>, “Use when”: alpha</p>"),
        ("", "", ""),
    ],
)
def test_the_explanation_is_shown_only_if_it_says_more_than_the_reason_of_the_key(items, why, block, shown):
    item = items["single"]
    item.options[item.keys[0] - 1]["why"] = why
    item.feedback_html = block

    assert feedback_of(item, (2, 1, 4, 3), Response((2,))).feedback_html == shown


def test_true_or_false_has_no_other_options(items):
    feedback = feedback_of(items["true-false"], (1, 2), Response((2,)))

    assert feedback.is_right
    assert feedback.others == ()


def test_a_reason_an_author_wrote_under_true_or_false_stays(items):
    item = items["true-false"]
    item.form = "authored"
    item.options[0] |= {"origin": "authored", "why": "<p>It is small.</p>"}

    assert [one.why for one in feedback_of(item, (1, 2), Response((2,))).others] == ["<p>It is small.</p>"]


@pytest.mark.parametrize(
    ("stem", "is_said"),
    [
        ("Which sort? Choose two.", True),
        ("Which sort? (Choose 2.)", True),
        ("Which two of these sort?", True),
        ("Which sort?", False),
    ],
)
def test_how_many_to_choose_is_said_once(items, stem, is_said):
    item = items["multiple"]
    item.stem = stem
    question = question_of(item, (1, 2, 3, 4))

    html = render_to_string(question.template, {"question": question})

    assert ("Choose 2" not in html) == is_said
    assert 'data-choose="2"' in html
    assert ('aria-labelledby="stem"' in html) == is_said


def test_a_wrong_order_is_marked_step_by_step(items):
    feedback = feedback_of(items["ordering"], (1, 2, 3, 4), Response((1, 3, 2, 4)))

    assert [one.is_right for one in feedback.answers] == [True, False, False, True]


def test_a_wrong_pair_shows_the_right_side(items):
    feedback = feedback_of(items["matching"], (1, 2, 3, 4), Response((1, 3, 4)))

    assert [one.is_right for one in feedback.answers] == [True, False, False]
    assert feedback.answers[1].right_html == "beta"


def test_the_right_answer_in_short_names_every_key(items):
    assert right_answer_html(items["multiple"]) == "alpha; gamma"


def test_only_items_of_the_current_version_are_asked(items):
    item = items["single"]
    assert askable([item.fact_id]) == {item.fact_id: [item]}

    item.revision.places.all().delete()

    assert askable([item.fact_id]) == {}
    assert to_show([item.pk])[item.pk] == (item, False)


def test_items_are_read_in_one_statement(items, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = to_show([item.pk for item in items.values()])
        for item, _ in shown.values():
            question_of(item, shown_order(item, b"s"))


def test_forms_alternate_and_several_items_of_one_form_take_turns(db):
    revision = make_revision(make_pack())
    fact = make_fact(revision, kind="steps")
    whole = make_item(fact, revision, form="order", kind="ordering")
    steps = [make_item(fact, revision, form="next-step", ordinal=number) for number in (1, 2, 3)]
    items, last, asked = [whole, *steps], "", []

    for reps in range(7):
        item = choose_item(items, last_form=last, reps=reps)
        asked.append(item)
        last = item.form

    assert asked == [whole, steps[0], whole, steps[1], whole, steps[2], whole]


def test_a_chosen_belief_leads_to_the_trap_that_warns_of_it(items):
    trap = {"text": "any cache", "html": "any cache", "origin": "trap:cold-cache", "why": ""}
    items["single"].options[1] = trap

    answers = {order: feedback_of(items["single"], order, Response((2,))).answers for order in [(1, 2, 3), (1, 3)]}

    assert [answer.trap_url.partition("#")[2] for answer in answers[1, 2, 3]] == ["", "cold-cache", ""]
    assert not any(answer.trap_url for answer in answers[1, 3])
    page = render_to_string(
        "quiz/_answered_choice.html", {"feedback": feedback_of(items["single"], (1, 2), Response((2,)))}
    )
    assert f'href="{answers[1, 2, 3][1].trap_url}"' in page


def test_a_belief_asked_by_itself_needs_no_second_link(items):
    item = items["true-false"]
    item.block_key = "other"
    assert not any(answer.trap_url for answer in feedback_of(item, (1, 2), Response((1,))).answers)
