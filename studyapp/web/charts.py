"""Charts as SVG text: pure functions from values to a `<figure>`, with the same data as a table beneath.

Horizontal places are percent of the width and vertical ones are em, so a chart fits any screen without shrinking its
letters. Only classes and presentation attributes are used (the content security policy forbids style attributes).
Equal input gives equal bytes. Each value carries its formatted text, used for its label and its table cell alike.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

MOST_LABELLED = 12
LABEL_CHARACTERS = 36  # beside a value
LONE_LABEL_CHARACTERS = 48
MOST_MARKS = 400
LEVEL_SIZES = (0.26, 0.44, 0.58, 0.72, 0.86, 1.0)
LINE = 1.35
EDGE_PERCENT = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` is 0 or more, `text` is how it is written, `tick` is what stands under it, if anything."""

    label: str
    value: float
    text: str
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bars beside each other, counts of 0 or more: how many there were and how many there would be."""

    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar. `value` is 0 or more, `text` is how it is written."""

    day: date
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One share with its interval, all from 0 to 100; `percent` None means that there is not enough evidence."""

    label: str
    text: str
    percent: float | None = None
    low: float | None = None
    high: float | None = None


def bars(figure: str, values: Sequence[Bar], *, caption: str, finding: str, headers: tuple[str, str]) -> SafeString:
    """Upright bars from zero, in the order given; above 12 of them only the first and the highest are labelled."""
    _check(figure, values)
    highest = max(bar.value for bar in values)
    width = 100 / len(values)
    labelled = _labelled_bars(values)
    shapes = []
    for index, bar in enumerate(values):
        left, tall = index * width, 7 * bar.value / highest if highest else 0
        if bar.value:
            title = f"{bar.label}: {bar.text}"
            shapes.append(_rect("mark", left + width * 0.14, 8.4 - tall, width * 0.72, tall, title=title))
        if index in labelled:
            shapes.append(_text(bar.text, left + width / 2, 8.0 - tall, anchor="middle"))
        if bar.tick:
            anchor, x = _tick_place(index, len(values), width)
            shapes.append(_text(bar.tick, x, 9.8, anchor=anchor, quiet=True))
    shapes.append(_line("axis", 0, 8.4, 100, 8.4))
    table = _table(headers, [(bar.label, bar.text) for bar in values])
    return _figure(figure, caption=caption, finding=finding, shapes=shapes, height_em=10.2, table=table)


def paired_bars(
    figure: str, values: Sequence[Pair], *, caption: str, finding: str, headers: tuple[str, str, str]
) -> SafeString:
    """Upright bars in pairs, the first outlined and the second solid; up to 12 pairs carry their counts."""
    _check(figure, values)
    highest = max(max(pair.before, pair.after) for pair in values) or 1
    width = 100 / len(values)
    shapes = []
    for index, pair in enumerate(values):
        for count, kind, offset in ((pair.before, "outline", 0.1), (pair.after, "mark", 0.52)):
            left, tall = (index + offset) * width, 5.6 * count / highest
            if count:
                shapes.append(_rect(kind, left, 8.4 - tall, width * 0.38, tall, title=f"{pair.label}: {count}"))
            if count and len(values) <= MOST_LABELLED:
                shapes.append(_text(str(count), left + width * 0.19, 8.0 - tall, anchor="middle"))
        anchor, x = _tick_place(index, len(values), width)
        shapes.append(_text(pair.label, x, 9.8, anchor=anchor, quiet=True))
    shapes.append(_line("axis", 0, 8.4, 100, 8.4))
    shapes.append(_rect("outline", 0, 0.1, 2, 0.8))
    shapes.append(_text(headers[1], 3, 0.9))
    shapes.append(_rect("mark", 50, 0.1, 2, 0.8))
    shapes.append(_text(headers[2], 53, 0.9))
    rows = "".join(_row(pair.label, [str(pair.before), str(pair.after)]) for pair in values)
    table = f"<thead>{_row(headers[0], headers[1:], 'th')}</thead><tbody>{rows}</tbody>"
    return _figure(figure, caption=caption, finding=finding, shapes=shapes, height_em=10.2, table=table)


def horizontal_bars(
    figure: str,
    values: Sequence[Bar],
    *,
    caption: str,
    finding: str,
    headers: tuple[str, str],
    full: float | None = None,
) -> SafeString:
    """Lying bars with their label above; `full` is the value of a whole width (100 for percent), else the highest."""
    _check(figure, values)
    whole = full or max(bar.value for bar in values) or 1
    shapes: list[str] = []
    y = 0.0
    for bar in values:
        y = _label(shapes, bar.label, y, _beside(bar.text))
        shapes.append(_text(bar.text, 100, y, anchor="end"))
        shapes.append(_rect("slot", 0, y + 0.5, 100, 0.7))
        if bar.value:
            shapes.append(_rect("mark", 0, y + 0.5, min(100.0, 100 * bar.value / whole), 0.7))
        y += 2.2
    table = _table(headers, [(bar.label, bar.text) for bar in values])
    return _figure(figure, caption=caption, finding=finding, shapes=shapes, height_em=y - 0.6, table=table)


def dots_with_interval(
    figure: str, values: Sequence[Dot], *, caption: str, finding: str, headers: tuple[str, str]
) -> SafeString:
    """Shares on an axis from 0 to 100 percent, each with its interval; a thin one shows its text instead."""
    _check(figure, values)
    shapes: list[str] = []
    y = 0.0
    for dot in values:
        if dot.percent is None:
            y = _label(shapes, dot.label, y, LONE_LABEL_CHARACTERS)
            y = _label(shapes, dot.text, y, LONE_LABEL_CHARACTERS, quiet=True) + 2.6 - LINE
            continue
        y = _label(shapes, dot.label, y, _beside(dot.text))
        shapes.append(_text(dot.text, 100, y, anchor="end"))
        shapes.append(_line("axis", 0, y + 1.1, 100, y + 1.1))
        if dot.low is not None and dot.high is not None:
            shapes.append(_line("interval", dot.low, y + 1.1, dot.high, y + 1.1))
            shapes.extend(_line("ends", end, y + 0.7, end, y + 1.5) for end in (dot.low, dot.high))
        shapes.append(f'<circle class="mark" cx="{_number(dot.percent)}%" cy="{_number(y + 1.1)}em" r=".42em"/>')
        y += 2.6
    for at, anchor in ((0, "start"), (50, "middle"), (100, "end")):
        shapes.append(_text(f"{at} %", at, y + 0.4, anchor=anchor, quiet=True))
    table = _table(headers, [(dot.label, dot.text) for dot in values])
    return _figure(figure, caption=caption, finding=finding, shapes=shapes, height_em=y + 0.8, table=table)


def heat_calendar(figure: str, values: Sequence[Day], *, caption: str, finding: str) -> SafeString:
    """A column for each week, Monday on top; the more a day holds, the larger its square.

    The days must follow each other without a gap. The table has a row for each week.
    """
    _check(figure, values)
    highest = max(day.value for day in values)
    monday = values[0].day - timedelta(days=values[0].day.weekday())
    width = 100 / ((values[-1].day - monday).days // 7 + 1)
    shapes = []
    for day in values:
        column, row = divmod((day.day - monday).days, 7)
        level = -(-5 * day.value // highest) if highest else 0
        shapes.append(_square(column * width, 1.6 + row * 1.1, width, level, _day_title(day)))
        if day.day.day == 1 and day.day.month % 2 and (column + 2) * width <= 100:  # each name would touch the next
            shapes.append(_text(str(MONTHS_3[day.day.month]).capitalize(), column * width, 0.9, quiet=True))
    return _figure(
        figure, caption=caption, finding=finding, shapes=shapes, height_em=9.4, table=_weeks_table(values, monday)
    )


def _check(figure: str, values: Sequence[object]) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", figure):
        raise ValueError(f"a figure's id is made of small letters, digits and hyphens, got {figure!r}")
    if not 1 <= len(values) <= MOST_MARKS:
        raise ValueError(f"a chart shows 1 to {MOST_MARKS} values, got {len(values)}")


def _labelled_bars(values: Sequence[Bar]) -> set[int]:
    """Which bars carry their text: all of a few; of many the highest, and the first if it is clear of that."""
    if len(values) <= MOST_LABELLED:
        return set(range(len(values)))
    top = max(range(len(values)), key=lambda index: values[index].value)
    return {top} if top < 3 else {0, top}


def _tick_place(index: int, count: int, width: float) -> tuple[str, float]:
    """How a tick of bar `index` is anchored and where: near the edges of a dense chart it must not stick out."""
    middle = (index + 0.5) * width
    if count > MOST_LABELLED and middle < EDGE_PERCENT:
        return "start", 0
    if count > MOST_LABELLED and middle > 100 - EDGE_PERCENT:
        return "end", 100
    return "middle", middle


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _text(text: str, x: float, y: float, *, anchor: str = "start", quiet: bool = False) -> str:
    kind = ' class="quiet"' if quiet else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text{kind} x="{_number(x)}%" y="{_number(y)}em"{place}>{escape(text)}</text>'


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{_number(x1)}%" y1="{_number(y1)}em" x2="{_number(x2)}%" y2="{_number(y2)}em"/>'


def _rect(kind: str, x: float, y: float, width: float, height: float, *, title: str = "") -> str:
    place = f'x="{_number(x)}%" y="{_number(y)}em" width="{_number(width)}%" height="{_number(height)}em"'
    inside = f"<title>{escape(title)}</title>" if title else ""
    return f'<rect class="{kind}" {place} rx="2">{inside}</rect>'


def _square(left: float, top: float, width: float, level: int, title: str) -> str:
    """A day's square in its place: a quiet point when nothing was done, else larger with its level (1 to 5)."""
    size = LEVEL_SIZES[level]
    wide, tall = width * 0.84 * size, 0.92 * size
    x, y = left + (width * 0.84 - wide) / 2, top + (0.92 - tall) / 2
    return _rect("mark" if level else "idle", x, y, wide, tall, title=title)


