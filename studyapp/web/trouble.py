"""Which errors mean that the database is away, locked or full, and not that a line of code is wrong."""

import psycopg
from django.db import InterfaceError, OperationalError

# A pool that gives up raises psycopg's own class where Django did not get to wrap it.
TROUBLE: tuple[type[Exception], ...] = (OperationalError, InterfaceError, psycopg.OperationalError)


def is_trouble(error: BaseException | None) -> bool:
    """Whether the error, or what it was raised from, is the database being away."""
    while error is not None:
        if isinstance(error, TROUBLE):
            return True
        error = error.__cause__
    return False
