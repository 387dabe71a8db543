"""Loaded before Django's settings: the environment of every test run. Named in pyproject.toml by `-p`."""

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="studyapp-tests-"))

os.environ.setdefault("VAR_DIR", str(_FOLDER))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("PLAIN_STATIC", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the main thread
os.environ["EMAIL_URL"] = "memorymail://"


def pytest_configure(config) -> None:
    """Fast password hashing, and on SQLite a database file: the engine's real locking, not the in-memory one."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_FOLDER / "test.sqlite3")


def pytest_unconfigure(config) -> None:
    """Leave nothing behind."""
    import shutil

    shutil.rmtree(_FOLDER, ignore_errors=True)
