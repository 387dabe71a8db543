"""Reading what the other rooms wrote about one learner. Each function is one query, whatever its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Subquery, Sum

from studyapp.library.models import ExamDomain, Fact, Pack, VersionSection
from studyapp.study.models import Card, Enrolment, LessonRead, Review, ReviewKind

MOST_TRAPS = 20


@dataclass(frozen=True, slots=True)
class DayOfAnswers:
    """Answers of one study day in one domain of one pack."""

    study_day: int
    pack_id: int
    domain_code: str
    answers: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class CardRow:
    """What figures need of a card."""

    pack_id: int
    family: str
    domain_code: str
    stability: float | None
    difficulty: float | None
    last_day: int | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of the current version."""

    lesson_id: int
    key: str
    title: str
    domain_code: str


@dataclass(frozen=True, slots=True)
class TrapRow:
    """A trap the learner fell for: how often and when last."""

    fact_id: int
    title: str
    lesson_key: str
    times: int
    last_day: int


def packs_of(learner_id: int) -> list[Pack]:
    """Packs the learner studies that still have a current version, the latest enrolment first."""
    enrolments = Enrolment.objects.filter(learner_id=learner_id, pack__current_version__isnull=False)
    return [one.pack for one in enrolments.select_related("pack__current_version").order_by("-enrolled_at")]


def domains_of(pack: Pack) -> list[ExamDomain]:
    """The exam's domains in their order."""
    return list(ExamDomain.objects.filter(version_id=pack.current_version_id))


def counted(learner_id: int) -> QuerySet[Review]:
    """Answers that count: undone ones and the undo rows themselves are left out."""
    undone = Review.objects.filter(learner_id=learner_id, kind=ReviewKind.UNDO, corrects__isnull=False)
    return (
        Review.objects.filter(learner_id=learner_id)
        .exclude(kind=ReviewKind.UNDO)
        .exclude(id__in=Subquery(undone.values("corrects")))
    )


def answers_by_day(learner_id: int, since_day: int) -> list[DayOfAnswers]:
    """Answers by study day, pack and domain from `since_day` on; relearned cards are left out."""
    rows = (
        counted(learner_id)
        .exclude(kind=ReviewKind.RELEARN)
        .filter(study_day__gte=since_day)
        .values("study_day", "domain_code", pack_id=F("fact__pack_id"))
        .annotate(answers=Count("id"), milliseconds=Sum("milliseconds"))
        .order_by("study_day")
    )
    return [DayOfAnswers(**row) for row in rows]


def cards_of(learner_id: int) -> list[CardRow]:
    """All active cards of live facts."""
    rows = Card.objects.of(learner_id).filter(is_active=True, fact__is_live=True)
    columns = ("stability", "difficulty", "last_day", "due_at")
    return [
        CardRow(**row)
        for row in rows.values(
            *columns, pack_id=F("fact__pack_id"), family=F("fact__family"), domain_code=F("fact__domain_code")
        )
    ]


def families_by_domain(pack: Pack) -> dict[str, int]:
    """How many families of facts each domain of the pack holds."""
    rows = Fact.objects.live().filter(pack=pack).values("domain_code").order_by("domain_code")
    return {row["domain_code"]: row["families"] for row in rows.annotate(families=Count("family", distinct=True))}


def lessons_of(pack: Pack) -> list[LessonRow]:
    """The lessons of the current version in reading order."""
    places = VersionSection.objects.filter(version_id=pack.current_version_id, revision__section=F("lesson"))
    rows = places.values_list("lesson_id", "lesson__key", "revision__title", "revision__domain_code")
    return [LessonRow(*row) for row in rows.order_by("position")]


def lessons_understood(learner_id: int, pack: Pack) -> set[int]:
    """Ids of the lessons of the pack that the learner marked understood."""
    return set(LessonRead.objects.filter(learner_id=learner_id, pack_id=pack.pk).values_list("lesson_id", flat=True))


def traps_fallen_for(learner_id: int, pack: Pack) -> list[TrapRow]:
    """Traps of the pack that caught the learner, the latest first, at most 20."""
    fell = counted(learner_id).filter(fact__pack=pack)
    rows = fell.filter(Q(trap_fact_id__isnull=False) | Q(fact__kind="trap", score=0)).values_list(
        "trap_fact_id", "fact_id", "study_day"
    )
    days: dict[int, list[int]] = {}
    for trap, fact, day in rows:
        days.setdefault(trap or fact, []).append(day)
    return _named(days)


def _named(days: dict[int, list[int]]) -> list[TrapRow]:
    latest = sorted(days, key=lambda fact: (-max(days[fact]), fact))[:MOST_TRAPS]
    facts: Iterable[Fact] = Fact.objects.filter(pk__in=latest).select_related("lesson") if latest else ()
    by_id = {fact.pk: fact for fact in facts}
    return [
        TrapRow(fact, by_id[fact].title, by_id[fact].lesson.key, len(days[fact]), max(days[fact]))
        for fact in latest
        if fact in by_id
    ]
