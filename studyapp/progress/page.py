"""The progress page as values: a panel for each figure, and one that fails takes no other with it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from studyapp.accounts.models import User
from studyapp.domain.scheduling.study_day import study_day
from studyapp.library.addresses import lesson_address
from studyapp.library.models import ExamDomain, Pack
from studyapp.progress import drawing, figures, panels, queries
from studyapp.progress.figures import Figure
from studyapp.study.planning import day_of
from studyapp.study.wording import spent_in_words, tomorrow_in_words
from studyapp.web.trouble import is_trouble

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a panel shows: values for its template, perhaps a chart. `n_text` is the evidence that it rests on."""

    content: Any
    n_text: str
    chart: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel of the page. It has neither `drawn` nor a failure where there is too little evidence."""

    figure: Figure
    drawn: Drawn | None = None
    failed: bool = False

    @property
    def template(self) -> str:
        """The partial that shows it."""
        return f"progress/_panel_{self.figure.id}.html"


@dataclass(frozen=True, slots=True)
class LinkedTrap:
    """A trap with the address of its place in the lesson."""

    row: queries.TrapRow
    url: str

    @property
    def last_day(self) -> datetime:
        """The study day of the last fall."""
        return datetime.fromordinal(self.row.last_day)


@dataclass(frozen=True, slots=True)
class TimedTotals:
    """Sums, and the time spent in words."""

    sums: panels.Totals
    spent: str


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where to go from here: the weakest domain, if one is known, the next lesson, and tomorrow's work."""

    tomorrow: str
    domain: str
    percent: str
    lesson: str
    url: str


class Progress:
    """A learner's progress in one pack. Rows are read when first asked for, each kind once."""

    def __init__(self, learner: User, pack: Pack, at: datetime) -> None:
        self.learner_id, self.zone = learner.pk, learner.time_zone
        self.pack, self.at = pack, at

    @cached_property
    def answers(self) -> list[queries.DayOfAnswers]:
        """Scored answers by day and domain."""
        return queries.answers_by_day(self.learner_id, self.pack)

    @cached_property
    def cards(self) -> list[queries.CardRow]:
        """What the learner remembers."""
        return queries.cards_of(self.learner_id, self.pack)

    @cached_property
    def lesson_rows(self) -> list[queries.LessonRow]:
        """The lessons."""
        return queries.lessons_of(self.learner_id, self.pack)

    @cached_property
    def domains(self) -> list[ExamDomain]:
        """The exam's domains."""
        return queries.domains_of(self.pack)

    @cached_property
    def today(self) -> int:
        """The learner's study day; never before the last one in the log."""
        last = max((row.study_day for row in self.answers), default=0)
        return study_day(self.at, self.zone, not_before=last)

    @cached_property
    def recall(self) -> panels.Recall:
        """Recall by domain."""
        families = queries.families_by_domain(self.pack)
        rest = gettext("Outside the domains") if self.domains else gettext("The whole pack")
        return panels.recall_by_domain(self.domains, families, self.answers, self.cards, today=self.today, rest=rest)

    @property
    def is_untouched(self) -> bool:
        """Whether there is nothing to show yet: no answer that counts and no lesson understood."""
        try:
            return not self.answers and not any(lesson.understood for lesson in self.lesson_rows)
        except Exception as error:
            _log_unless_trouble(error, "first look")
            return False

    def columns(self) -> list[list[Panel]]:
        """The panels, in two columns where there is room."""
        return [[_panel(figure, self, draw) for figure, draw in column] for column in COLUMNS]

    def way_on(self) -> WayOn | None:
        """What to study next; None when nothing stands out, or when that cannot be said now."""
        try:
            return self._way_on()
        except Exception as error:
            _log_unless_trouble(error, "way on")
            return None

    def _way_on(self) -> WayOn | None:
        weakest = self.recall.weakest
        lesson = panels.next_lesson(self.lesson_rows, weakest.code if weakest else None)
        tomorrow = tomorrow_in_words(day_of(self.learner_id, self.at).tomorrow())
        if weakest is None and lesson is None and not tomorrow:
            return None
        return WayOn(
            tomorrow=tomorrow,
            domain=weakest.title if weakest else "",
            percent=drawing.percent_text(weakest.recall) if weakest and weakest.recall is not None else "",
            lesson=lesson.title if lesson else "",
            url=lesson_address(self.pack.key, lesson.key, lesson.title) if lesson else "",
        )


Draw = Callable[[Progress], Drawn | None]


def _panel(figure: Figure, progress: Progress, draw: Draw) -> Panel:
    try:
        return Panel(figure, draw(progress))
    except Exception as error:
        _log_unless_trouble(error, figure.id)
        return Panel(figure, failed=True)


def _log_unless_trouble(error: Exception, name: str) -> None:
    """Log a failure of one part. A database that is away fails the page, as it does on any other."""
    if is_trouble(error):
        raise error
    logger.error("progress: %s failed", name, exc_info=error)


def _recall(progress: Progress) -> Drawn | None:
    figure = progress.recall
    if not figure.domains:
        return None
    return Drawn(figure, drawing.answers_text(figure.n), drawing.recall_chart(figure))


def _lessons(progress: Progress) -> Drawn | None:
    rest = gettext("Outside the domains") if progress.domains else gettext("The whole pack")
    figure = panels.lessons_by_domain(progress.domains, progress.lesson_rows, rest=rest)
    if figure.n < figures.LESSONS.least:
        return None
    return Drawn(figure, drawing.lessons_text(figure.n), drawing.lessons_chart(figure))


def _traps(progress: Progress) -> Drawn | None:
    figure = panels.Traps(tuple(queries.traps_fallen_for(progress.learner_id, progress.pack)))
    if figure.n < figures.TRAPS.least:
        return None
    titles = {lesson.key: lesson.title for lesson in progress.lesson_rows}
    key = progress.pack.key
    linked = [
        LinkedTrap(trap, lesson_address(key, trap.lesson_key, titles.get(trap.lesson_key, ""), anchor=trap.block_key))
        for trap in figure.traps
    ]
    return Drawn(linked, drawing.answers_text(figure.n))


def _forecast(progress: Progress) -> Drawn | None:
    figure = panels.forecast(progress.cards, today=progress.today, zone=progress.zone)
    if figure.n < figures.FORECAST.least:
        return None
    return Drawn(figure, drawing.facts_text(figure.n), drawing.forecast_chart(figure))


def _calendar(progress: Progress) -> Drawn | None:
    figure = panels.calendar(progress.answers, today=progress.today)
    if figure.n < figures.CALENDAR.least:
        return None
    return Drawn(figure, drawing.answers_text(figure.n), drawing.calendar_chart(figure))


def _totals(progress: Progress) -> Drawn | None:
    figure = panels.totals(progress.answers)
    if figure.n < figures.TOTALS.least:
        return None
    return Drawn(TimedTotals(figure, spent_in_words(figure.milliseconds)), drawing.answers_text(figure.n))


COLUMNS: tuple[tuple[tuple[Figure, Draw], ...], ...] = (
    ((figures.RECALL, _recall), (figures.LESSONS, _lessons), (figures.TOTALS, _totals)),
    ((figures.FORECAST, _forecast), (figures.CALENDAR, _calendar), (figures.TRAPS, _traps)),
)
