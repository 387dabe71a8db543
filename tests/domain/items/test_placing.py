"""Within one session the key stands everywhere about equally often."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.items.placing import Choice, key_places

seeds = st.text(max_size=8)


@given(st.integers(2, 5), st.integers(0, 40), seeds)
def test_with_equally_many_options_no_place_is_taken_twice_more_than_another(options, count, seed):
    taken = Counter(key_places([Choice(options)] * count, seed))

    counts = [taken[place] for place in range(1, options + 1)]
    assert sum(counts) == count
    assert max(counts) - min(counts) <= 1


@given(st.lists(st.integers(3, 5), min_size=8, max_size=60), seeds)
def test_no_place_is_taken_by_more_than_two_in_five(sizes, seed):
    places = key_places([Choice(size) for size in sizes], seed)

    assert all(1 <= place <= size for place, size in zip(places, sizes, strict=True))
    assert max(Counter(places).values()) <= 0.4 * len(places)


@given(st.lists(st.builds(Choice, st.integers(1, 5), st.just(0), st.integers(0, 5)), max_size=30), seeds)
def test_a_place_to_keep_clear_of_is_kept_clear_of_where_there_is_another(choices, seed):
    for choice, place in zip(choices, key_places(choices, seed), strict=True):
        assert place != choice.avoid or choice.options == 1


def test_keys_that_cannot_move_count_too():
    fixed = [Choice(4, fixed=1)] * 6

    places = key_places([*fixed, *[Choice(4)] * 6], "Ada")

    assert places[:6] == [1] * 6
    assert 1 not in places[6:]


def test_places_are_another_for_each_learner_and_do_not_follow_from_those_before():
    sessions = [key_places([Choice(4)] * 12, f"learner {number}") for number in range(400)]

    firsts, lasts = Counter(one[0] for one in sessions), Counter(one[-1] for one in sessions)
    assert all(70 <= firsts[place] <= 130 and 70 <= lasts[place] <= 130 for place in range(1, 5))
    new = sum(one[3] not in one[:3] for one in sessions)
    assert new < 260, "a place that was not taken yet comes fourth in nearly every session"
    assert sessions[0] == key_places([Choice(4)] * 12, "learner 0")


@pytest.mark.parametrize(("options", "fixed"), [(0, 0), (3, 4), (3, -1)])
def test_no_key_stands_beyond_its_options(options, fixed):
    with pytest.raises(ValueError, match="no key stands"):
        key_places([Choice(options, fixed)], "")
