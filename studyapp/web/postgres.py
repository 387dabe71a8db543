"""How long PostgreSQL may take over a page."""

import sys
from pathlib import Path
from typing import Any

TIMEOUTS = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"
TCP_TIMEOUT_MILLISECONDS = 5000


def is_page_server(arguments: list[str] | None = None) -> bool:
    """Whether this process answers pages; commands of manage.py, such as migrate, may take as long as they need."""
    name, *words = arguments or sys.argv
    return Path(name).name != "manage.py" or words[:1] == ["runserver"]


def with_timeouts(options: dict[str, Any]) -> dict[str, Any]:
    """The connection's options with our timeouts; what the database URL says about the same comes after and wins."""
    said = str(options.get("options", ""))
    return {
        "tcp_user_timeout": TCP_TIMEOUT_MILLISECONDS,
        **options,
        "options": f"{TIMEOUTS} {said}".strip(),
    }
