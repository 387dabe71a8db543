"""PostgreSQL as the production database: prepared statements are really used."""

import pytest
from django.db import connection
from django.test import Client

from studyapp.accounts.models import User
from tests.factories import make_learner

pytestmark = pytest.mark.postgres


def test_ten_equal_queries_leave_a_prepared_statement_on_the_server(db: None) -> None:
    make_learner("Ada")
    for _ in range(10):
        User.objects.filter(name_key="ada").values_list("pk", flat=True).get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%accounts_user%%'")
        assert cursor.fetchone()[0] >= 1


def test_commits_wait_for_the_disk_unless_the_server_says_otherwise(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")
        assert cursor.fetchone()[0] != "session"


@pytest.mark.parametrize(
    ("name", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "15s")],
)
def test_no_page_waits_long(db: None, name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == (value,)


def test_a_network_that_is_silent_is_given_up_after_5_seconds(db: None) -> None:
    connection.ensure_connection()
    parameters = connection.connection.info.get_parameters()
    assert parameters["tcp_user_timeout"] == "5000"


def test_a_table_that_somebody_holds_is_a_503_and_works_again_afterwards(transactional_db: None) -> None:
    holder = connection.copy()
    client = Client()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("LOCK TABLE library_pack IN ACCESS EXCLUSIVE MODE")
        held = client.get("/")
        holder.rollback()
    finally:
        holder.close()

    assert held.status_code == 503
    assert held["Retry-After"] == "5"
    assert client.get("/").status_code == 200
