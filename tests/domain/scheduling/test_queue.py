"""Laws of today's queue."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.scheduling.memory import MemoryState, is_due, recall
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import NEW_SECONDS, Candidate, arrange, expected_seconds, queue

TODAY = 739_000


def known(fact_id, stability=5.0, wait=10, **about):
    about = {"family": f"f{fact_id}", "domain": "d1", "position": fact_id} | about
    return Candidate(fact_id, state=MemoryState(stability, 5.0, TODAY - wait), **about)


def new(fact_id, **about):
    return Candidate(fact_id, **({"family": f"f{fact_id}", "domain": "d1", "position": fact_id} | about))


memories = st.none() | st.builds(MemoryState, st.floats(0.1, 400), st.floats(1, 10), st.integers(TODAY - 300, TODAY))


@st.composite
def pools(draw):
    count = draw(st.integers(0, 40))
    return [
        Candidate(
            fact_id=number,
            family=f"f{draw(st.integers(0, 15))}",
            domain=f"d{draw(st.integers(1, 4))}",
            position=number,
            state=draw(memories),
            column=draw(st.sampled_from(["", "", "t/use", "t/cost", "u/kind"])),
            weight=draw(st.floats(0.1, 30)),
        )
        for number in range(count)
    ]


@given(pools(), st.floats(0, 3_600), st.floats(0, 2_000))
@settings(max_examples=300)
def test_every_queue_keeps_the_laws(pool, seconds, ahead):
    facts = {one.fact_id: one for one in pool}

    queued = queue(pool, TODAY, seconds, DEFAULT, ahead_seconds=ahead)

    asked = [facts[one.fact_id] for one in queued]
    assert len({one.family for one in asked}) == len(asked), "a family was asked twice"
    for before, after in pairwise(asked):
        assert not before.column or before.column != after.column, "two cells of one column in a row"
    for one, entry in zip(asked, queued, strict=True):
        assert entry.is_new == (one.state is None)
        assert one.state is None or is_due(one.state, TODAY, 0.9, DEFAULT), "not due"
    assert sum(one.seconds for one in queued) <= seconds + NEW_SECONDS / 2, "over capacity"


@given(pools(), st.randoms(use_true_random=False))
def test_the_same_facts_make_the_same_queue_in_whatever_order_they_come(pool, random):
    shuffled = random.sample(pool, len(pool))

    assert queue(shuffled, TODAY, 1_800, DEFAULT) == queue(pool, TODAY, 1_800, DEFAULT)


@given(pools(), st.integers(0, 15))
def test_a_family_asked_today_is_not_asked_again(pool, family):
    facts = {one.fact_id: one for one in pool}

    queued = queue(pool, TODAY, 1_800, DEFAULT, busy_families={f"f{family}"})

    assert f"f{family}" not in {facts[one.fact_id].family for one in queued}


def test_nothing_to_ask_is_an_empty_queue():
    assert queue([], TODAY, 1_800, DEFAULT) == ()
    assert queue([new(1)], TODAY, 0, DEFAULT) == ()


def test_three_missed_days_never_make_a_longer_day():
    backlog = [known(number, wait=30) for number in range(500)]

    assert sum(one.seconds for one in queue(backlog, TODAY, 900, DEFAULT)) <= 900 + NEW_SECONDS / 2


def test_when_time_is_short_the_facts_that_gain_most_are_asked():
    firm, weak = known(1, stability=9, wait=10), known(2, stability=2, wait=10)
    heavy = known(3, stability=9, wait=10, weight=5.0)

    first_two = queue([firm, weak, heavy], TODAY, 40, DEFAULT)

    assert {one.fact_id for one in first_two} == {2, 3}


def test_reviews_come_before_new_facts_when_there_is_not_time_for_both():
    pool = [new(number) for number in range(20)] + [known(number) for number in range(100, 140)]

    queued = queue(pool, TODAY, 600, DEFAULT)

    assert not any(one.is_new for one in queued)


def test_new_facts_wait_while_the_week_ahead_is_full():
    pool = [new(number) for number in range(20)]

    assert len(queue(pool, TODAY, 1_000, DEFAULT, ahead_seconds=100)) == 20
    assert queue(pool, TODAY, 1_000, DEFAULT, ahead_seconds=810) == ()


def test_new_facts_are_spread_among_the_reviews():
    pool = [known(number) for number in range(10)] + [new(number) for number in range(100, 105)]

    kinds = [one.is_new for one in queue(pool, TODAY, 1_800, DEFAULT)]

    assert kinds.count(True) == 5
    assert True in kinds[:4]
    assert True in kinds[-4:]


def test_a_second_sibling_waits_until_every_family_has_its_first():
    pool = [
        known(1, family="row 1", wait=1), new(2, family="row 1", position=2),
        new(3, family="row 2", position=3), new(4, family="row 3", position=4),
    ]  # fmt: skip

    assert [one.fact_id for one in queue(pool, TODAY, 130, DEFAULT)] == [3, 4, 2]
    assert [one.fact_id for one in queue(pool, TODAY, 100, DEFAULT)] == [3, 4]


def test_rows_of_a_table_are_met_in_different_columns():
    cells = [
        new(10 * row + column, family=f"row {row}", column=f"t/{column}", position=10 * row + column)
        for row in range(4)
        for column in range(2)
    ]

    queued = queue(cells, TODAY, 1_800, DEFAULT)

    assert len(queued) == 4
    assert [one.fact_id % 10 for one in queued] in ([0, 1, 0, 1], [1, 0, 1, 0])


def test_domains_take_turns():
    pool = [known(number, domain=f"d{number % 3}") for number in range(12)]

    order = [pool[one.fact_id].domain for one in queue(pool, TODAY, 1_800, DEFAULT)]

    assert all(before != after for before, after in pairwise(order))


@given(st.integers(1, 12), st.integers(0, 12))
def test_cells_of_one_column_are_kept_apart_and_only_the_surplus_is_left_out(cells, others):
    pool = [known(number, column="t/cost") for number in range(cells)]
    pool += [known(100 + number, domain="d2") for number in range(others)]

    arranged = arrange(pool)

    assert not any(before.column == after.column == "t/cost" for before, after in pairwise(arranged))
    assert len(arranged) == others + min(cells, others + 1)


def test_a_fact_that_is_likely_to_be_missed_takes_longer():
    assert expected_seconds(known(1, wait=1).state, TODAY, DEFAULT) < expected_seconds(
        known(1, wait=90).state, TODAY, DEFAULT
    )
    assert expected_seconds(None, TODAY, DEFAULT) == NEW_SECONDS


@pytest.mark.parametrize(("seconds", "target", "ahead"), [(-1, 0.9, 0), (60, 0, 0), (60, 1, 0), (60, 0.9, -1)])
def test_what_is_no_day_is_refused(seconds, target, ahead):
    with pytest.raises(ValueError, match="not a day to plan"):
        queue([], TODAY, seconds, DEFAULT, target=target, ahead_seconds=ahead)


def test_a_thousand_facts_are_ordered_in_the_time_of_a_page():
    pool = [
        known(number, stability=1 + number % 40, wait=number % 90, domain=f"d{number % 5}") for number in range(1_000)
    ]
    best = float("inf")
    for _ in range(5):
        start = perf_counter()
        queued = queue(pool, TODAY, 1_800, DEFAULT)
        best = min(best, perf_counter() - start)

    assert recall(pool[queued[0].fact_id].state, TODAY, DEFAULT) <= 0.9
    assert best < 0.05 * 4, "50 ms on two free cores; four times that on shared ones"
