"""Two suites put down before the engine ran on them, and tuned on since; what is still wrong has a name."""

import pytest

from benchmarks.grading_suites import false_traps, is_right, read_suites

KNOWN_MISSES = {
    "D23": "a slip in a word of four letters is not forgiven",
    "E04": "no line of the rubric has this wording",
    "E20": "five words apart",
    "E26": "no line of the rubric has this wording",
    "F04": "`does` does not stand for a verb of another sentence",
    "F22": "behind `the owner` everything is about the owner",
}
SUITES = read_suites("second_cases.json") + read_suites("third_cases.json")


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_the_cases_are_right_but_for_the_known_misses(suite):
    wrong = {case["id"] for case in suite.cases if not is_right(case, suite.result(case))}

    assert wrong == KNOWN_MISSES.keys() & {case["id"] for case in suite.cases}


def test_at_least_95_percent_of_the_cases_are_right():
    cases = sum(len(suite.cases) for suite in SUITES)

    assert cases >= 120
    assert 1 - len(KNOWN_MISSES) / cases >= 0.95


def test_no_case_is_charged_with_a_misconception_that_it_does_not_hold():
    assert [case["id"] for suite in SUITES for case in suite.cases if false_traps(case, suite.result(case))] == []


def test_the_rubrics_of_these_suites_can_be_published():
    assert [str(found) for suite in SUITES for found in suite.findings] == []
