"""Judging stored answers anew by another rubric or engine: first a dry run, then on somebody's word, in batches."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext, ngettext

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.grading.engine import ENGINE_VERSION, grade
from studyapp.domain.grading.regrading import Move, Replay, survey
from studyapp.domain.grading.results import Result
from studyapp.reflection.effective import Effective, effective_of
from studyapp.reflection.models import Answer, Criterion, CriterionScore, Regrade, Rubric, Score
from studyapp.reflection.queries import stem_of
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.score_rows import criterion_rows, score_row

BATCH = 100


class CannotRegrade(StudyappError):
    """The regrade cannot be applied so; the text says why, and nothing was stored."""


class LowersMarks(CannotRegrade):
    """Answers would lose marks that their learners have seen, and nobody agreed to that."""


class StaleDryRun(CannotRegrade):
    """Answers came or the engine changed since the dry run."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """A stored dry run with what is not stored, since it shows answers: the moves, and the texts of the largest.

    `survey.largest` names answers by their ids as text, as `texts` does. Empty once the regrade was begun.
    """

    regrade: Regrade
    survey: Replay
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What one batch did: the regrade as it stands, and the first tries judged anew, as (learner, answer)."""

    regrade: Regrade
    judged: tuple[tuple[int, UUID], ...]


def regrade_dry_run(*, rubric: Rubric, by: User, at: datetime, key: UUID) -> DryRun:
    """What judging all answers to the rubric's question by it and this engine would change; nobody's marks move.

    The same key again gives the stored one. Overridden answers are counted and stay as they are.
    """
    stored = Regrade.objects.filter(key=key).first()
    if stored is not None:
        return dry_run_of(stored)
    seen = _survey(rubric)
    found, was = seen.replay, seen.usual_score
    regrade = Regrade(
        pack_id=rubric.pack_id, question_key=rubric.question_key, key=key, from_rubric_id=was[0], from_engine=was[1],
        to_rubric=rubric, to_engine=ENGINE_VERSION, by=by, at=at,
        counts={
            "answers": seen.answers, "up": found.up, "down": found.down,
            "overridden": seen.overridden,
        },
        histogram=[[bar.low, bar.high, bar.before, bar.after] for bar in found.histogram],
    )  # fmt: skip
    try:
        with transaction.atomic():
            regrade.save(force_insert=True)
    except IntegrityError:  # the same form sent twice at once
        regrade = Regrade.objects.get(key=key)
    return DryRun(regrade, found, _texts(rubric, found))


def dry_run_of(regrade: Regrade) -> DryRun:
    """A stored dry run with its moves, computed anew; without any once it was begun."""
    if regrade.state != Regrade.State.DRY_RUN:
        return DryRun(regrade, survey([], max_marks=1.0), {})
    found = _survey(regrade.to_rubric).replay
    return DryRun(regrade, found, _texts(regrade.to_rubric, found))


@transaction.atomic
def regrade_apply(*, regrade: Regrade, by: User, at: datetime, may_lower: bool = False) -> Regrade:
    """Begin to apply a dry run; the steps do the work. One that was begun or applied stays as it is.

    Raises LowersMarks unless `may_lower` where answers would lose marks, StaleDryRun if answers came or the engine
    changed since, CannotRegrade while another one of the question is being applied. One that an older engine left
    half-done can never go on, so it holds nobody up.
    """
    of_question = Regrade.objects.filter(pack=regrade.pack_id, question_key=regrade.question_key)
    held = {one.pk: one for one in of_question.select_for_update().order_by("pk")}.get(regrade.pk)  # one person begins
    if held is None:
        raise Regrade.DoesNotExist
    if held.state != Regrade.State.DRY_RUN:
        return held
    if of_question.filter(state=Regrade.State.RUNNING, to_engine=ENGINE_VERSION).exists():
        raise CannotRegrade(gettext("Another regrade of this question is being applied. Wait for its end."))
    if held.to_engine != ENGINE_VERSION or _marked_answers(held.to_rubric).count() != held.answers:
        raise StaleDryRun(gettext("Answers came or the engine changed since the dry run. Run it again."))
    if held.lowered and not may_lower:
        raise LowersMarks(
            ngettext(
                "%(n)d answer would lose marks that its learner has seen. Agree to that, or leave it.",
                "%(n)d answers would lose marks that their learners have seen. Agree to that, or leave it.",
                held.lowered,
            )
            % {"n": held.lowered}
        )
    held.state, held.begun_at, held.by = Regrade.State.RUNNING, at, by
    held.save(update_fields=["state", "begun_at", "by"])
    return held


