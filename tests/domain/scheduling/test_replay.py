"""The log alone tells what every card is."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.scheduling.memory import MemoryState, recall, restart, review
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import Replayed, after, replay

TODAY = 739_000
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    card_version: int
    rating: int = 3
    study_day: int = TODAY
    kind: str = "review"
    form: str = "forward"
    zone: str = "UTC"
    answered_at: datetime = NOON
    corrects: UUID | None = None
    confidence: str = ""
    rating_rule: int = 2

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
        card = after(card, row.rating, row.study_day, DEFAULT, form=row.form, zone=row.zone, at=row.answered_at)

    assert replay(random.sample(rows, len(rows)), DEFAULT) == card


@given(histories)
def test_an_undone_answer_leaves_the_card_as_it_was_but_for_its_version(history):
    rows = rows_of(history)
    before = replay(rows[:-1], DEFAULT)

    undone = replay(undo(rows, rows[-1]), DEFAULT)

    assert undone == replace(before, version=len(rows) + 1)


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


def edit(rows, kind, *, days=0, hours=1):
    """The rows with an edit after them, some days and hours after noon."""
    at = NOON + timedelta(days=days, hours=hours)
    return [*rows, Row(len(rows) + 1, 0, rows[-1].study_day + days, kind, "", answered_at=at)]


@given(histories)
def test_a_card_started_anew_is_new_but_for_its_difficulty_and_when_it_was_seen(history):
    rows = rows_of(history)
    before = replay(rows, DEFAULT)

    card = replay(edit(rows, "restart"), DEFAULT)

    assert card == Replayed(len(rows) + 1, seen_at=NOON, known_difficulty=before.state.difficulty)


@given(histories, st.integers(1, 4))
def test_the_first_answer_after_a_restart_gives_a_first_stability_and_moves_the_old_difficulty(history, rating):
    rows = edit(rows_of(history), "restart")
    old = replay(rows[:-1], DEFAULT).state
    day = rows[-1].study_day

    card = replay([*rows, Row(len(rows) + 1, rating, day)], DEFAULT)

    assert card.state.stability == review(None, rating, day, DEFAULT).stability
    assert card.state.difficulty == review(old, rating, day, DEFAULT).difficulty
    assert (card.reps, card.lapses, card.known_difficulty) == (1, 0, None)


@given(st.floats(1, 10), st.integers(1, 4))
def test_a_memory_started_anew_is_harder_for_whom_the_fact_was_hard(difficulty, rating):
    easier, same = restart(1.0, rating, TODAY, DEFAULT), restart(difficulty, rating, TODAY, DEFAULT)

    assert easier.difficulty <= same.difficulty
    assert easier.stability == same.stability


@given(histories)
def test_a_second_restart_changes_nothing_but_the_version(history):
    once = edit(rows_of(history), "restart")

    assert replay(edit(once, "restart"), DEFAULT) == replace(replay(once, DEFAULT), version=len(once) + 1)


@given(histories, st.integers(0, 50))
def test_a_recheck_keeps_the_memory_and_asks_once(history, days):
    rows = rows_of(history)
    before = replay(rows, DEFAULT)
    checked = edit(rows, "recheck", days=days)

    card = replay(checked, DEFAULT)

    assert card == replace(before, version=len(rows) + 1, recheck_at=checked[-1].answered_at)
    later = Row(len(checked) + 1, 3, checked[-1].study_day, answered_at=checked[-1].answered_at + timedelta(minutes=1))
    answered = replay([*checked, later], DEFAULT)
    assert answered.recheck_at is None
    assert answered.state == review(before.state, 3, checked[-1].study_day, DEFAULT)


def test_of_two_rechecks_the_first_says_since_when_it_waits():
    twice = edit(edit([Row(1)], "recheck"), "recheck", days=3)

    assert replay(twice, DEFAULT).recheck_at == twice[1].answered_at


@pytest.mark.parametrize("kind", ["restart", "recheck"])
def test_an_edit_of_what_was_never_learned_changes_nothing_but_the_version(kind):
    undone = undo([Row(1)], Row(1))

    assert replay(edit(undone, kind), DEFAULT) == Replayed(3)


@given(histories)
def test_an_edit_that_is_taken_back_gives_the_memory_back(history):
    rows = rows_of(history)
    restarted = edit(rows, "restart")

    assert replay(undo(restarted, restarted[-1]), DEFAULT) == replace(replay(rows, DEFAULT), version=len(rows) + 2)


@given(histories)
def test_taking_back_the_last_answer_before_an_edit_leaves_the_edit_in_force(history):
    rows = edit(rows_of(history), "restart")

    card = replay(undo(rows, rows[-2]), DEFAULT)

    assert card.state is None
    assert recall(card.state, TODAY, DEFAULT) == 0
    assert isinstance(replay(rows[:-1], DEFAULT).state, MemoryState)


# Sure and wrong


def wrong_and_sure(version=1, *, rule=2):
    return Row(version, rating=1, confidence="sure", rating_rule=rule)


def test_what_was_sure_and_wrong_waits_for_the_next_study_day_whatever_else_is_answered_today():
    next_day = datetime.fromordinal(TODAY + 1).replace(hour=4, tzinfo=UTC)

    for rows in ([wrong_and_sure()], [wrong_and_sure(), Row(2), Row(3, rating=4)], [Row(1), wrong_and_sure(2), Row(3)]):
        at = next_day - timedelta(hours=10)
        assert replay([replace(row, answered_at=at) for row in rows], DEFAULT).recheck_at == next_day


@given(st.integers(1, 4), st.integers(1, 30))
def test_an_answer_on_a_later_day_answers_it(rating, days):
    rows = [wrong_and_sure(), Row(2)]

    assert replay([*rows, Row(3, rating, TODAY + days)], DEFAULT).recheck_at is None


@given(histories)
def test_confidence_changes_no_memory_beyond_its_rating(history):
    rows = rows_of(history)
    sure = [replace(row, confidence="sure") for row in rows]

    assert replay(sure, DEFAULT).state == replay(rows, DEFAULT).state


@given(histories)
def test_rows_of_the_first_rule_give_the_card_that_they_gave(history):
    rows = [replace(row, rating_rule=1) for row in rows_of(history)]
    sure = [replace(row, confidence="sure") for row in rows]

    assert replay(sure, DEFAULT) == replay(rows, DEFAULT)
    assert replay(sure, DEFAULT).recheck_at is None


def test_taking_the_answer_back_takes_the_early_review_back():
    rows = undo([wrong_and_sure()], Row(1))

    assert replay(rows, DEFAULT).recheck_at is None
