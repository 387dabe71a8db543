"""Questions about several rows of one table: when a session has one, and what is left out of it then."""

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta

from studyapp.domain.items.choosing import NOT_DUE
from studyapp.domain.scheduling.interleaving import chance_of
from studyapp.domain.scheduling.queue import Candidate, Queued
from studyapp.library.fitting import fit_key
from studyapp.library.publishing import FACT_KEY_CHARACTERS
from studyapp.quiz.models import Item
from studyapp.study.models import Card, LessonRead
from studyapp.study.plan import Entry, column_number
from studyapp.study.planning import Day

PART = 10  # questions of a session for each one about several rows
LEAST_BESIDE = 3  # questions that are left beside it
SECONDS = 20.0
SECONDS_A_PAIR = 8.0
_TRIED = 6  # tables: each costs a look at the whole queue


@dataclass(frozen=True, slots=True)
class Contrast:
    """An item about several rows, with what it is about. `column` is that of its table, as candidates name it."""

    fact_id: int
    item_id: int
    pack_id: int
    column: str
    families: frozenset[str]
    seconds: float
    names: frozenset[str]  # of the rows among its options

    @property
    def table(self) -> str:
        """Its table."""
        return self.column.rpartition("/")[0]

    @property
    def queued(self) -> Queued:
        """The question as the queue counts it."""
        return Queued(self.fact_id, is_new=True, seconds=self.seconds)

    def entry(self, busy: Set[str] = frozenset()) -> Entry:
        """The question in a plan; after a miss it is asked once more. A repeat where one of its rows is `busy`."""
        number = column_number(self.pack_id, self.column.partition("/")[2])
        again = bool(self.families & busy)
        return Entry(self.fact_id, self.item_id, self.item_id, self.seconds, again, column=number)


def of_lessons(learner_id: int, lessons: Collection[int]) -> list[Contrast]:
    """The questions about several rows in lessons that the learner understood; three statements at most."""
    read = LessonRead.objects.filter(learner_id=learner_id, lesson__in=lessons).values_list("lesson", flat=True)
    understood = list(read) if lessons else []
    return of_cards(learner_id, understood) if understood else []


def of_cards(learner_id: int, lessons: Collection[int]) -> list[Contrast]:
    """The questions about several rows of which the learner has every card; two statements."""
    items = Item.objects.current().open().filter(form__in=NOT_DUE, fact__lesson__in=lessons, fact__is_live=True)
    found = list(items.order_by("pk").values_list("pk", "fact", "fact__pack", "fact__key", "pair_facts", "options"))
    if not found:
        return []
    cards = Card.objects.of(learner_id).filter(is_active=True, fact__is_live=True, fact__lesson__in=lessons)
    rows = cards.values_list("fact__pack", "fact__key", "fact__family", "fact__column")
    held = {(pack, key): (family, column) for pack, key, family, column in rows}
    contrasts = []
    for item_id, fact_id, pack, own, pairs, options in found:
        keys = {own, *(fit_key(key, FACT_KEY_CHARACTERS) for key in pairs)}
        if all((pack, key) in held for key in keys) and held[pack, own][1]:
            contrasts.append(
                Contrast(
                    fact_id=fact_id,
                    item_id=item_id,
                    pack_id=pack,
                    column=f"{pack}/{held[pack, own][1]}",
                    families=frozenset(f"{pack}/{held[pack, key][0]}" for key in keys),
                    seconds=SECONDS + SECONDS_A_PAIR * len(pairs),
                    names=frozenset(one["origin"].partition(":")[2] for one in options),
                )
            )
    return contrasts


def choose(
    present: Sequence[Contrast], day: Day, queue: Callable[[Sequence[Contrast]], Sequence[Queued]]
) -> list[Contrast]:
    """Those that a session asks: one for ten of its questions, but at least one; of a table at most one.

    None of their rows was asked today, and beside them at least three questions are left. `queue` is what is asked
    beside some of them.
    """
    free = [one for one in in_turn(present, day) if not one.families & day.busy_families][:_TRIED]
    most = max(1, len(queue([])) // PART) if free else 0
    taken: list[Contrast] = []
    for one in free:
        if len(taken) < most and len(queue([*taken, one])) >= LEAST_BESIDE:
            taken.append(one)
    return taken


def in_turn(present: Sequence[Contrast], day: Day) -> list[Contrast]:
    """One of each table, another on another day."""
    first: dict[str, Contrast] = {}
    for one in shuffled(present, day):
        first.setdefault(one.table, one)
    return list(first.values())


def shuffled(present: Sequence[Contrast], day: Day) -> list[Contrast]:
    """The same, in the order of the day."""
    return sorted(present, key=lambda one: chance_of(day.seed, one.item_id))


def beside(candidates: Iterable[Candidate], contrasts: Sequence[Contrast]) -> list[Candidate]:
    """What may be asked beside them: no fact of their rows, and none of their column, which they show."""
    families = frozenset[str]().union(*(one.families for one in contrasts))
    columns = {one.column for one in contrasts}
    return [one for one in candidates if one.family not in families and one.column not in columns]


def after_lessons(day: Day) -> tuple[Day, list[Contrast]]:
    """What the day's queue asks about several rows of lessons that were understood today, and the day beside it."""
    began = day.ends - timedelta(days=1)
    read = LessonRead.objects.filter(learner_id=day.learner_id, understood_at__gte=began)
    lessons = list(read.values_list("lesson", flat=True))
    present = of_cards(day.learner_id, lessons) if lessons else []
    contrasts = choose(present, day, lambda taken: _without(day, taken).queue())
    return _without(day, contrasts), contrasts


def _without(day: Day, contrasts: Sequence[Contrast]) -> Day:
    seconds = max(0.0, day.seconds - sum(one.seconds for one in contrasts))
    return replace(day, candidates=tuple(beside(day.candidates, contrasts)), seconds=seconds) if contrasts else day


def with_contrasts(
    entries: Sequence[Entry], contrasts: Sequence[Contrast], busy: Set[str] = frozenset()
) -> list[Entry]:
    """The entries in as many parts as there are questions about several rows, one at the end of each part."""
    whole = list(entries)
    for number, one in reversed(list(enumerate(contrasts, 1))):
        whole.insert(len(entries) * number // len(contrasts), one.entry(busy))
    return whole
