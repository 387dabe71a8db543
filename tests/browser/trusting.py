"""Marked answers to three questions of the real pack, given and marked through the services as the pages do."""

import json
from pathlib import Path
from random import Random

from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.models import MarkedSample
from studyapp.reflection.queries import current_questions, rubric_of
from studyapp.reflection.sampling import criteria_of, draw_samples, mark_sample
from studyapp.reflection.services import judge, store
from studyapp.web.form_keys import new_form_key
from tests import factories

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks/grading_data/flagship"


def question_of(criterion: str) -> ReflectionQuestion:
    """The question that has this criterion."""
    return current_questions().get(rubrics__criteria__key=criterion)


def fill(pack: Pack, rater: User) -> list[ReflectionQuestion]:
    """Everybody answers, all answers are drawn as samples, and the rater marks them as the files say."""
    return [_filled(pack, rater, path) for path in sorted(FOLDER.glob("*.jsonl"))]


def _filled(pack: Pack, rater: User, path: Path) -> ReflectionQuestion:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    question = question_of(next(iter(rows[0]["criteria"])))
    rubric = rubric_of(question)
    assert rubric is not None
    at = timezone.now()
    learner = factories.make_learner()
    for row in rows:
        store(judge(learner_id=learner.pk, question=question, key=new_form_key(), text=row["text"], at=at), at)
    draw_samples(pack=pack, question_key=question.key, count=len(rows), by=rater, at=at, chance=Random(7))
    credit = {row["text"]: row["criteria"] for row in rows}
    for sample in MarkedSample.objects.filter(question_key=question.key):
        given = {key: float(credit[sample.text][key]) for key in criteria_of(rubric)}
        mark_sample(sample=sample, rubric=rubric, rater=rater, credit_by_key=given, at=at)
    return question
