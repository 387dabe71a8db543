"""A judgement of the machine as rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from studyapp.domain.grading.results import Result
from studyapp.reflection.models import Answer, Criterion, CriterionScore, Rubric, Score
from studyapp.reflection.rubric_values import to_json


def score_row(answer: Answer, rubric: Rubric, result: Result, at: datetime) -> Score:
    """A score that counts from `at`, not stored yet."""
    return Score(
        learner_id=answer.learner_id, answer_id=answer.id, rubric=rubric, engine_version=result.engine_version,
        marks=result.marks, max_marks=result.max_marks, needs_review=result.needs_review, result=to_json(result),
        scored_at=at, applied_at=at,
    )  # fmt: skip


def criterion_rows(answer: Answer, criteria: Sequence[Criterion], result: Result) -> Iterator[CriterionScore]:
    """What it earned on each criterion, not stored yet."""
    found = {one.key: one for one in result.criteria}
    for criterion in criteria:
        yield CriterionScore(
            learner_id=answer.learner_id, answer_id=answer.id, criterion=criterion, fact_id=criterion.fact_id,
            engine_version=result.engine_version, credit=found[criterion.key].credit,
            reason=found[criterion.key].reason,
        )  # fmt: skip
