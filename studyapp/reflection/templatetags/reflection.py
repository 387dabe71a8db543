"""What pages of other rooms say about written answers."""

from django import template

from studyapp.reflection.disputing import ToldDispute, own_disputes

register = template.Library()


@register.simple_tag
def disputes_of_learner(learner_id: int) -> list[ToldDispute]:
    """The learner's disputes with their states, the latest first."""
    return own_disputes(learner_id)
