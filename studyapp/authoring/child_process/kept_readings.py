"""What was read lately: a lesson that did not change since the last upload needs no reading."""

import threading
import zlib
from collections import OrderedDict
from hashlib import sha256

from studyapp.domain.common import limits


class KeptReadings:
    """The results of reading lessons, as JSON, in the memory of this process; the least used go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def name(path: str, content: bytes, manifest: str) -> bytes:
        """The same for the same file of a pack that says the same of itself; nothing else decides how it is read."""
        digest = sha256()
        for part in (path.encode("utf-8", "replace"), manifest.encode(), content):
            digest.update(b"%d\0" % len(part) + part)
        return digest.digest()

    def get(self, name: bytes) -> bytes | None:
        """What was kept under that name."""
        with self._lock:
            packed = self._kept.get(name)
            if packed is None:
                return None
            self._kept.move_to_end(name)
        return zlib.decompress(packed)

    def keep(self, name: bytes, result: bytes) -> None:
        """Keep a result; others go if there is no room."""
        packed = zlib.compress(result, 1)
        with self._lock:
            self._bytes += len(packed) - len(self._kept.pop(name, b""))
            self._kept[name] = packed
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


readings = KeptReadings(16 * limits.MB)
