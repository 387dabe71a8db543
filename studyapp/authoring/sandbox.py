"""Author text is read here and nowhere else: in a child process that can be killed.

A thread cannot be stopped, and 16 KB of Markdown can hold a parser for over 12 seconds. So each file has a child of
its own, with a clock of its own; what comes back is JSON, read into the same values that the domain would return.
"""

import atexit
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.dispatch import receiver

from studyapp.authoring.codec import from_json, to_json, to_plain
from studyapp.authoring.frames import Frames
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.pack import Manifest, ParsedFile, Section, StudyPack
from studyapp.domain.lessons.succession import Succession
from studyapp.web.signals import becoming_server

CHILDREN_AT_ONCE = 2
BANK_SECONDS = 5.0
SUCCEED_SECONDS = 5.0
QUEUE_SECONDS = 8.0  # a request waits no longer for a place than that
_START_SECONDS = 30.0  # importing the parser on a busy machine
_ROOT = Path(__file__).resolve().parents[2]

_logger = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(CHILDREN_AT_ONCE)


class ReaderUnavailable(StudyappError):
    """The process that reads author text does not start; nothing is wrong with the text."""

    retry_after = 60  # seconds


class ReaderBusy(ReaderUnavailable):
    """As many children as may run at once are at work, and none of them ended in time."""

    retry_after = 10

    def __init__(self) -> None:
        super().__init__("Two packs are being read right now; try again in a moment.")


class ChildStopped(Exception):
    """A child ended without a result. The text says why; `line` is the first line of the block it was at."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def parse_file(path: str, content: bytes, manifest: Manifest) -> ParsedFile:
    """The lesson file, read in a child. If the child had to be stopped, the file has no section but one finding."""
    arguments = {"path": path, "manifest": to_plain(manifest)}
    try:
        return from_json(_run("parse", arguments, content, seconds=limits.PARSE_WALL_SECONDS), ParsedFile)
    except ChildStopped as stopped:
        return ParsedFile(path, (), (_finding(path, stopped),))


def build_bank(pack: StudyPack, *, file: str) -> Bank:
    """All facts and items of a pack, made in a child; a finding at the first line of `file` if it was stopped."""
    try:
        return from_json(_run("bank", {}, to_json(pack), seconds=BANK_SECONDS), Bank)
    except ChildStopped as stopped:
        finding = Diagnostic(file, 1, 1, "E39", f"making the items {stopped}", "split the pack")
        return Bank((), (), (), (), (finding,))


def succeed(
    pack: StudyPack, earlier: Sequence[Section], decisions: Mapping[str, str], *, file: str
) -> tuple[Succession, list[Diagnostic]]:
    """The pack with the keys that it continues, worked out in a child; a finding if that was stopped."""
    told = {"pack": to_plain(pack), "earlier": [to_plain(section) for section in earlier], "decisions": dict(decisions)}
    try:
        return from_json(_run("succeed", {}, to_json(told), seconds=SUCCEED_SECONDS), Succession), []
    except ChildStopped as stopped:
        finding = Diagnostic(file, 1, 1, "E39", f"comparing it with the version before {stopped}", "split the pack")
        return Succession(pack, (), ()), [finding]


def render_landing(text: str) -> str:
    """The safe HTML of a pack's README; nothing if it takes too long."""
    try:
        html: str = json.loads(_run("landing", {}, text.encode(), seconds=limits.PARSE_WALL_SECONDS))
    except ChildStopped:
        return ""
    return html


def _finding(path: str, stopped: ChildStopped) -> Diagnostic:
    what = f"{stopped} at block starting line {stopped.line}"
    return Diagnostic(path, stopped.line, 1, "E39", what, "split or simplify that block", end_line=stopped.line)


def _run(job: str, arguments: dict[str, Any], content: bytes, *, seconds: float) -> bytes:
    """The result of one job. Raises ChildStopped or ReaderUnavailable."""
    if not _places.acquire(timeout=QUEUE_SECONDS):
        raise ReaderBusy
    try:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            _nursery.adopt(theirs)
            theirs.close()
            return _supervise(ours, {"job": job, **arguments}, content, seconds)
    finally:
        _places.release()


def _supervise(connection: socket.socket, request: dict[str, Any], content: bytes, seconds: float) -> bytes:
    frames = Frames(connection)
    pid = _await_child(frames)
    line = 1
    try:
        deadline = time.monotonic() + seconds
        connection.settimeout(seconds)
        frames.send(b"J", json.dumps(request).encode())
        frames.send(b"C", content)
        while True:
            kind, message = frames.next(deadline=deadline)
            if kind == b"L":
                line = int(message)
            elif kind == b"R":
                return message
            else:
                raise ChildStopped(_reason(kind, message), line)
    except TimeoutError:
        _kill(pid)
        raise ChildStopped(f"took over {seconds:g} s", line) from None
    except (EOFError, OSError):
        _kill(pid)
        raise ChildStopped("needed more time or memory than there is", line) from None


def _await_child(frames: Frames) -> int:
    """The process id of the new child."""
    try:
        return int(frames.next(deadline=time.monotonic() + _START_SECONDS)[1])
    except (TimeoutError, EOFError, OSError) as error:
        raise ReaderUnavailable("Lessons cannot be read at the moment; try again in a minute.") from error


def _reason(kind: bytes, message: bytes) -> str:
    if kind == b"D":
        return "is nested too deep"
    if kind == b"M":
        return f"needs more than {limits.PARSE_MEMORY_BYTES // limits.MB} MB"
    _logger.error("The parser failed:\n%s", message.decode("utf-8", "replace"))
    return "could not be read"


def _kill(pid: int) -> None:
    """End the child's whole process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


@dataclass
class _Nursery:
    """The server that forks children. It is started when first needed, and again if it or its parent was replaced."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    server: "subprocess.Popen[bytes] | None" = None
    control: socket.socket | None = None
    owner: int = 0

    def adopt(self, connection: socket.socket) -> None:
        """Hand a socket to the server, which starts a child on it."""
        with self.lock:
            if self.owner != os.getpid() or self.server is None or self.server.poll() is not None:
                self._start()
            assert self.control is not None
            try:
                socket.send_fds(self.control, [b"."], [connection.fileno()])
            except OSError:
                self._start()
                socket.send_fds(self.control, [b"."], [connection.fileno()])

    def _start(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "studyapp.authoring.child"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                start_new_session=True,
            )
        self.control, self.owner = ours, os.getpid()

    def close(self) -> None:
        """End the server by closing its socket; a copy that a fork inherited is only closed."""
        if self.control is not None:
            self.control.close()
        if self.server is not None and self.owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(timeout=2)
        self.server = self.control = None


_nursery = _Nursery()
atexit.register(_nursery.close)


@receiver(becoming_server)
def _close_before_the_server(**_signal: Any) -> None:
    _nursery.close()
