"""What a published edit changed of what a learner had learned: how much, and what they are told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from studyapp.library.addresses import lesson_url
from studyapp.library.models import Fact, FactChange, VersionSection
from studyapp.study.models import EDITS, Card, Review, ReviewKind

Changes = Mapping[int, Sequence[FactChange]]  # by fact id, oldest first
MOST_TOLD = 20  # on one page


@dataclass(frozen=True, slots=True)
class Told:
    """What changed since the learner last saw a fact. `was` and `now` are of its answer, empty unless that changed."""

    since: datetime
    is_flipped: bool
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A fact that the learner had learned with another answer."""

    title: str
    url: str
    told: Told


def told_since(
    changes: Iterable[FactChange], seen_at: datetime | None, *, until: datetime | None = None
) -> Told | None:
    """What a learner is told who saw the fact last at `seen_at`; None if nothing changed, or they never saw it.

    An answer that was changed and changed back is only an update.
    """
    if seen_at is None:
        return None
    later = [one for one in changes if seen_at < one.changed_at and (until is None or one.changed_at <= until)]
    if not later:
        return None
    flips = [one for one in later if one.severity == FactChange.Severity.FLIPPED]
    if not flips or flips[0].was == flips[-1].now:
        return Told(later[-1].changed_at, is_flipped=False)
    return Told(flips[-1].changed_at, is_flipped=True, was=flips[0].was, now=flips[-1].now)


def changes_of(facts: Iterable[Fact]) -> Changes:
    """The changes of these facts in one statement, or in none if none of them ever changed."""
    changed = {fact.pk for fact in facts if fact.changed_at}
    found: dict[int, list[FactChange]] = {}
    for one in FactChange.objects.filter(fact__in=changed) if changed else ():
        found.setdefault(one.fact_id, []).append(one)
    return found


def latest_change(learner_id: int, facts: QuerySet[Any, Any]) -> datetime | None:
    """When one of the facts changed last since the learner saw it; `facts` gives ids."""
    unseen = Card.objects.of(learner_id).filter(fact__in=facts, fact__changed_at__gt=F("seen_at"))
    latest: datetime | None = unseen.aggregate(latest=Max("fact__changed_at"))["latest"]
    return latest


def seen_before(review: Review) -> datetime | None:
    """When the learner had seen the fact last, before this answer."""
    rows = Review.objects.filter(
        learner_id=review.learner_id, fact_id=review.fact_id, card_version__lt=review.card_version
    ).exclude(kind__in=(ReviewKind.OVERRIDE, *EDITS))
    undone = {row.corrects for row in rows if row.kind == ReviewKind.UNDO}
    counted = [row for row in rows if row.kind != ReviewKind.UNDO and row.id not in undone]
    return max(counted, key=lambda row: row.card_version).answered_at if counted else None


def changed_answers(learner_id: int, packs: Collection[int]) -> tuple[ChangedAnswer, ...]:
    """Answers that changed since the learner learned them, the latest change first; two statements at most."""
    cards = Card.objects.of(learner_id).filter(
        is_active=True, fact__is_live=True, fact__pack__in=packs, fact__changed_at__gt=F("seen_at")
    )
    opening = VersionSection.objects.filter(
        version=OuterRef("fact__pack__current_version_id"), revision__section=OuterRef("fact__lesson_id")
    )
    with_lesson = cards.select_related("fact__pack", "fact__lesson").annotate(
        lesson_title=Subquery(opening.values("revision__title")[:1])
    )
    held = list(with_lesson.order_by("fact_id"))
    changes = changes_of(card.fact for card in held)
    found = [_answer(card, told_since(changes.get(card.fact_id, ()), card.seen_at)) for card in held]
    flipped = [one for one in found if one and one.told.is_flipped]
    return tuple(sorted(flipped, key=lambda one: one.told.since, reverse=True)[:MOST_TOLD])


def _answer(card: Card, told: Told | None) -> ChangedAnswer | None:
    if told is None:
        return None
    fact = card.fact
    return ChangedAnswer(
        fact.title, lesson_url(fact.pack, fact.lesson, getattr(card, "lesson_title", None) or ""), told
    )
