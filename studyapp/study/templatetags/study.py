"""What pages of other rooms say about a learner's memory."""

from django import template

from studyapp.reflection.models import Answer
from studyapp.study.models import Review

register = template.Library()


@register.simple_tag
def is_practice(answer: Answer) -> bool:
    """Whether the written answer moved no memory. Its rows in the log have its own time."""
    rows = Review.objects.filter(learner_id=answer.learner_id, answered_at=answer.submitted_at, cause=answer.id)
    return not rows.exists()
