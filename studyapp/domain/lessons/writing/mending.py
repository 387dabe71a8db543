"""One-click mends: the edit of the source that answers a finding, where there is only one sensible answer.

A mend changes nothing but the lines of its finding. After it, reading again no longer tells that finding there.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.readers.tables import BARE_BAR, split_row
from studyapp.domain.lessons.source.code_spans import CODE_SPAN
from studyapp.domain.lessons.source.decoding import BYTE_ORDER_MARK, LINE_BREAK, hidden_in

_LINES_AND_BREAKS = re.compile(f"({LINE_BREAK.pattern})")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_OPTION = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
_DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_COMMENT = re.compile(r"[ \t>]*<!--.*-->[ \t]*\Z")
_TABLE_COMMENT = re.compile(r"([ \t>]*<!--\s*table\s*:)(.*?)(\s*-->.*)")
_SKIP = re.compile(r"(;\s*skip\s*:\s*[\d, ]*\d)")


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines `first` to `last`, from 1, become `lines`; with `last` before `first` they are put before `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


def mend(text: str, found: Diagnostic) -> str | None:
    """The text of the file without what `found` tells, or None if a person has to decide how to mend it."""
    mended, done = mend_all(text, [found])
    return mended if done else None


def mend_all(text: str, told: Iterable[Diagnostic]) -> tuple[str, int]:
    """The text without what those findings of one file tell, and how many of them were mended.

    From the end upwards: so the places of the others stay right, and the text is taken apart once.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    parts = _LINES_AND_BREAKS.split(text.removeprefix(BYTE_ORDER_MARK))
    lines, breaks = parts[::2], [*parts[1::2], ""]  # each line and what ends it
    done = 0
    for found in sorted(told, key=lambda found: (found.line, found.col), reverse=True):
        edit = remedy(lines, found)
        if edit is not None:
            _apply(edit, lines, breaks)
            done += 1
    return mark + "".join(line + end for line, end in zip(lines, breaks, strict=True)), done


def _apply(edit: Edit, lines: list[str], breaks: list[str]) -> None:
    """Change the lines in place; the last of them ends with nothing, and is empty where the text ends with a break."""
    ending = breaks[0] or "\n"
    new, ends = list(edit.lines), [ending] * len(edit.lines)
    if edit.first > len(lines):
        if lines[-1]:
            breaks[-1] = ending
        else:
            lines.pop()
            breaks.pop()
        new, ends = [*new, ""], [*ends, ""]
    elif edit.last == len(lines):
        new, ends = (new, [*ends[:-1], ""]) if new else ([""], [""])
    lines[edit.first - 1 : edit.last] = new
    breaks[edit.first - 1 : edit.last] = ends


def split_lines(text: str) -> list[str]:
    """The lines of a text as findings count them, without its byte-order mark."""
    return _LINES_AND_BREAKS.split(text.removeprefix(BYTE_ORDER_MARK))[::2]


