"""Agreement of marks: laws, and values worked out elsewhere."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.domain.psychometrics.agreement import (
    bias,
    bootstrap_interval,
    exact_percent,
    mean_absolute_error,
    pearson,
    root_mean_square_error,
    weighted_kappa,
)

half_points = st.integers(0, 12).map(lambda halves: halves / 2)
pairs = st.lists(st.tuples(half_points, half_points), min_size=2, max_size=30).map(
    lambda rows: ([one for one, _ in rows], [other for _, other in rows])
)
Pair = tuple[list[float], list[float]]


@pytest.mark.parametrize(
    ("across", "down"),
    [
        ([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]),
        ([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], [9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74]),
    ],
)
def test_anscombes_data_correlate_as_published(across: list[float], down: list[float]) -> None:
    # F. J. Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1973): 0.816 in each set.
    assert pearson(across, down) == pytest.approx(0.816, abs=5e-4)


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [
        # the test suite of scikit-learn, cohen_kappa_score(weights="quadratic")
        ([0] * 46 + [1] * 44 + [2] * 10, [0] * 50 + [1] * 40 + [2] * 10, 0.9541),
        # the test suite of ml_metrics, quadratic_weighted_kappa
        ([1, 2, 1], [1, 2, 2], 0.4),
        ([1, 2, 3, 1, 2, 2, 3], [1, 2, 3, 1, 2, 3, 2], 0.75),
        # the test suite of SKLL, kappa(weights="quadratic")
        ([1, 2, 3, 3, 2, 1], [1, 1, 1, 2, 2, 2], 0.0),
        ([-1, 0, 1, 2], [-1, 0, 0, 2], 0.9),
        ([1, 1, 2, 2], [3, 3, 4, 4], 1 / 9),
        ([1, 1, 3, 3], [2, 2, 4, 4], 2 / 3),
    ],
)
def test_kappa_agrees_with_published_values(first: list[float], second: list[float], kappa: float) -> None:
    assert weighted_kappa(first, second, step=1) == pytest.approx(kappa, abs=5e-5)


def test_the_figures_of_four_answers_are_those_done_by_hand() -> None:
    machine, person = [1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 3.0, 2.0]
    assert root_mean_square_error(machine, person) == pytest.approx((5 / 4) ** 0.5)
    assert mean_absolute_error(machine, person) == 0.75
    assert bias(machine, person) == 0.25
    assert exact_percent(machine, person, step=0.5) == 50


def test_kappa_and_exact_percent_round_to_the_step_with_halves_upwards() -> None:
    machine, person = [0.25, 1.0, 2.74], [0.5, 1.0, 2.5]
    assert exact_percent(machine, person, step=0.5) == 100
    assert weighted_kappa(machine, person, step=0.5) == 1
    assert exact_percent(machine, person, step=0.01) == pytest.approx(100 / 3)


def test_marks_that_do_not_vary_have_no_correlation() -> None:
    assert pearson([1, 1, 1], [1, 2, 3]) is None
    assert pearson([1, 2, 3], [0.1, 0.1, 0.1]) is None
    assert weighted_kappa([2, 2], [2, 2], step=1) is None


@pytest.mark.parametrize("marks", [[], [1.0]])
def test_fewer_than_two_pairs_have_neither_r_nor_kappa_nor_interval(marks: list[float]) -> None:
    assert pearson(marks, marks) is None
    assert weighted_kappa(marks, marks, step=1) is None
    assert bootstrap_interval(pearson, marks, marks, chance=Random(1), draws=10) is None


def test_no_pairs_have_no_errors_either() -> None:
    assert root_mean_square_error([], []) is None
    assert mean_absolute_error([], []) is None
    assert bias([], []) is None
    assert exact_percent([], [], step=1) is None


def test_arrays_of_two_lengths_and_a_step_of_nothing_are_refused() -> None:
    for figure in (pearson, root_mean_square_error, mean_absolute_error, bias):
        with pytest.raises(ValueError, match="one length"):
            figure([1, 2], [1])
    with pytest.raises(ValueError, match="step"):
        weighted_kappa([1, 2], [1, 2], step=0)


@given(pairs)
def test_kappa_is_1_exactly_where_all_marks_are_equal(pair: Pair) -> None:
    kappa = weighted_kappa(*pair, step=0.5)
    assume(kappa is not None)
    assert (kappa == 1) == (pair[0] == pair[1])


@given(pairs)
def test_kappa_is_the_same_from_both_sides_and_never_stronger_than_r(pair: Pair) -> None:
    # With squared weights kappa is Lin's concordance, r times a factor of at most 1 (Lin, Biometrics 45, 1989).
    first, second = pair
    kappa, r = weighted_kappa(first, second, step=0.5), pearson(first, second)
    assert kappa == weighted_kappa(second, first, step=0.5)
    if kappa is not None:
        assert abs(kappa) <= abs(r or 0.0) + 1e-9


@given(pairs, st.integers(1, 5), st.integers(-5, 5))
def test_scale_and_shift_of_both_sides_change_neither_r_nor_kappa(pair: Pair, scale: int, shift: int) -> None:
    moved = [[scale * mark + shift for mark in marks] for marks in pair]
    assert weighted_kappa(moved[0], moved[1], step=scale / 2) == weighted_kappa(*pair, step=0.5)
    r = pearson(*pair)
    assert pearson(moved[0], moved[1]) == (r if r is None else pytest.approx(r))


@given(pairs)
def test_r_stays_between_minus_1_and_1_and_turns_with_one_side(pair: Pair) -> None:
    first, second = pair
    r = pearson(first, second)
    assume(r is not None)
    assert r is not None
    assert -1 <= r <= 1
    assert pearson(first, [-mark for mark in second]) == pytest.approx(-r)
    assert pearson(first, first) == pytest.approx(1)


@given(pairs)
def test_errors_order_as_bias_mean_error_and_rmse(pair: Pair) -> None:
    lean, mean, root = bias(*pair), mean_absolute_error(*pair), root_mean_square_error(*pair)
    assert lean is not None
    assert mean is not None
    assert root is not None
    assert abs(lean) <= mean + 1e-9 <= root + 2e-9
    assert bias(pair[1], pair[0]) == pytest.approx(-lean)


@given(pairs, st.integers(0, 99))
def test_one_seed_gives_one_interval_inside_the_range_of_the_figure(pair: Pair, seed: int) -> None:
    first = bootstrap_interval(pearson, *pair, chance=Random(seed), draws=40)
    assert first == bootstrap_interval(pearson, *pair, chance=Random(seed), draws=40)
    if first is not None:
        assert -1 <= first.low <= first.high <= 1


def test_the_interval_holds_r_and_narrows_with_more_answers() -> None:
    chance = Random(7)
    person = [float(chance.randrange(6)) for _ in range(400)]
    machine = [mark + chance.choice([-1, 0, 0, 1]) for mark in person]
    few = bootstrap_interval(pearson, machine[:25], person[:25], chance=Random(1), draws=400)
    many = bootstrap_interval(pearson, machine, person, chance=Random(1), draws=400)
    r = pearson(machine, person)
    assert few is not None
    assert many is not None
    assert r is not None
    assert many.low < r < many.high
    assert many.high - many.low < few.high - few.low


def test_the_interval_of_a_mean_is_as_wide_as_theory_says() -> None:
    # 95 % of normal means lie within 1.96 standard errors: 0.196 for 100 marks that spread by 1.
    chance = Random(3)
    machine = [chance.gauss(0, 1) for _ in range(100)]
    found = bootstrap_interval(bias, machine, [0.0] * 100, chance=Random(1))
    assert found is not None
    assert (found.high - found.low) / 2 == pytest.approx(0.196, rel=0.2)
