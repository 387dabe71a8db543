"""Practice on demand: which cards a choice of the learner means, and the plan made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import MemoryState
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import expected_seconds, practice
from studyapp.library.models import Fact, Section
from studyapp.quiz.queries import askable
from studyapp.quiz.services import choose_item
from studyapp.study.composing import plan_of
from studyapp.study.models import EDITS, Card, Flag, LessonRead, Review, ReviewKind
from studyapp.study.pairs import Pair, confused_pairs
from studyapp.study.plan import Entry, column_number, with_added
from studyapp.study.planning import Day, candidates, enrolled_packs, own_cards
from studyapp.study.services.cards import make_missing_cards, state_of
from studyapp.study.traps import returning_traps

What = Literal["lesson", "domain", "missed", "flagged", "traps", "rows"]
DEFAULT_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Practice:
    """What a learner wants to practise. `lesson` belongs to the choice `lesson`, pack id and `domain` to `domain`."""

    what: What
    most: int = DEFAULT_QUESTIONS
    lesson: Section | None = None
    pack_id: int = 0
    domain: str = ""


def practice_entries(learner_id: int, wish: Practice, day: Day, at: datetime) -> Sequence[Entry]:
    """What to ask; facts whose family was asked today come after the others, as repeats."""
    packs = enrolled_packs(learner_id)
    if wish.what == "rows":
        return _contrast(learner_id, confused_pairs(learner_id, packs)[: max(1, wish.most // 2)], day, packs)
    if wish.what == "traps":
        make_missing_cards(learner_id, returning_traps(learner_id, packs), at)
    turns = "fact__kind" if wish.what == "lesson" else "fact__domain_code"
    mixes = wish.what != "traps"  # which are nearly all asked by true or false
    known = list(candidates(chosen_cards(learner_id, wish, packs), {}, turns=turns, mixes=mixes))
    fresh = practice(known, day.number, wish.most, DEFAULT, busy_families=day.busy_families, seed=day.seed)
    entries = plan_of(learner_id, fresh, seed=day.seed, mixes=mixes)
    busy = [one for one in known if one.family in day.busy_families]
    again = practice(busy, day.number, wish.most - len(entries), DEFAULT, seed=day.seed)
    repeats = plan_of(learner_id, again, seed=day.seed, mixes=mixes)
    for one in repeats:
        entries = with_added(entries, replace(one, is_repeat=True), after=0)
    return entries


def chosen_cards(learner_id: int, wish: Practice, packs: Sequence[int]) -> QuerySet[Card]:
    """The cards that a choice means, due or not."""
    cards = own_cards(learner_id, packs)
    if wish.what == "lesson":
        cards = cards.filter(fact__lesson=wish.lesson)
        if not LessonRead.objects.filter(learner_id=learner_id, lesson=wish.lesson).exists():
            cards = cards.exclude(fact__kind="principle")  # nobody can state what they have not read
        return cards
    if wish.what == "domain":
        return cards.filter(fact__pack=wish.pack_id, fact__domain_code=wish.domain)
    if wish.what == "missed":
        return missed(cards)
    if wish.what == "flagged":
        return flagged(cards)
    return cards.filter(fact__in=returning_traps(learner_id, packs))


def missed(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Cards whose latest first try was a miss."""
    own = Review.objects.filter(learner_id=OuterRef("learner_id"), fact_id=OuterRef("fact_id"), is_repeat=False)
    undone = Review.objects.filter(learner_id=OuterRef("learner_id"), corrects=OuterRef("id"))
    tries = own.exclude(kind__in=(ReviewKind.UNDO, *EDITS)).exclude(Exists(undone)).order_by("-card_version")
    return cards.alias(last_rating=Subquery(tries.values("rating")[:1])).filter(last_rating=Rating.AGAIN)


def flagged(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Cards of facts that the learner flagged."""
    return cards.filter(Exists(Flag.objects.filter(learner_id=OuterRef("learner_id"), fact_id=OuterRef("fact_id"))))


def _contrast(learner_id: int, pairs: Sequence[Pair], day: Day, packs: Sequence[int]) -> list[Entry]:
    """Both rows of each pair: first all that were asked, then those they were taken for, in another form if there is.

    So the two of a pair are in one session, with those of the other pairs between them.
    """
    firsts = list(dict.fromkeys(pair.fact_id for pair in pairs))
    others = [one for one in dict.fromkeys(pair.other_id for pair in pairs) if one not in firsts]
    cards = {card.fact_id: card for card in own_cards(learner_id, packs).filter(fact__in=[*firsts, *others])}
    facts = Fact.objects.in_bulk(cards)
    items = askable(list(cards))
    shown: dict[int, str] = {}
    partner = {pair.other_id: pair.fact_id for pair in reversed(pairs)}
    entries = []
    for fact_id in [*firsts, *others]:
        card, own = cards.get(fact_id), items.get(fact_id)
        if card is None or not own:
            continue
        fresh = [one for one in own if one.form != shown.get(partner.get(fact_id, 0))] or own
        first = choose_item(fresh, last_form=card.last_form, reps=card.reps)
        other = choose_item(own, last_form=first.form, reps=card.reps + 1)
        shown[fact_id] = first.form
        fact = facts[fact_id]
        is_busy, column = f"{fact.pack_id}/{fact.family}" in day.busy_families, column_number(fact.pack_id, fact.column)
        entries.append(Entry(fact_id, first.pk, other.pk, _seconds(state_of(card), day), is_busy, column=column))
    return entries


def _seconds(state: MemoryState | None, day: Day) -> float:
    return round(expected_seconds(state, day.number, DEFAULT), 1)
