"""Everything between a fresh clone and a page in the browser."""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from studyapp.web.signals import becoming_server


class Command(BaseCommand):
    """Migrate, load the packs of content/, collect static files, print where to look, serve."""

    help = "Prepare the database, load every pack in content/ and serve on 127.0.0.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port, and whether only to prepare."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--prepare-only", action="store_true", help="Stop before serving.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; each says what it does only when it does something."""
        os.umask(0o077)  # inherited by gunicorn: answers and keys are nobody else's on this machine
        call_command("migrate", verbosity=0, interactive=False)
        for pack in sorted((settings.BASE_DIR / "content").glob("*/pack.toml")):
            call_command("load_pack", str(pack.parent), stdout=self.stdout, stderr=self.stderr)
        call_command("collectstatic", verbosity=0, interactive=False, clear=False)
        if options["prepare_only"]:
            return
        port = options["port"] if _is_free(options["port"]) else _free_port(options["port"])
        self._say_where(port)
        connection.close()
        becoming_server.send(sender=Command)
        _become_server(port)

    def _say_where(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}"
        self.stdout.write(f"\nstudyapp is at {address}/   (click “Study now”; Ctrl+C ends it)")
        call_command("setup_link", base=address, stdout=self.stdout)
        self.stdout.flush()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _free_port(wanted: int) -> int:
    for port in range(wanted + 1, wanted + 50):
        if _is_free(port):
            return port
    raise CommandError(f"No free port between {wanted} and {wanted + 49}. Give one with --port.")


def _become_server(port: int) -> None:
    """Replace this process by gunicorn, whose gunicorn.conf.py says the rest: one process on SQLite."""
    workers = 1 if connection.vendor == "sqlite" else (os.cpu_count() or 1)
    command = [
        *(sys.executable, "-m", "gunicorn", "studyapp.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--log-level", "warning"),
    ]
    os.chdir(Path(settings.BASE_DIR))
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter with fixed arguments
