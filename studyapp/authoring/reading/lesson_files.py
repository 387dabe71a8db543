"""The lesson files of an upload, read by as many children as may run at once; unchanged ones were read before."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from studyapp.authoring.child_process import sandbox
from studyapp.authoring.child_process.codec import from_json
from studyapp.authoring.child_process.kept_readings import readings
from studyapp.authoring.uploads.files import SourceFile
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.pack import Manifest, ParsedFile

STOPPED_FILES = 3  # after so many files over their time, the rest is not tried: an upload must end soon


def read_lessons(
    manifest: Manifest, lessons: Sequence[SourceFile], progress: Callable[[int], None]
) -> list[ParsedFile]:
    """The lessons in the order given. `progress` is told, in the caller's thread, how many are read.

    Raises ReaderUnavailable.
    """
    work = _Work(manifest, ((place, file.path, file.content) for place, file in enumerate(lessons)))
    threads = [threading.Thread(target=work.go_on) for _ in range(min(sandbox.CHILDREN_AT_ONCE, len(lessons)))]
    for thread in threads:
        thread.start()
    try:
        return _gathered(work, lessons, progress)
    finally:
        work.is_over = True
        for thread in threads:
            thread.join()


@dataclass
class _Work:
    """What the readers share: the lessons not begun, and the results."""

    manifest: Manifest
    waiting: Iterator[sandbox.Lesson]
    results: "SimpleQueue[tuple[int, bytes] | Exception]" = field(default_factory=SimpleQueue)
    is_over: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def go_on(self) -> None:
        """Read one lesson after the other until there is none left, or it is over."""
        try:
            with sandbox.LessonReader(self.manifest, readings=readings) as reader:
                for result in reader.read_each(iter(self._next, None)):
                    self.results.put(result)
                    if self.is_over:  # the child may have begun with another lesson
                        return
        except Exception as error:
            self.results.put(error)

    def _next(self) -> sandbox.Lesson | None:
        with self._lock:
            return None if self.is_over else next(self.waiting, None)


def _gathered(work: _Work, lessons: Sequence[SourceFile], progress: Callable[[int], None]) -> list[ParsedFile]:
    parsed: dict[int, ParsedFile] = {}
    stopped = 0
    while len(parsed) < len(lessons) and stopped < STOPPED_FILES:
        result = work.results.get()
        if isinstance(result, Exception):
            raise result
        place, text = result
        parsed[place] = from_json(text, ParsedFile)
        stopped += _was_stopped(parsed[place])
        progress(len(parsed))
    return [parsed.get(place) or _untried(file) for place, file in enumerate(lessons)]


def _was_stopped(file: ParsedFile) -> bool:
    return any(found.code == "E39" and "took over" in found.what for found in file.diagnostics)


def _untried(file: SourceFile) -> ParsedFile:
    what = f"not read, since {STOPPED_FILES} files before it took over {limits.PARSE_WALL_SECONDS:g} s"
    return ParsedFile(file.path, (), (Diagnostic(file.path, 1, 1, "E39", what, "mend those first", 1),))
