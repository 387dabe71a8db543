"""A learner says that an answer does say what a criterion asks for; a teacher decides."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.reflection.effective import effective_score
from studyapp.reflection.models import Answer, Criterion, Dispute
from studyapp.reflection.overriding import override, short_text

MOST_SENTENCES = 20
MOST_TOLD = 10  # on one page
MOST_LISTED = 50
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


class CannotDispute(StudyappError):
    """The dispute cannot be opened or withdrawn; the text says why, and nothing was stored."""


class CannotResolve(StudyappError):
    """The dispute cannot be decided so; the text says why, and nothing was stored."""


class NoSuchDispute(StudyappError):
    """The learner has no dispute of that id."""


def open_dispute(*, answer: Answer, criterion_id: int, key: UUID, quote: str, remark: str, at: datetime) -> Dispute:
    """Say that the answer meets a criterion; `quote` are words of the answer, `remark` what the learner adds.

    One is open for each answer and criterion: a second one, like the same key again, gives the one that is there.

    Raises CannotDispute if the key is that of another point's dispute, if the criterion is none of the answer's, is
    met already or was decided by a teacher, if the quote does not stand in the answer, or if both texts are empty.
    """
    stored = Dispute.objects.filter(learner_id=answer.learner_id, id=key).first()
    if stored and (stored.answer_id, stored.criterion_id) != (answer.id, criterion_id):
        raise CannotDispute(gettext("This form was sent for another point already. Copy your words and open it anew."))
    if stored:
        return stored
    criterion = _disputable(answer, criterion_id)
    quote, remark = short_text(quote), short_text(remark)
    if not quote and not remark:
        raise CannotDispute(gettext("Quote your own words or say in a sentence where you said it."))
    if quote and not stands_in(quote, answer.text):
        raise CannotDispute(gettext("These words do not stand in your answer. Copy them as you wrote them."))
    dispute = Dispute(
        learner_id=answer.learner_id, id=key, answer_id=answer.id, pack_id=answer.pack_id,
        question_key=answer.question_key, criterion=criterion, quote=quote, remark=remark, opened_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            dispute.save(force_insert=True)
    except IntegrityError:  # opened in another tab, or the same form sent twice at once
        return disputes_of(answer).get(criterion=criterion, state=Dispute.State.OPEN)
    return dispute


def withdraw_dispute(*, learner_id: int, dispute_id: UUID, at: datetime) -> Dispute:
    """Take an open dispute back; one that is withdrawn stays so.

    Raises NoSuchDispute, or CannotDispute if a teacher has decided it meanwhile.
    """
    dispute = _own(learner_id, dispute_id)
    own = Dispute.objects.filter(learner_id=learner_id, id=dispute_id)
    if own.filter(state=Dispute.State.OPEN).update(state=Dispute.State.WITHDRAWN, resolved_at=at, seen_at=at):
        dispute.refresh_from_db()
    if dispute.state != Dispute.State.WITHDRAWN:
        raise CannotDispute(gettext("A teacher has decided this meanwhile."))
    return dispute


@transaction.atomic
def resolve_dispute(
    *, learner_id: int, dispute_id: UUID, key: UUID, is_upheld: bool, reply: str, by: User, at: datetime,
    credit: float = 1.0,
) -> Dispute:  # fmt: skip
    """Decide a dispute: upheld gives its criterion `credit` by an override with the reply as reason.

    The same decision again changes nothing. `key` is that of the form. Raises NoSuchDispute; CannotResolve without a
    reply, if it was withdrawn or decided otherwise meanwhile, or if its point is none any more; CannotOverride.
    """
    Dispute.objects.select_for_update().filter(learner_id=learner_id, id=dispute_id).first()  # one person decides
    dispute = _own(learner_id, dispute_id)
    wanted = Dispute.State.UPHELD if is_upheld else Dispute.State.DECLINED
    if dispute.state == wanted:
        return dispute
    if not dispute.is_open:
        raise CannotResolve(gettext("This dispute was withdrawn or decided otherwise meanwhile."))
    if not reply.strip():
        raise CannotResolve(gettext("Write a reply: the learner reads why."))
    if is_upheld:
        answer = Answer.objects.get(learner_id=learner_id, id=dispute.answer_id)
        effective = effective_score(answer)
        if effective is not None and dispute.criterion.key not in effective.credits:
            raise CannotResolve(
                gettext("The rubric by which this answer counts now has no such point. Override its marks.")
            )
        override(
            answer=answer, key=key, credit_by_key={dispute.criterion.key: credit}, reason=reply, by=by, at=at,
            decides=[dispute_id],
        )  # fmt: skip
    Dispute.objects.filter(learner_id=learner_id, id=dispute_id, state=Dispute.State.OPEN).update(
        state=wanted, resolved_by_id=by.pk, resolved_at=at, reply=short_text(reply)
    )
    dispute.refresh_from_db()
    return dispute


def disputes_of(*answers: Answer) -> QuerySet[Dispute]:
    """All disputes of one learner's answers, the latest first."""
    ids = [answer.id for answer in answers]
    found = Dispute.objects.filter(learner_id=answers[0].learner_id, answer_id__in=ids)
    return found.select_related("criterion").order_by("-opened_at")


