"""The items of one lesson as learners see them, with the key marked and with what was decided about each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyapp.authoring.items.cells import Asked, CellGrid, cell_grids
from studyapp.authoring.items.groups import ItemGroup, groups_of
from studyapp.authoring.items.overview import unasked_facts
from studyapp.authoring.items.reviewed import ReviewedItem, reviewed
from studyapp.domain.items.drafting import draft_belief
from studyapp.domain.items.reviewing import STEM, Breach, as_source, editable_places
from studyapp.domain.lessons.blocks import Trap
from studyapp.domain.lessons.pack import Section
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact, Pack, PackVersion, VersionSection
from studyapp.library.queries import LessonEntry, lessons_of
from studyapp.library.section_content import from_plain
from studyapp.quiz.beliefs import BELIEF_ORDINAL, words_of
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.services import as_value
from studyapp.quiz.showing import LETTERS


@dataclass(frozen=True, slots=True)
class EditField:
    """A field of the edit form with what is wrong with it; `place` 0 is the stem."""

    place: int
    letter: str
    value: str
    errors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """In the form."""
        return f"option-{self.place}" if self.place else "stem"


@dataclass(frozen=True, slots=True)
class UnaskedFact:
    """A fact that no item asks, and whether items of it were suppressed."""

    title: str
    suppressed: int


@dataclass(frozen=True, slots=True)
class TrapWithoutBelief:
    """A trap whose author wrote no belief, with a proposal; `how` is "told", "turned", "before" or ""."""

    fact_id: int
    html: str
    place: str
    text: str
    how: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class LessonReview:
    """Everything on the review page of a lesson."""

    pack: Pack
    lesson: LessonEntry
    previous: LessonEntry | None
    next: LessonEntry | None
    language: str
    items: tuple[ReviewedItem, ...]
    unasked: tuple[UnaskedFact, ...]
    groups: tuple[ItemGroup, ...]
    traps: tuple[TrapWithoutBelief, ...]

    def count(self, *states: str) -> int:
        """How many items are in one of these states."""
        return sum(one.state in states for one in self.items)

    @property
    def suppressed(self) -> int:
        """Items that are not asked."""
        return self.count("suppressed")

    @property
    def edited(self) -> int:
        """Items in an instructor's words."""
        return self.count("edited")

    @property
    def again(self) -> int:
        """Items whose question or key changed since they were decided."""
        return self.count("again")

    @property
    def new(self) -> int:
        """Items that nobody looked at."""
        return self.count("new")


def items_of(version: PackVersion) -> Any:
    """The items of a version, ready to be shown."""
    return Item.objects.filter(revision__places__version=version).select_related("fact__pack__current_version")


def review_of(pack: Pack, version: PackVersion, lesson_key: str) -> LessonReview | None:
    """The review page of a lesson, None if there is no such lesson: seven statements, however many items it has."""
    lessons = lessons_of(version, pack.key)
    index = next((index for index, lesson in enumerate(lessons) if lesson.key == lesson_key), None)
    if index is None:
        return None
    lesson = lessons[index]
    places = list(
        VersionSection.objects.filter(version=version, lesson=lesson.section_id)
        .select_related("revision__content", "lesson")
        .order_by("position")
    )
    sections = [_section(place) for place in places if _is_kept(place)]
    rows = items_of(version).filter(revision__in=[place.revision_id for place in places])
    items = list(rows.order_by("fact__position", "form", "ordinal"))
    decisions = _decisions(pack, lesson)
    shown = _reviewed(items, decisions)
    return LessonReview(
        pack=pack,
        lesson=lesson,
        previous=lessons[index - 1] if index else None,
        next=lessons[index + 1] if index + 1 < len(lessons) else None,
        language=version.language,
        items=shown,
        unasked=_unasked(pack, version, lesson, items),
        groups=groups_of(places, shown, _grids(places, items)),
        traps=tuple(_traps(sections, pack, lesson, decisions)),
    )


