"""Credits that the marker of the flagship answers gave and the machine missed, repaired by proposed lines."""

from dataclasses import replace

import pytest

from benchmarks.agreement import MarkedSet, flagship_sets
from studyapp.domain.grading.regrading import replay
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.grading.suggesting import suggest, with_line

SETS = {one.name: one for one in flagship_sets()}


def texts_by_credit(marked: MarkedSet, key: str) -> tuple[list[str], list[str]]:
    """Answers with a missed credit, and answers that deserve none."""
    missed, refused = [], []
    for answer, credit, result in zip(marked.answers, marked.credits, marked.results(), strict=True):
        found = next(one.credit for one in result.criteria if one.key == key)
        if credit[key] < 1:
            refused.append(answer.text)
        elif found < 1:
            missed.append(answer.text)
    return missed, refused


def criteria_moved(marked: MarkedSet, mended: Rubric) -> set[str]:
    """The criteria on which an answer earns other credit by the mended rubric."""
    after = replace(marked, question=replace(marked.question, rubric=mended)).results()
    return {
        was.key
        for old, new in zip(marked.results(), after, strict=True)
        for was, now in zip(old.criteria, new.criteria, strict=True)
        if was.credit != now.credit
    }


@pytest.mark.parametrize("name", SETS)
def test_a_proposed_line_repairs_missed_credits_and_lowers_nobody(name: str) -> None:
    marked = SETS[name]
    rubric, stem = marked.question.rubric, marked.question.stem
    repaired = 0
    for key in [criterion.key for criterion in rubric.criteria]:
        missed, refused = texts_by_credit(marked, key)
        best = next(iter(suggest(rubric, key, missed, question=stem, refused=refused)), None)
        if best is None or best.spoils:
            continue

        mended = with_line(rubric, key, best.line)
        after = replay(rubric, mended, [(str(one.id), one.text) for one in marked.answers], question=stem)

        assert after.up >= best.repairs >= 1
        assert after.down == 0
        assert criteria_moved(marked, mended) == {key}
        repaired += best.repairs
        if repaired >= 2:
            break

    assert repaired >= 2
