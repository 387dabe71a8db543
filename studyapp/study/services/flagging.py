"""Flagging a fact to come back to it."""

from datetime import datetime

from studyapp.study.models import Flag


def set_flag(*, learner_id: int, fact_id: int, is_on: bool, at: datetime) -> None:
    """Flag the fact or take the flag off; doing it twice changes nothing."""
    if is_on:
        Flag.objects.get_or_create(learner_id=learner_id, fact_id=fact_id, defaults={"flagged_at": at})
    else:
        Flag.objects.filter(learner_id=learner_id, fact_id=fact_id).delete()


def is_flagged(learner_id: int, fact_id: int) -> bool:
    """Whether the learner flagged the fact."""
    return Flag.objects.filter(learner_id=learner_id, fact_id=fact_id).exists()
