"""Facility, discrimination and the use of options, from first tries."""

import math
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.psychometrics.agreement import pearson
from studyapp.domain.psychometrics.items import (
    LEAST,
    FirstTry,
    ItemStatistics,
    OptionUse,
    flags_of,
    idle_options,
    item_statistics,
)

KEY = 1


def bank_of(scores):
    """First tries of everybody at everything: `scores[learner][item]`."""
    return [
        FirstTry(learner, item, score, (1, 2, 3, 4), (KEY if score else 2 + (learner + item) % 3,))
        for learner, own in enumerate(scores)
        for item, score in enumerate(own)
    ]


def matrices(most_items=6):
    return st.integers(2, most_items).flatmap(
        lambda items: st.lists(st.lists(st.integers(0, 1), min_size=items, max_size=items), min_size=2, max_size=12)
    )


@given(matrices())
def test_facility_is_the_mean_score_and_shares_add_up(scores):
    found = item_statistics(bank_of(scores), least_others=1)

    for item, one in found.items():
        assert one.facility == pytest.approx(sum(own[item] for own in scores) / len(scores))
        assert one.n == len(scores) == sum(option.chosen for option in one.options)
        assert sum(option.share for option in one.options) == pytest.approx(1)
        assert one.options[0].share == pytest.approx(one.facility)


@given(matrices())
def test_where_everybody_met_everything_discrimination_is_the_correlation_with_the_rest(scores):
    found = item_statistics(bank_of(scores), least_others=1)

    for item, one in found.items():
        column = [own[item] for own in scores]
        rest = [sum(own) - own[item] for own in scores]
        expected = pearson(column, rest)
        assert (one.discrimination is None) == (expected is None)
        if expected is not None:
            assert one.discrimination == pytest.approx(expected, abs=1e-9)
            spread = item_rest(pearson(column, [sum(own) for own in scores]) or 0, _sd(map(sum, scores)), _sd(column))
            assert spread == pytest.approx(expected, abs=1e-6)


def item_rest(item_total, total_deviation, item_deviation):
    """The correlation with the rest by another way: from that with the total, corrected for the item's own part.

    Source: P. H. DuBois's correction for spuriousness, as in J. P. Guilford, Psychometric Methods (1954).
    """
    variance = total_deviation**2 + item_deviation**2 - 2 * item_total * total_deviation * item_deviation
    return (item_total * total_deviation - item_deviation) / math.sqrt(variance)


def _sd(values):
    values = list(values)
    mean = sum(values) / len(values)
    return math.sqrt(sum((one - mean) ** 2 for one in values) / len(values))


@given(matrices(), st.randoms(use_true_random=False))
def test_neither_the_order_of_tries_nor_who_is_called_what_changes_a_figure(scores, random):
    tries = bank_of(scores)
    renamed = [replace(one, learner=900 - 7 * one.learner) for one in random.sample(tries, len(tries))]

    assert item_statistics(renamed, least_others=1) == item_statistics(tries, least_others=1)


def test_the_right_of_the_strong_and_the_wrong_of_the_weak_discriminate():
    scores = [[int(strength > hardness) for hardness in range(10)] for strength in range(11)]

    found = item_statistics(bank_of(scores), least_others=1)

    assert all(one.discrimination > 0.4 for one in found.values())
    turned = [[1 - own[0], *own[1:]] for own in scores]
    assert item_statistics(bank_of(turned), least_others=1)[0].discrimination < -0.4


def test_who_met_easier_items_is_not_taken_for_stronger():
    """Two groups of equal strength: one met easy items, the other hard ones; item 0 is met by both."""
    random = Random(4)
    tries = []
    for learner in range(400):
        chance = 0.9 if learner % 2 else 0.3
        items = range(1, 30) if learner % 2 else range(31, 60)
        tries.append(FirstTry(learner, 0, float(learner % 2 == 1 or random.random() < 0.2)))
        tries += [FirstTry(learner, item, float(random.random() < chance)) for item in items]

    assert abs(item_statistics(tries)[0].discrimination) < 0.15


def test_a_learner_with_few_other_tries_says_nothing_about_strength():
    scores = [[1, 0, 1], [0, 1, 0], [1, 1, 1]]

    one = item_statistics(bank_of(scores), least_others=3)[0]

    assert (one.n, one.compared, one.discrimination) == (3, 0, None)
    assert item_statistics(bank_of(scores), least_others=2)[0].compared == 3


def test_the_rest_score_of_an_option_leaves_the_item_itself_out():
    scores = [[1, 1, 1], [1, 0, 0], [0, 0, 1]]

    key = item_statistics(bank_of(scores), least_others=1)[0].options[0]

    assert (key.chosen, key.rest) == (2, pytest.approx((1 + 0) / 2))


def test_no_tries_are_no_items():
    assert item_statistics([]) == {}


def test_the_point_biserial_of_the_manual_of_scipy():
    """scipy.stats.pointbiserialr, its example: 0.866."""
    assert pearson([0, 0, 0, 1, 1, 1, 1], list(range(7))) == pytest.approx(0.8660254037844386)


def statistics(n=LEAST, facility=0.6, discrimination=0.3, compared=None, options=()):
    return ItemStatistics(n, facility, discrimination, n if compared is None else compared, tuple(options))


@pytest.mark.parametrize(
    ("one", "flags"),
    [
        (statistics(), ()),
        (statistics(facility=0.20), ()),
        (statistics(facility=0.199), ("hard",)),
        (statistics(facility=0.95), ()),
        (statistics(facility=0.951), ("easy",)),
        (statistics(discrimination=0.10), ()),
        (statistics(discrimination=0.099), ("weak",)),
        (statistics(discrimination=-0.4), ("weak",)),
        (statistics(discrimination=None), ()),
        (statistics(discrimination=-0.4, compared=LEAST - 1), ()),
        (statistics(n=LEAST - 1, facility=0.0, discrimination=-1.0), ()),
        (statistics(facility=0.1, discrimination=0.0), ("hard", "weak")),
    ],
)
def test_an_item_is_flagged_beyond_a_limit_and_from_thirty_first_tries(one, flags):
    assert flags_of(one, [KEY]) == flags


def use(place, chosen, shown=100, rest=0.5):
    return OptionUse(place, shown, chosen, rest)


def test_a_wrong_option_that_next_to_nobody_takes_is_idle():
    options = [use(1, 70), use(2, 21), use(3, 5), use(4, 4)]

    assert idle_options(options, [1]) == [4]
    assert flags_of(statistics(n=100, options=options), [1]) == ("idle",)
    assert idle_options([use(1, 3), use(2, 97)], [1]) == [], "the key is none"
    assert idle_options([use(1, 29), use(2, 0, shown=29)], [1]) == [], "too few saw it"


@pytest.mark.parametrize(
    ("rival", "flags"),
    [
        (use(2, 68, rest=0.61), ("rival",)),
        (use(2, 68, rest=0.40), ()),
        (use(2, 20, rest=0.61), ()),
        (use(2, 68, rest=None), ()),
    ],
)
def test_a_wrong_option_that_draws_more_and_stronger_learners_than_the_key_is_its_rival(rival, flags):
    assert flags_of(statistics(n=100, options=[use(1, 31, rest=0.52), rival]), [1]) == flags
