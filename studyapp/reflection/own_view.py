"""What a learner finds in an answer of theirs: kept beside the marks, never as marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from studyapp.domain.common.errors import StudyappError
from studyapp.reflection.effective import effective_tries
from studyapp.reflection.models import Answer, Criterion, SelfAssessment
from studyapp.reflection.presenting import ShownResult
from studyapp.reflection.queries import tries_of


class CannotAssess(StudyappError):
    """The points of the rubric may not be seen yet, or there are none; nothing was stored."""


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """A criterion to tick."""

    criterion_id: int
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class OwnView:
    """Every criterion of the rubric; `assessed_at` is when the learner ticked, None if they did not."""

    points: tuple[OwnPoint, ...]
    assessed_at: datetime | None


def own_view(answer: Answer, shown: ShownResult) -> OwnView:
    """The list of points for a result whose labels may be shown."""
    stored = SelfAssessment.objects.filter(learner_id=answer.learner_id, answer_id=answer.id).first()
    ticked = set(stored.ticked) if stored else set()
    criteria = Criterion.objects.filter(rubric=shown.rubric_id).order_by("position")
    points = tuple(OwnPoint(one.pk, one.label, one.key in ticked) for one in criteria)
    return OwnView(points, stored.assessed_at if stored else None)


def assess_answer(answer: Answer, *, ticked: Iterable[str], at: datetime) -> SelfAssessment:
    """Keep the criteria ticked, by their ids as text; what is none of the rubric's is left out. The latest counts.

    Raises CannotAssess while the labels may not be seen: before the second try or the model answer.
    """
    first, second = tries_of(answer.learner_id, answer)
    tries = effective_tries(first, second)
    if tries is None or (second is None and first.model_answer_seen_at is None):
        raise CannotAssess(gettext("Finish your tries first; then you see the points to tick."))
    rubric_id = tries.first.rubric_id
    wanted = {one for one in ticked if one.isdecimal()}
    keys = [one.key for one in Criterion.objects.filter(rubric=rubric_id).order_by("position") if str(one.pk) in wanted]
    assessed, _ = SelfAssessment.objects.update_or_create(
        learner_id=answer.learner_id,
        answer_id=(second or first).id,
        defaults={"rubric_id": rubric_id, "ticked": keys, "assessed_at": at},
    )
    return assessed
