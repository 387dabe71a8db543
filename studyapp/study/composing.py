"""From queued facts to the entries of a session: in which form each is asked, and where its key stands."""

from collections.abc import Sequence
from dataclasses import replace

from studyapp.domain.items.values import CHOICES
from studyapp.domain.scheduling.interleaving import Question, interleave
from studyapp.domain.scheduling.mixture import most_true_false
from studyapp.domain.scheduling.queue import Queued
from studyapp.library.models import Fact
from studyapp.quiz.models import Item
from studyapp.quiz.placing import spread_keys
from studyapp.quiz.queries import askable
from studyapp.quiz.services import choose_item
from studyapp.study.models import Card
from studyapp.study.plan import Entry, column_number

COIN = "true-false"


def plan_of(learner_id: int, queued: Sequence[Queued], *, seed: str, mixes: bool = True) -> list[Entry]:
    """An entry for each queued fact, in the form that follows its last one; new ones interleaved by `seed`.

    Unless `mixes` is false, what can be asked otherwise is no more true or false once a quarter of the session is.
    """
    fact_ids = [one.fact_id for one in queued]
    items = askable(fact_ids)
    cards = {
        card.fact_id: card for card in Card.objects.of(learner_id).filter(fact_id__in=fact_ids).select_related("fact")
    }
    asked = [one for one in queued if items.get(one.fact_id)]
    firsts = {one.fact_id: _item_for(cards[one.fact_id], items[one.fact_id]) for one in asked}
    if mixes:
        _ask_otherwise(firsts, items, cards)
    entries, questions = {}, []
    for one in asked:
        card, first = cards[one.fact_id], firsts[one.fact_id]
        other = choose_item(items[one.fact_id], last_form=first.form, reps=card.reps + 1)
        column = column_number(card.fact.pack_id, card.fact.column)
        entries[one.fact_id] = Entry(one.fact_id, first.pk, other.pk, round(one.seconds, 1), column=column)
        questions.append(_question(card.fact, first, is_new=one.is_new))
    return [entries[one.fact_id] for one in interleave(questions, seed)]


def with_keys_spread(entries: Sequence[Entry], seed: str) -> list[Entry]:
    """The entries with a place for the key of each choice, so that in the session no place is right too often."""
    first, other = spread_keys([(one.item_id, one.other_item_id) for one in entries], seed)
    return [replace(entry, key_place=first[place], other_key_place=other[place]) for place, entry in enumerate(entries)]


def _item_for(card: Card, items: Sequence[Item]) -> Item:
    return choose_item(items, last_form=card.last_form, reps=card.reps)


def _ask_otherwise(firsts: dict[int, Item], items: dict[int, list[Item]], cards: dict[int, Card]) -> None:
    """Let those that can be asked in another way be no more true or false than fits."""
    coins = [fact_id for fact_id, item in firsts.items() if item.kind == COIN]
    others = {fact_id: [item for item in items[fact_id] if item.kind != COIN] for fact_id in coins}
    movable = [fact_id for fact_id in coins if others[fact_id]]
    for fact_id in movable[max(0, most_true_false(len(firsts)) - (len(coins) - len(movable))) :]:
        firsts[fact_id] = _item_for(cards[fact_id], others[fact_id])


def _question(fact: Fact, item: Item, *, is_new: bool) -> Question:
    return Question(
        fact_id=fact.pk,
        is_new=is_new,
        section=f"{fact.section_id}",
        form=f"{fact.kind} {item.kind}",
        column=f"{fact.pack_id}/{fact.column}" if fact.column else "",
        is_choice=item.kind in CHOICES,
    )
