"""The process in which author text is read. It is started by `sandbox`, holds no secret, and knows no Django.

The server imports the parser once; each job gets a fork of it, with limits, in a process group of its own, so that
it can be killed at any moment. (multiprocessing's own fork server would run the parent's main module again in each
child, and inherit its environment.) A job and its result are JSON.
"""

import gc
import json
import math
import os
import resource
import signal
import socket
import traceback
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from studyapp.authoring.child_process.codec import from_json, from_plain, to_json
from studyapp.authoring.child_process.converting import convert_job
from studyapp.authoring.child_process.frames import Frames
from studyapp.authoring.child_process.slate import Slate
from studyapp.domain.common import limits
from studyapp.domain.items.bank import asked_of, build_banks
from studyapp.domain.items.continuing import succeed
from studyapp.domain.lessons.assembly.assembling import assemble
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.domain.lessons.html import rendering
from studyapp.domain.lessons.pack import Manifest, ParsedFile, Section, StudyPack

_WARMING_ROUNDS = 20  # Python adapts its code to what it does after some ten times
_WARMING_TEXT = b"""\
# 1. One

A word is **bold** or `code` or *leaning*.

- two
- three

**Four:** Five is six.

> **Note:** Seven.

| Eight | Nine | Ten |
| --- | --- | --- |
| a | b | c |
| d | e | f |
"""

Job = Callable[[dict[str, Any], bytes], bytes]


def _parse(arguments: dict[str, Any], content: bytes) -> bytes:
    return to_json(parse_file(arguments["path"], content, _manifest(arguments["manifest"])))


@lru_cache(maxsize=1)
def _manifest(text: str) -> Manifest:
    """The same value for all lessons of a pack."""
    return from_json(text.encode(), Manifest)


def _bank(arguments: dict[str, Any], content: bytes) -> bytes:
    """A list of banks, each as JSON text: those of the sections from the first to before the last of each part."""
    pack = from_json(content, StudyPack)
    banks = build_banks(pack, (slice(first, end) for first, end in arguments["parts"]))
    return json.dumps([to_json(bank).decode() for bank in banks]).encode()


def _succeed(_arguments: dict[str, Any], content: bytes) -> bytes:
    told = json.loads(content)
    earlier, retired = ([from_plain(one, Section) for one in told[name]] for name in ("earlier", "retired"))
    pack = from_plain(told["pack"], StudyPack)
    return to_json(succeed(pack, earlier, retired=retired, decisions=told["decisions"]))


def _landing(_arguments: dict[str, Any], content: bytes) -> bytes:
    return json.dumps(rendering.render_landing(content.decode())).encode()


JOBS: dict[str, Job] = {
    "parse": _parse,
    "bank": _bank,
    "succeed": _succeed,
    "landing": _landing,
    "convert": convert_job,
}


def serve(control: socket.socket) -> None:
    """Fork a child for each socket that arrives over `control`; end when the parent has gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    _warm_up()
    gc.disable()  # a child lives shortly and within its memory
    gc.freeze()
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, 1, 2)
        if not message:
            return
        with socket.socket(fileno=descriptors[0]) as connection, open(descriptors[1], "r+b") as slate:
            pid = os.fork()
            if pid == 0:
                control.close()
                _run_and_exit(connection, Slate(slate))
            _make_group(pid)
            _send_quietly(connection, pid)


def _warm_up() -> None:
    """Read a little, so that what is made at the first use is made once, and what runs often is fast in every child."""
    manifest = Manifest("warm", "Warm", is_lone_file=True)
    for _ in range(_WARMING_ROUNDS):
        lesson = _parse({"path": "a.md", "manifest": to_json(manifest).decode()}, _WARMING_TEXT)
        pack = assemble(manifest, [from_json(lesson, ParsedFile)])
        _bank({"parts": [[0, len(pack.sections)]]}, to_json(asked_of(pack)))


def _make_group(pid: int) -> None:
    try:
        os.setpgid(pid, pid)
    except OSError:  # the child did it first, or has ended
        return


def _send_quietly(connection: socket.socket, pid: int) -> None:
    try:
        Frames(connection).send(b"P", str(pid).encode())
    except OSError:  # the parent gave up: the child will notice it too
        return


def _run_and_exit(connection: socket.socket, slate: Slate) -> None:
    try:
        _confine()
        frames = Frames(connection)
        rendering.on_block = lambda _file, line: slate.write(line)
        while True:  # until the parent closes its side
            _run(frames, slate)
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _confine() -> None:
    """Limits for this process. NPROC means nothing for root: the parent's clock is what always holds."""
    _make_group(os.getpid())
    for name, most in (
        (resource.RLIMIT_AS, limits.PARSE_MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (limit, limit))


def _limit_processor_time(seconds: float) -> None:
    """The kernel's own clock for one job, should the parent be gone: `seconds` and the usual reserve."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = math.ceil(used + seconds + limits.PARSE_CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _run(frames: Frames, slate: Slate) -> None:
    _kind, request = frames.next()
    _kind, content = frames.next()
    slate.write(1)
    arguments = json.loads(request)
    _limit_processor_time(arguments["seconds"])
    try:
        frames.send(b"R", JOBS[arguments["job"]](arguments, content))
    except RecursionError:
        frames.send(b"D")
    except MemoryError:
        frames.send(b"M")
    except OSError:  # the parent has gone
        raise
    except Exception:  # whatever the parser did, the parent must hear of it
        frames.send(b"F", traceback.format_exc()[-4000:].encode("utf-8", "replace"))


if __name__ == "__main__":
    serve(socket.socket(fileno=0))
