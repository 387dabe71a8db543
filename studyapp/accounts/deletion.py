"""The end of an account: every row of it goes, table by table."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Coalesce

from studyapp.accounts.models import GUEST_KEPT, User
from studyapp.accounts.ownership import learner_models
from studyapp.accounts.people import require_another_operator

audit = logging.getLogger("studyapp.audit")


@dataclass(frozen=True, slots=True)
class Holding:
    """How many rows of one kind a person has."""

    title: str
    rows: int


def holdings_of(user: User) -> list[Holding]:
    """What would go with the account; kinds of which there is nothing are left out."""
    counted = [Holding(_title(model), _rows(model, user.pk)) for model in learner_models()]
    return [holding for holding in counted if holding.rows]


def delete_account(user: User) -> None:
    """Delete the person and all their rows at once, for good. Raises LastOperator.

    The tables are swept once more afterwards: an answer that was being stored meanwhile must not outlive its owner.
    """
    learner_id = user.pk
    with transaction.atomic():
        require_another_operator(user)
        User.objects.select_for_update().filter(pk=learner_id).first()
        _delete_rows(learner_id)
        User.objects.filter(pk=learner_id).delete()
    _delete_rows(learner_id)
    audit.info("user %s: deleted", learner_id)


def forget_guests(*, at: datetime) -> int:
    """Delete guests whose last answer is longer ago than `GUEST_KEPT`; the number of them."""
    last_seen = Coalesce("last_answer_at", "created_at")
    guests = list(User.objects.alias(last_seen=last_seen).filter(is_guest=True, last_seen__lt=at - GUEST_KEPT))
    for guest in guests:
        delete_account(guest)
    return len(guests)


def _delete_rows(learner_id: int) -> None:
    """Later rooms first: their rows point at those of earlier ones."""
    for model in reversed(learner_models()):
        model._default_manager.filter(learner_id=learner_id).delete()


def _rows(model: type[Model], learner_id: int) -> int:
    return model._default_manager.filter(learner_id=learner_id).count()


def _title(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural).capitalize()
