"""From stored cards to the candidates of a queue, and from a queue to the plan of a session."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from studyapp.domain.scheduling.memory import MemoryState
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import FORECAST_DAYS, GOOD_SECONDS, Candidate, Queued, queue
from studyapp.domain.scheduling.study_day import start_of
from studyapp.library.models import ExamDomain, Fact
from studyapp.quiz.queries import has_askable_item, is_true_false_only
from studyapp.study.learners import setting_of
from studyapp.study.models import EDITS, Card, Enrolment, Review, ReviewKind, StudySession
from studyapp.study.pairs import returning_pairs
from studyapp.study.plan import entries_of
from studyapp.study.traps import returning_traps

OUTSIDE_EXAM = 0.1  # of the lightest domain's weight: what a fact weighs that belongs to no domain of the exam
WEIGHT_WITHOUT_EXAM = 100.0  # of a pack whose exam names no domains


@dataclass(frozen=True, slots=True)
class Day:
    """A learner's study day: what may be asked, what was asked already, how much time is left.

    `seconds` is what is left of `whole_seconds`, `reviewed_seconds` is what went into reviews of facts known before
    today; `candidates` reach to the end of tomorrow.
    """

    learner_id: int
    number: int
    ends: datetime
    seconds: float
    whole_seconds: float
    reviewed_seconds: float
    candidates: tuple[Candidate, ...]
    busy_families: frozenset[str]
    ahead_seconds: float

    def queue(self) -> tuple[Queued, ...]:
        """What to ask now."""
        return queue(
            self.candidates,
            self.number,
            self.seconds,
            DEFAULT,
            busy_families=self.busy_families,
            ahead_seconds=self.ahead_seconds,
            day_seconds=self.whole_seconds,
            reviewed_seconds=self.reviewed_seconds,
            seed=self.seed,
        )

    def tomorrow(self) -> tuple[Queued, ...]:
        """What tomorrow would ask if nothing more were answered today."""
        return queue(self.candidates, self.number + 1, self.whole_seconds, DEFAULT, ahead_seconds=self.ahead_seconds)

    @property
    def seed(self) -> str:
        """Of the order of new questions: every learner meets another one, and another on the next day."""
        return f"{self.learner_id}|{self.number}"


def day_of(learner_id: int, at: datetime) -> Day:
    """The learner's day, in a number of statements that does not grow with what they have learned."""
    number, zone, minutes, ever_fell, missed_lately = setting_of(learner_id, at)
    whole = minutes * 60.0
    ends = start_of(number + 1, zone)
    packs = enrolled_packs(learner_id)
    busy, spent, reviewed = _answered_today(learner_id, number, at)
    cards = own_cards(learner_id, packs)
    traps = returning_traps(learner_id, packs) if ever_fell else frozenset()
    returning = traps | (returning_pairs(learner_id, packs, number) if missed_lately else frozenset())
    near = cards.filter(Q(due_at__lt=start_of(number + 2, zone)) | Q(fact__in=returning))
    return Day(
        learner_id=learner_id,
        number=number,
        ends=ends,
        seconds=max(0.0, whole - spent),
        whole_seconds=whole,
        reviewed_seconds=reviewed,
        candidates=tuple(candidates(near, weights(packs), returning=returning)),
        busy_families=busy,
        ahead_seconds=_ahead(cards, ends),
    )


def enrolled_packs(learner_id: int) -> list[int]:
    """Ids of the packs that the learner studies."""
    return list(
        Enrolment.objects.filter(learner_id=learner_id).order_by("enrolled_at").values_list("pack_id", flat=True)
    )


def own_cards(learner_id: int, packs: Sequence[int]) -> QuerySet[Card]:
    """The learner's cards that can be asked: of live facts that have an item."""
    cards = Card.objects.of(learner_id).filter(is_active=True, fact__is_live=True, fact__pack__in=packs)
    return cards.exclude(fact__kind="criterion").filter(has_askable_item("fact_id", pack="fact__pack"))


