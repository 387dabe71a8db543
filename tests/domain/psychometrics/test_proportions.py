"""Intervals of proportions: laws, and values worked out elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.psychometrics.proportions import wilson

counts = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_twelve_of_fifteen_is_80_percent_between_59_and_92() -> None:
    share = wilson(12, 15)
    assert [round(100 * figure) for figure in (share.value, share.low, share.high)] == [80, 59, 92]


def test_the_95_percent_interval_of_0_of_10_agrees_with_the_published_one() -> None:
    # Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion (2001): 0 to 0.2775.
    share = wilson(0, 10, z=1.959964)
    assert (share.low, round(share.high, 4)) == (0.0, 0.2775)


@given(counts)
def test_the_interval_holds_the_share_and_stays_between_0_and_1(count: tuple[int, int]) -> None:
    share = wilson(*count)
    assert 0 <= share.low <= share.value + 1e-12
    assert share.value - 1e-12 <= share.high <= 1


@given(counts)
def test_more_evidence_of_the_same_share_narrows_the_interval(count: tuple[int, int]) -> None:
    successes, n = count
    few, many = wilson(successes, n), wilson(successes * 4, n * 4)
    assert many.high - many.low < few.high - few.low


@given(counts)
def test_failures_mirror_successes(count: tuple[int, int]) -> None:
    successes, n = count
    right, wrong = wilson(successes, n), wilson(n - successes, n)
    assert right.low == pytest.approx(1 - wrong.high, abs=1e-9)


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_impossible_counts_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(successes, n)
