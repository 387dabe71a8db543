"""Numbers about an exam as a pack states them, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from studyapp.library.page_values import Dated

_NAMES = {
    "items": gettext_lazy("Questions"),
    "scored": gettext_lazy("Questions that count"),
    "minutes": gettext_lazy("Time"),
    "pass": gettext_lazy("Pass mark"),
    "fee": gettext_lazy("Fee"),
    "price": gettext_lazy("Fee"),
}


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One number about the exam: what, how much, since when and by whom."""

    name: str
    value: str
    dated: Dated


def exam_facts(exam: Mapping[str, Any]) -> list[ShownFact]:
    """The facts of the exam in a stored manifest, in the author's order."""
    return [
        ShownFact(
            name=str(_NAMES.get(fact["name"]) or str(fact["name"]).replace("_", " ").capitalize()),
            value=_value(fact, exam),
            dated=Dated(_day(fact.get("as_of")), str(fact.get("source") or "")),
        )
        for fact in exam.get("facts") or ()
    ]


def _value(fact: Mapping[str, Any], exam: Mapping[str, Any]) -> str:
    number = f"{float(fact['value']):g}"
    if fact.get("is_maximum"):
        number = gettext("at most %(number)s") % {"number": number}
    if fact["name"] == "minutes":
        return gettext("%(number)s minutes") % {"number": number}
    low, high = exam.get("scale_min"), exam.get("scale_max")
    if fact["name"] == "pass" and low is not None and high is not None:
        return gettext("%(number)s on a scale from %(low)s to %(high)s") % {
            "number": number, "low": f"{low:g}", "high": f"{high:g}",
        }  # fmt: skip
    return number


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