@dataclass(frozen=True, slots=True)
class ToldDispute:
    """A dispute with what a page names it by: nothing of the criterion, whose label the learner may not have seen."""

    dispute: Dispute
    stem: str
    pack_key: str


def resolved_unseen(learner_id: int) -> list[ToldDispute]:
    """What became of the learner's disputes since they last looked, the latest first."""
    decided = Dispute.objects.filter(learner_id=learner_id, seen_at__isnull=True, resolved_at__isnull=False)
    return _told(decided.order_by("-resolved_at")[:MOST_TOLD])


def own_disputes(learner_id: int) -> list[ToldDispute]:
    """The learner's disputes, whatever became of them, the latest first."""
    return _told(Dispute.objects.filter(learner_id=learner_id).order_by("-opened_at")[:MOST_LISTED])


def _told(disputes: QuerySet[Dispute]) -> list[ToldDispute]:
    found = disputes.select_related("criterion__rubric__pack").prefetch_related("criterion__rubric__questions")
    return [
        ToldDispute(
            one, next((question.stem for question in rubric.questions.all()), rubric.question_key), rubric.pack.key
        )
        for one in found
        for rubric in (one.criterion.rubric,)
    ]


def mark_seen(*, learner_id: int, dispute_id: UUID, at: datetime) -> bool:
    """Note that the learner read what became of a dispute of theirs; False if there is none."""
    own = Dispute.objects.filter(learner_id=learner_id, id=dispute_id, resolved_at__isnull=False)
    return bool(own.update(seen_at=at))


def sentences_of(text: str) -> list[str]:
    """The answer in sentences, so that one can be chosen; a very long answer's first ones."""
    return [one.strip() for one in _SENTENCE_END.split(text) if one.strip()][:MOST_SENTENCES]


def try_that_says(quote: str, first: Answer, second: Answer | None) -> Answer:
    """The first of the tries in which the words stand: what was said there counts in full."""
    if second is None or (quote and stands_in(quote, first.text)):
        return first
    return second


def stands_in(quote: str, text: str) -> bool:
    """Whether the words stand in the text, however the white space between them was typed."""
    return " ".join(quote.split()) in " ".join(text.split())


def _own(learner_id: int, dispute_id: UUID) -> Dispute:
    dispute = Dispute.objects.select_related("criterion").filter(learner_id=learner_id, id=dispute_id).first()
    if dispute is None:
        raise NoSuchDispute("no such dispute")
    return dispute


def _disputable(answer: Answer, criterion_id: int) -> Criterion:
    """The criterion, if the answer is marked by it and misses it."""
    effective = effective_score(answer)
    criterion = Criterion.objects.filter(pk=criterion_id, rubric=effective.rubric_id).first() if effective else None
    if effective is None or criterion is None:
        raise CannotDispute(gettext("This point is none of those that your answer was marked by."))
    if effective.credits.get(criterion.key, 0.0) >= 1:
        raise CannotDispute(gettext("This point is met already."))
    decided = disputes_of(answer).filter(
        criterion__fact=criterion.fact_id, state__in=(Dispute.State.UPHELD, Dispute.State.DECLINED)
    )
    if decided.exists():
        raise CannotDispute(gettext("A teacher has decided this already; the reply is below."))
    return criterion
