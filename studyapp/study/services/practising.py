"""Practice on demand: which cards a choice of the learner means, and the plan made of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import MemoryState
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import Queued, expected_seconds, practice
from studyapp.library.models import Fact, Section
from studyapp.quiz.queries import askable
from studyapp.quiz.services import choose_item
from studyapp.study.composing import plan_of
from studyapp.study.contrasts import Contrast, beside, choose, in_turn, of_cards, of_lessons, shuffled, with_contrasts
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

    def queue(contrasts: Sequence[Contrast]) -> Sequence[Queued]:
        most = max(0, wish.most - len(contrasts))
        free = beside(known, contrasts)
        return practice(free, day.number, most, DEFAULT, busy_families=day.busy_families, seed=day.seed)

    contrasts = _of_lesson(learner_id, wish, day, queue)
    entries = with_contrasts(
        plan_of(learner_id, queue(contrasts), seed=day.seed, mixes=mixes), contrasts, day.busy_families
    )
    busy = [one for one in beside(known, contrasts) if one.family in day.busy_families]
    again = practice(busy, day.number, wish.most - len(entries), DEFAULT, seed=day.seed)
    repeats = plan_of(learner_id, again, seed=day.seed, mixes=mixes)
    for one in repeats:
        entries = with_added(entries, replace(one, is_repeat=True), after=0)
    return entries


def _of_lesson(
    learner_id: int, wish: Practice, day: Day, queue: Callable[[Sequence[Contrast]], Sequence[Queued]]
) -> list[Contrast]:
    """The questions about several rows of the lesson; once all rows were asked today, one of them as a repeat."""
    if wish.what != "lesson" or wish.lesson is None:
        return []
    present = of_lessons(learner_id, [wish.lesson.pk])
    if present and not queue([]):
        return [in_turn(present, day)[0]]
    return choose(present, day, queue)


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
    silent = Q(kind__in=(ReviewKind.UNDO, *EDITS)) | Q(kind=ReviewKind.CONTRAST, rating=0)
    tries = own.exclude(silent).exclude(Exists(undone)).order_by("-card_version")
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
    told = _told_apart(learner_id, pairs, facts, day)
    entries = [one.entry(day.busy_families) for one in told]
    for fact_id in [*firsts, *others]:
        card, own = cards.get(fact_id), items.get(fact_id)
        if card is None or not own or any(_is_in(facts[fact_id], one) for one in told):
            continue
        fresh = [one for one in own if one.form != shown.get(partner.get(fact_id, 0))] or own
        first = choose_item(fresh, last_form=card.last_form, reps=card.reps)
        other = choose_item(own, last_form=first.form, reps=card.reps + 1)
        shown[fact_id] = first.form
        fact = facts[fact_id]
        is_busy, column = f"{fact.pack_id}/{fact.family}" in day.busy_families, column_number(fact.pack_id, fact.column)
        entries.append(Entry(fact_id, first.pk, other.pk, _seconds(state_of(card), day), is_busy, column=column))
    return entries


def _told_apart(learner_id: int, pairs: Sequence[Pair], facts: Mapping[int, Fact], day: Day) -> list[Contrast]:
    """Questions that put both rows of a pair side by side, one of a table: they take the place of the rows' own."""
    lessons = {fact.lesson_id for fact in facts.values()}
    present = shuffled(of_cards(learner_id, lessons), day)
    found: dict[str, Contrast] = {}
    for pair in pairs:
        asked, other = facts.get(pair.fact_id), facts.get(pair.other_id)
        if asked and other:
            fitting = [one for one in present if _is_in(asked, one) and _is_in(other, one)]
            fitting.sort(key=lambda one: (one.column != f"{asked.pack_id}/{asked.column}", len(one.families) == 1))
            for one in fitting:
                found.setdefault(one.table, one)
    return list(found.values())


def _is_in(fact: Fact, contrast: Contrast) -> bool:
    """Whether the row of the fact is one of those that the question is about."""
    if f"{fact.pack_id}/{fact.family}" in contrast.families:
        return True
    same_table = f"{fact.pack_id}/{fact.family}".rpartition("/")[0] == contrast.table
    return same_table and any(fact.title.startswith(f"{name}, ") for name in contrast.names if name)


def _seconds(state: MemoryState | None, day: Day) -> float:
    return round(expected_seconds(state, day.number, DEFAULT), 1)
