"""Regrades as their pages show them, and which questions have answers that an earlier rubric marked."""

from dataclasses import dataclass

from django.db.models import Count

from studyapp.authoring.marking.moves import ShownMoves, shown_moves
from studyapp.authoring.marking.questions import questions_of, rubric_in
from studyapp.domain.grading.regrading import Bar
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.models import Regrade, Rubric, Score
from studyapp.reflection.regrading import dry_run_of


@dataclass(frozen=True, slots=True)
class Outdated:
    """A question with answers whose marks are by an earlier rubric."""

    question: ReflectionQuestion
    answers: int


def shown_regrade(regrade: Regrade) -> ShownMoves:
    """Counts and picture as they were stored, with the largest moves as long as it is a dry run."""
    run = dry_run_of(regrade)
    return shown_moves(
        answers=regrade.answers,
        up=int(regrade.counts.get("up", 0)),
        down=regrade.lowered,
        bars=[Bar(low, high, int(before), int(after)) for low, high, before, after in regrade.histogram],
        largest=run.survey.largest,
        texts=run.texts,
    )


def outdated_in(pack: Pack) -> list[Outdated]:
    """The questions of the current version whose newest scores are by an earlier rubric, with the number of answers.

    Three statements; the scores are counted only where a question ever had another rubric.
    """
    current = {one.key: (one, rubric_in(one)) for one in questions_of(pack)}
    marking = [rubric.pk for _, rubric in current.values() if rubric]
    earlier = Rubric.objects.filter(pack=pack, question_key__in=current).exclude(pk__in=marking)
    keys = dict(earlier.values_list("pk", "question_key"))
    if not keys:
        return []
    stale = Score.objects.filter(rubric__in=keys).applied_last()
    counts: dict[str, int] = {}
    for rubric_id, n in stale.values_list("rubric_id").annotate(n=Count("answer_id")):
        counts[keys[rubric_id]] = counts.get(keys[rubric_id], 0) + n
    return [Outdated(one, counts[key]) for key, (one, rubric) in current.items() if rubric and key in counts]
