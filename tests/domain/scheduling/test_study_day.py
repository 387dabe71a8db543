"""Every instant lies in exactly one study day, whatever clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.domain.scheduling.study_day import start_of, study_day

ZONES = (
    "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati",
    "America/St_Johns", "Australia/Sydney", "UTC",
)  # fmt: skip
zones = st.sampled_from(ZONES)
hours = st.integers(0, 6)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def _changes(zone):
    """The hours around every change of the clock from 2005 to 2030."""
    place, at = ZoneInfo(zone), datetime(2005, 1, 1, tzinfo=UTC)
    while at.year < 2030:
        following = at + timedelta(days=1)
        if at.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
            yield at
        at = following


CHANGES = [(zone, at) for zone in ZONES for at in _changes(zone)]


@given(zones, instants, hours)
@example("Pacific/Apia", datetime(2011, 12, 30, 12, tzinfo=UTC), 4)
def test_an_instant_lies_between_the_start_of_its_day_and_the_next(zone, at, hour):
    day = study_day(at, zone, rollover_hour=hour)

    assert start_of(day, zone, rollover_hour=hour) <= at < start_of(day + 1, zone, rollover_hour=hour)


@pytest.mark.parametrize("hour", range(7))
def test_days_never_fall_across_any_change_of_the_clock(hour):
    for zone, near in CHANGES:
        times = [near + timedelta(minutes=15 * step) for step in range(4 * 54)]
        days = [study_day(at, zone, rollover_hour=hour) for at in times]

        assert days == sorted(days), (zone, near)
        for at, day in zip(times, days, strict=True):
            assert start_of(day, zone, rollover_hour=hour) <= at, (zone, at)


def test_most_of_these_zones_change_their_clocks():
    assert {zone for zone, _ in CHANGES} >= {"Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns"}


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_rolls_over_at_four_on_the_wall(zone):
    four = datetime(2026, 6, 10, 4, tzinfo=ZoneInfo(zone))

    assert study_day(four, zone) == date(2026, 6, 10).toordinal()
    assert study_day(four - timedelta(seconds=1), zone) == date(2026, 6, 9).toordinal()
    assert start_of(date(2026, 6, 10).toordinal(), zone) == four


def test_a_leap_day_is_a_day():
    assert study_day(datetime(2028, 2, 29, 12, tzinfo=UTC), "UTC") == date(2028, 2, 29).toordinal()


def test_a_date_that_a_zone_skipped_ends_where_the_next_begins():
    skipped = date(2011, 12, 30).toordinal()

    assert start_of(skipped, "Pacific/Apia") == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert start_of(skipped + 1, "Pacific/Apia") == datetime(2011, 12, 30, 14, tzinfo=UTC)


@given(instants, st.lists(zones, min_size=2, max_size=5))
def test_travel_never_makes_a_learner_day_fall(at, travelled):
    last = 0
    for zone in travelled:
        today = study_day(at, zone, not_before=last)
        assert today >= last
        last = today


def test_a_time_without_a_zone_and_an_unknown_zone_are_refused():
    with pytest.raises(ValueError, match="time with a zone"):
        study_day(datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - that is the point
    with pytest.raises(ZoneInfoNotFoundError):
        study_day(datetime(2026, 1, 1, tzinfo=UTC), "Nowhere/Land")
