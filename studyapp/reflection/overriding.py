"""A person gives an answer other marks than the machine did, or lets the machine's stand."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.grading.verdicts import marks_of_verdict
from studyapp.reflection.effective import Effective, effective_score
from studyapp.reflection.models import Answer, Dispute, Override

LONGEST_TEXT = 1_000  # characters of a reason, a remark, a reply


class CannotOverride(StudyappError):
    """The marks cannot be given so; the text says why, and nothing was stored."""


def override(
    *,
    answer: Answer,
    key: UUID,
    credit_by_key: Mapping[str, float],
    reason: str,
    by: User,
    at: datetime,
    marks: float | None = None,
    lifted: Collection[str] | None = None,
    decides: Collection[UUID] | None = None,
) -> Override:
    """Give the answer these credits (0 to 1 by criterion key); what is not named stays. The same key changes nothing.

    Marks follow from the credits unless they are given. `lifted` are keys of misconceptions that the answer does not
    state; None leaves those of an earlier override. Open disputes of the answer are decided with it (only those in
    `decides`, if given): upheld where the credit rose, else declined; the reason is the reply.

    Raises CannotOverride without a reason, for an answer that nothing marked, or for what its rubric does not have.
    """
    if not reason.strip():
        raise CannotOverride(gettext("Give the reason: the learner reads it beside the marks."))
    stored = Override.objects.filter(learner_id=answer.learner_id, id=key).first()
    if stored:
        return stored
    effective = _marked(answer)
    all_credits, all_lifted = {**effective.credits, **credit_by_key}, _lifted(effective, lifted)
    try:
        earned = marks_of_verdict(effective.machine, all_credits, lifted=all_lifted)
    except ValueError as error:
        raise CannotOverride(str(error)) from error
    if marks is not None and not 0 <= marks <= effective.machine.max_marks:
        raise CannotOverride(gettext("The marks must lie between 0 and the maximum."))
    given = Override(
        learner_id=answer.learner_id, id=key, answer_id=answer.id, rubric_id=effective.rubric_id,
        credits=all_credits, lifted=all_lifted, reason=short_text(reason), by_id=by.pk, at=at,
        marks=earned if marks is None else round(marks, 2),
    )  # fmt: skip
    return _store(given, effective, decides)


def confirm(*, answer: Answer, key: UUID, by: User, at: datetime, reason: str = "") -> Override:
    """Let the marks stand as they are; the answer waits no longer. Open disputes of it are declined.

    Raises CannotOverride for an answer that nothing marked, or without a reason where a dispute is open.
    """
    stored = Override.objects.filter(learner_id=answer.learner_id, id=key).first()
    if stored:
        return stored
    effective = _marked(answer)
    if not reason.strip() and _open_disputes(answer.learner_id, answer.id, None):
        raise CannotOverride(gettext("Give the reason: the learner disputed these marks and reads it."))
    given = Override(
        learner_id=answer.learner_id, id=key, answer_id=answer.id, rubric_id=effective.rubric_id,
        credits=effective.credits, lifted=_lifted(effective, None), reason=short_text(reason), by_id=by.pk, at=at,
        marks=effective.marks, is_confirmation=True,
    )  # fmt: skip
    return _store(given, effective, None)


def short_text(text: str) -> str:
    """As it is stored: without NUL, which PostgreSQL refuses, and not longer than a page should be."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _marked(answer: Answer) -> Effective:
    effective = effective_score(answer)
    if effective is None:
        raise CannotOverride(gettext("There is no rubric for this answer, so it has no marks."))
    return effective


def _lifted(effective: Effective, lifted: Collection[str] | None) -> list[str]:
    if lifted is not None:
        return sorted(set(lifted))
    return list(effective.override.lifted) if effective.override else []


def _open_disputes(learner_id: int, answer_id: UUID, decides: Collection[UUID] | None) -> list[Dispute]:
    found = Dispute.objects.filter(learner_id=learner_id, answer_id=answer_id, state=Dispute.State.OPEN)
    if decides is not None:
        found = found.filter(id__in=decides)
    return list(found.select_related("criterion").order_by("opened_at"))


def _store(given: Override, before: Effective, decides: Collection[UUID] | None) -> Override:
    """Store it and decide the disputes that it answers."""
    disputes = _open_disputes(given.learner_id, given.answer_id, decides)
    given.dispute_id = disputes[0].id if disputes else None
    try:
        with transaction.atomic():
            given.save(force_insert=True)
            for one in disputes:
                key = one.criterion.key
                rose = given.credits.get(key, 0.0) > before.credits.get(key, 0.0)
                Dispute.objects.filter(learner_id=one.learner_id, id=one.id, state=Dispute.State.OPEN).update(
                    state=Dispute.State.UPHELD if rose else Dispute.State.DECLINED,
                    resolved_by_id=given.by_id, resolved_at=given.at, reply=given.reason,
                )  # fmt: skip
    except IntegrityError:  # the same form sent twice at once
        return Override.objects.get(learner_id=given.learner_id, id=given.id)
    return given
