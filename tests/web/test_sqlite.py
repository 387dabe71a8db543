"""SQLite as the embedded database: its effective settings, and writers that take turns."""

import subprocess
import sys
import threading

import pytest
from django.core.checks import run_checks
from django.db import connection, transaction
from django.db.utils import OperationalError

from studyapp.accounts.models import RateCount
from studyapp.web.sqlite import base

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2), ("busy_timeout", 10_000)],
)
def test_the_connection_really_has_the_settings_that_keep_answers(db: None, pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


@pytest.mark.django_db(transaction=True)
def test_sixteen_threads_write_without_one_locked_database() -> None:
    errors: list[BaseException] = []
    ready = threading.Barrier(16, timeout=60)

    def write(number: int) -> None:
        ready.wait()
        try:
            for turn in range(5):
                with transaction.atomic():
                    RateCount.objects.create(action="test", subject=f"{number}", window=turn)
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert RateCount.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_waits_too_long_gets_an_operational_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "WRITER_WAIT_SECONDS", 0.05)
    raised: list[BaseException] = []

    def write() -> None:
        try:
            with transaction.atomic():
                RateCount.objects.create(action="test", subject="late", window=1)
        except OperationalError as error:
            raised.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert len(raised) == 1
    write()
    assert RateCount.objects.filter(subject="late").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_frees_the_writer() -> None:
    def fail() -> None:
        with transaction.atomic():
            RateCount.objects.create(action="test", subject="lost", window=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert base._writer.acquire(timeout=0.1)
    base._writer.release()


def test_several_workers_on_sqlite_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    assert "studyapp.E001" in [message.id for message in run_checks()]


def test_gunicorn_itself_refuses_several_workers_on_sqlite() -> None:
    command = [sys.executable, "-m", "gunicorn", "studyapp.wsgi", "--workers", "3", "--bind", "127.0.0.1:0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "SQLite serves one process, not 3" in done.stdout + done.stderr
