"""Storing a response: the card, the log and the plan move together or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from studyapp.domain.common.uuid7 import time_of
from studyapp.domain.items.scoring import Response, Scored
from studyapp.domain.items.values import TRAP
from studyapp.domain.scheduling.memory import recall
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.rating import RULE, rating_of
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact
from studyapp.library.publishing import FACT_KEY_CHARACTERS
from studyapp.quiz.models import Item
from studyapp.quiz.services import guess_chance, is_contrast, is_self_rated, score_response
from studyapp.study.exceptions import CHANGED, StaleCard
from studyapp.study.learners import SessionRow, note_answer
from studyapp.study.models import Card, Review, ReviewKind, StudySession
from studyapp.study.plan import Entry, as_json, entries_of, with_added
from studyapp.study.services.cards import columns_after, make_missing_cards, state_of
from studyapp.study.services.contrasting import contrast_rating, store_contrast

LONGEST_LOOK = timedelta(minutes=2)  # what exceeds it was a pause


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a session is at: what is on the learner's page.

    `pairs` are the cards of a match, by the keys of their facts.
    """

    row: SessionRow
    entry: Entry
    card: Card
    item: Item
    order: tuple[int, ...]
    is_flagged: bool = False
    pairs: Mapping[str, Card] = field(default_factory=dict)

    @property
    def session(self) -> StudySession:
        """The session."""
        return self.row.session


def record_response(
    *,
    asked: Asked,
    key: UUID,
    version: int,
    response: Response,
    at: datetime,
    milliseconds: int | None = None,
    confidence: str = "",
) -> Review:
    """Store a response and move the card, the log and the plan on; the same key again returns what was stored.

    `version` is the card's version when the form was shown. `milliseconds` is how long the question was looked at,
    as far as the page could measure it; `confidence` is what the learner said of themselves, if anything.

    Raises ResponseError if the response does not fit the item, StaleCard if the card has moved on; then nothing is
    stored.
    """
    scored = score_response(asked.item, response)  # before the transaction, which must be short
    said = "" if is_self_rated(asked.item) else confidence
    review = _log_row(asked, key, response, scored, at=at, milliseconds=milliseconds, confidence=said)
    try:
        with transaction.atomic():
            changed = _move_on(asked, is_miss=review.is_miss, at=at)  # first, as undo does: no deadlock
            if review.kind == ReviewKind.CONTRAST:
                store_contrast(review, asked.item, version, own=asked.card, pairs=asked.pairs)
            else:
                _move_card(asked.card, version, columns_after(asked.card, review))
                review.save(force_insert=True)
            if review.trap_fact_id and review.trap_fact_id != review.fact_id:  # it comes back by itself
                make_missing_cards(review.learner_id, frozenset({review.trap_fact_id}), at)
            if review.study_day > asked.row.last_study_day:  # once a day: an answer is to stay short
                note_answer(review.learner_id, at)
    except (StaleCard, IntegrityError) as error:
        stored = stored_response(asked.card.learner_id, key)
        if stored is None:
            raise StaleCard(CHANGED) from error
        return stored
    for name, value in changed.items():
        setattr(asked.session, name, value)
    return review


def stored_response(learner_id: int, key: UUID) -> Review | None:
    """What was stored under a key, or None."""
    return Review.objects.filter(learner_id=learner_id, id=key).exclude(kind=ReviewKind.UNDO).first()


def _move_card(card: Card, version: int, columns: dict[str, object]) -> None:
    same = Card.objects.filter(learner_id=card.learner_id, fact_id=card.fact_id, version=version)
    if card.version != version or not same.update(**columns):
        raise StaleCard(CHANGED)


