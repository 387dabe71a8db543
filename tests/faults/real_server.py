"""A real server process on a free port, with a database of its own, and a learner's plain HTTP client."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
BROKEN = (ConnectionError, http.client.HTTPException, urllib.error.URLError, TimeoutError)


@dataclass
class Server:
    """A running `manage.py serve`."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[str]

    def workers(self) -> list[int]:
        """Process ids of gunicorn's workers: the children of the master."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_workers(self) -> None:
        """SIGKILL, as a machine that runs out of memory would; the master starts new ones."""
        for pid in self.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a management command on the server's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextlib.contextmanager
def real_server(database_url: str | None) -> Iterator[Server]:
    """Serve the flagship pack from an empty PostgreSQL database, or from SQLite in a fresh folder if it is None."""
    with tempfile.TemporaryDirectory(prefix="studyapp-server-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "VAR_DIR": folder, "PLAIN_STATIC": "1", "SECRET_KEY": uuid4().hex * 2}
        environment["DATABASE_POOL"] = "4"
        environment["DJANGO_SETTINGS_MODULE"] = "studyapp.settings"
        environment.pop("DATABASE_URL", None)
        if database_url:
            environment["DATABASE_URL"] = database_url
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, text=True)
        try:
            server = Server(port, environment, process)
            _wait_until_it_answers(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_it_answers(server: Server) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.process.poll() is None, "the server ended"
        with contextlib.suppress(*BROKEN), urllib.request.urlopen(f"http://127.0.0.1:{server.port}/health/") as answer:
            # Our own server knows the database in our own folder; a stranger on this port would have refused the bind.
            assert answer.status == 200
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer in time")


@dataclass
class Form(HTMLParser):
    """The form of a page whose action ends as asked: its hidden fields and the names of its controls."""

    ending: str
    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    _inside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what belongs to the wanted form."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action and values.get("action", "").endswith(self.ending):
            self.action, self._inside = values["action"], True
        elif self._inside and "name" in values:
            if values.get("type") == "hidden":
                self.hidden[values["name"]] = values.get("value", "")
            else:
                self.names.append((values["name"], values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        self._inside = self._inside and tag != "form"


@dataclass
class Learner:
    """A guest without script who never gives up sending a form."""

    server: Server
    resent: int = 0

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[str, str]:
        """The address one ends at, and the page."""
        return self._insist(path, None)

    def send(self, form: Form, **fields: object) -> tuple[str, str]:
        """Post a form, the same again until an answer comes back."""
        assert form.action, "the page has no such form"
        return self._insist(form.action, urllib.parse.urlencode({**form.hidden, **fields}, doseq=True).encode())

    def _insist(self, path: str, body: bytes | None) -> tuple[str, str]:
        url = urllib.parse.urljoin(f"http://127.0.0.1:{self.server.port}", path)
        for _ in range(200):
            try:
                with self.opener.open(url, body, timeout=10) as answer:
                    return answer.url, answer.read().decode()
            except urllib.error.HTTPError as refused:
                if refused.code != 503:
                    raise
            except BROKEN:
                pass
            self.resent += 1
            time.sleep(0.1)
        raise AssertionError(f"no answer from {path}")


def form_of(page: str, ending: str) -> Form:
    """The first form of the page whose action ends so."""
    form = Form(ending)
    form.feed(page)
    return form


def any_answer(form: Form, stem: str) -> dict[str, object]:
    """Something that the form accepts, right or wrong."""
    names = [name for name, _ in form.names]
    if "rating" in names:
        return {"rating": "3"}
    if "choice" in names:
        wanted = int(found[1]) if (found := re.search(r"[Cc]hoose (\d)", stem)) else 1
        wanted = 2 if re.search(r"[Cc]hoose two", stem) else wanted
        return {"choice": [value for name, value in form.names if name == "choice"][:wanted]}
    if "text" in names:
        return {"text": "something"}
    selects = [name for name in dict.fromkeys(names) if name.startswith(("place-", "match-"))]
    # Steps are moved on by one place: an order left untouched is refused.
    return {name: str(number % len(selects) + 1) for number, name in enumerate(selects, start=1)}