def _label(shapes: list[str], label: str, y: float, characters: int, *, quiet: bool = False) -> float:
    """Write a label, wrapped, below `y`; the place of its last line."""
    for line in textwrap.wrap(label, characters) or [""]:
        y += LINE
        shapes.append(_text(line, 0, y, quiet=quiet))
    return y


def _beside(value: str) -> int:
    """How many characters of a label stand beside its value on a narrow screen."""
    return max(LABEL_CHARACTERS // 2, min(LABEL_CHARACTERS, LONE_LABEL_CHARACTERS - len(value) - 2))


def _day_title(day: Day) -> str:
    return f"{date_format(day.day, 'j M Y', use_l10n=False)}: {day.text}"


def _row(head: str, cells: Iterable[str], tag: str = "td") -> str:
    scope = "col" if tag == "th" else "row"
    opening = '<th scope="col">' if tag == "th" else "<td>"
    inside = "".join(f"{opening}{escape(cell)}</{tag}>" for cell in cells)
    return f'<tr><th scope="{scope}">{escape(head)}</th>{inside}</tr>'


def _table(headers: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    head = _row(headers[0], [headers[1]], "th")
    return f"<thead>{head}</thead><tbody>{''.join(_row(label, [text]) for label, text in rows)}</tbody>"


def _weeks_table(values: Sequence[Day], monday: date) -> str:
    texts = {day.day: day.text for day in values}
    rows = []
    while monday <= values[-1].day:
        week = [texts.get(monday + timedelta(days=offset), "") for offset in range(7)]
        rows.append(_row(date_format(monday, "j M Y", use_l10n=False), week))
        monday += timedelta(days=7)
    head = _row(gettext("Week from"), [str(WEEKDAYS_ABBR[weekday]) for weekday in range(7)], "th")
    return f"<thead>{head}</thead><tbody>{''.join(rows)}</tbody>"


def _figure(
    figure: str, *, caption: str, finding: str, shapes: Iterable[str], height_em: float, table: str
) -> SafeString:
    drawn = mark_safe("".join(shapes))  # noqa: S308 - every text in it went through escape()
    rows = mark_safe(table)  # noqa: S308 - every cell in it went through escape()
    return format_html(
        '<figure class="chart" id="{id}"><figcaption>{caption} <span class="finding">{finding}</span></figcaption>'
        '<svg role="img" aria-labelledby="{id}-title {id}-desc" width="100%" height="{height}em">'
        '<title id="{id}-title">{caption}</title><desc id="{id}-desc">{finding}</desc>{drawn}</svg>'
        '<details><summary>{word}</summary><div class="table-scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="data-table compact">{rows}</table></div></details></figure>',
        id=figure,
        caption=caption,
        finding=finding,
        height=_number(height_em),
        drawn=drawn,
        word=gettext("As a table"),
        rows=rows,
    )
