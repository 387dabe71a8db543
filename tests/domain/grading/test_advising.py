"""What an author is told beside the findings."""

import pytest

from studyapp.domain.grading.advising import advice
from tests.domain.grading.examples import rubric_of

LESSON = "A replica serves reads.\n\nIt can look up rows, and appends nothing."


def told(*lines, lesson=LESSON):
    rubric = rubric_of("- 1 point: a <!-- id: a -->\n" + "".join(f"    - {line}\n" for line in lines))
    return [(one.kind, one.text, one.about) for one in advice(rubric, lesson)]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("serve read", "serve/answer read"),
        ("serve read replica", "serve read"),
        ("not serve read", "not serve/answer read"),
        ("replica > read", "read"),
        ("replica + read", "replica"),
    ],
)
def test_a_line_that_another_line_makes_idle_is_named_with_it(narrow, wide):
    assert told(narrow, wide, lesson=f"{LESSON} answer") == [("contained", narrow, wide)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("serve read", "not serve read"),
        ("serve read", "serve row"),
        ("replica > read", "read > replica"),
        ("any 2 of: serve, read, row", "serve"),
    ],
)
def test_lines_that_find_different_things_are_left_alone(one, other):
    assert told(one, other) == []


def test_a_slot_of_which_the_lesson_says_nothing_is_named():
    assert told("serve quorum/majority") == [("unsaid", "serve quorum/majority", "quorum/majority")]
    assert told("serve quorum/read", "look-up row", "append*", '"look up"', "lookup/reads") == []


def test_a_lesson_may_be_longer_than_an_answer():
    assert told("serve read", lesson="Padding says nothing. " * 2_000 + "\n" + LESSON) == []
