"""Time-ordered identifiers for learner rows (RFC 9562, version 7)."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

LONGEST_AHEAD = timedelta(hours=1)
OLDEST = timedelta(days=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def uuid7(at: datetime, random: Random) -> UUID:
    """A version-7 UUID: 48 bits of Unix milliseconds from `at`, then 74 bits from `random`.

    Pass `random.SystemRandom()` outside tests. Raises ValueError if `at` has no time zone.
    Source: RFC 9562, section 5.7.
    """
    if at.tzinfo is None:
        raise ValueError("uuid7 needs a time with a zone")
    milliseconds = _milliseconds(at)
    bits = (milliseconds & (2**48 - 1)) << 80 | random.getrandbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=bits)


def time_of(key: UUID) -> datetime:
    """The time, to the millisecond and in UTC, that a version-7 UUID carries.

    Raises ValueError for any other version, and for a time after the year 9999.
    """
    if key.version != 7:
        raise ValueError(f"{key} is not a version 7 UUID")
    return datetime.fromtimestamp((key.int >> 80) / 1000, tz=UTC)


def is_acceptable_key(key: UUID, *, now: datetime) -> bool:
    """Whether a client's idempotency key is version 7, at most an hour ahead of `now` and at most 30 days old.

    Compared as numbers: 48 bits of milliseconds reach years that no datetime can hold.
    """
    return key.version == 7 and _milliseconds(now - OLDEST) <= key.int >> 80 <= _milliseconds(now + LONGEST_AHEAD)


def _milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970."""
    return (at - _EPOCH) // _MILLISECOND
