"""One number that two processes share: where a child is, at the price of no message."""

import mmap
import struct
import tempfile
from typing import IO

_NUMBER = struct.Struct("!I")


def new_file() -> IO[bytes]:
    """A file without a name, to make a slate of in each process."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(_NUMBER.pack(1))
    file.flush()
    return file


class Slate:
    """The number on a file of `new_file`. It stands there even if who wrote it was killed."""

    def __init__(self, file: IO[bytes]) -> None:
        """The file may be closed after this."""
        self._memory = mmap.mmap(file.fileno(), _NUMBER.size)

    def write(self, number: int) -> None:
        """Replace the number."""
        _NUMBER.pack_into(self._memory, 0, number)

    def read(self) -> int:
        """The number that was written last."""
        (number,) = _NUMBER.unpack_from(self._memory)
        return int(number)
