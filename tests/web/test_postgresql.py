"""PostgreSQL as the production database: prepared statements are really used."""

import pytest
from django.db import connection

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
