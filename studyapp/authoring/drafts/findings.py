"""Findings as the report shows them: by file, with their source, and with the mend that one click applies."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy

from studyapp.authoring.models import Draft
from studyapp.domain.common.diagnostics import TICKED_CODES, Diagnostic
from studyapp.domain.lessons.writing.mending import proposal_of, recoded, remedy, split_lines

MOST_OF_A_CODE = 3  # shown of one code in a file
MOST_SHOWN = 400
SEVERITIES = ("error", "warning", "info")
_LINES_SHOWN = 6
_CHARACTERS_BEFORE = 60
_CHARACTERS_AFTER = 140
MENDS: dict[str, Any] = {
    "E01": gettext_lazy("Apply the proposed table"),
    "I01": gettext_lazy("Put # before it"),
    "W02": gettext_lazy("Convert it to a table with pipes"),
    "W03": gettext_lazy("Add an empty cell"),
    "E04": gettext_lazy("Write \\| for the bar"),
    "E05": gettext_lazy("Write the line of dashes"),
    "W07": gettext_lazy("Skip this column"),
    "W08": gettext_lazy("Skip this column"),
    "W09": gettext_lazy("Write \\$ for each $"),
    "E15": gettext_lazy("Start it on its own line"),
    "W20": gettext_lazy("Emphasise the word"),
    "E29": gettext_lazy("Write the nearest task"),
    "E30": gettext_lazy("Write the name that was found"),
    "W33": gettext_lazy("Correct the level"),
    "W34": gettext_lazy("Put a space after the #"),
    "W35": gettext_lazy("Write the nearest key"),
    "E36": gettext_lazy("Convert the file to UTF-8"),
    "E38": gettext_lazy("Remove the character"),
    "E42": gettext_lazy("Delete the empty callout"),
    "W43": gettext_lazy("Remove what nobody sees"),
    "E46": gettext_lazy("Write the nearest key"),
    "I47": gettext_lazy("Use the list as steps"),
    "I61": gettext_lazy("Make it a definition"),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A line of the source: its number, and its text before, at and after the column of the finding."""

    number: int
    before: str
    at: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its place in the source. `mend` names the button, if one click mends it.

    `proposal` are the cells of a proposed table; `becomes` are the lines that a mend writes.
    """

    id: str
    found: Diagnostic
    rows: tuple[SourceRow, ...]
    mend: Any = ""
    becomes: tuple[str, ...] = ()
    proposal: tuple[tuple[str, ...], ...] = ()
    may_accept: bool = False
    is_accepted: bool = False
    alike: int = 0  # how many of its code the file has, on the first one shown
    left_out: int = 0  # how many more of this code follow in this file, on the last one shown


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The findings of one file. `is_text` says that its source can be edited here."""

    file: str
    shown: tuple[ShownFinding, ...]
    is_text: bool


@dataclass(frozen=True, slots=True)
class FilteredFindings:
    """What the filter shows, and how many findings there are of each severity."""

    files: tuple[FileFindings, ...]
    counts: Mapping[str, int]
    show: str
    more: str

    def near(self, place: Diagnostic) -> str:
        """The id of the first finding shown at or below that place of a file, else of the first one; "" without any."""
        shown = [one for file in self.files for one in file.shown]
        below = (one for one in shown if one.found.file == place.file and one.found.line >= place.line)
        nearest = next(below, shown[0] if shown else None)
        return nearest.id if nearest else ""

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return sum(self.counts.values())

    @property
    def errors(self) -> int:
        """How many stand against publishing."""
        return self.counts["error"]


def finding_id(found: Diagnostic) -> str:
    """A finding in this state of the files; usable in a form and as an id of HTML."""
    text = "\0".join(map(str, (found.file, found.line, found.col, found.code, found.what)))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def find(diagnostics: Iterable[Diagnostic], wanted: str) -> Diagnostic | None:
    """The finding of that id."""
    return next((found for found in diagnostics if finding_id(found) == wanted), None)


