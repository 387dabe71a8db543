"""What a learner finds in an answer of theirs: kept beside the marks, never as marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from studyapp.domain.common.errors import StudyappError
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.drafted import draft_for
from studyapp.reflection.effective import effective_tries
from studyapp.reflection.models import Answer, Criterion, SelfAssessment
from studyapp.reflection.presenting import ShownResult
from studyapp.reflection.queries import tries_of


class CannotAssess(StudyappError):
    """The points may not be seen yet, or there are none; nothing was stored."""


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """A criterion to tick."""

    key: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class OwnView:
    """Every criterion of the rubric or draft; `assessed_at` is when the learner ticked, None if they did not."""

    points: tuple[OwnPoint, ...]
    assessed_at: datetime | None


def own_view(answer: Answer, question: ReflectionQuestion, shown: ShownResult) -> OwnView:
    """The list of points for a result whose labels may be shown."""
    stored = SelfAssessment.objects.filter(learner_id=answer.learner_id, answer_id=answer.id).first()
    ticked = set(stored.ticked) if stored else set()
    points = tuple(OwnPoint(key, label, key in ticked) for key, label in _points(question, shown.rubric_id))
    return OwnView(points, stored.assessed_at if stored else None)


def assess_answer(
    answer: Answer, question: ReflectionQuestion, *, ticked: Iterable[str], at: datetime
) -> SelfAssessment:
    """Keep the criteria ticked, by key; what is none of the rubric's or draft's is left out. The latest counts.

    Raises CannotAssess while the labels may not be seen: before the second try or the model answer.
    """
    first, second = tries_of(answer.learner_id, answer)
    if second is None and first.model_answer_seen_at is None:
        raise CannotAssess(gettext("Finish your tries first; then you see the points to tick."))
    tries = effective_tries(first, second)
    rubric_id = tries.first.rubric_id if tries else None
    points = _points(question, rubric_id or 0)
    if not points:
        raise CannotAssess(gettext("This question has no points to tick."))
    wanted = set(ticked)
    assessed, _ = SelfAssessment.objects.update_or_create(
        learner_id=answer.learner_id,
        answer_id=(second or first).id,
        defaults={
            "rubric_id": rubric_id,
            "ticked": [key for key, _ in points if key in wanted],
            "assessed_at": at,
        },
    )
    return assessed


def _points(question: ReflectionQuestion, rubric_id: int) -> list[tuple[str, str]]:
    """Key and label of each criterion: the rubric's, else the draft's."""
    if rubric_id:
        return list(Criterion.objects.filter(rubric=rubric_id).order_by("position").values_list("key", "label"))
    draft = draft_for(question)
    return [(one.key, one.label) for one in draft.criteria] if draft else []
