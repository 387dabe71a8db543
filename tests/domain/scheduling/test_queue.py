"""Laws of today's queue."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.scheduling.memory import MemoryState, is_due, recall
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import NEW_SECONDS, Candidate, arrange, expected_seconds, practice, queue

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
            is_recheck=draw(st.booleans()),
            is_true_false=draw(st.booleans()),
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
    few = [one.is_true_false for one in asked]
    assert all(few) or sum(few) <= max(1, len(asked) // 4), "too much is true or false"
    for before, after in pairwise(asked):
        assert not before.column or before.column != after.column, "two cells of one column in a row"
    for one, entry in zip(asked, queued, strict=True):
        assert entry.is_new == (one.state is None)
        assert one.state is None or one.is_recheck or is_due(one.state, TODAY, 0.9, DEFAULT), "not due"
        assert one.state is None or one.state.last_day < TODAY, "seen today already"
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


def test_an_edited_fact_is_asked_before_it_is_due():
    edited, firm = known(1, stability=90, wait=1, is_recheck=True), known(2, stability=90, wait=1)

    assert [one.fact_id for one in queue([edited, firm], TODAY, 600, DEFAULT)] == [1]


def test_an_edited_fact_waits_for_the_day_after_it_was_seen():
    edited = known(1, stability=90, wait=0, is_recheck=True)

    assert queue([edited], TODAY, 600, DEFAULT) == ()
    assert len(queue([edited], TODAY + 1, 600, DEFAULT)) == 1


def test_of_a_family_the_edited_fact_is_asked():
    edited, sibling = known(1, stability=90, wait=1, family="f", is_recheck=True), known(2, wait=40, family="f")

    assert [one.fact_id for one in queue([edited, sibling], TODAY, 600, DEFAULT)] == [1]


def test_many_edited_facts_take_a_fifth_of_a_short_day_and_leave_the_rest_to_what_is_nearly_forgotten():
    edited = [known(number, stability=300, wait=1, is_recheck=True) for number in range(100)]
    weak = [known(number, stability=2, wait=30) for number in range(100, 200)]

    asked = [one.fact_id for one in queue([*edited, *weak], TODAY, 600, DEFAULT)]

    share = sum(one < 100 for one in asked) * 15 / 600
    assert 0.15 <= share <= 0.25
    assert any(one >= 100 for one in asked)


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


def test_what_is_left_of_the_day_does_not_shrink_the_room_for_the_week_ahead():
    """Half of the day is gone: that leaves less time for new facts, but the coming days are as long as before."""
    pool = [new(number) for number in range(20)]

    assert len(queue(pool, TODAY, 500, DEFAULT, day_seconds=1_000, ahead_seconds=500)) == 10
    assert queue(pool, TODAY, 500, DEFAULT, day_seconds=1_000, ahead_seconds=810) == ()


def test_new_facts_wait_when_the_reviews_of_the_whole_day_fill_it():
    pool = [new(number) for number in range(20)]

    assert queue(pool, TODAY, 300, DEFAULT, day_seconds=1_000, reviewed_seconds=700)
    assert queue(pool, TODAY, 150, DEFAULT, day_seconds=1_000, reviewed_seconds=850) == ()
    due = [known(100 + number, wait=30) for number in range(30)]
    assert not any(
        one.is_new for one in queue(pool + due, TODAY, 600, DEFAULT, day_seconds=1_000, reviewed_seconds=400)
    )


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


@given(pools(), st.integers(0, 20), st.sets(st.integers(0, 15)))
def test_practice_asks_one_of_each_free_family_and_no_more_than_wanted(pool, most, busy):
    facts = {one.fact_id: one for one in pool}
    busy_families = {f"f{number}" for number in busy}

    asked = [facts[one.fact_id] for one in practice(pool, TODAY, most, DEFAULT, busy_families=busy_families)]

    families = [one.family for one in asked]
    assert len(asked) <= most
    assert len(set(families)) == len(families)
    assert not busy_families & set(families)
    assert not any(one.column and one.column == other.column for one, other in pairwise(asked))


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(1, 4)), max_size=60), st.integers(0, 20))
def test_practice_asks_the_weakest(waits, most):
    pool = [known(number, wait=wait, domain=f"d{domain}") for number, (wait, domain) in enumerate(waits)]

    asked = {one.fact_id for one in practice(pool, TODAY, most, DEFAULT)}

    assert len(asked) == min(most, len(pool))
    recalled = {one.fact_id: recall(one.state, TODAY, DEFAULT) for one in pool}
    weakest_left = min((recalled[one] for one in recalled if one not in asked), default=1.0)
    assert all(recalled[one] <= weakest_left for one in asked)


def test_practice_takes_new_facts_first_and_kinds_of_them_in_turn():
    pool = [new(number, domain="cells") for number in range(8)] + [
        new(number, domain="terms") for number in range(8, 12)
    ]

    queued = practice([*pool, known(50, wait=90)], TODAY, 5, DEFAULT)

    assert all(one.is_new for one in queued)
    assert {"cells", "terms"} == {pool[one.fact_id].domain for one in queued}


def test_practice_reaches_further_where_one_column_fills_the_front():
    pool = [known(number, wait=90, column="t/cost") for number in range(30)]
    pool += [known(100 + number, wait=5, domain="d2") for number in range(30)]

    assert len(practice(pool, TODAY, 10, DEFAULT)) == 10


def test_a_fact_that_is_likely_to_be_missed_takes_longer():
    assert expected_seconds(known(1, wait=1).state, TODAY, DEFAULT) < expected_seconds(
        known(1, wait=90).state, TODAY, DEFAULT
    )
    assert expected_seconds(None, TODAY, DEFAULT) == NEW_SECONDS


@pytest.mark.parametrize(("seconds", "target", "ahead"), [(-1, 0.9, 0), (60, 0, 0), (60, 1, 0), (60, 0.9, -1)])
def test_what_is_no_day_is_refused(seconds, target, ahead):
    with pytest.raises(ValueError, match="not a day to plan"):
        queue([], TODAY, seconds, DEFAULT, target=target, ahead_seconds=ahead)


class Counted(str):
    """A name that counts how often it is looked at."""

    looks = 0

    def __hash__(self):
        Counted.looks += 1
        return super().__hash__()

    def __eq__(self, other):
        Counted.looks += 1
        return super().__eq__(other)


def looks_at(count, plan):
    """How often names are looked at to plan for so many facts, all known and due."""
    pool = [
        known(
            number, stability=1 + number % 40, wait=50 + number % 90,
            domain=Counted(f"d{number % 5}"), family=Counted(f"f{number}"), column=Counted(f"t/{number % 7}"),
        )
        for number in range(count)
    ]  # fmt: skip
    Counted.looks = 0
    assert len(plan(pool)) > 10
    return Counted.looks


@pytest.mark.parametrize(
    "plan",
    [
        lambda pool: queue(pool, TODAY, 450, DEFAULT),
        lambda pool: practice(pool, TODAY, 20, DEFAULT),
    ],
    ids=["queue", "practice"],
)
def test_ten_times_the_facts_are_about_ten_times_the_work(plan):
    assert looks_at(2_000, plan) <= 12 * looks_at(200, plan)


def test_what_is_too_much_true_or_false_waits_and_others_take_its_time():
    coins = [known(number, is_true_false=True, weight=9.0) for number in range(10)]
    others = [known(number) for number in range(10, 30)]

    first = queue([*coins, *others], TODAY, 160.0, DEFAULT)
    rest = queue(coins, TODAY, 160.0, DEFAULT)

    assert len(first) == len(queue(others, TODAY, 160.0, DEFAULT))
    assert sum(one.fact_id < 10 for one in first) == len(first) // 4
    assert len(rest) == len(first), "where nothing else is due, it is this or nothing"


def test_an_edited_true_or_false_goes_before_others_of_its_kind():
    coins = [known(number, is_true_false=True) for number in range(4)]
    edited = known(9, is_true_false=True, is_recheck=True, stability=300.0)

    asked = {one.fact_id for one in queue([*coins, edited, known(20)], TODAY, 3_600, DEFAULT)}

    assert asked == {9, 20}


def test_practice_is_true_or_false_for_a_quarter_at_most():
    pool = [known(number, is_true_false=number < 10) for number in range(30)]

    assert sum(one.fact_id < 10 for one in practice(pool, TODAY, 12, DEFAULT)) == 3
