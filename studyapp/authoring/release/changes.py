"""What a version changes against another one, lesson by lesson, and what that does to learners."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studyapp.authoring.comparing.sequences import Budget
from studyapp.authoring.comparing.words import Piece, word_difference
from studyapp.authoring.queries import FactsSeen, facts_seen
from studyapp.domain.items.effects import compare
from studyapp.domain.lessons.difference.packs import Change, ChangeKind
from studyapp.domain.lessons.likeness.severity import Severity
from studyapp.domain.lessons.pack import Section
from studyapp.library.models import Pack

SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # from the lightest to the gravest
SEVERITY_WORDS: Mapping[Severity, Promise] = {
    "typo": gettext_lazy("typo"),
    "clarification": gettext_lazy("clearer wording"),
    "meaning": gettext_lazy("meaning changed"),
    "flipped": gettext_lazy("answer flipped"),
}
KIND_WORDS: Mapping[ChangeKind, Promise] = {
    "new": gettext_lazy("New"),
    "moved": gettext_lazy("Moved"),
    "reworded": gettext_lazy("Reworded"),
    "meaning": gettext_lazy("Meaning changed"),
    "flipped": gettext_lazy("Answer flipped"),
    "retired": gettext_lazy("Retired"),
}
BLOCK_WORDS: Mapping[str, Promise] = {
    "section": gettext_lazy("section"),
    "table": gettext_lazy("table"),
    "cell": gettext_lazy("table cell"),
    "definition": gettext_lazy("definition"),
    "trap": gettext_lazy("exam trap"),
    "question": gettext_lazy("question"),
    "steps": gettext_lazy("steps"),
    "callout": gettext_lazy("callout"),
    "reflection": gettext_lazy("reflection question"),
    "criterion": gettext_lazy("rubric criterion"),
    "prose": gettext_lazy("text"),
}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as the page shows it. `severity` is the author's choice, else the guess; `learners` have seen it."""

    change: Change
    severity: Severity | None
    learners: int
    budget: Budget = field(repr=False, compare=False)  # of all that is compared for one page

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The wording with what was struck and put in; made for who looks at it, never for publishing."""
        if self.change.kind == "moved":
            moved = {"before": self.change.before, "after": self.change.after}
            return (Piece("same", _("from %(before)s to %(after)s") % moved),)
        return word_difference(self.change.before, self.change.after, self.budget)

    @property
    def block(self) -> str | Promise:
        """What kind of thing changed, in words."""
        return BLOCK_WORDS.get(self.change.block, self.change.block)

    @property
    def is_asked(self) -> bool:
        """Whether something that learners are asked changed, so that its severity matters to them."""
        return self.severity is not None and bool(self.change.fact_keys)

    @property
    def options(self) -> list[tuple[Severity, Promise, bool]]:
        """The severities to choose from, in words, with the one that holds marked."""
        return [(one, SEVERITY_WORDS[one], one == self.severity) for one in SEVERITIES]

    @property
    def touches(self) -> bool:
        """Whether learners who saw it notice anything."""
        return bool(self.learners) and self.change.kind not in ("new", "moved") and self.severity != "typo"

    @property
    def effect(self) -> str:
        """What happens to learners, in words."""
        if not self.change.fact_keys:
            return _("only read, nothing is asked")
        return _with_learners(_effect(self.change.kind, self.severity), self.learners if self.touches else 0)


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind in a lesson."""

    kind: ChangeKind
    changes: tuple[ShownChange, ...]

    @property
    def title(self) -> Promise:
        """The kind in words."""
        return KIND_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class LessonChanges:
    """What changed in one lesson. A lesson that `is_gone` has no page in the new version."""

    key: str
    title: str
    is_gone: bool
    groups: tuple[Group, ...]

    @property
    def changes(self) -> list[ShownChange]:
        """All of them, kind by kind."""
        return [change for group in self.groups for change in group.changes]

    @property
    def counts(self) -> list[tuple[str | Promise, int]]:
        """How many of each kind of block changed, in words, the most frequent first."""
        found = Counter(change.change.block for change in self.changes).most_common()
        return [(BLOCK_WORDS.get(block, block), count) for block, count in found]


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one version to another. `resets` counts memories that begin anew, `learners` people."""

    lessons: tuple[LessonChanges, ...]
    learners: int
    resets: int
    open_lessons: int = 10  # of a long one; the others are folded

    @property
    def is_long(self) -> bool:
        """Whether it is too much to read in one go."""
        return len(self.lessons) > self.open_lessons

    @property
    def changes(self) -> list[ShownChange]:
        """All of them in reading order."""
        return [change for lesson in self.lessons for group in lesson.groups for change in group.changes]

    @property
    def counts(self) -> list[tuple[str | Promise, int]]:
        """How many changes there are of each kind, in words, in the order of the page."""
        found = Counter(shown.change.kind for shown in self.changes)
        return [(words, found[kind]) for kind, words in KIND_WORDS.items() if found[kind]]

    def severities(self) -> dict[str, Severity]:
        """For each fact the gravest severity of the changes that touch it."""
        found: dict[str, Severity] = {}
        for shown in self.changes:
            for key in shown.change.fact_keys if shown.severity else ():
                found[key] = max(found.get(key, "typo"), shown.severity or "typo", key=SEVERITIES.index)
        return found


def difference(
    before: Sequence[Section], after: Sequence[Section], *, pack: Pack | None, chosen: Mapping[str, str]
) -> Difference:
    """What changes for learners of the pack. `chosen` are severities by the id of their change."""
    changes = compare(before, after)
    seen = facts_seen(pack, {key for change in changes for key in change.fact_keys})
    budget = Budget()
    shown = [_shown(change, seen, chosen.get(change.id, ""), budget) for change in changes]
    touched = {key for one in shown if one.touches for key in one.change.fact_keys}
    anew = {key for one in shown if one.severity == "flipped" for key in one.change.fact_keys}
    return Difference(
        lessons=tuple(_by_lesson(shown, before, after)),
        learners=seen.learners_of(touched),
        resets=sum(seen.cards(key) for key in anew),
    )


def _shown(change: Change, seen: FactsSeen, chosen: str, budget: Budget) -> ShownChange:
    severity = next((one for one in SEVERITIES if one == chosen), change.severity) if change.severity else None
    return ShownChange(change, severity, seen.learners_of(change.fact_keys), budget)


def _by_lesson(
    shown: Iterable[ShownChange], before: Sequence[Section], after: Sequence[Section]
) -> Iterable[LessonChanges]:
    titles = {section.key: _title(section) for section in (*before, *after)}
    there = {section.lesson_key or section.key for section in after}
    lessons: dict[str, dict[ChangeKind, list[ShownChange]]] = {}
    for one in shown:
        lessons.setdefault(one.change.lesson_key, {}).setdefault(one.change.kind, []).append(one)
    order = list(KIND_WORDS)
    for key, kinds in lessons.items():
        groups = [Group(kind, tuple(kinds[kind])) for kind in sorted(kinds, key=order.index)]
        yield LessonChanges(key, titles.get(key, key), key not in there, tuple(groups))


def _title(section: Section) -> str:
    return f"{section.number} {section.title}".strip()


def _effect(kind: ChangeKind, severity: Severity | None) -> str:
    if kind == "new":
        return _("asked from now on")
    if kind == "retired":
        return _("no longer asked")
    if severity == "clarification":
        return _("schedule kept, marked as updated")
    if severity == "meaning":
        return _("asked again early")
    return _("learned anew") if severity == "flipped" else _("schedule kept")


def _with_learners(effect: str, learners: int) -> str:
    if not learners:
        return effect
    counted = ngettext("%(n)d learner", "%(n)d learners", learners) % {"n": learners}
    return f"{effect}: {counted}"
