"""A learner's meetings with exam traps, from all channels: options chosen, beliefs judged, answers written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from studyapp.domain.scheduling.traps import Encounter, refusals_left
from studyapp.library.models import Fact
from studyapp.quiz.queries import askable
from studyapp.reflection.effective import effective_of
from studyapp.reflection.models import Answer, Misconception, Score
from studyapp.study.models import Review, ReviewKind

WRITTEN = "written"  # the form of a written answer
GOOD_SHARE = 0.7  # of the marks: an answer that earns it understood the question
MOST_WRITTEN = 100  # answers looked at


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with a trap, and when it was."""

    at: datetime
    encounter: Encounter


@dataclass(frozen=True, slots=True)
class TrapLog:
    """All meetings with one trap that the learner fell for at least once, oldest first. `left` is 0 once cleared."""

    fact_id: int
    meetings: tuple[Meeting, ...]
    left: int

    @property
    def is_open(self) -> bool:
        """Whether it has not been seen through yet."""
        return self.left > 0

    @property
    def last_day(self) -> int:
        """The study day of the latest meeting."""
        return max(one.encounter.study_day for one in self.meetings)

    @property
    def fell_at(self) -> datetime:
        """When the learner fell for it last."""
        return max(one.at for one in self.meetings if one.encounter.fell)


def trap_logs(learner_id: int, packs: Collection[int]) -> list[TrapLog]:
    """The traps of these packs that the learner fell for, the latest fall first.

    One statement for somebody who never did, six for everybody else, four more where a rubric listens for such a trap.
    """
    found: dict[int, list[Meeting]] = defaultdict(list)
    _add(found, _falls(learner_id).values_list("trap_fact_id", "answered_at", "study_day", "form"), fell=True)
    if not found:
        return []
    keys = dict(Fact.objects.live().filter(pk__in=found, pack__in=packs).values_list("pk", "key"))
    traps = {fact_id: found[fact_id] for fact_id in keys}
    if not traps:
        return []
    _add(traps, _refusals(learner_id, keys, since=min(one[0].at for one in traps.values())), fell=False)
    _add(traps, _written_refusals(learner_id, keys), fell=False)
    forms = {fact_id: {item.form for item in items} for fact_id, items in askable(list(traps)).items()}
    logs = [_log(fact_id, meetings, len(forms.get(fact_id, ()))) for fact_id, meetings in traps.items()]
    return sorted(logs, key=lambda one: (one.fell_at, -one.fact_id), reverse=True)


def returning_traps(learner_id: int, packs: Collection[int]) -> frozenset[int]:
    """The facts of open traps: each comes back on the days that follow until it is seen through."""
    return frozenset(one.fact_id for one in trap_logs(learner_id, packs) if one.is_open)


def _log(fact_id: int, meetings: Sequence[Meeting], forms: int) -> TrapLog:
    ordered = sorted(meetings, key=lambda one: one.at)
    return TrapLog(fact_id, tuple(ordered), refusals_left([one.encounter for one in ordered], forms))


def _add(
    traps: Mapping[int, list[Meeting]], rows: Iterable[tuple[int | None, datetime, int, str]], *, fell: bool
) -> None:
    for fact_id, at, day, form in rows:
        if fact_id is not None:
            traps[fact_id].append(Meeting(at, Encounter(day, form or WRITTEN, fell=fell)))


def counting(learner_id: int) -> QuerySet[Review]:
    """The learner's answers that were not taken back."""
    undone = Review.objects.filter(learner_id=learner_id, corrects=OuterRef("id"))
    return Review.objects.filter(learner_id=learner_id).exclude(kind=ReviewKind.UNDO).exclude(Exists(undone))


def _falls(learner_id: int) -> QuerySet[Review]:
    return counting(learner_id).filter(trap_fact_id__isnull=False).order_by("answered_at")


def _refusals(
    learner_id: int, keys: Mapping[int, str], *, since: datetime
) -> Iterable[tuple[int | None, datetime, int, str]]:
    """First tries at the trap's own items, and right answers to others among whose options its belief stood."""
    right = counting(learner_id).filter(score=1, is_repeat=False, answered_at__gte=since)
    own = right.filter(fact__in=keys, traps_refused="").values_list("fact_id", "answered_at", "study_day", "form")
    yield from own
    facts = {key: fact_id for fact_id, key in keys.items()}
    others = right.exclude(traps_refused="")
    for refused, at, day, form in others.values_list("traps_refused", "answered_at", "study_day", "form"):
        for key in refused.splitlines():
            if key in facts:
                yield facts[key], at, day, form


def _written_refusals(learner_id: int, keys: Mapping[int, str]) -> Iterable[tuple[int | None, datetime, int, str]]:
    """Good answers to questions whose rubric listens for the trap, if they moved memory and did not fall for it."""
    named: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for rubric, key, fact_id in Misconception.objects.filter(fact__in=keys).values_list("rubric", "key", "fact"):
        named[rubric].append((key, fact_id or 0))
    if not named:
        return
    scored = Score.objects.filter(learner_id=OuterRef("learner_id"), answer_id=OuterRef("id"), rubric__in=named)
    answers = Answer.objects.filter(Exists(scored), learner_id=learner_id).order_by("-submitted_at")[:MOST_WRITTEN]
    good = {
        answer_id: one
        for (_, answer_id), one in effective_of(list(answers)).items()
        if one.marks >= GOOD_SHARE * one.result.max_marks
    }
    rows = Review.objects.filter(learner_id=learner_id, kind=ReviewKind.REFLECTION, cause__in=list(good)).order_by()
    for answer, at, day in rows.values_list("cause", "answered_at", "study_day").distinct():
        effective = good[answer or UUID(int=0)]
        fired = {one.key for one in effective.result.misconceptions}
        for key, fact_id in named.get(effective.rubric_id, ()):
            if key not in fired:
                yield fact_id, at, day, WRITTEN
