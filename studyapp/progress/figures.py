"""Every figure of the progress page: what it is, and how much evidence it needs before it is shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `least` is the evidence it needs (0: none), in the unit that `empty` names."""

    id: str
    title: str | Promise
    definition: str | Promise
    empty: str | Promise
    least: int = 0


FORECAST = Figure(
    id="forecast",
    title=_("Reviews ahead"),
    definition=_("Cards that fall due on each of the next 30 study days, if you answer them when they come."),
    empty=_("No card is waiting yet. Mark a lesson understood, or try five questions."),
    least=1,
)
CALENDAR = Figure(
    id="calendar",
    title=_("Your year"),
    definition=_("Answers on each study day of the last year. Undone answers do not count."),
    empty=_("Your first answer will appear here."),
    least=1,
)
RECALL = Figure(
    id="recall",
    title=_("Recall by exam domain, today"),
    definition=_("The mean chance of recalling each fact of the domain now; what you have not met counts as 0."),
    empty=_("Not enough evidence yet."),
    least=10,
)
LESSONS = Figure(
    id="lessons",
    title=_("Lessons understood"),
    definition=_("Lessons that you marked understood, by exam domain."),
    empty=_("This pack has no lessons yet."),
)
TRAPS = Figure(
    id="traps",
    title=_("Traps you fell for"),
    definition=_("Beliefs that you took for true, in a question or in your own words, the latest first."),
    empty=_("No trap has caught you so far."),
    least=1,
)
FIGURES = (FORECAST, CALENDAR, RECALL, LESSONS, TRAPS)
LEAST_FAMILIES_PERCENT = 30
