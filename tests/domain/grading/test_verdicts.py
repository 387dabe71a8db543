"""A person's credits in place of the machine's."""

import pytest

from studyapp.domain.grading.results import CriterionResult, MisconceptionResult, Result, Span
from studyapp.domain.grading.verdicts import marks_of_verdict, with_verdict

FOUND = CriterionResult("a", 2.0, 1.0, "met", (Span(0, 4, "met"),), "line")
MISSED = CriterionResult("b", 1.0, 0.0, "missing", (), "")
CAPPED = MisconceptionResult("cap", (Span(5, 9, "trap"),), "line", None, 1.0, "No.")
CHARGED = MisconceptionResult("fine", (Span(5, 9, "trap"),), "line", 0.5, None, "No.")


def result(*traps: MisconceptionResult, marks: float = 2.0) -> Result:
    return Result(marks, 3.0, (FOUND, MISSED), traps, (), True, ("why",), None, "engine", "rubric")


def test_what_is_not_named_keeps_the_machines_credit() -> None:
    assert marks_of_verdict(result(), {}) == 2
    assert marks_of_verdict(result(), {"b": 1.0}) == 3
    assert marks_of_verdict(result(), {"a": 0.25}) == 0.5


def test_misconceptions_go_on_costing_until_they_are_lifted() -> None:
    assert marks_of_verdict(result(CAPPED), {"b": 1.0}) == 1
    assert marks_of_verdict(result(CHARGED), {"b": 1.0}) == 2.5
    assert marks_of_verdict(result(CAPPED, CHARGED), {"b": 1.0}, lifted=["cap", "fine"]) == 3
    assert marks_of_verdict(result(CHARGED), {"a": 0.0}) == 0, "never below nothing"


@pytest.mark.parametrize(
    ("credit", "lifted", "says"),
    [({"c": 1.0}, (), "called c"), ({"a": 1.1}, (), "0 to 1 for a"), ({"a": -0.1}, (), "0 to 1"), ({}, ["x"], "x")],
)
def test_what_the_result_does_not_have_is_refused(credit: dict[str, float], lifted: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        marks_of_verdict(result(), credit, lifted=lifted)


def test_the_words_that_proved_another_credit_prove_nothing() -> None:
    stands = with_verdict(result(CAPPED), {"a": 0.5, "b": 1.0}, marks=1.5, lifted=["cap"])
    assert [(one.credit, one.reason, one.spans) for one in stands.criteria] == [(0.5, "partial", ()), (1.0, "met", ())]
    assert (stands.marks, stands.misconceptions, stands.needs_review) == (1.5, (), False)


def test_a_verdict_outlives_criteria_that_it_does_not_know_any_more() -> None:
    assert with_verdict(result(), {"gone": 1.0}, marks=2.0).criteria == (FOUND, MISSED)
