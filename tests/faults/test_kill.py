"""A worker killed at any moment: what was acknowledged is stored once, and cards agree with the log."""

import random
import threading
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.faults.real_server import Learner, Server, any_answer, form_of, real_server

ANSWERS = 20
KILLS = 12


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
    chance, kills, acknowledged = random.Random(20261123), 0, set()
    for turn in range(ANSWERS):
        if "reveal=" in page and not form_of(page, "/answer/").names:
            url, page = learner.get(url.split("?")[0] + "?reveal=1")
        form = form_of(page, "/answer/")
        killer = threading.Timer(chance.uniform(0, 0.03), server.kill_a_worker) if turn % 2 or turn < 4 else None
        if killer:
            killer.start()
            kills += 1
        answered, _ = learner.send(form, **any_answer(form, page))
        if killer:
            killer.join()
        acknowledged.add(answered.split("answered=")[1])
        assert answered.endswith(form.hidden["key"])
        url, page = learner.get(answered.split("?")[0])
    stored = server.manage("shell", "-v0", "-c", _LIST).stdout.split()
    assert kills >= KILLS
    assert learner.resent, "no kill hit a request: the test proved nothing"
    assert sorted(stored) == sorted(acknowledged)
    verified = server.manage("verify_state")
    assert verified.returncode == 0, verified.stdout + verified.stderr


_LIST = "from studyapp.study.models import Review\nfor one in Review.objects.all(): print(one.id)"
