"""How well the machine's marks agree with people's, as the page of a question says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from studyapp.reflection.agreeing import Agreement, Between, CriterionAgreement, Figures, Gate
from studyapp.web.charts import Bar, horizontal_bars

NONE = "–"


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """Figures as text, an en dash where there are too few samples or a figure is not defined."""

    n: int
    exact: str
    kappa: str
    interval: str
    error: str
    bias: str
    people_n: int
    people_exact: str
    people_kappa: str


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One criterion. False and missed credits are ids of samples."""

    number: int
    key: str
    label: str
    figures: ShownFigures
    false_credits: tuple[int, ...]
    missed_credits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """Everything on the page. With too few samples `has_figures` is false, with too few marked by two `has_people`."""

    agreement: Agreement
    gate: Gate
    gate_says: str
    whole: ShownFigures
    criteria: tuple[ShownCriterion, ...]
    has_figures: bool
    has_people: bool
    picture: SafeString

    @property
    def differ(self) -> bool:
        """Whether there is a false or missed credit."""
        return any(one.false_credits or one.missed_credits for one in self.criteria)


def shown_agreement(found: Agreement, gate: Gate) -> ShownAgreement:
    """The page value."""
    criteria = tuple(
        ShownCriterion(
            number, one.key, one.label, _figures(one.figures, one.people), one.false_credits, one.missed_credits
        )
        for number, one in enumerate(found.criteria, start=1)
    )
    has_figures = found.figures.exact_percent is not None
    return ShownAgreement(
        agreement=found,
        gate=gate,
        gate_says=gate_sentence(gate),
        whole=_figures(found.figures, found.people),
        criteria=criteria,
        has_figures=has_figures,
        has_people=found.people.exact_percent is not None,
        picture=_picture(found.criteria) if has_figures else SafeString(),
    )


def gate_sentence(gate: Gate) -> str:
    """Whether marks count beyond practice, and why."""
    names = {
        "n": gate.n,
        "needed": gate.needed,
        "kappa": number(gate.kappa),
        "threshold": number(gate.threshold),
    }
    if gate.n < gate.needed:
        return (
            _("Closed: %(n)d of %(needed)d random samples are marked. Until then marks are for practice only.") % names
        )
    if gate.kappa is None:
        return _("Closed: all marks are alike, so agreement cannot be measured.") % names
    if gate.is_open:
        return _("Open: kappa is %(kappa)s over %(n)d random samples, at least %(threshold)s is needed.") % names
    return _("Closed: kappa is %(kappa)s over %(n)d random samples, %(threshold)s is needed.") % names


def number(value: float | None) -> str:
    """Two decimals."""
    return NONE if value is None else f"{value:.2f}"


def _figures(machine: Figures, people: Between) -> ShownFigures:
    interval = machine.interval
    return ShownFigures(
        n=machine.n,
        exact=_percent(machine.exact_percent),
        kappa=number(machine.kappa),
        interval=f"{number(interval.low)}–{number(interval.high)}" if interval else NONE,
        error=number(machine.error),
        bias=NONE if machine.bias is None else f"{machine.bias:+.2f}",
        people_n=people.n,
        people_exact=_percent(people.exact_percent),
        people_kappa=number(people.kappa),
    )


def _percent(value: float | None) -> str:
    return NONE if value is None else f"{value:.0f} %"


def _picture(criteria: Sequence[CriterionAgreement]) -> SafeString:
    values = [
        Bar(one.label, one.figures.exact_percent, _percent(one.figures.exact_percent))
        for one in criteria
        if one.figures.exact_percent is not None
    ]
    lowest = min(values, key=lambda bar: bar.value)
    return horizontal_bars(
        "agreement",
        values,
        caption=_("Samples on which machine and person agree"),
        finding=_("Lowest: %(label)s, %(percent)s.") % {"label": lowest.label, "percent": lowest.text},
        headers=(_("Criterion"), _("Agree")),
        full=100,
    )
