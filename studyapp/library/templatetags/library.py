"""Template tags of the library's pages."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.safestring import SafeString, mark_safe

from studyapp.library.page_values import Column, Cover, TableBlock

register = template.Library()


@register.filter
def unfolded(html: str, is_open: bool) -> SafeString:
    """Author's html; on paper its folded parts are open."""
    if is_open and "<details>" in html:
        html = html.replace("<details>", "<details open>")
    return mark_safe(html)  # noqa: S308 - sanitised when it was read


@register.filter
def checked_on(as_of: str) -> str:
    """A year and month, or a day, as people write it: "Nov 2026", "23 November 2026"; else as it stands."""
    try:
        if len(as_of) == 7:
            year, month = as_of.split("-")
            return f"{MONTHS_3[int(month)].capitalize()} {int(year)}"
        day = date.fromisoformat(as_of)
    except (ValueError, KeyError):
        return as_of
    return f"{day.day} {MONTHS[day.month]} {day.year}"


@dataclass(frozen=True, slots=True)
class CoverState:
    """What is covered in one table now (a column or None), and what `?cover=` says for none and for the next column."""

    column: Column | None
    none: str
    next: str


@register.simple_tag
def cover_state(block: TableBlock, cover: Cover | str | None) -> CoverState:
    """How a table stands; the column after the last one is the first again."""
    number = cover.column if isinstance(cover, Cover) and cover.table == block.key else 0
    covered = next((column for column in block.coverable if column.number == number), None)
    later = [column.number for column in block.coverable if column.number > number] if covered else []
    following = later[0] if later else block.coverable[0].number
    return CoverState(covered, f"{block.key}.0", f"{block.key}.{following}")


@register.simple_tag
def cover_of(block: TableBlock, column: Column) -> str:
    """What `?cover=` says to cover that column."""
    return f"{block.key}.{column.number}"
