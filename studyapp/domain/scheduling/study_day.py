"""Study days: a learner's days, which begin at 04:00 on their own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROLLOVER_HOUR = 4


def study_day(at: datetime, zone: str, *, not_before: int = 0, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The study day of an instant, as the ordinal of its date: the last day that has begun in `zone`.

    `not_before` is the learner's last study day: travel and clocks set back never make a day fall.

    Raises ValueError if `at` has no time zone, ZoneInfoNotFoundError for an unknown zone.
    """
    if at.tzinfo is None:
        raise ValueError("a study day needs a time with a zone")
    local = at.astimezone(ZoneInfo(zone)).date().toordinal()
    candidates = (local + 1, local, local - 1)
    begun = next((day for day in candidates if start_of(day, zone, rollover_hour=rollover_hour) <= at), local - 2)
    return max(begun, not_before)


def start_of(day: int, zone: str, *, rollover_hour: int = ROLLOVER_HOUR) -> datetime:
    """When study day `day` begins: the first instant, in UTC, at which the wall clock shows 04:00 of its date or later.

    Where 04:00 happens twice the first counts; where it is skipped, the moment of the change.
    """
    place = ZoneInfo(zone)
    wall = datetime.combine(date.fromordinal(day), time(rollover_hour))
    latest = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if _wall(latest, place) == wall:
        return latest
    return _end_of_gap(wall, place, wall.replace(tzinfo=place, fold=1).astimezone(UTC), latest)


def _end_of_gap(wall: datetime, place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second between `before` and `after` at which the clock of `place` jumps over `wall`."""
    too_early, seconds = 0, int((after - before).total_seconds())
    while seconds - too_early > 1:
        middle = (too_early + seconds) // 2
        if _wall(before + timedelta(seconds=middle), place) < wall:
            too_early = middle
        else:
            seconds = middle
    return before + timedelta(seconds=seconds)


def _wall(at: datetime, place: ZoneInfo) -> datetime:
    return at.astimezone(place).replace(tzinfo=None, fold=0)
