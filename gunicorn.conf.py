"""What gunicorn must know however it is started in this folder."""

import sys

from django.db import connection

import studyapp.wsgi  # noqa: F401 - sets Django up
from studyapp.authoring.release.scheduling import start_clock

worker_class = "gthread"
threads = 8 if connection.vendor == "sqlite" else 4
preload_app = True  # a killed worker is back at once; no connection is open before the fork
control_socket_disable = True  # it would be made outside this folder


def on_starting(server: object) -> None:
    """Refuse several workers on SQLite, whose writer lock lives inside one process."""
    workers = server.cfg.workers  # type: ignore[attr-defined]
    if connection.vendor == "sqlite" and workers > 1:
        sys.exit(f"SQLite serves one process, not {workers}: use one worker, or set DATABASE_URL to PostgreSQL.")


def post_worker_init(worker: object) -> None:
    """Publish what is due, each minute; several workers publish a draft once."""
    start_clock()
