"""The log alone tells what every card is."""

from dataclasses import dataclass
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.scheduling.memory import review
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import Replayed, after, replay

TODAY = 739_000


@dataclass(frozen=True)
class Row:
    card_version: int
    rating: int = 3
    study_day: int = TODAY
    kind: str = "review"
    form: str = "forward"
    zone: str = "UTC"
    corrects: UUID | None = None

    @property
    def id(self):
        return UUID(int=self.card_version)


def rows_of(history):
    day, rows = TODAY, []
    for version, (rating, gap) in enumerate(history, 1):
        day += gap
        rows.append(Row(version, rating, day))
    return rows


histories = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 200)), min_size=1, max_size=15)


def undo(rows, undone):
    return [*rows, Row(len(rows) + 1, 0, rows[-1].study_day, "undo", "", corrects=undone.id)]


@given(histories, st.randoms(use_true_random=False))
def test_replay_gives_what_the_answers_gave_one_by_one_in_any_order_of_rows(history, random):
    rows, card = rows_of(history), Replayed()
    for row in rows:
        card = after(card, row.rating, row.study_day, DEFAULT, form=row.form, zone=row.zone)

    assert replay(random.sample(rows, len(rows)), DEFAULT) == card


@given(histories)
def test_an_undone_answer_leaves_the_card_as_it_was_but_for_its_version(history):
    rows = rows_of(history)
    before = replay(rows[:-1], DEFAULT)

    undone = replay(undo(rows, rows[-1]), DEFAULT)

    assert undone == Replayed(len(rows) + 1, before.state, before.reps, before.lapses, before.last_form, before.zone)


def test_what_is_answered_after_an_undo_counts():
    rows = undo([Row(1, rating=1)], Row(1))

    again = replay([*rows, Row(3, rating=4)], DEFAULT)

    assert again.state == review(None, 4, TODAY, DEFAULT)
    assert (again.version, again.reps, again.lapses) == (3, 1, 0)


def test_a_lapse_is_a_miss_of_what_was_learned_on_an_earlier_day():
    history = [(1, 0), (3, 0), (1, 0), (1, 5), (1, 0), (3, 2)]

    assert replay(rows_of(history), DEFAULT).lapses == 1


def test_no_rows_are_a_card_never_seen():
    assert replay([], DEFAULT) == Replayed()


@pytest.mark.parametrize("versions", [(2,), (1, 3), (1, 1)])
def test_a_gap_or_a_repeat_in_the_versions_is_refused(versions):
    with pytest.raises(ValueError, match="gap or a repeat"):
        replay([Row(version) for version in versions], DEFAULT)


def test_the_order_of_answers_to_different_facts_within_a_day_changes_no_state():
    random = Random(4)
    facts = [rows_of([(random.randint(1, 4), random.randint(0, 20)) for _ in range(5)]) for _ in range(6)]
    expected = [replay(rows, DEFAULT) for rows in facts]

    for _ in range(10):
        shuffled = random.sample(list(enumerate(facts)), len(facts))
        assert all(replay(rows, DEFAULT) == expected[number] for number, rows in shuffled)
