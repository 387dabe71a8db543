"""Author text is read here and nowhere else: in a child process that can be killed.

A thread cannot be stopped, and 16 KB of Markdown can hold a parser for over 12 seconds. So each file has a clock of
its own; what comes back is JSON, read into the same values that the domain would return. A child reads several files,
one after the other, since starting it costs as much as reading a short lesson.
"""

import atexit
import json
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.dispatch import receiver

from studyapp.authoring.child_process.codec import from_json, packed, to_json, to_plain
from studyapp.authoring.child_process.frames import Frames
from studyapp.authoring.child_process.kept_readings import KeptReadings, readings
from studyapp.authoring.child_process.nursery import Nursery
from studyapp.authoring.child_process.slate import Slate, new_file
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.items.bank import asked_of, join_banks, shared_by_sections
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.pack import Manifest, ParsedFile, StudyPack
from studyapp.domain.lessons.succession.packs import Succession
from studyapp.domain.lessons.succession.reviving import Earlier
from studyapp.web.signals import becoming_server

CHILDREN_AT_ONCE = 2
LESSONS_A_CHILD = 8  # then others who wait for a place have their turn; if nobody does,
MOST_LESSONS_A_CHILD = 64  # since a child does not tidy up, and what a lesson leaves behind takes room from the next
BANK_SECONDS = 5.0  # and more for a large pack
LESSON_BANK_SECONDS = 2.0  # a pack of one lesson, else it takes as long as a large one
BANK_SECONDS_A_SECTION = 0.04
_SECTIONS_TO_SHARE = 40  # from so many on, two children make the items
SUCCEED_SECONDS = 10.0
QUEUE_SECONDS = 8.0  # a request waits no longer for a place than that
_MOST_BYTES_AHEAD = 64 * limits.KB  # the line to a child holds three times as much
_GIVING_WAY_SECONDS = 0.001  # else who leaves a place takes it again before those who wait have woken
_START_SECONDS = 30.0  # importing the parser on a busy machine

Lesson = tuple[int, str, bytes]  # its place among others, path and content

_logger = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(CHILDREN_AT_ONCE)
_waiting: list[object] = []  # who would like to have one


class ReaderUnavailable(StudyappError):
    """The process that reads author text does not start; nothing is wrong with the text."""

    retry_after = 60  # seconds


class ReaderBusy(ReaderUnavailable):
    """As many children as may run at once are at work, and none of them ended in time."""

    retry_after = 10

    def __init__(self) -> None:
        super().__init__("Two packs are being read right now; try again in a moment.")


class ChildStopped(Exception):
    """A child ended without a result. The text says why; `line` is the first line of the block it was at.

    `may_be_worn` says that the child ended by itself: what it did before may have left it too little to live on.
    """

    def __init__(self, why: str, line: int, *, may_be_worn: bool = False) -> None:
        super().__init__(why)
        self.line = line
        self.may_be_worn = may_be_worn


def parse_file(path: str, content: bytes, manifest: Manifest) -> ParsedFile:
    """The lesson file, read in a child. If the child had to be stopped, the file has no section but one finding."""
    with LessonReader(manifest) as reader:
        return reader.read(path, content)


