"""Time zones by name: what browsers and people send is checked here."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

UTC = "UTC"
REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@cache
def zone_names() -> frozenset[str]:
    """Every name that this machine knows, old spellings included."""
    return frozenset(available_timezones()) | {UTC}


@cache
def zones_to_choose() -> tuple[str, ...]:
    """Names by place, for a list to choose from; UTC first."""
    return (UTC, *sorted(name for name in zone_names() if name.partition("/")[0] in REGIONS))


def known_zone(name: str) -> str:
    """`name` if it is a zone, else UTC."""
    return name if name in zone_names() else UTC


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of that name, UTC for rubbish."""
    return ZoneInfo(known_zone(name))
