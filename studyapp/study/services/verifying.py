"""Comparing every card with what the log says it must be."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.replay import replay
from studyapp.study.models import Card, Review
from studyapp.study.services.cards import columns_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A card that is not what its log says; `what` names the columns, or why the log cannot be replayed."""

    learner_id: int
    fact_id: int
    what: str

    def __str__(self) -> str:
        return f"learner {self.learner_id}, fact {self.fact_id}: {self.what}"


def learners_with_memory() -> list[int]:
    """Ids of all learners who have a card or a row in the log."""
    cards = Card.objects.values_list("learner_id", flat=True).distinct()
    rows = Review.objects.values_list("learner_id", flat=True).distinct()
    return sorted({*cards, *rows})


def differences(learner_id: int) -> Iterator[Difference]:
    """Rebuild the learner's cards from the log and compare every column, floats bit by bit."""
    rows: dict[int, list[Review]] = defaultdict(list)
    for row in Review.objects.filter(learner_id=learner_id).iterator(chunk_size=2_000):
        rows[row.fact_id].append(row)
    for card in Card.objects.of(learner_id).order_by("fact_id"):
        found = _compare(card, rows.pop(card.fact_id, []))
        if found:
            yield Difference(learner_id, card.fact_id, found)
    for fact_id in sorted(rows):
        yield Difference(learner_id, fact_id, "rows in the log, but no card")


def _compare(card: Card, rows: list[Review]) -> str:
    taken_back = [row.corrects for row in rows if row.corrects is not None]
    if len(taken_back) > len(set(taken_back)):
        return "an answer was taken back twice"
    try:
        expected = columns_of(replay(rows, DEFAULT), card.introduced_at)
    except ValueError as error:
        return str(error)
    wrong = [
        f"{name} is {getattr(card, name)!r}, the log says {value!r}"
        for name, value in expected.items()
        if getattr(card, name) != value
    ]
    return "; ".join(wrong)
