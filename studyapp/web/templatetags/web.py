"""Template tags that any page may use."""

from datetime import datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree

import lucide
from django import template
from django.template import defaultfilters
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The Lucide icon of that name as inline SVG, hidden from screen readers: always put a word beside it.

    Raises lucide.IconDoesNotExist for a name that Lucide does not have.
    """
    svg = lucide._load_icon(name)
    shapes = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in svg)
    return mark_safe(  # noqa: S308 - the shapes come from the package, the name is not printed
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shapes}</svg>'
    )


@register.filter
def duration(seconds: float | None) -> str:
    """A length of time as people say it: "under a minute", "about 7 min", "about 1 h 20 min"."""
    if seconds is None:
        return ""
    if seconds < 60:
        return gettext("under a minute")
    minutes = round(seconds / 60)
    if minutes < 60:
        return gettext("about %(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest:
        return gettext("about %(hours)d h") % {"hours": hours}
    return gettext("about %(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def breakable(text: str) -> SafeString:
    """The text with leave to break a line behind each slash, so that no word of "a/b/c" is cut in two."""
    return mark_safe(conditional_escape(text).replace("/", "/<wbr>"))  # noqa: S308 - escaped in the same line


@register.simple_tag
def local_time(moment: datetime | None, form: str = "j M Y, H:i") -> str:
    """A `<time>` in the learner's zone; `form` is a Django date format."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    shown = date_format(local, form, use_l10n=False)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)


@register.filter
def plural_count(number: float) -> int:
    """The whole number by which a plural form is chosen for a number that may have a fraction: 1 only for 1 itself."""
    return 1 if number == 1 else 2


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole percent with its unit, a dash for None."""
    return "–" if share is None else f"{defaultfilters.floatformat(share * 100, 0)} %"


@register.inclusion_tag("components/_nav_link.html", takes_context=True)
def nav_link(context: template.Context, name: str, label: str, icon_name: str, key: str = "") -> dict[str, Any]:
    """One main link, marked when the page shown is it or lies below it."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {"url": ""}
    path = context["request"].path if "request" in context else ""
    current = "page" if path == url else "true" if path.startswith(url) else ""
    return {"url": url, "label": label, "icon_name": icon_name, "key": key, "current": current}
