"""Lessons in other people's manners give exactly what stands in them."""

import io
import json
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.other_packs import expected, lessons

LESSONS = lessons()


def counted(lesson: Path) -> dict[str, object]:
    printed = io.StringIO()
    with suppress(SystemExit):  # 1 if it has errors
        call_command("check_pack", str(lesson), json=True, stdout=printed)
    report: dict[str, object] = json.loads(printed.getvalue())
    return report


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_in_another_manner_gives_exactly_what_stands_in_it(name: str) -> None:
    lesson = LESSONS[name]
    found, wanted = counted(lesson), expected(name, lesson)
    counts: dict[str, int] = found["counts"]
    if wanted is None:
        assert counts["sections"] > 0, f"nothing was read from {lesson.name}"
        return
    questions = [one for one in found["questions"] if one["kind"] in {"single", "multiple"}]
    assert counts["sections"] == wanted.sections
    assert counts["callouts"] == wanted.callouts
    assert counts["questions"] == {
        **dict.fromkeys(counts["questions"], 0),
        "single": wanted.single,
        "multiple": wanted.multiple,
    }
    assert sorted(Counter(one["options"] for one in questions).items()) == sorted(wanted.options)
    assert [(one["line"], one["columns"], one["rows"]) for one in found["tables"]] == list(wanted.tables)
    assert counts["steps"] == wanted.steps
    assert all(len(one["keys"]) == (1 if one["kind"] == "single" else 2) for one in questions)
    first = found["sections"][0]
    assert (first["number"] if wanted.number else "", first["task"]) == (wanted.number, wanted.task)
    errors = [one for one in found["diagnostics"] if one["severity"] == "error"]
    assert errors == []
