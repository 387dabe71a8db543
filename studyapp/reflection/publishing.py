"""Storing the rubrics of a version's new reflection questions. Callers hold the transaction."""

import hashlib
from collections.abc import Mapping

from studyapp.domain.grading.rubric import Rubric as RubricValue
from studyapp.domain.items.values import Bank
from studyapp.library.fitting import fit, fit_key
from studyapp.library.models import Fact, Pack, ReflectionQuestion
from studyapp.reflection.models import Criterion, Misconception, Rubric
from studyapp.reflection.rubric_values import to_json


def store_rubrics(
    pack: Pack, bank: Bank, questions: Mapping[str, ReflectionQuestion], facts: Mapping[str, Fact]
) -> None:
    """Give each new question (by its stored key) its rubric; one that says the same as before is the same row."""
    known = {(rubric.question_key, rubric.content_hash): rubric for rubric in pack.rubrics.defer("source")}
    links: list[tuple[ReflectionQuestion, Rubric]] = []
    new: list[tuple[str, RubricValue, Rubric]] = []
    for key, value in bank.rubrics:
        question = questions.get(fit_key(key, 200))
        if question is None:
            continue
        rubric = known.get((question.key, rubric_hash(value, question.stem)))
        if rubric is None:
            rubric = _row(pack, question, value)
            new.append((key, value, rubric))
        links.append((question, rubric))
    Rubric.objects.bulk_create(rubric for _, _, rubric in new)
    _store_judged(new, facts)
    through = Rubric.questions.through
    through.objects.bulk_create(
        through(rubric_id=rubric.pk, reflectionquestion_id=question.pk) for question, rubric in links
    )


def rubric_hash(value: RubricValue, stem: str) -> str:
    """Equal for rubrics that mark every answer alike: the stem counts, since words of the question earn nothing."""
    return hashlib.sha256(f"{value.version}\n{stem}".encode()).hexdigest()


def _row(pack: Pack, question: ReflectionQuestion, value: RubricValue) -> Rubric:
    return Rubric(
        pack=pack,
        question_key=question.key,
        content_hash=rubric_hash(value, question.stem),
        max_marks=value.max_marks,
        model_answer=value.model_answer,
        source=to_json(value),
    )


def _store_judged(new: list[tuple[str, RubricValue, Rubric]], facts: Mapping[str, Fact]) -> None:
    """Criteria and misconceptions of new rubrics; a criterion's fact has the key `question/criterion`."""
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric, key=fit_key(one.key, 200), fact=facts[f"{key}/{one.key}"], label=fit(one.label, 400),
            points=one.points, required=one.required, hint=one.hint, position=position,
        )
        for key, value, rubric in new
        for position, one in enumerate(value.criteria, 1)
    )  # fmt: skip
    Misconception.objects.bulk_create(
        Misconception(
            rubric=rubric, key=fit_key(one.key, 200), fact=facts.get(one.trap_key), label=fit(one.label, 400),
            feedback=one.feedback, position=position,
        )
        for _, value, rubric in new
        for position, one in enumerate(value.traps, 1)
    )  # fmt: skip
