"""The suites of own grading cases, each with its rubric; `python -m benchmarks.grading_suites` prints what is right.

`own_cases.json` was used while the engine was tuned and stands for regression; `second_cases.json` and
`third_cases.json` were put down before the engine ran on them.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import precision_and_recall
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.source import SourceLine
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.results import Result
from studyapp.domain.grading.rubric import Rubric

CASES = Path(__file__).parent.parent / "tests" / "domain" / "grading"
FILES = ("own_cases.json", "second_cases.json", "third_cases.json")


@dataclass(frozen=True, slots=True)
class Suite:
    """A question, its rubric and cases: answers with what a careful marker would say."""

    name: str
    question: str
    rubric: Rubric
    findings: list[Diagnostic]
    cases: list[dict[str, Any]]

    def result(self, case: dict[str, Any]) -> Result:
        """The machine's judgement of a case."""
        return grade(self.rubric, case["answer"], question=self.question)


def read_suites(file: str) -> list[Suite]:
    """The suites of one of `FILES`."""
    return [_suite(one) for one in json.loads((CASES / file).read_text("utf-8"))["suites"]]


def reference_suite() -> Suite:
    """The 66 reference cases with the rubric as its author wrote it."""
    from tests.domain.grading import examples  # noqa: PLC0415 - the tests hold it

    source = examples.reference_suite()
    cases = [{**case, "answer": examples.answer_of(case)} for case in source["cases"]]
    return Suite("reference", source["rubric"]["question"], examples.reference_rubric_in_markdown(), [], cases)


def all_suites() -> list[Suite]:
    """The reference suite and all own ones."""
    return [reference_suite(), *(suite for file in FILES for suite in read_suites(file))]


def _suite(source: dict[str, Any]) -> Suite:
    rubric, findings = parse_rubric(
        [SourceLine(text, number) for number, text in enumerate(source["rubric"], start=1)],
        file=f"{source['name']}.md",
        question=source["question"],
        heading_points=source["points"],
        heading_line=1,
        synonyms=(),
    )
    if rubric is None:
        raise ValueError("\n".join(map(str, findings)))
    return Suite(source["name"], source["question"], rubric, findings, source["cases"])


def is_right(case: dict[str, Any], result: Result) -> bool:
    """Whether exactly the expected criteria are met and the expected traps fire, and marks and review where given."""
    met = [one.key for one in result.criteria if one.credit == 1]
    return (
        (case["met"] == met or (case["review"] is True and case["marks"] is None))
        and case["traps"] == [one.key for one in result.misconceptions]
        and case["marks"] in {None, result.marks}
        and case["review"] in {None, result.needs_review}
    )


def reference_is_right(case: dict[str, Any], result: Result) -> bool:
    """Whether marks are in the range of a reference case, and the review and misconceptions as it expects."""
    fired = [one.key for one in result.misconceptions]
    return (
        case["min"] <= result.marks <= case["max"]
        and case["needs_human"] in {None, result.needs_review}
        and case.get("expect_misconception") in {None, *fired}
        and not (case.get("expect_no_misconception") and fired)
    )


def false_traps(case: dict[str, Any], result: Result) -> list[str]:
    """Traps that fired though the answer holds no such misconception."""
    return [one.key for one in result.misconceptions if one.key not in case["traps"]]


def main() -> Iterator[str]:
    """A line for each suite, and one for each case that is wrong."""
    for file in FILES:
        for suite in read_suites(file):
            results = [(case, suite.result(case)) for case in suite.cases]
            wrong = [(case, result) for case, result in results if not is_right(case, result)]
            traps = sum(len(false_traps(case, result)) for case, result in results)
            share = 100 * (1 - len(wrong) / len(results))
            yield (
                f"{file} {suite.name}: {len(results) - len(wrong)} of {len(results)} right ({share:.0f} %), "
                f"{traps} false misconceptions"
            )
            yield from (f"  {key}: {precision_and_recall(pairs)}" for key, pairs in _by_key(results).items())
            yield from (f"  {found}" for found in suite.findings)
            yield from (f"  {case['id']} {case['answer']!r}: {_short(result)}" for case, result in wrong)


def _by_key(results: list[tuple[dict[str, Any], Result]]) -> dict[str, list[tuple[bool, bool]]]:
    """For each criterion and trap whether it was found and whether it is there, case by case."""
    pairs: dict[str, list[tuple[bool, bool]]] = {}
    for case, result in results:
        fired = {one.key for one in result.misconceptions}
        for one in result.criteria:
            pairs.setdefault(one.key, []).append((one.credit == 1, one.key in case["met"]))
        for key in sorted(fired | set(case["traps"])):
            pairs.setdefault(key, []).append((key in fired, key in case["traps"]))
    return pairs


def _short(result: Result) -> str:
    said = [f"{one.key} {one.reason}" for one in result.criteria if one.reason != "missing"]
    return ", ".join([*said, *(f"trap {one.key}" for one in result.misconceptions)]) or "nothing found"


if __name__ == "__main__":
    for line in main():
        print(line)
    sys.exit(0)
