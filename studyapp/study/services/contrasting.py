"""Storing a response about several facts: a wrong pair is a miss of its fact, a right one moves nothing."""

from collections.abc import Mapping, Sequence
from copy import copy

from studyapp.domain.common.ratings import Rating
from studyapp.domain.items.scoring import Scored
from studyapp.domain.scheduling.memory import recall
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.quiz.models import Item
from studyapp.quiz.services import keys_of_pairs, right_pairs
from studyapp.study.exceptions import CHANGED, StaleCard
from studyapp.study.models import Card, Review
from studyapp.study.services.cards import columns_after, state_of
from studyapp.study.services.reflecting import row_id

_MOVED = (
    "version",
    "stability",
    "difficulty",
    "last_day",
    "due_at",
    "reps",
    "lapses",
    "last_form",
    "seen_at",
    "recheck_at",
)
NOTHING = 0  # in place of a rating: the row is logged and moves no memory


def contrast_rating(item: Item, choices: Sequence[int], scored: Scored) -> int:
    """What the response says of the item's own fact, which is that of the first pair of a match."""
    is_right = right_pairs(item, choices)[0] if item.pair_facts else scored.is_right
    return NOTHING if is_right else Rating.AGAIN


def store_contrast(first: Review, item: Item, version: int, *, own: Card, pairs: Mapping[str, Card]) -> None:
    """Log the response for each of its facts that the learner has, and move those that were wrong; two statements.

    `first` is the row of the item's own fact, whose card was at `version` when the form was shown. The cards are as
    they were read: if one has moved on since, its next version is in the log already and the database refuses.

    Raises StaleCard if the item's own card has moved on, IntegrityError for another; the transaction must end then.
    """
    if own.version != version:
        raise StaleCard(CHANGED)
    rows = sorted([(own, first), *_others(first, item, pairs)], key=lambda one: one[0].fact_id)  # all writes' order
    Card.objects.bulk_create(
        [_moved(card, row) for card, row in rows],
        update_conflicts=True,
        unique_fields=["learner_id", "fact_id"],
        update_fields=_MOVED,
    )
    Review.objects.bulk_create([row for _, row in rows])


def _moved(card: Card, row: Review) -> Card:
    """The card after the row; `card` itself stays as it is, for a form that is refused."""
    moved = copy(card)
    changed = columns_after(card, row) if row.rating else {"version": row.card_version}
    for name, value in changed.items():
        setattr(moved, name, value)
    return moved


def _others(first: Review, item: Item, cards: Mapping[str, Card]) -> list[tuple[Card, Review]]:
    """The rows of all pairs but the first, which is the item's own."""
    if not item.pair_facts:
        return []
    pairs = zip(keys_of_pairs(item), right_pairs(item, first.choices), first.choices, strict=True)
    return [
        (cards[key], _row(first, cards[key], place, is_right=is_right))
        for key, is_right, place in list(pairs)[1:]
        if key in cards
    ]


def _row(first: Review, card: Card, place: int, *, is_right: bool) -> Review:
    """The row of one more pair. It belongs to no session: there the response counts once."""
    state, day = state_of(card), max(first.study_day, card.last_day or 0)
    return Review(
        learner_id=first.learner_id,
        id=row_id(first.id, card.fact_id),
        cause=first.id,
        fact_id=card.fact_id,
        card_version=card.version + 1,
        kind=first.kind,
        is_repeat=first.is_repeat,
        item_id=first.item_id,
        form=first.form,
        pack_version_id=first.pack_version_id,
        domain_code=first.domain_code,
        shown_at=first.shown_at,
        answered_at=first.answered_at,
        zone=first.zone,
        study_day=day,
        delta_days=day - state.last_day if state else 0,
        shown_order=first.shown_order,
        choices=[place],
        guess_chance=1 / len(first.shown_order),
        score=float(is_right),
        rating=NOTHING if is_right else Rating.AGAIN,
        rating_rule=first.rating_rule,
        confidence=first.confidence,
        stability_before=card.stability,
        difficulty_before=card.difficulty,
        recall_before=recall(state, day, DEFAULT) if state else None,
        parameters=DEFAULT.id,
    )
