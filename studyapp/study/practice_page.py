"""Reading for the page Practice: what each choice holds."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Count, F

from studyapp.accounts.models import User
from studyapp.library.addresses import lesson_url
from studyapp.library.models import ExamDomain
from studyapp.study.models import Flag
from studyapp.study.pairs import confused_pairs
from studyapp.study.planning import enrolled_packs, own_cards
from studyapp.study.queries import LessonLine, lesson_lines
from studyapp.study.services.practising import flagged, missed
from studyapp.study.traps import trap_logs

MOST_FLAGS = 50  # on the page


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A domain of an exam with the questions of it that the learner has."""

    pack_id: int
    code: str
    title: str
    questions: int

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.pack_id}/{self.code}"


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A flagged fact, and where it is taught."""

    fact_id: int
    title: str
    url: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True)
class PracticePage:
    """What can be practised. The counts are of questions, traps and pairs of rows."""

    lessons: tuple[LessonLine, ...]
    domains: tuple[DomainLine, ...]
    missed: int
    flagged: int
    traps: int
    pairs: int
    flags: tuple[FlagLine, ...]


def practice_page(user: User) -> PracticePage:
    """Everything on the page, in a number of statements that does not grow with cards."""
    packs = enrolled_packs(user.pk)
    cards = own_cards(user.pk, packs)
    return PracticePage(
        lessons=tuple(lesson_lines(user.pk)),
        domains=tuple(_domains(user.pk, packs)),
        missed=missed(cards).count(),
        flagged=flagged(cards).count(),
        traps=sum(map(attrgetter("is_open"), trap_logs(user.pk, packs))),
        pairs=len(confused_pairs(user.pk, packs)),
        flags=tuple(flag_lines(user.pk)),
    )


def _domains(learner_id: int, packs: list[int]) -> list[DomainLine]:
    rows = own_cards(learner_id, packs).order_by().values_list("fact__pack_id", "fact__domain_code")
    counts = {(pack, code): count for pack, code, count in rows.annotate(Count("fact"))}
    domains = ExamDomain.objects.filter(version__pack__in=packs, version=F("version__pack__current_version"))
    ordered = domains.order_by("version__pack", "position").values_list("version__pack", "code", "title")
    return [DomainLine(pack, code, title, counts.get((pack, code), 0)) for pack, code, title in ordered]


def flag_lines(learner_id: int) -> list[FlagLine]:
    """The latest flags on facts that are still taught."""
    flags = Flag.objects.filter(learner_id=learner_id, fact__is_live=True).select_related("fact__pack", "fact__lesson")
    return [
        FlagLine(
            one.fact_id, one.fact.title, lesson_url(one.fact.pack, one.fact.lesson, one.fact.lesson.key), one.flagged_at
        )
        for one in flags.order_by("-flagged_at")[:MOST_FLAGS]
    ]