def edit_fields(
    item: Item, given: Mapping[str, str] | None = None, breaches: Iterable[Breach] = ()
) -> tuple[EditField, ...]:
    """The fields of an item's edit form: as it stands now, or as `given` and refused for `breaches`."""
    errors: dict[int, list[str]] = defaultdict(list)
    for breach in breaches:
        errors[breach.place].append(str(breach))
    fields = [EditField(STEM, "", as_source(item.stem_html), tuple(errors[STEM]))]
    for place in editable_places(as_value(item)):
        source = as_source(item.options[place - 1]["html"])
        fields.append(EditField(place, LETTERS[place - 1], source, tuple(errors[place])))
    if given is None:
        return tuple(fields)
    return tuple(EditField(one.place, one.letter, given.get(one.name, one.value), one.errors) for one in fields)


def _is_kept(place: VersionSection) -> bool:
    """Whether what was read of the section is still there."""
    return hasattr(place.revision, "content")


def _grids(places: Sequence[VersionSection], items: Iterable[Item]) -> dict[int, Sequence[CellGrid]]:
    """The tables of each section revision, cell by cell."""
    asked = _by_fact(items)
    return {place.revision_id: cell_grids([_section(place)], asked) for place in places if _is_kept(place)}


def _section(place: VersionSection) -> Section:
    plain = place.revision.content.content
    return from_plain(plain, file=place.file, line=place.line, lesson_key=place.lesson.key)


def _decisions(pack: Pack, lesson: LessonEntry) -> dict[tuple[int, str, int], ItemDecision]:
    rows = ItemDecision.objects.filter(pack=pack, fact__lesson=lesson.section_id).select_related("decided_by")
    return {row.form_of_fact: row for row in rows}


def _reviewed(
    items: Sequence[Item], decisions: Mapping[tuple[int, str, int], ItemDecision]
) -> tuple[ReviewedItem, ...]:
    """In reading order; withdrawn beliefs are not shown."""
    shown = (reviewed(item, decisions.get(item.form_of_fact)) for item in items)
    return tuple(one for one in shown if not (one.is_belief and (one.decision is None or one.decision.is_stale)))


def _by_fact(items: Iterable[Item]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = defaultdict(list)
    for item in items:
        found[item.fact.key].append(Asked(item.pk, item.is_suppressed))
    return found


def _unasked(pack: Pack, version: PackVersion, lesson: LessonEntry, items: Sequence[Item]) -> tuple[UnaskedFact, ...]:
    suppressed: dict[int, int] = defaultdict(int)
    for item in items:
        suppressed[item.fact_id] += item.is_suppressed
    facts = unasked_facts(pack, version).filter(lesson=lesson.section_id)
    return tuple(UnaskedFact(fact.title, suppressed[fact.pk]) for fact in facts)


def _traps(
    sections: Sequence[Section],
    pack: Pack,
    lesson: LessonEntry,
    decisions: Mapping[tuple[int, str, int], ItemDecision],
) -> Iterable[TrapWithoutBelief]:
    """Traps without a belief of their author or an approved one that still applies."""
    facts = dict(Fact.objects.filter(pack=pack, kind="trap", lesson=lesson.section_id).values_list("key", "pk"))
    for section in sections:
        for trap in section.blocks:
            fact = facts.get(fit_key(trap.key, 400)) if isinstance(trap, Trap) else None
            if not isinstance(trap, Trap) or fact is None or (trap.belief and trap.belief.text.strip()):
                continue
            decision = decisions.get((fact, "belief", BELIEF_ORDINAL))
            if decision is None or decision.is_stale:
                yield _drafted(section, trap, fact, decision)


def _drafted(section: Section, trap: Trap, fact: int, decision: ItemDecision | None) -> TrapWithoutBelief:
    place = f"{section.file}:{trap.line}"
    if decision is not None:
        return TrapWithoutBelief(fact, trap.html, place, words_of(decision), "before")
    draft = draft_belief(trap.text)
    return TrapWithoutBelief(fact, trap.html, place, draft.text if draft else "", draft.how if draft else "")
