"""The second try: new credit counts half, nothing is lost."""

from dataclasses import replace

import pytest

from studyapp.domain.grading.results import CriterionResult, MisconceptionResult, Result
from studyapp.domain.grading.second_try import combine


def result(*credit: float, caps: tuple[float, ...] = ()) -> Result:
    """Criteria of one point each with these credits, and fired traps with these caps."""
    criteria = tuple(
        CriterionResult(f"c{n}", 1.0, value, "met" if value else "missing", (), "") for n, value in enumerate(credit)
    )
    traps = tuple(MisconceptionResult(f"t{n}", (), "", None, cap, "No.") for n, cap in enumerate(caps))
    marks = min([sum(credit), *caps])
    return Result(marks, len(credit), criteria, traps, (), False, (), None, "engine", "rubric")


def test_what_is_newly_met_earns_half_its_points() -> None:
    both = combine(result(1, 0, 0), result(1, 1, 0))
    assert (both.marks, both.credits) == (1.5, {"c0": 1, "c1": 0.5, "c2": 0})


def test_what_was_met_stays_though_the_second_try_leaves_it_out() -> None:
    assert combine(result(1, 1, 0), result(0, 0, 1)).marks == 2.5


def test_half_a_credit_that_becomes_whole_earns_half_the_difference() -> None:
    assert combine(result(0.5), result(1)).marks == 0.75


def test_a_trap_in_the_second_try_caps_the_sum_but_takes_nothing_back() -> None:
    assert combine(result(1, 1, 0), result(1, 1, 1, caps=(1.0,))).marks == 2
    assert combine(result(0, 0, 0), result(1, 1, 1, caps=(1.0,))).marks == 1


def test_tries_judged_by_different_rubrics_are_not_added() -> None:
    with pytest.raises(ValueError, match="two rubrics"):
        combine(result(1), replace(result(1), rubric_version="another"))