class LessonReader:
    """Reads lessons of one pack, up to `MOST_LESSONS_A_CHILD` of them in one child. To be used by one thread."""

    def __init__(self, manifest: Manifest, *, readings: KeptReadings | None = None) -> None:
        """What is among the `readings` is not read again."""
        self._manifest = json.dumps(to_plain(replace(manifest, version="", updated=None)))  # of these no lesson knows
        self._readings = readings
        self._child: _Child | None = None
        self._begun: list[Lesson] = []  # what the child was given and has not answered
        self._answered = 0  # by this child

    def __enter__(self) -> "LessonReader":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._end_child()

    def read(self, path: str, content: bytes) -> ParsedFile:
        """The lesson file; without sections and with one finding if its child had to be stopped.

        Raises ReaderUnavailable.
        """
        ((_place, text),) = self.read_each([(0, path, content)])
        return from_json(text, ParsedFile)

    def read_each(self, lessons: Iterable[Lesson]) -> Iterator[tuple[int, bytes]]:
        """The same of several as JSON text, each with its place; what is among the readings may come out of turn.

        The child has the next lesson before it is through with one: else it would wait each time until this process,
        which makes values of what was read, has told it what comes next.
        """
        current: Lesson | None = None
        for lesson in lessons:
            kept = self._readings.get(self._name(lesson)) if self._readings else None
            if kept is not None:
                yield lesson[0], kept
                continue
            if current is not None:
                yield current[0], self._result(current, lesson)
            current = lesson
        if current is not None:
            yield current[0], self._result(current)

    def _name(self, lesson: Lesson) -> bytes:
        _place, path, content = lesson
        return KeptReadings.name(path, content, self._manifest)

    def _result(self, lesson: Lesson, following: Lesson | None = None) -> bytes:
        try:
            result = self._asked(lesson, following)
        except ChildStopped as stopped:
            is_first = not self._answered
            self._end_child()
            if is_first or not stopped.may_be_worn:
                return to_json(ParsedFile(lesson[1], (), (_finding(lesson[1], stopped),)))
            return self._result(lesson, following)
        if self._readings is not None:
            self._readings.keep(self._name(lesson), result)
        return result

    def _asked(self, lesson: Lesson, following: Lesson | None) -> bytes:
        if lesson not in self._begun:
            if self._had_its_share:
                self._end_child()
                time.sleep(_GIVING_WAY_SECONDS)
            self._begin(lesson)
        if following is not None and not self._had_its_share and len(following[2]) <= _MOST_BYTES_AHEAD:
            self._begin(following)
        assert self._child is not None
        result = self._child.result(limits.PARSE_WALL_SECONDS)
        self._begun.remove(lesson)
        self._answered += 1
        return result

    @property
    def _had_its_share(self) -> bool:
        most = LESSONS_A_CHILD if _waiting else MOST_LESSONS_A_CHILD
        return self._answered + len(self._begun) >= most

    def _begin(self, lesson: Lesson) -> None:
        if self._child is None:
            self._child = _Child()
        _place, path, content = lesson
        self._begun.append(lesson)
        self._child.begin("parse", {"path": path, "manifest": self._manifest}, content, limits.PARSE_WALL_SECONDS)

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._begun, self._answered = None, [], 0


def build_bank(pack: StudyPack, *, file: str) -> Bank:
    """All facts and items of a pack, made in children; a finding at the first line of `file` if one was stopped."""
    pack = asked_of(pack)
    plain = to_plain(pack)
    parts = _parts(pack, plain)
    made = {name: found for name, _part in parts if (found := readings.get(name)) is not None}
    missing = [(name, part) for name, part in parts if name not in made]
    try:
        banks = _made(pack, packed(plain), [part for _name, part in missing])
        made.update(zip((name for name, _part in missing), banks, strict=True))
    except ChildStopped as stopped:
        fix = "split the lesson" if len(parts) == 1 else "split the pack"
        finding = Diagnostic(file, 1, 1, "E39", f"making the items {stopped}", fix)
        return Bank((), (), (), (), (finding,))
    for name, _part in missing:
        readings.keep(name, made[name])
    return join_banks(from_json(made[name], Bank) for name, _part in parts)


def _parts(pack: StudyPack, plain: Mapping[str, Any]) -> list[tuple[bytes, tuple[int, int]]]:
    """The places of each file's sections, under a name that is the same where their items will be."""
    shared = sha256(to_json(shared_by_sections(pack))).hexdigest()  # it is long, and there are many parts
    found, first = [], 0
    for path, sections in groupby(pack.sections, key=lambda section: section.file):
        end = first + len(list(sections))
        name = readings.name(path, packed(plain["sections"][first:end]), f"bank {shared}")
        found.append((name, (first, end)))
        first = end
    return found


def _made(pack: StudyPack, content: bytes, parts: Sequence[tuple[int, int]]) -> list[bytes]:
    """The banks of those sections, as JSON; `content` is the pack. Raises ChildStopped."""
    lessons = len({section.file for section in pack.sections})
    seconds = LESSON_BANK_SECONDS if lessons == 1 else BANK_SECONDS
    seconds += BANK_SECONDS_A_SECTION * len(pack.sections)
    sections = sum(end - first for first, end in parts)
    children = CHILDREN_AT_ONCE if sections >= _SECTIONS_TO_SHARE else 1

    def work(own: Sequence[tuple[int, int]]) -> list[str]:
        banks: list[str] = json.loads(_run("bank", {"parts": own}, content, seconds=seconds)) if own else []
        return banks

    half = (len(parts) + children - 1) // children
    with ThreadPoolExecutor(children) as pool:
        found = list(pool.map(work, [parts[half * child : half * (child + 1)] for child in range(children)]))
    return [bank.encode() for banks in found for bank in banks]


