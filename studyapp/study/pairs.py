"""Rows of one table that a learner takes for each other: read off the wrong options that were chosen."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from studyapp.domain.common.ratings import Rating
from studyapp.domain.items.values import ROW
from studyapp.library.models import Fact
from studyapp.quiz.models import Item
from studyapp.study.models import Review, ReviewKind
from studyapp.study.traps import counting

MOST_MISSES = 300  # the latest ones
DAYS_TO_RETURN = 2  # study days in which rows that were mixed up come back side by side

_Miss = tuple[int, int, Sequence[int], int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts, the one asked and its neighbour in the row that it was taken for, and how often that happened."""

    fact_id: int
    other_id: int
    times: int


@dataclass(frozen=True, slots=True)
class _Cell:
    fact_id: int
    pack_id: int
    family: str
    column: str
    title: str

    @property
    def table(self) -> tuple[int, str]:
        return self.pack_id, self.family.rpartition("/")[0]


def confused_pairs(learner_id: int, packs: Collection[int]) -> list[Pair]:
    """The pairs that still wait to be told apart, the most often confused first; four statements at most.

    A pair stays until the fact that was asked is right at a first try on a later study day.
    """
    return _pairs_of(_read(_waiting(learner_id, packs)))


def returning_pairs(learner_id: int, packs: Collection[int], day: int) -> frozenset[int]:
    """The facts of both rows of pairs that were mixed up one or two study days before `day`, and not asked between."""
    since = Review.objects.filter(
        learner_id=learner_id, fact=OuterRef("fact"), study_day__gt=OuterRef("study_day"), study_day__lt=day,
        is_repeat=False,
    )  # fmt: skip
    lately = _misses(learner_id, packs).filter(study_day__gte=day - DAYS_TO_RETURN, study_day__lt=day)
    pairs = _pairs_of(_read(lately.exclude(Exists(since))))
    return frozenset(fact_id for pair in pairs for fact_id in (pair.fact_id, pair.other_id))


def _pairs_of(misses: Sequence[_Miss]) -> list[Pair]:
    if not misses:
        return []
    items = Item.objects.in_bulk({item for _, item, _, _ in misses})
    cells = _cells({section for *_, section in misses})
    by_table: dict[tuple[int, str], list[_Cell]] = defaultdict(list)
    for cell in cells.values():
        by_table[cell.table].append(cell)
    times: Counter[tuple[int, int]] = Counter()
    for fact_id, item_id, choices, _ in misses:
        own = cells.get(fact_id)
        for name in _names_chosen(items.get(item_id), choices):
            other = _neighbour(own, name, by_table[own.table]) if own else None
            if other:
                times[fact_id, other] += 1
    return [Pair(*pair, count) for pair, count in _both_ways_once(times).most_common()]


def _waiting(learner_id: int, packs: Collection[int]) -> QuerySet[Review]:
    """Wrong answers about cells that were not right on a later day."""
    mended = Review.objects.filter(
        learner_id=learner_id, fact=OuterRef("fact"), study_day__gt=OuterRef("study_day"), score=1, is_repeat=False
    )
    return _misses(learner_id, packs).exclude(Exists(mended))


def _misses(learner_id: int, packs: Collection[int]) -> QuerySet[Review]:
    """Wrong answers about cells."""
    is_wrong = Q(score=0) & ~Q(kind=ReviewKind.CONTRAST) | Q(kind=ReviewKind.CONTRAST, rating=Rating.AGAIN)
    return counting(learner_id).filter(
        is_wrong, item_id__isnull=False, fact__kind="cell", fact__is_live=True, fact__pack__in=packs
    )


def _read(misses: QuerySet[Review]) -> list[_Miss]:
    """Fact, item, chosen options and section of each."""
    rows = misses.order_by("-answered_at")[:MOST_MISSES]
    found = rows.values_list("fact_id", "item_id", "choices", "fact__section_id")
    return [(fact_id, item_id or 0, choices, section) for fact_id, item_id, choices, section in found if choices]


def _cells(sections: Collection[int]) -> Mapping[int, _Cell]:
    facts = Fact.objects.live().filter(section__in=sections, kind="cell").order_by("position")
    return {row[0]: _Cell(*row) for row in facts.values_list("pk", "pack_id", "family", "column", "title")}


def _names_chosen(item: Item | None, choices: Sequence[int]) -> Iterator[str]:
    """The rows whose cells or names were chosen wrongly."""
    if item is None or (item.prompts and not item.pair_facts):
        return
    for place in choices[:1] if item.pair_facts else choices:  # of a match the row's own pair comes first
        origin = item.options[place - 1]["origin"] if place <= len(item.options) else ""
        if origin.startswith(ROW) and place not in item.keys:
            yield origin.removeprefix(ROW)


def _neighbour(own: _Cell, name: str, table: Sequence[_Cell]) -> int | None:
    """The cell of the row of that name: in the same column if it is asked there, else the row's first."""
    row = [cell for cell in table if cell.title.startswith(f"{name}, ") and cell.family != own.family]
    # of rows whose names begin alike ("RAM, fast") the shortest title is the one that ends after the name
    row.sort(key=lambda cell: (cell.column != own.column, len(cell.title)))
    return row[0].fact_id if row else None


def _both_ways_once(times: Counter[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """A taken for B and B for A are one pair."""
    whole: Counter[tuple[int, int]] = Counter()
    for (fact, other), count in times.items():
        pair = (other, fact) if (other, fact) in whole else (fact, other)
        whole[pair] += count
    return whole