def _move_on(asked: Asked, *, is_miss: bool, at: datetime) -> dict[str, object]:
    """Go to the next entry; a miss is asked once more before the session ends. Returns what was written."""
    session, entries = asked.session, entries_of(asked.session)
    if is_miss and not asked.entry.is_repeat:
        entries = with_added(entries, asked.entry.again(), after=session.position + 1)
    changed: dict[str, object] = {"plan": as_json(entries), "position": session.position + 1}
    changed["ended_at"] = at if session.position + 1 >= len(entries) else None
    own = StudySession.objects.filter(learner_id=session.learner_id, id=session.id, position=session.position)
    if not own.update(**changed):
        raise StaleCard(CHANGED)
    return changed


def _log_row(
    asked: Asked,
    key: UUID,
    response: Response,
    scored: Scored,
    *,
    at: datetime,
    milliseconds: int | None,
    confidence: str,
) -> Review:
    card, item, day = asked.card, asked.item, _day_of(asked, at)
    state = state_of(card)
    looked = _looked(key, at, milliseconds)
    return Review(
        learner_id=card.learner_id,
        id=key,
        session_id=asked.session.id,
        fact_id=card.fact_id,
        card_version=card.version + 1,
        kind=_kind(card, item, day),
        is_repeat=asked.entry.is_repeat,
        item_id=item.pk,
        form=item.form,
        pack_version_id=item.fact.pack.current_version_id or 0,
        domain_code=item.fact.domain_code,
        shown_at=at - looked,
        answered_at=at,
        zone=asked.row.zone,
        study_day=day,
        delta_days=day - state.last_day if state else 0,
        milliseconds=int(min(looked, LONGEST_LOOK).total_seconds() * 1000),
        shown_order=list(asked.order),
        choices=list(response.choices),
        text=response.text,
        guess_chance=guess_chance(item, len(asked.order)),
        score=scored.score,
        rating=_rating(item, response, scored, confidence),
        rating_rule=RULE,
        confidence=confidence,
        trap_fact_id=_trap_chosen(item, scored),
        traps_refused=_traps_refused(asked, scored),
        stability_before=card.stability,
        difficulty_before=card.difficulty,
        recall_before=recall(state, day, DEFAULT) if state else None,
        parameters=DEFAULT.id,
    )


def _day_of(asked: Asked, at: datetime) -> int:
    return max(asked.row.today(at), asked.card.last_day or 0)


def _kind(card: Card, item: Item, day: int) -> ReviewKind:
    if is_contrast(item):
        return ReviewKind.CONTRAST
    if card.last_day is None:
        return ReviewKind.NEW
    return ReviewKind.RELEARN if card.last_day == day else ReviewKind.REVIEW


def _looked(key: UUID, at: datetime, milliseconds: int | None) -> timedelta:
    """Since the form was made, or less if the page measured less."""
    since_made = max(at - time_of(key), timedelta())
    if milliseconds is None:
        return since_made
    return min(timedelta(milliseconds=max(milliseconds, 0)), since_made)


def _rating(item: Item, response: Response, scored: Scored, confidence: str) -> int:
    """What the learner rates stays as rated."""
    if is_contrast(item):
        return contrast_rating(item, response.choices, scored)
    if is_self_rated(item) and response.rating:
        return response.rating
    return rating_of(is_right=scored.is_right, confidence=confidence)


def _traps_refused(asked: Asked, scored: Scored) -> str:
    """The keys of the traps that stood among the options of a right choice, one a line."""
    if not scored.is_right or not asked.item.options:
        return ""
    origins = [asked.item.options[place - 1]["origin"] for place in asked.order]
    return "\n".join(dict.fromkeys(one.removeprefix(TRAP) for one in origins if one.startswith(TRAP)))


def _trap_chosen(item: Item, scored: Scored) -> int | None:
    """The exam trap of a chosen distractor."""
    keys = [origin.removeprefix(TRAP) for origin in scored.chosen_origins if origin.startswith(TRAP)]
    if not keys:
        return None
    key = fit_key(keys[0], FACT_KEY_CHARACTERS)
    if item.fact.key == key:
        return item.fact_id
    return Fact.objects.filter(pack_id=item.fact.pack_id, key=key).values_list("pk", flat=True).first()