def succeed(
    pack: StudyPack, earlier: Earlier, decisions: Mapping[str, str], *, file: str
) -> tuple[Succession, list[Diagnostic]]:
    """The pack with the keys that it continues, worked out in a child; a finding if that was stopped."""
    told = {
        "pack": to_plain(pack),
        "earlier": [to_plain(section) for section in earlier.sections],
        "retired": [to_plain(section) for section in earlier.retired],
        "decisions": dict(decisions),
    }
    seconds = SUCCEED_SECONDS * (2 if earlier.retired else 1)  # what is left is matched a second time
    try:
        return from_json(_run("succeed", {}, to_json(told), seconds=seconds), Succession), []
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


def convert(name: str, content: bytes, *, is_site: bool) -> bytes:
    """What `converting.convert_job` makes of a file in another format. Raises ChildStopped or ReaderUnavailable."""
    arguments = {"name": name, "is_site": is_site}
    return _run("convert", arguments, content, seconds=limits.CONVERT_WALL_SECONDS)


def _finding(path: str, stopped: ChildStopped) -> Diagnostic:
    what = f"{stopped} at block starting line {stopped.line}"
    return Diagnostic(path, stopped.line, 1, "E39", what, "split or simplify that block", end_line=stopped.line)


def _run(job: str, arguments: dict[str, Any], content: bytes, *, seconds: float) -> bytes:
    """The result of one job in a child of its own. Raises ChildStopped or ReaderUnavailable."""
    child = _Child()
    try:
        return child.ask(job, arguments, content, seconds)
    finally:
        child.close()


class _Child:
    """A process that does one job after the other, and holds one of the places until it is closed."""

    def __init__(self) -> None:
        """Raises ReaderUnavailable, or ReaderBusy if no place becomes free in time."""
        _take_place()
        try:
            self._pid, self._connection, self._frames, self._slate = _started()
        except BaseException:
            _places.release()
            raise
        self._unanswered = 0

    def close(self) -> None:
        """Let the child end, in the midst of its work if it has any, and somebody else have the place."""
        if self._unanswered:
            _kill(self._pid)
        self._connection.close()
        _places.release()

    def ask(self, job: str, arguments: dict[str, Any], content: bytes, seconds: float) -> bytes:
        """The result of a job. Raises ChildStopped; the child is of no use after that."""
        self.begin(job, arguments, content, seconds)
        return self.result(seconds)

    def begin(self, job: str, arguments: dict[str, Any], content: bytes, seconds: float) -> None:
        """Give the child a job, to be done when those before are. Raises ChildStopped as `result` does.

        While it does another, this may be no more than the line holds: else each would wait for the other to read.
        """
        self._unanswered += 1
        with self._stopping(seconds):
            self._connection.settimeout(seconds)
            self._frames.send(b"J", json.dumps({"job": job, "seconds": seconds, **arguments}).encode())
            self._frames.send(b"C", content)

    def result(self, seconds: float) -> bytes:
        """The result of the first job that has none yet. Raises ChildStopped; the child is of no use after that."""
        with self._stopping(seconds):
            kind, message = self._frames.next(deadline=time.monotonic() + seconds)
        self._unanswered -= 1
        if kind == b"R":
            return message
        raise ChildStopped(_reason(kind, message), self._slate.read(), may_be_worn=kind == b"M")

    @contextmanager
    def _stopping(self, seconds: float) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            _kill(self._pid)
            raise ChildStopped(f"took over {seconds:g} s", self._slate.read()) from None
        except (EOFError, OSError):
            _kill(self._pid)
            why = "needed more time or memory than there is"
            raise ChildStopped(why, self._slate.read(), may_be_worn=True) from None


def _take_place() -> None:
    """Raises ReaderBusy if none becomes free in time."""
    if _places.acquire(blocking=False):
        return
    me = object()
    _waiting.append(me)
    try:
        if not _places.acquire(timeout=QUEUE_SECONDS):
            raise ReaderBusy
    finally:
        _waiting.remove(me)


def _started() -> tuple[int, socket.socket, Frames, Slate]:
    """A new child: its process id, the line to it, and where it writes at which line of the file it is."""
    ours, theirs = socket.socketpair()
    try:
        with theirs, new_file() as file:
            slate = Slate(file)
            _nursery.adopt(theirs, file)
        frames = Frames(ours)
        return _await_child(frames), ours, frames, slate
    except BaseException:
        ours.close()
        raise


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


_nursery = Nursery()
atexit.register(_nursery.close)


@receiver(becoming_server)
def _close_before_the_server(**_signal: Any) -> None:
    _nursery.close()
