"""Configurations that would lose answers: refused at start."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import connection


@register()
def one_process_on_sqlite(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite's writer lock lives inside one process, so several gunicorn workers are refused."""
    workers = os.environ.get("WEB_CONCURRENCY", "1")
    if connection.vendor != "sqlite" or not workers.isdigit() or int(workers) <= 1:
        return []
    return [
        Error(
            f"SQLite serves one process, but WEB_CONCURRENCY asks for {workers} workers",
            hint="Unset WEB_CONCURRENCY, or set DATABASE_URL to a PostgreSQL database.",
            id="studyapp.E001",
        )
    ]
