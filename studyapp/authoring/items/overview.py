"""The lessons of a pack with how many items each has, and what was decided about them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from studyapp.library.models import ComparisonTable, Fact, Pack, PackVersion, VersionSection
from studyapp.library.queries import LessonEntry, lessons_of
from studyapp.quiz.models import Item, ItemDecision


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Of a lesson, or of all. `again`: decided, but question or key changed since; `new`: nobody looked yet."""

    items: int = 0
    suppressed: int = 0
    edited: int = 0
    again: int = 0
    new: int = 0
    unasked_facts: int = 0
    unasked_cells: int = 0


@dataclass(frozen=True, slots=True)
class LessonCounts:
    """A lesson with its counts."""

    lesson: LessonEntry
    counts: ItemCounts


def lessons_with_counts(pack: Pack, version: PackVersion) -> list[LessonCounts]:
    """The lessons of the current version in reading order: seven statements, however many there are."""
    lessons = lessons_of(version, pack.key)
    lesson_of = dict(VersionSection.objects.filter(version=version).values_list("revision_id", "lesson_id"))
    items = _item_counts(version, lesson_of)
    again = _by_lesson(stale_decisions(pack).values_list("fact__lesson_id"))
    unasked = _by_lesson(unasked_facts(pack, version).values_list("lesson_id"))
    cells = _cells(version, lesson_of)
    asked_cells = _by_lesson(pack.facts.live().filter(kind="cell").values_list("lesson_id"))
    return [
        LessonCounts(
            lesson,
            ItemCounts(
                **items[lesson.section_id],
                again=again[lesson.section_id],
                unasked_facts=unasked[lesson.section_id],
                unasked_cells=max(0, cells[lesson.section_id] - asked_cells[lesson.section_id]),
            ),
        )
        for lesson in lessons
    ]


def totals(lessons: list[LessonCounts]) -> ItemCounts:
    """The counts of all lessons together."""
    names = ItemCounts.__dataclass_fields__
    return ItemCounts(**{name: sum(getattr(one.counts, name) for one in lessons) for name in names})


def stale_decisions(pack: Pack) -> QuerySet[ItemDecision]:
    """Decisions about facts of the current version that no longer apply."""
    return ItemDecision.objects.filter(pack=pack, is_stale=True, fact__is_live=True)


def unasked_facts(pack: Pack, version: PackVersion) -> QuerySet[Fact]:
    """Facts that no item asks; a criterion is asked by its reflection."""
    items = Item.objects.open().filter(fact=OuterRef("pk"), revision__places__version=version)
    return pack.facts.live().exclude(kind="criterion").exclude(Exists(items))


def with_decision() -> Exists:
    """Whether somebody ever decided about an item."""
    same = {name: OuterRef(name) for name in ("fact_id", "form", "ordinal")}
    return Exists(ItemDecision.objects.filter(**same))


def _item_counts(version: PackVersion, lesson_of: Mapping[int, int]) -> Mapping[int, Counter[str]]:
    items = Item.objects.filter(revision__places__version=version).annotate(is_decided=with_decision())
    rows = items.values("revision_id").annotate(
        items=Count("pk"),
        suppressed=Count("pk", filter=Q(is_suppressed=True)),
        edited=Count("pk", filter=Q(generated__isnull=False)),
        new=Count("pk", filter=Q(is_decided=False)),
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts = {name: row[name] for name in ("items", "suppressed", "edited", "new")}
        found[lesson_of[row["revision_id"]]].update(counts)
    return found


def _cells(version: PackVersion, lesson_of: Mapping[int, int]) -> Counter[int]:
    """How many cells the tables of each lesson have, beside those that name rows."""
    tables = ComparisonTable.objects.filter(revision__places__version=version, furniture=False)
    cells: Counter[int] = Counter()
    for revision, columns, rows in tables.order_by().values_list("revision_id", "columns", "rows"):
        cells[lesson_of[revision]] += (len(columns) - 1) * len(rows)
    return cells


def _by_lesson(rows: QuerySet[Fact, tuple[int]] | QuerySet[ItemDecision, tuple[int]]) -> Counter[int]:
    return Counter(lesson for (lesson,) in rows)
