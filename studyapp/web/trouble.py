"""Which errors mean that the database is away, locked or full, and not that a line of code is wrong."""

from contextlib import suppress

import psycopg
from django.db import InterfaceError, OperationalError, connection

# A pool that gives up raises psycopg's own class where Django did not get to wrap it.
TROUBLE: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.errors.IdleInTransactionSessionTimeout,
)


def is_trouble(error: BaseException | None) -> bool:
    """Whether the error, or what it was raised from, is the database being away."""
    while error is not None:
        if isinstance(error, TROUBLE):
            return True
        error = error.__cause__
    return False


def drop_dead_connections() -> None:
    """Let the pool replace connections that died with the server, so that the next request does not meet one."""
    pool = getattr(connection, "pool", None)
    if pool is not None:
        with suppress(psycopg.Error):
            pool.check()
