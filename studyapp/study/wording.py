"""Times, amounts of work and verdicts in words."""

from collections.abc import Sequence
from math import ceil

from django.utils.translation import gettext, ngettext

from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.memory import TARGET, interval_days, review
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import Queued
from studyapp.study.models import Review
from studyapp.study.services.cards import state_after
from studyapp.web.templatetags.web import duration

RATING_WORDS = {
    Rating.AGAIN: ("Again", "I did not know it"),
    Rating.HARD: ("Hard", "with effort"),
    Rating.GOOD: ("Good", "I knew it"),
    Rating.EASY: ("Easy", "at once"),
}


def in_days(days: int) -> str:
    """A wait as people say it: "tomorrow", "in 3 days", "in about 2 weeks"."""
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    for unit_days, least, one, many in (
        (365, 700, "in about %(n)d year", "in about %(n)d years"),
        (30, 60, "in about %(n)d month", "in about %(n)d months"),
        (7, 14, "in about %(n)d week", "in about %(n)d weeks"),
    ):
        if days >= least:
            number = round(days / unit_days)
            return ngettext(one, many, number) % {"n": number}
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def spent_in_words(milliseconds: int) -> str:
    """Time that was spent: "95 seconds", from two minutes on "7 minutes"; empty for none."""
    seconds = ceil(milliseconds / 1000)
    if not seconds:
        return ""
    if seconds < 120:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def tomorrow_in_words(queued: Sequence[Queued]) -> str:
    """A sentence about tomorrow's queue: "Tomorrow: 14 reviews and 4 new questions, about 7 min."; empty for none."""
    if not queued:
        return ""
    new = sum(one.is_new for one in queued)
    reviews = len(queued) - new
    parts = [
        ngettext("%(n)d review", "%(n)d reviews", reviews) % {"n": reviews} if reviews else "",
        ngettext("%(n)d new question", "%(n)d new questions", new) % {"n": new} if new else "",
    ]
    return gettext("Tomorrow: %(work)s, %(time)s.") % {
        "work": gettext(" and ").join(part for part in parts if part),
        "time": duration(sum(one.seconds for one in queued)),
    }


def returns_in_words(stored: Review, *, comes_again: bool, must_return: bool = False) -> str:
    """When the fact comes back after this response, and how long the wait is after that if it is recalled.

    `comes_again` says that it waits at the end of this session, `must_return` that it is asked on the next study day
    whatever its recall. Read from the log row alone, so that sending the
    form twice shows the same.
    """
    state = state_after(stored)
    first = 1 if must_return else interval_days(state.stability, TARGET, DEFAULT)
    if comes_again:
        return gettext("Comes once more in this session, then %(wait)s.") % {"wait": in_days(first)}
    recalled = review(state, Rating.GOOD, state.last_day + first, DEFAULT)
    then = interval_days(recalled.stability, TARGET, DEFAULT)
    return gettext("Back %(wait)s; if you know it then, again %(later)s.") % {
        "wait": in_days(first),
        "later": gettext("after %(span)s") % {"span": _span(then)},
    }


def contrast_in_words(*, is_miss: bool, comes_again: bool) -> str:
    """What follows from a response about several facts."""
    if not is_miss:
        return gettext("A check across rows: it moves no review, each comes back when it is due.")
    if comes_again:
        return gettext("Comes once more in this session; what was wrong is asked on its own soon.")
    return gettext("What was wrong is asked on its own soon.")


def _span(days: int) -> str:
    """A length of time: "3 days", "about 2 weeks"."""
    if days < 14:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < 60:
        return ngettext("about %(n)d week", "about %(n)d weeks", round(days / 7)) % {"n": round(days / 7)}
    months = round(days / 30)
    return ngettext("about %(n)d month", "about %(n)d months", months) % {"n": months}


def met_in_words(form: str) -> str:
    """How an exam trap was met, by the form of the question."""
    words = {
        "belief": gettext("true or false"),
        "recall": gettext("recalled"),
        "written": gettext("in a written answer"),
    }
    return words.get(form, gettext("among the options of a question"))
