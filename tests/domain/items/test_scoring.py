"""The table "Scoring a response", row by row."""

from dataclasses import replace

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.scoring import Response, ResponseError, Scored, score
from studyapp.domain.items.values import Item, Option

from .lessons import pack, question, sample_pack, section


def item_of(form: str) -> Item:
    return next(item for item in build_bank(sample_pack()).items if item.form == form)


def authored(*options: str, **more: object) -> Item:
    asked = question("Which two of these are true of an index?", *options, **more)  # type: ignore[arg-type]
    return build_bank(pack(section(asked))).items[0]


def typed(*accepted: str, rivals: tuple[str, ...] = ()) -> Item:
    return replace(item_of("term"), accepted=accepted, rivals=rivals)


MULTIPLE = authored("*one", "*two", "*three", "four", "five", kind="multiple")


@pytest.mark.parametrize("partial", [True, False])
def test_single_earns_one_for_the_key(partial: bool) -> None:
    item = item_of("forward")
    assert score(item, Response(item.keys), partial_credit=partial) == Scored(1.0, True, "", ("key",))
    wrong = score(item, Response((3,)), partial_credit=partial)
    assert wrong == Scored(0.0, False, "", ("row:GIN",))


def test_believing_a_belief_is_falling_for_its_trap() -> None:
    assert score(item_of("belief"), Response((1,))) == Scored(0.0, False, "", ("trap:brin-order",))
    assert score(item_of("belief"), Response((2,))).is_right


@pytest.mark.parametrize(
    ("choices", "whole", "partial"),
    [((1, 2, 3), 1, 1), ((3, 1, 2), 1, 1), ((1, 2, 4), 0, 1 / 3), ((1, 4, 5), 0, 0), ((1, 2), 0, 2 / 3), ((4,), 0, 0)],
)
def test_multiple_earns_exactly_the_key_set_or_hits_less_false_picks(
    choices: tuple[int, ...], whole: float, partial: float
) -> None:
    assert score(MULTIPLE, Response(choices)).score == whole
    assert score(MULTIPLE, Response(choices), partial_credit=True).score == pytest.approx(partial)
    assert score(MULTIPLE, Response(choices), partial_credit=True).is_right == (whole == 1)


@pytest.mark.parametrize(
    ("order", "whole", "partial"),
    [((1, 2, 3, 4, 5), 1, 1), ((2, 1, 3, 4, 5), 0, 2 / 4), ((5, 1, 2, 3, 4), 0, 3 / 4), ((5, 4, 3, 2, 1), 0, 0)],
)
def test_ordering_earns_the_whole_order_or_neighbours_kept(
    order: tuple[int, ...], whole: float, partial: float
) -> None:
    assert score(item_of("order"), Response(order)).score == whole
    assert score(item_of("order"), Response(order), partial_credit=True).score == pytest.approx(partial)


@pytest.mark.parametrize(
    ("sides", "whole", "partial"), [((1, 2, 3, 4), 1, 1), ((1, 2, 4, 3), 0, 2 / 4), ((1, 1, 1, 1), 0, 1 / 4)]
)
def test_matching_earns_all_pairs_or_right_pairs(sides: tuple[int, ...], whole: float, partial: float) -> None:
    assert score(item_of("match"), Response(sides)).score == whole
    assert score(item_of("match"), Response(sides), partial_credit=True).score == pytest.approx(partial)


def test_right_sides_that_read_the_same_are_equally_right() -> None:
    item = replace(item_of("match"), options=tuple(Option(text, text) for text in ("Yes", "yes.", "no", "maybe")))
    assert score(item, Response((2, 1, 3, 4))).is_right


@pytest.mark.parametrize(
    "text",
    ["Partial index", "partial INDEX", "  partial   index ", "partial-index", "Partial index.", "a partial index"],
)
def test_typed_answers_are_right_whatever_their_case_spaces_and_punctuation(text: str) -> None:
    assert score(typed("Partial index"), Response(text=text)) == Scored(1.0, True)


def test_a_synonym_is_right() -> None:
    assert score(
        typed("RAG", "retrieval-augmented generation"), Response(text="Retrieval Augmented Generation")
    ).is_right


@pytest.mark.parametrize(
    ("text", "accepted", "is_right"),
    [
        ("indx", "index", True),
        ("idnex", "index", True),
        ("indez", "index", True),
        ("idx", "index", False),
        ("bndex", "index", False),
        ("quantizaton", "quantisation", True),
        ("quantzaton", "quantisation", False),
        ("qantsation", "quantisation", True),
        ("gni", "gin", False),
        ("tre", "tree", False),
        ("distillation 3", "distillation 4", False),
        ("1.5", "15", False),
        ("-5", "5", False),
        ("C", "C#", False),
        ("partial indx", "partial index", True),
        ("total index", "partial index", False),
    ],
)
def test_a_small_slip_of_the_spelling_counts_and_nothing_else(text: str, accepted: str, is_right: bool) -> None:
    given = score(typed(accepted), Response(text=text))
    assert given.is_right == is_right
    assert bool(given.note) == is_right


