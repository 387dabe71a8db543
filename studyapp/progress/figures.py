"""Every figure of the progress page: what it is, and how much evidence it needs before it is shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `least` is the evidence it needs (0: none): answers, cards or falls; below it `empty` is shown."""

    id: str
    title: str | Promise
    definition: str | Promise
    empty: str | Promise
    least: int = 0


LEAST_FAMILIES_PERCENT = 30
FORECAST_DAYS = 30
CALENDAR_DAYS = 365

RECALL = Figure(
    id="recall",
    title=_("Recall by exam domain, today"),
    definition=_(
        "For each fact the memory model gives the chance that you recall it now, from your answers and the days since; "
        "the figure is the mean of these over the domain. A fact you have not met counts as 0. Facts that belong "
        "together, such as the cells of a table row, count as one. A domain shows its figure from 10 answers and 30 % "
        "of its facts met; it stays between 2 % and 98 %, since nobody is certain."
    ),
    empty=_("This pack has nothing to recall yet."),
    least=10,
)
LESSONS = Figure(
    id="lessons",
    title=_("Lessons understood"),
    definition=_("Lessons of the current edition that you marked understood, by exam domain."),
    empty=_("This pack has no lessons yet."),
    least=1,
)
FORECAST = Figure(
    id="forecast",
    title=_("Reviews ahead"),
    definition=_(
        "The facts you have met, by the study day on which their recall falls to 90 %. What could be reviewed before "
        "today stands at today. Each fact is counted once, at its next review; new facts are not counted. A study day "
        "begins at 04:00 on your clock."
    ),
    empty=_("No review is planned yet. Mark a lesson understood or try five questions; the reviews follow from that."),
    least=1,
)
CALENDAR = Figure(
    id="calendar",
    title=_("Your year"),
    definition=_(
        "Answers on each study day of the last 365. A written answer counts once. Undone answers, and second "
        "questions on a fact the same day, do not count."
    ),
    empty=_("Your first answer will appear here."),
    least=1,
)
TRAPS = Figure(
    id="traps",
    title=_("Traps you fell for"),
    definition=_(
        "Exam traps you took for true: as the option you chose, as a statement you called true, or in your own "
        "words. The latest 10, with how often and when last. Undone answers do not count."
    ),
    empty=_("No trap has caught you so far."),
    least=1,
)
TOTALS = Figure(
    id="totals",
    title=_("So far"),
    definition=_(
        "All answers that count, as in the calendar but without its limit of a year, and the time their questions "
        "were open, at most what one question may take. The time spent on reading and on written answers is not "
        "measured."
    ),
    empty=_("Nothing answered yet."),
    least=1,
)