def filtered(draft: Draft, diagnostics: Sequence[Diagnostic], *, show: str = "", more: str = "") -> FilteredFindings:
    """The findings of a severity ("" for all) by file; the code `more` is not cut to three a file ("all": none is)."""
    show = show if show in SEVERITIES else ""
    wanted = [found for found in diagnostics if show in ("", found.severity)]
    capped = list(_capped(wanted, more))[:MOST_SHOWN]
    sources = _sources(draft, {found.file for found, *_ in capped})
    accepted = set(draft.choices.get("accepted", []))
    by_file: dict[str, list[ShownFinding]] = {}
    for found, alike, left_out in capped:
        shown = _shown(found, sources.get(found.file), accepted)
        by_file.setdefault(found.file, []).append(replace(shown, alike=alike, left_out=left_out))
    files = tuple(FileFindings(file, tuple(group), file in sources) for file, group in by_file.items())
    counts: Counter[str] = Counter(found.severity for found in diagnostics)
    return FilteredFindings(files, {name: counts[name] for name in SEVERITIES}, show, more)


def _capped(diagnostics: Sequence[Diagnostic], more: str) -> Iterable[tuple[Diagnostic, int, int]]:
    """Each finding to show, errors of a file first; with the number of its code on the first, of those left out on the
    last of the code in its file."""
    order = {file: index for index, file in enumerate(dict.fromkeys(found.file for found in diagnostics))}
    ranked = sorted(diagnostics, key=lambda found: (order[found.file], SEVERITIES.index(found.severity)))
    total = Counter((found.file, found.code) for found in ranked)
    seen: Counter[tuple[str, str]] = Counter()
    for found in ranked:
        place = (found.file, found.code)
        seen[place] += 1
        alike = total[place] if seen[place] == 1 else 0
        if more in ("all", found.code):
            yield found, alike, 0
        elif seen[place] <= MOST_OF_A_CODE:
            yield found, alike, max(total[place] - MOST_OF_A_CODE, 0) if seen[place] == MOST_OF_A_CODE else 0


def _sources(draft: Draft, paths: Iterable[str]) -> dict[str, tuple[bytes, list[str]]]:
    """The bytes and lines of those files of the draft that are text."""
    texts = draft.files.filter(path__in=list(paths))
    texts = texts.filter(path__endswith=".md") | texts.filter(path__endswith=".toml")
    found = {}
    for file in texts:
        content = bytes(file.content)
        readable = content if (recoded_content := recoded(content)) is None else recoded_content
        found[file.path] = (content, split_lines(readable.decode("utf-8", "replace")))
    return found


def _shown(found: Diagnostic, source: tuple[bytes, list[str]] | None, accepted: set[str]) -> ShownFinding:
    content, lines = source or (b"", [])
    edit = remedy(lines, found)
    is_mendable = edit is not None or (found.code == "E36" and source is not None and recoded(content) is not None)
    proposal = tuple(tuple(row) for row in proposal_of(found))
    return ShownFinding(
        id=finding_id(found),
        found=found,
        rows=tuple(_rows(found, lines)) or ((SourceRow(found.line, found.excerpt),) if found.excerpt else ()),
        mend=MENDS.get(found.code, "") if is_mendable else "",
        becomes=tuple(line[:200] for line in edit.lines[:_LINES_SHOWN]) if edit and not proposal else (),
        proposal=proposal if edit else (),
        may_accept=found.code in TICKED_CODES,
        is_accepted=found.id in accepted,
    )


def _rows(found: Diagnostic, lines: Sequence[str]) -> Iterable[SourceRow]:
    """The lines of a finding, a few of many; the first is split at its column."""
    last = min(max(found.end_line, found.line), found.line + _LINES_SHOWN - 1, len(lines))
    for number in range(found.line, last + 1):
        line = lines[number - 1]
        if number > found.line or not line:
            yield SourceRow(number, line[: _CHARACTERS_BEFORE + _CHARACTERS_AFTER])
            continue
        at = min(found.col - 1, len(line) - 1)
        start = max(at - _CHARACTERS_BEFORE, 0)
        before = ("…" if start else "") + line[start:at]
        yield SourceRow(number, before, line[at], line[at + 1 : at + _CHARACTERS_AFTER])
