"""Items as a table for spreadsheets and other programs: plain text, one item a row."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from studyapp.domain.exchange.cells import neutral
from studyapp.domain.exchange.fragments import one_line, printable
from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.exchange.outgoing import Asked, Course, choices_of, pairs_of
from studyapp.domain.items.values import CHOICES
from studyapp.domain.lessons.html.sanitising import text_of

COLUMNS = ("front", "back", "kind", "options", "explanation", "lesson", "task", "id", "source")
BOM = "\ufeff"
_PICTURE = "CSV holds no pictures; their description stands instead"


def write_csv(_course: Course, asked: Iterable[Asked], out: BinaryIO, *, bom: bool = False) -> tuple[Loss, ...]:
    """Write a header and a row for each item to `out`, UTF-8 with CRLF; `bom` helps some spreadsheets read it.

    Cells that a spreadsheet would run are neutralised, see `cells`.
    """
    losses: list[Loss] = []
    out.write((BOM if bom else "").encode() + _row(COLUMNS))
    for one in asked:
        if "<img" in one.item.stem_html + one.item.feedback_html:
            losses.append(Loss(one.item.file, one.item.line, _PICTURE))
        out.write(_row(_cells(one)))
    return tuple(losses)


def _row(cells: Iterable[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([neutral(cell) for cell in cells])
    return text.getvalue().encode()


def _cells(asked: Asked) -> Iterator[str]:
    item = asked.item
    yield printable(item.stem)
    yield "\n".join(_back(asked))
    yield item.kind
    yield "\n".join(_options(asked))
    yield printable(text_of(item.feedback_html))
    yield one_line(asked.lesson)
    yield one_line(asked.task)
    yield one_line(asked.id)
    yield f"{item.file}:{item.line}"


def _back(asked: Asked) -> list[str]:
    """The right answer, a line for each part of it."""
    item = asked.item
    if item.kind == "ordering":
        return [f"{place}. {one_line(step.text)}" for place, step in enumerate(item.options, 1)]
    if item.kind == "matching":
        return [f"{one_line(prompt.text)} → {one_line(side.text)}" for prompt, side in pairs_of(item) if prompt]
    if item.keys:
        return [one_line(choice.option.text) for choice in choices_of(asked) if choice.is_key]
    return [printable(text) for text in item.accepted]


def _options(asked: Asked) -> list[str]:
    """The options of a choice item, one a line, marked as in a lesson."""
    if asked.item.kind not in CHOICES:
        return []
    return [f"[{'x' if one.is_key else ' '}] {one_line(one.option.text)}" for one in choices_of(asked)]
