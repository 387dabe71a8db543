"""Messages between a process and its child: one letter, four bytes of length, the content."""

import socket
import struct
import time

_HEAD = struct.Struct("!cI")
MOST_BYTES = 128 * 1024 * 1024


class Frames:
    """A stream of messages over a socket. Reading ends with TimeoutError at `deadline` (of time.monotonic)."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._read = bytearray()

    def send(self, kind: bytes, content: bytes = b"") -> None:
        """Send one message."""
        self._connection.sendall(_HEAD.pack(kind, len(content)) + content)

    def next(self, *, deadline: float | None = None) -> tuple[bytes, bytes]:
        """The next message as its letter and content. Raises EOFError if the other side has gone."""
        self._fill(_HEAD.size, deadline)
        kind, length = _HEAD.unpack_from(self._read)
        if length > MOST_BYTES:
            raise EOFError(f"a message of {length} bytes")
        self._fill(_HEAD.size + length, deadline)
        content = bytes(self._read[_HEAD.size : _HEAD.size + length])
        del self._read[: _HEAD.size + length]
        return kind, content

    def _fill(self, wanted: int, deadline: float | None) -> None:
        while len(self._read) < wanted:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._connection.settimeout(left)
            try:
                received = self._connection.recv(1 << 18)
            except ConnectionError:
                received = b""
            if not received:
                raise EOFError("the other side has gone")
            self._read += received
