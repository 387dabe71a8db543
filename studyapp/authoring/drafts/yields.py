"""What each lesson of an upload yields, as a tree with counts and as bars."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from studyapp.domain.items.values import Bank, FactKind
from studyapp.domain.lessons.blocks import (
    Block,
    Callout,
    ComparisonTable,
    Definition,
    Question,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.pack import Section, StudyPack

FACTS: dict[FactKind, Any] = {
    "cell": gettext_lazy("Table cells"),
    "steps": gettext_lazy("Steps"),
    "definition": gettext_lazy("Definitions"),
    "trap": gettext_lazy("Traps"),
    "principle": gettext_lazy("Principles"),
    "question": gettext_lazy("Questions"),
    "criterion": gettext_lazy("Criteria of reflections"),
}
_KINDS: dict[str, tuple[str, Any]] = {
    "principle": ("key", gettext_lazy("Principles")),
    "table": ("table", gettext_lazy("Tables")),
    "steps": ("list-ordered", gettext_lazy("Steps")),
    "definition": ("book", gettext_lazy("Definitions")),
    "trap": ("triangle-alert", gettext_lazy("Traps")),
    "question": ("circle-check", gettext_lazy("Questions")),
    "reflection": ("circle-question-mark", gettext_lazy("Reflections")),
    "callout": ("info", gettext_lazy("Remarks")),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """How many blocks of a kind were recognised, with the icon and name of the kind."""

    kind: str
    icon: str
    name: Any
    count: int


@dataclass(frozen=True, slots=True)
class SectionYield:
    """A section: what was recognised in it, and how much of it is asked."""

    number: str
    title: str
    line: int
    level: int
    recognised: tuple[Recognised, ...]
    facts: int


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a lesson's bar, from `start` on `width` percent wide."""

    kind: str
    name: Any
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class LessonYield:
    """A lesson with its sections, what was recognised in all of them, and the bar of its facts."""

    key: str
    number: str
    title: str
    file: str
    sections: tuple[SectionYield, ...]
    recognised: tuple[Recognised, ...]
    parts: tuple[Part, ...]
    facts: int
    items: int


def lesson_yields(pack: StudyPack | None, bank: Bank | None) -> tuple[LessonYield, ...]:
    """The lessons in reading order; the longest bar is that of the lesson with most facts."""
    if pack is None or bank is None:
        return ()
    lessons: dict[str, list[Section]] = {}
    for section in pack.sections:
        lessons.setdefault(section.lesson_key or section.key, []).append(section)
    section_of = {fact.key: fact.section_key for fact in bank.facts}
    facts = Counter((fact.section_key, fact.kind) for fact in bank.facts)
    items = Counter(section_of[item.fact_key] for item in bank.items)
    most = max((_facts_of(sections, facts).total() for sections in lessons.values()), default=0)
    return tuple(_lesson(key, sections, facts, items, most) for key, sections in lessons.items())


def legend(lessons: Sequence[LessonYield]) -> list[tuple[str, Any, int]]:
    """The kinds of facts that there are, each with its name and number."""
    counts: Counter[str] = Counter()
    for lesson in lessons:
        counts.update({part.kind: part.count for part in lesson.parts})
    return [(kind, name, counts[kind]) for kind, name in FACTS.items() if counts[kind]]


def _facts_of(sections: Sequence[Section], facts: Counter[tuple[str, FactKind]]) -> Counter[str]:
    return Counter({kind: sum(facts[section.key, kind] for section in sections) for kind in FACTS})


def _lesson(
    key: str,
    sections: Sequence[Section],
    facts: Counter[tuple[str, FactKind]],
    items: Counter[str],
    most: int,
) -> LessonYield:
    first = sections[0]
    own = _facts_of(sections, facts)
    return LessonYield(
        key=key,
        number=first.number,
        title=first.title,
        file=first.file,
        sections=tuple(_section(section, facts, first.depth) for section in sections),
        recognised=tuple(_recognised([block for section in sections for block in section.blocks])),
        parts=tuple(_parts(own, most)),
        facts=own.total(),
        items=sum(items[section.key] for section in sections),
    )


def _section(section: Section, facts: Counter[tuple[str, FactKind]], top: int) -> SectionYield:
    return SectionYield(
        number=section.number,
        title=section.title,
        line=section.line,
        level=min(max(section.depth - top, 0), 3),
        recognised=tuple(_recognised(section.blocks)),
        facts=_facts_of([section], facts).total(),
    )


def _parts(own: Counter[str], most: int) -> Iterator[Part]:
    start = 0.0
    for kind, name in FACTS.items():
        if own[kind]:
            width = round(100 * own[kind] / most, 2)
            yield Part(kind, name, own[kind], round(start, 2), width)
            start += width


def _recognised(blocks: Sequence[Block]) -> Iterator[Recognised]:
    counts = Counter(map(_kind, blocks))
    for kind, (icon, name) in _KINDS.items():
        if counts[kind]:
            yield Recognised(kind, icon, name, counts[kind])


def _kind(block: Block) -> str:
    if isinstance(block, Callout):
        return "principle" if block.kind == "principle" else "callout"
    if isinstance(block, ComparisonTable):
        return "" if block.furniture else "table"
    names = {Steps: "steps", Definition: "definition", Trap: "trap", Question: "question", Reflection: "reflection"}
    return names.get(type(block), "")
