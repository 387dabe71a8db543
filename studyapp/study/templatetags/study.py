"""What pages of other rooms say about a learner's memory."""

from datetime import datetime

from django import template

from studyapp.reflection.models import Answer, Rubric
from studyapp.study import changes
from studyapp.study.models import Review

register = template.Library()


@register.simple_tag
def is_practice(answer: Answer) -> bool:
    """Whether the written answer moved no memory. Its rows in the log have its own time."""
    rows = Review.objects.filter(learner_id=answer.learner_id, answered_at=answer.submitted_at, cause=answer.id)
    return not rows.exists()


@register.simple_tag
def rubric_updated_at(learner_id: int, rubric: Rubric | None) -> datetime | None:
    """When one of the criteria changed last that the learner had met before, if they did not answer since."""
    return changes.latest_change(learner_id, rubric.criteria.values("fact")) if rubric else None
