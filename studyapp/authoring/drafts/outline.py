"""What an upload holds, lesson by lesson, for the page that reports on it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.assembly.reporting import capped
from studyapp.domain.lessons.pack import Section, StudyPack

SKIP_REASONS = {
    "empty": gettext_lazy("the cell is empty"),
    "key-empty": gettext_lazy("the row has no name"),
    "key-duplicate": gettext_lazy("two rows have the same name"),
    "names-row": gettext_lazy("the cell says the name of its row"),
    "row-word": gettext_lazy("the cell shares a word with a row’s name"),
    "shared": gettext_lazy("another row has the same cell"),
    "near-equal": gettext_lazy("another row’s cell says nearly the same"),
    "contained": gettext_lazy("the cell is part of another row’s cell, or holds it"),
    "few-distractors": gettext_lazy("too few wrong answers in the column"),
    "few-levels": gettext_lazy("too few different levels in the column"),
    "few-rows": gettext_lazy("the table has too few rows"),
    "too-long": gettext_lazy("the cell is too long for an option"),
    "navigation": gettext_lazy("the table is for finding one’s way"),
    "author-skip": gettext_lazy("the author asked to skip it"),
    "length-cue": gettext_lazy("the right answer would stand out by its length"),
    "stem-cue": gettext_lazy("the question would give the answer away"),
    "overlap-cue": gettext_lazy("the right answer would be the only one that has something of every other"),
}


@dataclass(frozen=True, slots=True)
class LessonOutline:
    """A lesson of an upload: its sections, and how much of it is asked."""

    key: str
    number: str
    title: str
    file: str
    sections: tuple[Section, ...]
    facts: int
    items: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings to show, and how many there are of each severity before any were left out."""

    shown: tuple[Diagnostic, ...]
    errors: int
    warnings: int
    infos: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.errors + self.warnings + self.infos


def outline(pack: StudyPack, bank: Bank) -> list[LessonOutline]:
    """The lessons of a pack in reading order."""
    lessons: dict[str, list[Section]] = {}
    for section in pack.sections:
        lessons.setdefault(section.lesson_key or section.key, []).append(section)
    section_of = {fact.key: fact.section_key for fact in bank.facts}
    facts = Counter(section_of.values())
    items = Counter(section_of[item.fact_key] for item in bank.items)
    return [_lesson(key, sections, facts, items) for key, sections in lessons.items()]


def _lesson(key: str, sections: Sequence[Section], facts: Counter[str], items: Counter[str]) -> LessonOutline:
    first = sections[0]
    return LessonOutline(
        key=key,
        number=first.number,
        title=first.title,
        file=first.file,
        sections=tuple(sections),
        facts=sum(facts[section.key] for section in sections),
        items=sum(items[section.key] for section in sections),
    )


def findings_of(diagnostics: Sequence[Diagnostic]) -> Findings:
    """Errors first, then warnings, then the rest; as many of a code in a file as `capped` leaves."""
    order = ("error", "warning", "info")
    counts = Counter(found.severity for found in diagnostics)
    ranked = sorted(capped(diagnostics), key=lambda found: order.index(found.severity))
    return Findings(tuple(ranked), counts["error"], counts["warning"], counts["info"])


def skipped_cells(bank: Bank) -> list[tuple[Any, int]]:
    """Why table cells are not asked, in words, with their number; the most frequent reason first."""
    counts = Counter(skip.reason for skip in bank.skipped)
    return [(SKIP_REASONS.get(reason, reason), count) for reason, count in counts.most_common()]
