"""Reading what the other rooms wrote about one learner. Each function is one query (traps two), whatever the rows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from studyapp.library.models import ExamDomain, ExamTrap, Fact, Pack, SectionFact, VersionSection
from studyapp.study.models import EDITS, TAKING_BACK, Card, Enrolment, LessonRead, Review, ReviewKind

MOST_TRAPS = 10


@dataclass(frozen=True, slots=True)
class DayOfAnswers:
    """Answers of one study day to facts of one domain."""

    study_day: int
    domain_code: str
    answers: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class CardRow:
    """What figures need of a card. `comes_back` is false for facts that only a written answer asks."""

    family: str
    domain_code: str
    stability: float | None
    difficulty: float | None
    last_day: int | None
    due_at: datetime
    comes_back: bool


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of the current version, and whether the learner marked it understood."""

    key: str
    title: str
    domain_code: str
    understood: bool


@dataclass(frozen=True, slots=True)
class TrapRow:
    """A trap the learner fell for: how often and when last. `block_key` is its place in the lesson.

    `belief` is the statement taken for true, empty where the author wrote none.
    """

    title: str
    belief: str
    lesson_key: str
    block_key: str
    times: int
    last_day: int


def packs_of(learner_id: int) -> list[Pack]:
    """Packs the learner studies that still have a current version, the latest enrolment first."""
    enrolments = Enrolment.objects.filter(learner_id=learner_id, pack__current_version__isnull=False)
    latest_first = enrolments.select_related("pack__current_version").order_by("-enrolled_at", "pack_id")
    return [one.pack for one in latest_first]


def domains_of(pack: Pack) -> list[ExamDomain]:
    """The exam's domains in their order."""
    return list(ExamDomain.objects.filter(version_id=pack.current_version_id))


def counted(learner_id: int, pack: Pack) -> QuerySet[Review]:
    """Scored answers: undone ones, rows that undo or edit and further tries on the same day are left out.

    Of a corrected answer the last correction stands for it; one that says that nothing counts is left out.
    """
    undone = Review.objects.filter(learner_id=learner_id, kind__in=TAKING_BACK, corrects__isnull=False)
    return (
        Review.objects.filter(learner_id=learner_id, fact__pack=pack)
        .exclude(kind__in=(ReviewKind.UNDO, ReviewKind.RELEARN, *EDITS))
        .exclude(id__in=undone.values("corrects"))
        .exclude(kind=ReviewKind.OVERRIDE, rating=0)
    )


def answers_by_day(learner_id: int, pack: Pack) -> list[DayOfAnswers]:
    """Scored answers by study day and the domain that their fact has now, oldest first.

    The rows that one written answer makes for its criteria count as one.
    """
    rows = (
        counted(learner_id, pack)
        .values("study_day", code=F("fact__domain_code"))
        .annotate(answers=Count(Coalesce("cause", "id"), distinct=True), milliseconds=Sum("milliseconds"))
        .order_by("study_day", "code")
    )
    return [DayOfAnswers(row["study_day"], row["code"], row["answers"], row["milliseconds"]) for row in rows]


def cards_of(learner_id: int, pack: Pack) -> list[CardRow]:
    """The active cards of the pack's live facts."""
    cards = Card.objects.of(learner_id).filter(is_active=True, fact__is_live=True, fact__pack=pack)
    rows = cards.values_list(
        "fact__family", "fact__domain_code", "stability", "difficulty", "last_day", "due_at",
        ExpressionWrapper(~Q(fact__kind="criterion"), output_field=BooleanField()),
    )  # fmt: skip
    return [CardRow(*row) for row in rows]


def families_by_domain(pack: Pack) -> dict[str, int]:
    """How many families of facts each domain of the pack holds."""
    rows = Fact.objects.live().filter(pack=pack).values("domain_code").order_by("domain_code")
    return {row["domain_code"]: row["families"] for row in rows.annotate(families=Count("family", distinct=True))}


def lessons_of(learner_id: int, pack: Pack) -> list[LessonRow]:
    """The lessons of the current version in reading order."""
    places = VersionSection.objects.filter(version_id=pack.current_version_id, revision__section=F("lesson"))
    read = LessonRead.objects.filter(learner_id=learner_id, lesson_id=OuterRef("lesson_id"))
    rows = places.annotate(understood=Exists(read)).order_by("position")
    return [
        LessonRow(*row)
        for row in rows.values_list("lesson__key", "revision__title", "revision__domain_code", "understood")
    ]


def traps_fallen_for(learner_id: int, pack: Pack) -> list[TrapRow]:
    """Traps of the pack's current version that caught the learner, the latest first, at most 10.

    A trap whose card the learner could not recall is no fall: nobody took it for true there.
    """
    believed = Q(fact__kind="trap", score=0) & ~Q(form="recall")
    rows = (
        counted(learner_id, pack)
        .filter(Q(trap_fact_id__isnull=False) | believed)
        .values(trap=Coalesce("trap_fact_id", "fact_id", output_field=BigIntegerField()))
        .annotate(times=Count("id"), last_day=Max("study_day"))
        .order_by("-last_day", "trap")
    )
    falls = {row["trap"]: (row["times"], row["last_day"]) for row in rows}
    places = _places_of(list(falls), pack) if falls else {}
    found = [TrapRow(*places[trap], *fall) for trap, fall in falls.items() if trap in places]
    return found[:MOST_TRAPS]


def _places_of(fact_ids: list[int], pack: Pack) -> dict[int, tuple[str, str, str, str]]:
    """Title, belief, lesson key and block key of those of the facts that the current version teaches."""
    taught = SectionFact.objects.filter(fact__in=fact_ids, revision__places__version=pack.current_version_id)
    blocks = ExamTrap.objects.filter(revision=OuterRef("revision"), key=OuterRef("block_key"))
    rows = taught.annotate(
        belief=Coalesce(Subquery(blocks.values("belief")[:1]), Value(""), output_field=TextField())
    ).order_by("-position")
    return {
        fact_id: (title, belief, lesson, block)
        for fact_id, title, belief, lesson, block in rows.values_list(
            "fact_id", "title", "belief", "fact__lesson__key", "block_key"
        )
    }
