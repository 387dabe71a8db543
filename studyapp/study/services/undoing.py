"""Taking an answer back: a new row in the log, and the card as it was."""

from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID

from django.db import IntegrityError, transaction

from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import replay
from studyapp.quiz.models import Item
from studyapp.quiz.services import is_self_rated
from studyapp.study.exceptions import NothingToUndo, StaleCard
from studyapp.study.learners import SessionRow
from studyapp.study.models import Card, Review, ReviewKind, StudySession
from studyapp.study.plan import Entry, as_json, entries_of, with_added
from studyapp.study.services.cards import columns_of
from studyapp.study.services.reflecting import row_id

CLOCK_SLACK = timedelta(days=1)


def undo_last(*, row: SessionRow, key: UUID, at: datetime) -> Review:
    """Take back the session's latest answer that still counts; the same key again changes nothing.

    A self-rated card is asked again at once. Any other item has shown its key: it returns at the end of the session
    as a repeat. Returns the row that was taken back.

    Raises NothingToUndo if no answer is left, StaleCard if the card moved on meanwhile.
    """
    try:
        with transaction.atomic():
            _lock(row.session)
            rows = answers_of(row.session)
            done = _taken_with(key, rows)
            if done:
                return done
            taken = _last_counted(rows)
            for one in sorted(_whole(taken), key=attrgetter("fact_id")):
                _restore(one, _undo_row(one, row, key if one.id == taken.id else row_id(key, one.fact_id), at))
            _replan(row.session, taken)
    except IntegrityError as error:
        done = _taken_with(key, answers_of(row.session))
        if done is None:
            raise StaleCard("This answer was taken back already.") from error
        return done
    return taken


def is_taken_back(review: Review) -> bool:
    """Whether an undo took the answer back."""
    return Review.objects.filter(learner_id=review.learner_id, corrects=review.id).exists()


def answers_of(session: StudySession) -> list[Review]:
    """The session's rows of the log, undone ones and undos too, in the order in which they were written."""
    rows = Review.objects.filter(
        learner_id=session.learner_id, answered_at__gte=session.started_at - CLOCK_SLACK, session_id=session.id
    )
    return sorted(rows, key=lambda one: (one.answered_at, one.card_version))


def counted_answers(session: StudySession) -> list[Review]:
    """The session's answers that were not taken back, oldest first."""
    return _counted(answers_of(session))


def _counted(rows: list[Review]) -> list[Review]:
    undone = {one.corrects for one in rows if one.kind == ReviewKind.UNDO}
    return [one for one in rows if one.kind != ReviewKind.UNDO and one.id not in undone]


def _last_counted(rows: list[Review]) -> Review:
    counted = _counted(rows)
    if not counted:
        raise NothingToUndo("No answer of this session is left to take back.")
    return counted[-1]


def _whole(taken: Review) -> list[Review]:
    """All rows of one response: a match has one for each of its pairs."""
    if taken.kind != ReviewKind.CONTRAST:
        return [taken]
    others = Review.objects.filter(
        learner_id=taken.learner_id, answered_at=taken.answered_at, cause=taken.id, kind=ReviewKind.CONTRAST
    )
    return [taken, *others]


def _taken_with(key: UUID, rows: list[Review]) -> Review | None:
    """What the undo with this key took back; None if there is no such undo yet."""
    done = next((one for one in rows if one.id == key), None)
    if done and done.kind != ReviewKind.UNDO:
        raise StaleCard("This form belongs to an answer. Nothing was taken back.")
    return next(one for one in rows if one.id == done.corrects) if done else None


def _lock(session: StudySession) -> None:
    """Let no other request move the session, and see how far those before came. Every write locks it before a card."""
    stored = StudySession.objects.select_for_update().get(learner_id=session.learner_id, id=session.id)
    session.plan, session.position, session.ended_at = stored.plan, stored.position, stored.ended_at


def _undo_row(taken: Review, row: SessionRow, key: UUID, at: datetime) -> Review:
    return Review(
        learner_id=taken.learner_id,
        id=key,
        corrects=taken.id,
        session_id=taken.session_id,
        fact_id=taken.fact_id,
        kind=ReviewKind.UNDO,
        item_id=taken.item_id,
        pack_version_id=taken.pack_version_id,
        domain_code=taken.domain_code,
        answered_at=at,
        zone=row.zone,
        study_day=max(row.today(at), taken.study_day),
        score=0.0,
        rating=0,
        parameters=DEFAULT.id,
    )


def _restore(taken: Review, undo: Review) -> None:
    """Write the undo and set the card to what its remaining rows say."""
    card = Card.objects.select_for_update().get(learner_id=taken.learner_id, fact_id=taken.fact_id)
    undo.card_version = card.version + 1
    undo.save(force_insert=True)
    rows = list(Review.objects.filter(learner_id=taken.learner_id, fact_id=taken.fact_id))
    columns = columns_of(replay(rows, DEFAULT), card.introduced_at)
    Card.objects.filter(learner_id=card.learner_id, fact_id=card.fact_id).update(**columns)


def _replan(session: StudySession, taken: Review) -> None:
    """Move the undone entry: right here for a self-rated card, else to the end as a repeat, unless it waits there."""
    entries, position = entries_of(session), session.position
    place = _place_of(entries[:position], taken)
    if place is not None:
        entry = entries.pop(place)
        position -= 1
        if is_self_rated(Item.objects.get(pk=entry.item_id)):
            waiting = [one for one in entries[position:] if one.fact_id == entry.fact_id]
            entries = entries[:position] + [entry] + [one for one in entries[position:] if one not in waiting]
        elif all(one.fact_id != entry.fact_id for one in entries[position:]):
            entries = with_added(entries, entry.again(), after=position)
    session.plan, session.position, session.ended_at = as_json(entries), position, None
    StudySession.objects.filter(learner_id=session.learner_id, id=session.id).update(
        plan=session.plan, position=position, ended_at=None
    )


def _place_of(entries: list[Entry], taken: Review) -> int | None:
    places = [place for place, one in enumerate(entries) if one.fact_id == taken.fact_id]
    return places[-1] if places else None
