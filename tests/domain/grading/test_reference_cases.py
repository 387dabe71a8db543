"""The reference suite, the own suite, and what every version of the engine must read rightly."""

import json
from functools import cache
from typing import Any

import pytest

from benchmarks.grading_suites import is_right
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.results import Result
from studyapp.domain.grading.rubric import Rubric
from tests.domain.grading.examples import (
    HERE,
    answer_of,
    judged,
    reason,
    reference_rubric_in_json,
    reference_rubric_in_markdown,
    reference_suite,
    rubric_of,
)

SUITE = reference_suite()
OWN = json.loads((HERE / "own_cases.json").read_text("utf-8"))["suites"]
KNOWN_MISSES: set[str] = set()


@cache
def rubric_from(source: str) -> Rubric:
    return {"json": reference_rubric_in_json, "markdown": reference_rubric_in_markdown}[source]()


def outcome(source: str, case: dict[str, Any]) -> Result:
    return grade(rubric_from(source), answer_of(case), question=SUITE["rubric"]["question"])


@pytest.mark.parametrize("source", ["json", "markdown"])
@pytest.mark.parametrize("case", SUITE["cases"], ids=lambda case: f"{case['id']}-{case['category']}")
def test_a_careful_marker_would_accept_the_marks(case, source):
    result = outcome(source, case)

    fired = [one.key for one in result.misconceptions]
    assert case["min"] <= result.marks <= case["max"], case["why"]
    assert case["needs_human"] in {None, result.needs_review}, result.review_reasons
    assert case.get("expect_misconception") in {None, *fired}
    assert not (case.get("expect_no_misconception") and fired)


@pytest.mark.parametrize("case", SUITE["cases"], ids=lambda case: case["id"])
def test_both_spellings_of_the_reference_rubric_give_the_same_outcome(case):
    one, other = outcome("json", case), outcome("markdown", case)

    assert (one.marks, one.flags, one.needs_review) == (other.marks, other.flags, other.needs_review)
    assert [(found.reason, found.spans) for found in one.criteria] == [
        (found.reason, found.spans) for found in other.criteria
    ]
    assert [found.key for found in one.misconceptions] == [found.key for found in other.misconceptions]


def own_outcome_is_right(suite: dict[str, Any], case: dict[str, Any]) -> bool:
    rubric = rubric_of("\n".join(suite["rubric"]), question=suite["question"])
    result = grade(rubric, case["answer"], question=suite["question"])
    return is_right(case, result)


@pytest.mark.parametrize("suite", OWN, ids=lambda suite: suite["name"])
def test_own_cases_are_right_but_for_the_known_misses(suite):
    wrong = {case["id"] for case in suite["cases"] if not own_outcome_is_right(suite, case)}

    assert wrong == KNOWN_MISSES & {case["id"] for case in suite["cases"]}


def test_at_least_95_percent_of_the_own_cases_are_right():
    cases = [case for suite in OWN for case in suite["cases"]]

    assert len(cases) >= 40
    assert 1 - len(KNOWN_MISSES) / len(cases) >= 0.95


ACCEPTANCE = rubric_of("""
- Topic: fine-tuning = fine-tune
- Topic: RAG
- 1 point, fine-tuning: does not prevent hallucination
    - not prevent/stop/eliminate hallucination
- Trap, fine-tuning: cures hallucination (at most 0 points)
    - prevent/stop/eliminate hallucination
    - Feedback: It does not.
""")


@pytest.mark.parametrize(
    ("answer", "expected", "fires"),
    [
        ("Fine-tuning does not prevent hallucination.", "met", False),
        ("Hallucination is not prevented by fine-tuning.", "met", False),
        ("fine tuning will not stop hallucinations", "met", False),
        ("Finetuning won't stop hallucination", "met", False),
        ("Finetuning wont stop hallucination", "met", False),
        ("Fine-tuning prevents hallucination.", "negated", True),
        ("Hallucinations are prevented by fine-tuning.", "negated", True),
        ("Fine-tuning is not cheap, and it prevents hallucination.", "negated", True),
        ("It is wrong to say fine-tuning prevents hallucination.", "met", False),
        ("RAG does not prevent hallucination.", "missing", False),
        ("Fine-tuning.", "missing", False),
        ("Hallucination.", "missing", False),
        ("fine-tuning\nhallucination", "missing", False),
    ],
)
def test_acceptance_list(answer, expected, fires):
    result = judged(ACCEPTANCE, answer)

    assert result.criteria[0].reason == expected
    assert bool(result.misconceptions) == fires
    assert result.marks == (1 if expected == "met" else 0)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("RAG fetch document", "The storage layer fetches documents from a fragment."),
        ("tone", "a stone"),
        ("model", "remodel"),
        ("RAG/retrieval document", "RAG."),
    ],
)
def test_nothing_matches_inside_other_words_and_or_binds_only_its_neighbours(line, answer):
    assert reason(line, answer) == "missing"
