"""The settings of every test run: the project's own, with a folder to throw away and cheap password hashing."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="studyapp-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

os.environ["VAR_DIR"] = str(_FOLDER)
os.environ["EMAIL_URL"] = "memorymail://"
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("PLAIN_STATIC", "1")
os.environ.setdefault("DATABASE_POOL", "20")  # tests of races hold more connections than one worker's threads
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the main thread

from studyapp.settings import *  # noqa: E402, F403 - the environment comes first
from studyapp.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, so that the engine's real locking is tested and not the in-memory one.
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
