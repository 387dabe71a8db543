"""The frame stays light: every page carries it."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders


def packed(name: str) -> int:
    found = finders.find(name)
    assert found
    return len(gzip.compress(Path(found).read_bytes(), 9))


def test_the_files_of_a_first_visit_stay_inside_their_budget() -> None:
    assert packed("app.css") <= 12 * 1024
    assert packed("app.js") <= 8 * 1024
    assert packed("django_htmx/htmx-2.min.js") <= 17 * 1024
    assert packed("img/icon.svg") <= 1024
