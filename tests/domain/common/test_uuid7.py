"""Keys that carry their time."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.common.uuid7 import is_acceptable_key, time_of, uuid7

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=365 * 8000)).map(
    lambda wait: datetime(1970, 1, 1, tzinfo=UTC) + wait
)


@given(MOMENTS, st.integers())
def test_a_key_gives_back_its_time_to_the_millisecond(at: datetime, seed: int) -> None:
    key = uuid7(at, Random(seed))

    assert key.version == 7
    assert abs(time_of(key) - at) <= timedelta(milliseconds=1)


@given(st.integers(0, 2**128 - 1))
def test_any_number_whatever_its_year_is_judged_without_an_error(number: int) -> None:
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62

    assert is_acceptable_key(UUID(int=number), now=NOW) in (True, False)


def test_a_key_of_a_year_that_no_calendar_has_is_refused() -> None:
    assert not is_acceptable_key(UUID("ffffffff-ffff-7fff-bfff-ffffffffffff"), now=NOW)


@pytest.mark.parametrize(
    ("age", "is_fine"),
    [
        (timedelta(hours=-1), True),
        (timedelta(hours=-1, milliseconds=-1), False),
        (timedelta(days=30), True),
        (timedelta(days=30, milliseconds=1), False),
    ],
)
def test_a_key_is_taken_from_an_hour_ahead_to_thirty_days_back(age: timedelta, *, is_fine: bool) -> None:
    assert is_acceptable_key(uuid7(NOW - age, Random(1)), now=NOW) is is_fine


def test_a_key_of_another_version_is_refused() -> None:
    assert not is_acceptable_key(UUID("00000000-0000-4000-8000-000000000000"), now=NOW)
