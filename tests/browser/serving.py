"""A real server of its own: what `make run` starts, with its own folder and a free port."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_THE_TESTS = {"DATABASE_URL", "PLAIN_STATIC", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "VAR_DIR"}
START_SECONDS = 90


def environment(folder: Path) -> dict[str, str]:
    """What the server's process sees: nothing of the test run, SQLite in its own folder."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return {**kept, "VAR_DIR": str(folder), "SECRET_KEY": "only-for-this-server-" + "x" * 50}


@contextlib.contextmanager
def real_server(folder: Path) -> Iterator[str]:
    """Migrate, load content/, collect static files and serve until the block ends; yields the address."""
    port = _free_port()
    home = f"http://127.0.0.1:{port}"
    log = (folder / "server.log").open("w+")
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=log, stderr=log)
    try:
        _wait_for(home + "/health/", server, folder / "server.log")
        yield home
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}:\n{log.read_text()[-3000:]}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {url} in {START_SECONDS} s:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
