"""The figures behind the panels of the progress page, from plain rows; nothing here reads the database or the clock."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.scheduling.memory import MemoryState, recall
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.study_day import start_of
from studyapp.library.models import ExamDomain
from studyapp.progress.figures import CALENDAR_DAYS, FORECAST_DAYS
from studyapp.progress.queries import CardRow, DayOfAnswers, LessonRow, TrapRow
from studyapp.progress.recall import DomainRecall, IntroducedFact, recall_of_domain


@dataclass(frozen=True, slots=True)
class Forecast:
    """Reviews on each of the next study days, today first. `n` counts the facts met, `later` those due after that."""

    today: int
    days: tuple[int, ...]
    later: int
    waiting: int

    @property
    def n(self) -> int:
        """Facts that the figure rests on."""
        return sum(self.days) + self.later


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers on each study day of the last year, the oldest first, today last."""

    today: int
    days: tuple[int, ...]

    @property
    def n(self) -> int:
        """Answers of the year."""
        return sum(self.days)

    @property
    def active_days(self) -> int:
        """Study days with an answer."""
        return sum(answers > 0 for answers in self.days)


@dataclass(frozen=True, slots=True)
class Recall:
    """The domains in the order of the exam."""

    domains: tuple[DomainRecall, ...]

    @property
    def n(self) -> int:
        """Answers that the figure rests on."""
        return sum(domain.answers for domain in self.domains)

    @property
    def weakest(self) -> DomainRecall | None:
        """The domain of lowest recall among those with evidence enough; of equals the heavier one."""
        shown = [(domain.recall, -domain.weight, domain) for domain in self.domains if domain.recall is not None]
        return min(shown, key=lambda entry: entry[:2])[2] if shown else None


@dataclass(frozen=True, slots=True)
class DomainLessons:
    """How many of a domain's lessons were marked understood."""

    title: str
    understood: int
    lessons: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """The domains that have lessons, in the order of the exam."""

    domains: tuple[DomainLessons, ...]

    @property
    def n(self) -> int:
        """All lessons."""
        return sum(domain.lessons for domain in self.domains)

    @property
    def understood(self) -> int:
        """Lessons marked understood."""
        return sum(domain.understood for domain in self.domains)


@dataclass(frozen=True, slots=True)
class Traps:
    """Traps that caught the learner, the latest first."""

    traps: tuple[TrapRow, ...]

    @property
    def n(self) -> int:
        """Falls."""
        return sum(trap.times for trap in self.traps)


@dataclass(frozen=True, slots=True)
class Totals:
    """Everything answered so far. `n` are the answers; `milliseconds` on `days` study days since `first_day`."""

    n: int
    milliseconds: int
    days: int
    first_day: date | None


def forecast(cards: Iterable[CardRow], *, today: int, zone: str) -> Forecast:
    """Spread the cards over study days in the learner's zone; what is due earlier stands at today."""
    asked = [card for card in cards if card.comes_back]
    met = [card for card in asked if card.last_day is not None]
    starts = [start_of(today + days, zone) for days in range(FORECAST_DAYS + 1)]
    counts = Counter(max(0, bisect_right(starts, card.due_at) - 1) for card in met)
    days = tuple(counts[day] for day in range(FORECAST_DAYS))
    return Forecast(today, days, later=counts[FORECAST_DAYS], waiting=len(asked) - len(met))


def calendar(answers: Iterable[DayOfAnswers], *, today: int) -> Calendar:
    """Sum the domains of each day."""
    counts = _by_day(answers)
    return Calendar(today, tuple(counts[day] for day in range(today - CALENDAR_DAYS + 1, today + 1)))


def recall_by_domain(
    domains: Sequence[ExamDomain],
    families: Mapping[str, int],
    answers: Iterable[DayOfAnswers],
    cards: Iterable[CardRow],
    *,
    today: int,
    rest: str,
) -> Recall:
    """A row for each exam domain; facts outside all domains get a last row with the title `rest`."""
    counts: Counter[str] = Counter()
    for row in answers:
        counts[row.domain_code] += row.answers
    facts = [IntroducedFact(card.family, card.domain_code, _recall(card, today)) for card in cards]
    return Recall(
        tuple(
            recall_of_domain(
                code=code,
                title=title,
                weight=weight,
                families=families.get(code, 0),
                answers=counts[code],
                introduced=(fact for fact in facts if fact.domain_code == code),
            )
            for code, title, weight in _with_rest(domains, families, rest)
        )
    )


def lessons_by_domain(domains: Sequence[ExamDomain], lessons: Sequence[LessonRow], *, rest: str) -> Lessons:
    """A row for each domain that has lessons; lessons outside all domains get a last row with the title `rest`."""
    every = Counter(lesson.domain_code for lesson in lessons)
    done = Counter(lesson.domain_code for lesson in lessons if lesson.understood)
    rows = [(code, title) for code, title, _ in _with_rest(domains, every, rest)]
    return Lessons(tuple(DomainLessons(title, done[code], every[code]) for code, title in rows if every[code]))


def totals(answers: Sequence[DayOfAnswers]) -> Totals:
    """All answers, the time they took, and the study days they fell on."""
    days = _by_day(answers)
    milliseconds = sum(row.milliseconds for row in answers)
    return Totals(days.total(), milliseconds, len(days), date.fromordinal(min(days)) if days else None)


def next_lesson(lessons: Sequence[LessonRow], domain_code: str | None) -> LessonRow | None:
    """The first lesson not understood yet: of that domain if it has one left, else of the pack."""
    left = [lesson for lesson in lessons if not lesson.understood]
    return next((lesson for lesson in left if lesson.domain_code == domain_code), left[0] if left else None)


def _by_day(answers: Iterable[DayOfAnswers]) -> Counter[int]:
    days: Counter[int] = Counter()
    for row in answers:
        days[row.study_day] += row.answers
    return days


def _recall(card: CardRow, today: int) -> float | None:
    if card.stability is None or card.difficulty is None or card.last_day is None:
        return None
    state = MemoryState(card.stability, card.difficulty, card.last_day)
    return recall(state, max(today, card.last_day), DEFAULT)


def _with_rest(domains: Sequence[ExamDomain], counts: Mapping[str, int], rest: str) -> list[tuple[str, str, float]]:
    """Code, title and weight of each domain, then of each code that belongs to none of them."""
    rows = [(domain.code, domain.title, domain.weight) for domain in domains]
    known = {domain.code for domain in domains}
    return rows + [(code, rest, 0.0) for code in counts if code not in known]
