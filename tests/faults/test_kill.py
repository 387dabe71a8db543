"""A worker killed at any moment: what was acknowledged is stored once, and cards agree with the log."""

import random
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.faults.real_server import Learner, Server, any_answer, form_of, real_server

ANSWERS = 12
UNHARMED = 3


@pytest.fixture
def server(db: None) -> Iterator[Server]:
    """A server on the engine of this run, with an empty database."""
    if connection.vendor == "sqlite":
        with real_server(None) as running:
            yield running
        return
    settings, name = connection.settings_dict, f"faults_{uuid4().hex[:8]}"
    root = f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/postgres"
    with psycopg.connect(root, autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
    with real_server(root.replace("postgresql:", "postgres:").replace("/postgres", f"/{name}")) as running:
        yield running


def test_killed_workers_lose_no_acknowledged_answer_and_count_none_twice(server: Server) -> None:
    learner = Learner(server)
    _, landing = learner.get("/")
    _, today = learner.send(form_of(landing, "/guest/"), time_zone="Europe/Berlin")
    start = form_of(today, "/study/new/")
    start.hidden["most"] = str(ANSWERS)
    url, page = learner.send(start)
    chance, usual, acknowledged = random.Random(20261123), 0.0, set()
    for turn in range(ANSWERS):
        if "reveal=" in page and not form_of(page, "/answer/").names:
            url, page = learner.get(url.split("?")[0] + "?reveal=1")
        form = form_of(page, "/answer/")
        # The first answers only show how long one takes, so that the kills fall inside the others.
        killer = threading.Timer(chance.uniform(0.1, 1) * usual, server.kill_workers) if turn >= UNHARMED else None
        if killer:
            killer.start()
        started = time.monotonic()
        answered, _ = learner.send(form, **any_answer(form, page))
        if killer:
            killer.join()
        else:
            usual = time.monotonic() - started
        acknowledged.add(answered.split("answered=")[1])
        assert answered.endswith(form.hidden["key"])
        url, page = learner.get(answered.split("?")[0])
    stored = server.manage("shell", "-v0", "-c", _LIST).stdout.split()
    assert learner.resent, "no kill hit a request: this proved nothing"
    assert sorted(stored) == sorted(acknowledged)
    verified = server.manage("verify_state")
    assert verified.returncode == 0, verified.stdout + verified.stderr


_LIST = "from studyapp.study.models import Review\nfor one in Review.objects.filter(cause=None): print(one.id)"
