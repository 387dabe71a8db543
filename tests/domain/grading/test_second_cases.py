"""Two suites put down before the engine ran on them, and tuned on since; what is still wrong has a name."""

import pytest

from benchmarks.grading_suites import false_traps, is_right, read_suites, reference_suite
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.phrases import parse_phrase, slots_of

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


@pytest.mark.parametrize(
    "suite", [reference_suite(), *SUITES, *read_suites("own_cases.json")], ids=lambda suite: suite.name
)
def test_a_list_of_all_keywords_gets_half_at_most_and_a_person_and_a_copied_question_nothing(suite):
    lines = [line for criterion in suite.rubric.criteria for line in criterion.lines]
    phrases = [parse_phrase(line.text) for line in lines]
    slots = [slot for one in phrases for slot in slots_of(*one.choices)]
    salad = grade(suite.rubric, " ".join(" ".join(slot[0].words) for slot in slots), question=suite.question)
    copy = grade(suite.rubric, suite.question, question=suite.question)

    assert salad.marks <= suite.rubric.max_marks / 2
    assert salad.needs_review
    assert (copy.marks, "copied" in copy.flags) == (0, True)


def test_no_case_is_charged_with_a_misconception_that_it_does_not_hold():
    assert [case["id"] for suite in SUITES for case in suite.cases if false_traps(case, suite.result(case))] == []


def test_the_rubrics_of_these_suites_can_be_published():
    assert [str(found) for suite in SUITES for found in suite.findings] == []