@transaction.atomic
def regrade_step(*, regrade: Regrade, at: datetime, batch: int = BATCH) -> Step:
    """Apply the next batch of a begun regrade; call it until `state` is applied. May be killed and called again.

    Both tries of an answer move together. Raises CannotRegrade if the engine is another one by now.
    """
    held = Regrade.objects.select_for_update().select_related("to_rubric").get(pk=regrade.pk)
    if held.state != Regrade.State.RUNNING or held.begun_at is None:
        return Step(held, ())
    if held.to_engine != ENGINE_VERSION:
        raise CannotRegrade(gettext("The engine was changed meanwhile. Begin with a new dry run."))
    at = max(at, held.begun_at)
    answers = _with_other_tries(list(_waiting(held)[:batch]))
    _append(held.to_rubric, answers, at)
    left = _waiting(held).count()
    held.done = max(held.answers - left, 0)
    if not left:
        held.state, held.applied_at = Regrade.State.APPLIED, at
    held.save(update_fields=["done", "state", "applied_at"])
    return Step(held, tuple((one.learner_id, one.id) for one in answers if one.attempt_number == 1))


def regrades_of(*, pack_id: int, question_key: str) -> QuerySet[Regrade]:
    """The question's regrades, the latest first."""
    return Regrade.objects.filter(pack=pack_id, question_key=question_key).select_related("by").order_by("-at")


_Pair = tuple[Answer, Effective, Result]


def _marked_answers(rubric: Rubric) -> QuerySet[Answer]:
    """Answers to the rubric's question, second tries too, that some rubric has marked."""
    same = Answer.objects.to_question(rubric.pack_id, rubric.question_key)
    return same.filter(Exists(Score.objects.filter(learner_id=OuterRef("learner_id"), answer_id=OuterRef("id"))))


def _judged(rubric: Rubric) -> Iterator[_Pair]:
    """Each answer with what it counts for now and what the rubric makes of it."""
    value, stem = rubric_value(rubric), stem_of(rubric)
    answers = list(_marked_answers(rubric).order_by("learner_id", "id"))
    for start in range(0, len(answers), BATCH):
        some = answers[start : start + BATCH]
        effective = effective_of(some)
        for answer in some:
            one = effective.get((answer.learner_id, answer.id))
            if one is not None:
                yield answer, one, grade(value, answer.text, question=stem)


@dataclass(frozen=True, slots=True)
class _Survey:
    """How the marks that count would move, and by which rubric and engine most of them are now."""

    replay: Replay
    answers: int
    overridden: int
    usual_score: tuple[int | None, str]


def _survey(rubric: Rubric) -> _Survey:
    """Judge every answer; of each only its move is kept. An override survives."""
    moves, scored, overridden = [], Counter[tuple[int | None, str]](), 0
    for answer, one, result in _judged(rubric):
        moves.append(Move(str(answer.id), one.marks, one.marks if one.override else result.marks))
        scored[one.score.rubric_id, one.score.engine_version] += 1
        overridden += one.override is not None
    usual = scored.most_common(1)[0][0] if scored else (None, "")
    return _Survey(survey(moves, max_marks=rubric.max_marks), len(moves), overridden, usual)


def _texts(rubric: Rubric, found: Replay) -> dict[str, str]:
    same = Answer.objects.to_question(rubric.pack_id, rubric.question_key)
    texts = same.filter(id__in=[move.id for move in found.largest]).values_list("id", "text")
    return {str(answer_id): text for answer_id, text in texts}


def _waiting(regrade: Regrade) -> QuerySet[Answer]:
    """Answers that the regrade has not come to."""
    done = Score.objects.filter(
        learner_id=OuterRef("learner_id"), answer_id=OuterRef("id"), rubric=regrade.to_rubric_id,
        engine_version=regrade.to_engine, applied_at__gte=regrade.begun_at,
    )  # fmt: skip
    return _marked_answers(regrade.to_rubric).exclude(Exists(done)).order_by("learner_id", "id")


def _with_other_tries(answers: Sequence[Answer]) -> list[Answer]:
    """All tries of these answers, locked: no second try is judged by the old rubric meanwhile."""
    firsts = [one.first_try or one.id for one in answers]
    learners = {one.learner_id for one in answers}
    tries = Answer.objects.filter(Q(id__in=firsts) | Q(first_try__in=firsts), learner_id__in=learners)
    return list(tries.select_for_update().order_by("learner_id", "id"))


def _append(rubric: Rubric, answers: Sequence[Answer], at: datetime) -> None:
    """Scores by the rubric, where there are none yet; those that there are count from now on."""
    ids, learners = [one.id for one in answers], {one.learner_id for one in answers}
    same = Score.objects.filter(
        answer_id__in=ids, learner_id__in=learners, rubric=rubric, engine_version=ENGINE_VERSION
    )
    same.update(applied_at=at)
    known = set(same.values_list("learner_id", "answer_id"))
    value, stem, criteria = rubric_value(rubric), stem_of(rubric), list(Criterion.objects.filter(rubric=rubric))
    fresh = [one for one in answers if (one.learner_id, one.id) not in known]
    results = [(one, grade(value, one.text, question=stem)) for one in fresh]
    Score.objects.bulk_create(score_row(one, rubric, result, at) for one, result in results)
    CriterionScore.objects.bulk_create(row for one, result in results for row in criterion_rows(one, criteria, result))