def remedy(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """The edit that answers a finding about a file of these lines; None if there is none or it no longer fits."""
    maker = _REMEDIES.get(found.code)
    if maker is None or not 1 <= found.line <= len(lines):
        return None
    return maker(lines, found)


def recoded(content: bytes) -> bytes | None:
    """A file that is not UTF-8 as UTF-8: read as UTF-16 if it has its mark, else as Windows-1252. None if neither."""
    for encoding in ("utf-8", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.removeprefix(BYTE_ORDER_MARK).encode() if "\0" not in text else None
    return None


def proposal_of(found: Diagnostic) -> list[list[str]]:
    """The cells of the table that E01 proposes, its header first; empty for other findings."""
    proposal = found.data.get("proposal")
    if found.code != "E01" or not isinstance(proposal, str):
        return []
    rows = [row for index, row in enumerate(proposal.split("\n")) if index != 1]
    return [[cell.replace(r"\|", "|") for cell, _ in split_row(row)] for row in rows]


def _line(lines: Sequence[str], found: Diagnostic, new: str) -> Edit | None:
    """One line written anew."""
    return None if new == lines[found.line - 1] else Edit(found.line, found.line, (new,))


def _as_table(lines: Sequence[str], found: Diagnostic, rows: Sequence[str]) -> Edit | None:
    first = lines[found.line - 1]
    if _ITEM.match(first):
        return None
    prefix = _prefix(first)
    return Edit(found.line, found.end_line, tuple(prefix + row for row in rows))


def _prefix(line: str) -> str:
    found = _PREFIX.match(line)
    return found.group() if found else ""


def _proposed_table(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    proposal = found.data.get("proposal")
    return _as_table(lines, found, proposal.split("\n")) if isinstance(proposal, str) else None


def _piped_table(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """W02: the tabs become pipes."""
    source = [line[len(_prefix(line)) :].strip() for line in lines[found.line - 1 : found.end_line]]
    rows = [[cell.strip() for cell in line.split("\t")] for line in source]
    rows.insert(1, ["---"] * len(rows[0]))
    return _as_table(
        lines, found, ["| " + " | ".join(BARE_BAR.sub(r"\|", cell) for cell in row) + " |" for row in rows]
    )


def _hashed(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """I01: as many # as the number has parts."""
    line = lines[found.line - 1]
    start = found.col - 1
    number = re.match(r"\d+(?:\.\d+)*", line[start:])
    if number is None:
        return None
    level = min(number.group().count(".") + 1, 6)
    return _line(lines, found, f"{line[:start]}{'#' * level} {line[start:]}")


def _releveled(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    level = found.data.get("level")
    line = lines[found.line - 1]
    hashes = re.match(r"([ ]{0,3})#{1,6}(?=[ \t])", line)
    if not isinstance(level, int) or hashes is None:
        return None
    return _line(lines, found, f"{hashes.group(1)}{'#' * level}{line[hashes.end() :]}")


def _spaced(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    line = lines[found.line - 1]
    return _line(lines, found, re.sub(r"\A([ \t>]*#{1,6})(?=[^#\s])", r"\1 ", line))


def _shown(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """W43: without the characters that nobody sees."""
    line = lines[found.line - 1]
    hidden = {at for at, _ in hidden_in(line)}
    return _line(lines, found, "".join(letter for at, letter in enumerate(line) if at not in hidden))


def _without_nul(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    return _line(lines, found, lines[found.line - 1].replace("\0", ""))


def _escaped_price(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    line, start = lines[found.line - 1], found.col - 1
    dollars = re.match(r"\$+", line[start:])
    if dollars is None:
        return None
    return _line(lines, found, line[:start] + r"\$" * len(dollars.group()) + line[start + dollars.end() :])


def _escaped_bar(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """E04; nothing if the row would still have more cells than its header."""
    new = CODE_SPAN.sub(lambda code: BARE_BAR.sub(r"\|", code.group()), lines[found.line - 1])
    columns = found.data.get("columns")
    if isinstance(columns, int) and len(split_row(new)) > columns:
        return None
    return _line(lines, found, new)


def _padded_row(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    missing = found.data.get("missing")
    if not isinstance(missing, int):
        return None
    line = lines[found.line - 1].rstrip()
    closed = line if re.search(r"(?<!\\)\|\Z", line) else f"{line} |"
    return _line(lines, found, closed + "  |" * missing)


def _dashed(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """E05: a line of dashes under the header, or the right number of them. Nothing if a row is too long for it."""
    line = lines[found.line - 1]
    is_dashes = bool(_DASHES.match(line[len(_prefix(line)) :])) and found.line > 1
    header = lines[found.line - 2] if is_dashes else line
    width = len(split_row(header))
    if any(len(split_row(row)) > width for row in lines[found.line : found.end_line]):
        return None
    dashes = _prefix(header) + "|" + " --- |" * width
    return Edit(found.line, found.line, (dashes,)) if is_dashes else Edit(found.line + 1, found.line, (dashes,))


def _meant_key(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    key, meant = found.data.get("key"), found.data.get("meant")
    line, start = lines[found.line - 1], found.col - 1
    if not isinstance(key, str) or not isinstance(meant, str):
        return None
    at = line.casefold().find(key.casefold(), start)
    return _line(lines, found, line[:at] + meant + line[at + len(key) :]) if at >= 0 else None


def _meant_task(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """E29: in the front matter, in a comment below the heading, or in the heading itself."""
    task, meant = found.data.get("task"), found.data.get("meant")
    if not isinstance(task, str) or not isinstance(meant, str):
        return None
    said = re.compile(rf"(\btask\b\s*:?\s*){re.escape(task)}(?![\w.]*\d)", re.IGNORECASE)
    for number in range(found.line, min(found.line + 3, len(lines)) + 1):
        new = said.sub(lambda words: words.group(1) + meant, lines[number - 1], count=1)
        if new != lines[number - 1]:
            return Edit(number, number, (new,))
    return None


def _found_image(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    image, other = found.data.get("image"), found.data.get("found")
    if not isinstance(image, str) or not isinstance(other, str):
        return None
    return _line(lines, found, lines[found.line - 1].replace(image, other))


def _deleted(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """E42: without the empty callout and the comments about it; nothing if other text hangs on it."""
    last = found.end_line
    while last < len(lines) and _COMMENT.match(lines[last]):
        last += 1
    below = lines[last] if last < len(lines) else ""
    if _ITEM.match(lines[found.line - 1]) and below.startswith((" ", "\t")):
        return None
    return Edit(found.line, last, ())


def _own_line(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """E15: the second letter begins a line like that of the option it stands in."""
    line, start = lines[found.line - 1], found.col - 1
    begin = _OPTION.match(line)
    if begin is None or start <= begin.end():
        return None
    prefix = re.sub(r"\[[xX]\]", "[ ]", begin.group())
    return Edit(found.line, found.line, (line[:start].rstrip(), prefix + line[start:]))


def _emphasised(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """W20: the negative word in bold capitals, on the first of the stem's lines that has it."""
    word = found.data.get("word")
    if not isinstance(word, str):
        return None
    pattern = re.compile(rf"(?<![\w*]){re.escape(word)}(?![\w*])")
    for number in range(found.line, min(found.line + 10, len(lines)) + 1):
        places = list(pattern.finditer(lines[number - 1]))
        if places:
            at, line = places[-1], lines[number - 1]
            return Edit(number, number, (f"{line[: at.start()]}**{word.upper()}**{line[at.end() :]}",))
        if number > found.line and not lines[number - 1].strip():
            return None
    return None


def _used_steps(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """I47: the comment that says that the order matters."""
    last = found.end_line
    while last > found.line and not lines[last - 1].strip():
        last -= 1
    return Edit(last + 1, last, (_prefix(lines[found.line - 1]) + "<!-- steps -->",))


def _bold_term(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """I61: the term in bold, with its colon."""
    term, line, start = found.data.get("term"), lines[found.line - 1], found.col - 1
    if not isinstance(term, str) or not line.startswith(f"{term}:", start):
        return None
    return _line(lines, found, f"{line[:start]}**{term}:**{line[start + len(term) + 1 :]}")


def _skipped_column(lines: Sequence[str], found: Diagnostic) -> Edit | None:
    """W07, W08: the table's comment leaves the column out."""
    column, end = found.data.get("skip"), found.data.get("table_end")
    if not isinstance(column, int) or not isinstance(end, int) or not 1 <= end <= len(lines):
        return None
    below = lines[end] if end < len(lines) else ""
    comment = _TABLE_COMMENT.match(below)
    if comment is None:
        return Edit(end + 1, end, (f"{_prefix(lines[end - 1])}<!-- table: ; skip: {column} -->",))
    start, said, rest = comment.groups()
    wider = _SKIP.sub(rf"\1, {column}", said) if _SKIP.search(said) else f"{said}; skip: {column}"
    return Edit(end + 1, end + 1, (start + wider + rest,))


_REMEDIES: dict[str, Callable[[Sequence[str], Diagnostic], Edit | None]] = {
    "E01": _proposed_table,
    "I01": _hashed,
    "W02": _piped_table,
    "W03": _padded_row,
    "E04": _escaped_bar,
    "E05": _dashed,
    "W07": _skipped_column,
    "W08": _skipped_column,
    "W09": _escaped_price,
    "E15": _own_line,
    "W20": _emphasised,
    "E29": _meant_task,
    "E30": _found_image,
    "W33": _releveled,
    "W34": _spaced,
    "W35": _meant_key,
    "E38": _without_nul,
    "E42": _deleted,
    "W43": _shown,
    "E46": _meant_key,
    "I47": _used_steps,
    "I61": _bold_term,
}
