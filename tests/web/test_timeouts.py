"""Which processes PostgreSQL hurries, and what the database's address may change."""

import pytest

from studyapp.web.postgres import TIMEOUTS, is_page_server, with_timeouts


@pytest.mark.parametrize(
    ("arguments", "is_hurried"),
    [
        (["/app/.venv/lib/gunicorn/__main__.py", "studyapp.wsgi:application"], True),
        (["manage.py", "runserver", "8001"], True),
        (["./manage.py", "migrate"], False),
        (["manage.py", "load_pack", "content/x"], False),
        (["manage.py", "serve"], False),
        (["manage.py"], False),
    ],
)
def test_pages_are_hurried_and_commands_are_not(arguments: list[str], *, is_hurried: bool) -> None:
    assert is_page_server(arguments) is is_hurried


def test_options_of_the_address_come_last_so_that_they_win() -> None:
    merged = with_timeouts({"options": "-c statement_timeout=9000", "sslmode": "require"})

    assert merged["options"] == f"{TIMEOUTS} -c statement_timeout=9000"
    assert merged["sslmode"] == "require"
    assert merged["tcp_user_timeout"] == 5000


def test_the_address_may_change_the_wait_for_a_silent_network() -> None:
    assert with_timeouts({"tcp_user_timeout": 100})["tcp_user_timeout"] == 100
