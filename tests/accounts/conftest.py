"""A clock that rate limits read, held at one moment so that no span ends within a test."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

START = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Holds the clock at a full hour; calling it moves the clock on."""
    now = [START]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def move(span: timedelta) -> None:
        now[0] += span

    return move
