"""Time-ordered identifiers for learner rows (RFC 9562, version 7)."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

LONGEST_AHEAD = timedelta(hours=1)


def uuid7(at: datetime, random: Random) -> UUID:
    """A version-7 UUID: 48 bits of Unix milliseconds from `at`, then 74 bits from `random`.

    Pass `random.SystemRandom()` outside tests. Raises ValueError if `at` has no time zone.
    Source: RFC 9562, section 5.7.
    """
    if at.tzinfo is None:
        raise ValueError("uuid7 needs a time with a zone")
    milliseconds = int(at.timestamp() * 1000)
    bits = (milliseconds & (2**48 - 1)) << 80 | random.getrandbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=bits)


def time_of(key: UUID) -> datetime:
    """The time, to the millisecond and in UTC, that a version-7 UUID carries.

    Raises ValueError for any other version.
    """
    if key.version != 7:
        raise ValueError(f"{key} is not a version 7 UUID")
    return datetime.fromtimestamp((key.int >> 80) / 1000, tz=UTC)


def is_acceptable_key(key: UUID, *, now: datetime) -> bool:
    """Whether a client's idempotency key is version 7 and not more than an hour ahead of `now`."""
    return key.version == 7 and time_of(key) <= now + LONGEST_AHEAD
