"""A person's word on an answer: the row that it corrects counts where it stood, with another rating."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import corrections_of, last_word, replay
from tests.domain.scheduling.test_replay import TODAY, Row, histories, rows_of, undo


def corrected(rows, wrong, rating):
    """The rows with a correction of one of them, made long after."""
    return [*rows, Row(len(rows) + 1, rating, TODAY + 3_000, "override", "", corrects=wrong.id)]


@given(histories, st.integers(1, 4), st.data())
def test_the_card_is_as_if_the_right_rating_had_been_given_at_once(history, rating, data):
    place = data.draw(st.integers(0, len(history) - 1))
    right = [(rating if at == place else given, gap) for at, (given, gap) in enumerate(history)]
    rows = rows_of(history)

    card = replay(corrected(rows, rows[place], rating), DEFAULT)

    assert card == replace(replay(rows_of(right), DEFAULT), version=len(rows) + 1)


@given(histories, st.lists(st.integers(0, 4), min_size=1, max_size=4))
def test_of_a_chain_of_corrections_the_last_counts(history, ratings):
    rows = rows_of(history)
    once = replay(corrected(rows, rows[0], ratings[-1]), DEFAULT)

    chain, wrong = rows, rows[0]
    for rating in ratings:
        chain = corrected(chain, wrong, rating)
        wrong = chain[-1]

    assert replay(chain, DEFAULT) == replace(once, version=len(chain))
    assert last_word(rows[0], corrections_of(chain)) == chain[-1]


@given(histories)
def test_a_correction_to_nothing_leaves_the_card_as_if_the_row_were_not(history):
    rows = rows_of(history)

    card = replay(corrected(rows, rows[-1], 0), DEFAULT)

    assert card == replace(replay(rows[:-1], DEFAULT), version=len(rows) + 1)


def test_what_was_taken_back_stays_so_whatever_is_said_of_it():
    rows = undo([Row(1)], Row(1))

    assert replay(corrected(rows, Row(1), 4), DEFAULT).state is None


def test_an_answer_after_the_correction_counts_on_it():
    rows = corrected([Row(1, rating=1)], Row(1), 3)

    card = replay([*rows, Row(3, rating=3, study_day=TODAY + 2)], DEFAULT)

    assert card.state == replay([Row(1), Row(2, study_day=TODAY + 2)], DEFAULT).state
