"""Starting children: by a server of its own that knows the parser and no secret, never by a fork of this process."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Nursery:
    """The server that forks children. It is started when first needed, and again if it or its parent was replaced."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    server: "subprocess.Popen[bytes] | None" = None
    control: socket.socket | None = None
    owner: int = 0

    def adopt(self, connection: socket.socket, slate: IO[bytes]) -> None:
        """Hand a socket and the file of a slate to the server, which starts a child on them."""
        lent = [connection.fileno(), slate.fileno()]
        with self.lock:
            if self.owner != os.getpid() or self.server is None or self.server.poll() is not None:
                self._start()
            assert self.control is not None
            try:
                socket.send_fds(self.control, [b"."], lent)
            except OSError:
                self._start()
                socket.send_fds(self.control, [b"."], lent)

    def _start(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "studyapp.authoring.child_process.child"],
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
