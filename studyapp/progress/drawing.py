"""The panels' figures as charts. Every number is formatted here once, for the drawing and its table alike."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from studyapp.progress.figures import RECALL
from studyapp.progress.panels import Calendar, DomainLessons, Forecast, Lessons, Recall
from studyapp.progress.recall import DomainRecall
from studyapp.web import charts

MOST_SURE_PERCENT = 98
TICK_DAYS = 7


def forecast_chart(figure: Forecast) -> SafeString:
    """Bars: reviews on each study day, today first."""
    bars = [_review_bar(figure.today, days, reviews) for days, reviews in enumerate(figure.days)]
    return charts.bars(
        "forecast",
        bars,
        caption=gettext("Reviews on each of the next 30 study days"),
        finding=_forecast_finding(figure),
        headers=(gettext("Study day"), gettext("Reviews")),
    )


def calendar_chart(figure: Calendar) -> SafeString:
    """A heat calendar: answers on each study day of the year."""
    first = date.fromordinal(figure.today - len(figure.days) + 1)
    days = [charts.Day(first + timedelta(days=n), answers, str(answers)) for n, answers in enumerate(figure.days)]
    return charts.heat_calendar(
        "calendar",
        days,
        caption=gettext("Answers on each study day"),
        finding=_calendar_finding(figure),
    )


def recall_chart(figure: Recall) -> SafeString:
    """Dots on an axis of percent, a dash and what is missing where there is not enough evidence."""
    return charts.dots_with_interval(
        "recall",
        [_recall_dot(domain) for domain in figure.domains],
        caption=gettext("Mean recall of each domain now"),
        finding=_recall_finding(figure),
        headers=(gettext("Domain"), gettext("Recall now")),
    )


def lessons_chart(figure: Lessons) -> SafeString:
    """Lying bars: the share of each domain's lessons that was understood."""
    values = {"understood": figure.understood, "n": figure.n}
    return charts.horizontal_bars(
        "lessons",
        [_lessons_bar(domain) for domain in figure.domains],
        caption=gettext("Lessons understood in each domain"),
        finding=ngettext("%(understood)d of %(n)d lesson.", "%(understood)d of %(n)d lessons.", figure.n) % values,
        headers=(gettext("Domain"), gettext("Understood")),
        full=100,
    )


def percent_text(share: float) -> str:
    """A projected share, 0 to 1, as whole percent; never certain, so from 2 to 98."""
    return f"{min(max(round(100 * share), 100 - MOST_SURE_PERCENT), MOST_SURE_PERCENT)}\N{NO-BREAK SPACE}%"


def answers_text(answers: int) -> str:
    """How many answers."""
    return ngettext("%(n)d answer", "%(n)d answers", answers) % {"n": answers}


def facts_text(facts: int) -> str:
    """How many facts were met."""
    return ngettext("%(n)d fact met", "%(n)d facts met", facts) % {"n": facts}


def lessons_text(lessons: int) -> str:
    """How many lessons."""
    return ngettext("%(n)d lesson", "%(n)d lessons", lessons) % {"n": lessons}


def missing_text(domain: DomainRecall) -> str:
    """What a domain still needs, after a dash."""
    if not domain.families:
        return gettext("– no lesson with questions yet")
    answers = {"needed": RECALL.least, "has": domain.answers}
    facts = {"needed": domain.needed_families, "has": domain.met}
    wants = []
    if answers["has"] < answers["needed"]:
        wants.append(gettext("needs %(needed)d answers, has %(has)d") % answers)
    if facts["has"] < facts["needed"]:
        wants.append(
            ngettext(
                "needs %(needed)d fact met, has %(has)d", "needs %(needed)d facts met, has %(has)d", facts["needed"]
            )
            % facts
        )
    return f"– {'; '.join(wants)}"


def _review_bar(today: int, days: int, reviews: int) -> charts.Bar:
    day = date.fromordinal(today + days)
    label = date_format(day, "D j M Y", use_l10n=False)
    tick = "" if days % TICK_DAYS else date_format(day, "j M", use_l10n=False)
    return charts.Bar(
        gettext("Today, %(day)s") % {"day": label} if days == 0 else label,
        reviews,
        str(reviews),
        gettext("Today") if days == 0 else tick,
    )


def _forecast_finding(figure: Forecast) -> str:
    coming, most = sum(figure.days), max(figure.days)
    if not coming:
        return gettext("No review falls into the next 30 study days.")
    day = figure.days.index(most)
    values = {
        "reviews": ngettext("%(n)d review", "%(n)d reviews", coming) % {"n": coming},
        "most": most,
        "day": date_format(date.fromordinal(figure.today + day), "l j F", use_l10n=False),
    }
    if day == 0:
        return gettext("%(reviews)s; the most today: %(most)d.") % values
    return gettext("%(reviews)s; the most on %(day)s: %(most)d.") % values


def _calendar_finding(figure: Calendar) -> str:
    days = ngettext("%(n)d study day", "%(n)d study days", figure.active_days) % {"n": figure.active_days}
    return gettext("%(answers)s on %(days)s.") % {"answers": answers_text(figure.n), "days": days}


def _recall_dot(domain: DomainRecall) -> charts.Dot:
    label = f"{domain.title} ({domain.weight:g}\N{NO-BREAK SPACE}%)" if domain.weight else domain.title
    if domain.recall is None:
        return charts.Dot(label, missing_text(domain))
    shown = min(max(100 * domain.recall, 100 - MOST_SURE_PERCENT), MOST_SURE_PERCENT)
    text = gettext("%(percent)s, %(answers)s") % {
        "percent": percent_text(domain.recall),
        "answers": answers_text(domain.answers),
    }
    return charts.Dot(label, text, float(shown))


def _recall_finding(figure: Recall) -> str:
    weakest = figure.weakest
    if weakest is None or weakest.recall is None:
        return gettext("Not enough evidence yet in any domain.")
    values = {"domain": weakest.title, "percent": percent_text(weakest.recall)}
    return gettext("Lowest: %(domain)s, %(percent)s.") % values


def _lessons_bar(domain: DomainLessons) -> charts.Bar:
    text = gettext("%(understood)d of %(lessons)d") % {"understood": domain.understood, "lessons": domain.lessons}
    return charts.Bar(domain.title, 100 * domain.understood / domain.lessons, text)