def cloze(*accepted: str, rivals: tuple[str, ...] = ()) -> Item:
    return replace(item_of("cloze"), accepted=accepted, rivals=rivals)


@pytest.mark.parametrize(
    ("text", "accepted", "is_right"),
    [
        ("arguments, calls and observations", "calls, arguments and observations", True),
        ("observations, the calls, the argument", "calls, arguments and observations", True),
        ("arguments, calls and obsrvations", "calls, arguments and observations", True),
        ("arguments, cals and obsrvations", "calls, arguments and observations", True),
        ("next action to choose", "choose the next action", True),
        ("calls and observations", "calls, arguments and observations", False),
        ("calls, arguments, results and observations", "calls, arguments and observations", False),
        ("two matrices", "two thin matrices", False),
        ("not ignores the raw scores", "ignores the raw scores", False),
        ("with a plan", "without a plan", False),
        ("reads after the write", "reads before the write", False),
        ("the write before reads", "reads before the write", False),
        ("from tables to indexes", "from indexes to tables", False),
        ("row count of 15", "15 row count", True),
        ("row count of 1.5", "15 row count", False),
        ("row count of -5", "5 row count", False),
        ("C and Java", "Java and C#", False),
        ("weights overwrote", "weights", False),
    ],
)
def test_a_blank_of_several_words_takes_its_content_words_in_any_order(
    text: str, accepted: str, is_right: bool
) -> None:
    assert score(cloze(accepted), Response(text=text)).is_right == is_right


def test_a_term_of_several_words_keeps_its_order() -> None:
    assert not score(typed("load test"), Response(text="test load")).is_right


def test_a_slip_in_one_word_of_a_blank_is_noted() -> None:
    given = score(cloze("calls, arguments and observations"), Response(text="arguments, calls, obsrvations"))
    assert given.note == "Counted as right. Mind the spelling: “calls, arguments and observations”."
    assert not score(cloze("calls, arguments"), Response(text="arguments and calls")).note


def test_a_blank_is_never_filled_with_the_words_of_another_term() -> None:
    assert score(cloze("embedding model"), Response(text="the model embeding")).is_right
    assert not score(cloze("precision check", rivals=("Prevision",)), Response(text="check prevision")).is_right
    assert not score(cloze("precision check", rivals=("Prevision check",)), Response(text="check, prevision")).is_right
    assert not score(cloze("load test", rivals=("Test load",)), Response(text="test load")).is_right


def test_a_slip_is_noted_with_the_right_spelling() -> None:
    note = score(typed("quantisation"), Response(text="quantizaton")).note
    assert note == "Counted as right. Mind the spelling: “quantisation”."


def test_a_slip_that_is_another_term_is_that_term() -> None:
    assert score(typed("precision"), Response(text="prevision")).is_right
    assert not score(typed("precision", rivals=("Prevision",)), Response(text="prevision")).is_right


def test_an_accepted_answer_is_right_even_if_it_is_also_a_term_of_the_section() -> None:
    assert score(typed("precision", rivals=("precision",)), Response(text="precision")).is_right


@pytest.mark.parametrize(("rating", "is_right"), [(1, False), (2, True), (3, True), (4, True)])
def test_cards_are_rated_by_the_learner(rating: int, is_right: bool) -> None:
    assert score(item_of("recall"), Response(rating=rating)).is_right == is_right


@pytest.mark.parametrize(
    ("item", "response", "sentence"),
    [
        (item_of("forward"), Response(), "Choose an answer first."),
        (item_of("forward"), Response((1, 2)), "Choose one, not more."),
        (item_of("forward"), Response((9,)), "That option is not part of this question"),
        (item_of("forward"), Response((0,)), "That option is not part of this question"),
        (MULTIPLE, Response((1, 2, 3, 4)), "Choose three, not more."),
        (MULTIPLE, Response((1, 1)), "sent twice"),
        (item_of("order"), Response((1, 2)), "each step once"),
        (item_of("order"), Response((1, 1, 2, 3, 4)), "each step once"),
        (item_of("match"), Response((1, 2)), "a match for every line"),
        (item_of("term"), Response(text="  "), "Type an answer first."),
        (item_of("recall"), Response(), "Say how well you knew it"),
        (item_of("recall"), Response(rating=5), "Say how well you knew it"),
    ],
)
def test_a_response_that_does_not_fit_is_refused_with_a_sentence(item: Item, response: Response, sentence: str) -> None:
    with pytest.raises(ResponseError, match=sentence):
        score(item, response)