def weights(packs: Sequence[int]) -> dict[tuple[int, str], float]:
    """For each pack and domain the exam weight of one family that the queue may ask.

    A fact that names no domain of an exam that has some is hardly asked there: it gets a tenth of what a family of
    the lightest domain has. Without any domain all families of a pack are alike.
    """
    domains = ExamDomain.objects.filter(version__pack__in=packs, version=F("version__pack__current_version"))
    percent = {(pack, code): weight for pack, code, weight in domains.values_list("version__pack", "code", "weight")}
    facts = Fact.objects.live().filter(pack__in=packs).exclude(kind="criterion").order_by()
    counted = facts.values_list("pack_id", "domain_code").annotate(families=Count("family", distinct=True))
    families = {(pack, code): count for pack, code, count in counted}
    found = {place: percent[place] / count for place, count in families.items() if place in percent}
    lightest = {
        exam: min((one for (pack, _), one in found.items() if pack == exam), default=1.0) for exam, _ in percent
    }
    for pack, code in families.keys() - found.keys():
        alike = WEIGHT_WITHOUT_EXAM / families[pack, code]
        found[pack, code] = OUTSIDE_EXAM * lightest[pack] if pack in lightest else alike
    return found


def candidates(
    cards: QuerySet[Card],
    weight: dict[tuple[int, str], float],
    *,
    turns: str = "fact__domain_code",
    returning: frozenset[int] = frozenset(),
    mixes: bool = True,
) -> Iterable[Candidate]:
    """The cards as the queue sees them. Families, columns and domains of different packs are kept apart.

    `turns` is the column whose values take turns: domains, or within one lesson the kinds of facts. `returning` are
    facts of open traps and of rows mixed up lately, which come back the next days like edited ones. `mixes` is false
    where the learner chose what is true or false by its name, so that it need not be a small part.
    """
    rows = cards.annotate(is_coin=is_true_false_only("fact", pack="fact__pack")).values_list(
        "fact_id", "stability", "difficulty", "last_day", "fact__pack_id", "fact__family", "fact__column", turns,
        "fact__position", "fact__lesson_id", "recheck_at", "is_coin",
    )  # fmt: skip
    for (
        fact_id,
        stability,
        difficulty,
        last_day,
        pack,
        family,
        column,
        domain,
        position,
        lesson,
        recheck,
        is_coin,
    ) in rows.order_by("fact_id"):
        yield Candidate(
            fact_id=fact_id,
            family=f"{pack}/{family}",
            domain=f"{pack}/{domain}",
            position=position,
            state=_state(stability, difficulty, last_day),
            column=f"{pack}/{column}" if column else "",
            weight=weight.get((pack, domain), 1.0),
            lesson=f"{lesson}",
            is_recheck=recheck is not None or fact_id in returning,
            is_true_false=is_coin and mixes,
        )


def _state(stability: float | None, difficulty: float | None, last_day: int | None) -> MemoryState | None:
    if stability is None or difficulty is None or last_day is None:
        return None
    return MemoryState(stability, difficulty, last_day)


def unfinished_session(learner_id: int, day: int) -> StudySession | None:
    """The latest session of the day's queue that still has something to ask."""
    sessions = StudySession.objects.filter(learner_id=learner_id, source="due", study_day=day, ended_at__isnull=True)
    latest = sessions.order_by("-started_at").first()
    if latest is None:
        return None
    waiting = [entry.fact_id for entry in entries_of(latest)[latest.position :]]
    cards = own_cards(learner_id, enrolled_packs(learner_id)).filter(fact_id__in=waiting)
    return latest if cards.exists() else None


def _answered_today(learner_id: int, day: int, at: datetime) -> tuple[frozenset[str], float, float]:
    """Families asked today, the seconds spent on them, and those of them that went into reviews."""
    rows = Review.objects.filter(
        Q(learner_id=learner_id, answered_at__gte=at - timedelta(days=2), study_day=day)
        & ~Q(kind__in=(ReviewKind.UNDO, *EDITS))
    ).values_list("id", "fact__pack_id", "fact__family", "milliseconds", "kind")
    undone = Review.objects.filter(
        learner_id=learner_id, answered_at__gte=at - timedelta(days=2), kind=ReviewKind.UNDO
    ).values_list("corrects", flat=True)
    taken_back = set(undone)
    families = frozenset(
        f"{pack}/{family}"
        for row, pack, family, _, kind in rows
        if row not in taken_back and kind not in (ReviewKind.REFLECTION, ReviewKind.OVERRIDE)
    )
    spent = Counter[str]()
    for *_, milliseconds, kind in rows:
        spent[kind] += milliseconds
    return families, spent.total() / 1000, spent[ReviewKind.REVIEW] / 1000


def _ahead(cards: QuerySet[Card], ends: datetime) -> float:
    """Mean seconds a day of the reviews that fall due in the week after today."""
    coming = cards.filter(due_at__gte=ends, due_at__lt=ends + timedelta(days=FORECAST_DAYS)).count()
    return coming * GOOD_SECONDS / FORECAST_DAYS
