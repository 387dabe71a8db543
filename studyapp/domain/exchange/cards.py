"""Cards from tables: CSV in any of its dialects, and the text export of Anki."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from studyapp.domain.exchange.answers import Graded, short_answer, typed_answers
from studyapp.domain.exchange.cells import restored
from studyapp.domain.exchange.embedded import deletions, has_deletions
from studyapp.domain.exchange.escaping import literal
from studyapp.domain.exchange.html_inline import Surroundings
from studyapp.domain.exchange.identities import Identities
from studyapp.domain.exchange.incoming import Choice, Incoming, IncomingKind, Ledger, Taken, Unreadable, decoded
from studyapp.domain.exchange.texts import looks_like_html, to_markdown

_NAMES = {
    "front": ("front", "question", "q", "term", "prompt", "word", "text"),
    "back": ("back", "answer", "a", "definition", "meaning", "back extra", "extra"),
    "tags": ("tags", "tag"),
    "section": ("section", "lesson", "chapter", "topic", "category", "deck"),
    "kind": ("kind",),
    "options": ("options",),
    "explanation": ("explanation",),
    "id": ("id",),
    "none": ("source", "task", "guid", "notetype", "note type"),
}
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "colon": ":", "space": " "}
_HEADER = re.compile(r"#([a-z ]+):(.*)")
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_STEP = re.compile(r"\d+\. (.+)")
_BY_KIND = ("ordering", "matching", "short-answer", "cloze")
_OPTION = re.compile(r"\[([ x])\] (.+)")


@dataclass(slots=True)
class _Layout:
    """What the head of a table says. `columns` names them in order; `html` is None where nothing says it."""

    separator: str
    columns: tuple[str, ...] = ()
    html: bool | None = None
    deck: str = ""
    first_line: int = 1
    special: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    ledger: Ledger
    layout: _Layout
    identities: Identities = field(default_factory=Identities)

    def markdown(self, text: str, line: int) -> str:
        """A cell as Markdown; sounds are losses."""
        if not self.is_ours and _SOUND.search(text):
            self.ledger.lose(line, "a sound is left out")
            text = _SOUND.sub("", text)
        is_html = self.layout.html if self.layout.html is not None else self.is_anki and looks_like_html(text)
        return to_markdown(text, "moodle" if is_html else "plain", self._around(line))

    @property
    def is_ours(self) -> bool:
        """Whether the table is one of those that packs go out as: what looks like Anki's marks is text there."""
        return "kind" in self.layout.columns

    @property
    def is_anki(self) -> bool:
        """Whether it may be an old export of Anki, which never says that it is HTML."""
        return self.layout.separator == "\t"

    def _around(self, line: int) -> Surroundings:
        def picture(address: str, alt: str) -> None:
            self.ledger.lose(line, f"the picture {(address or alt)[:80]} is left out")

        return Surroundings(picture, lambda what: self.ledger.lose(line, what))


def read_cards(content: bytes, *, file: str) -> Taken:
    """The cards of a table. Raises Unreadable if it is none or holds none."""
    text = decoded(content)
    layout = _layout(text)
    reader = _Reader(Ledger(file), layout)
    rows: Sequence[tuple[int, list[str]]] = list(_rows(text, layout))
    if rows and not layout.columns:
        rows = _named(layout, rows)
    ignored = [line for line, row in rows if any(cell.strip() for cell in row[len(layout.columns) :])]
    reader.ledger.lose_all(ignored, "{n} rows have more columns than are used; what stands there is left out")
    cards = [card for line, row in rows if (card := _card(reader, line, row)) is not None]
    if not cards:
        first = f"; {reader.ledger.losses[0].what}" if reader.ledger.losses else ""
        raise Unreadable(f"no card could be read{first}", "write front and back in two columns")
    return Taken(_by_section(cards), tuple(reader.ledger.losses))


def _layout(text: str) -> _Layout:
    """The separator by Anki's header, else by the first line."""
    layout = _Layout("")
    lines = text.split("\n")
    while layout.first_line <= len(lines) and (head := _HEADER.match(lines[layout.first_line - 1])):
        _take_header(layout, head.group(1), head.group(2).rstrip())
        layout.first_line += 1
    first = next((line for line in lines[layout.first_line - 1 :] if line.strip()), "")
    bare = re.sub(r'"(?:[^"]|"")*"', "", first)
    layout.separator = layout.separator or next((mark for mark in "\t;,|" if mark in bare), ",")
    if layout.special:
        width = max(len(first.split(layout.separator)), *layout.special)
        free = iter(["front", "back"])
        layout.columns = tuple(layout.special.get(place) or next(free, "more") for place in range(1, width + 1))
    return layout


def _take_header(layout: _Layout, key: str, value: str) -> None:
    if key == "separator":
        layout.separator = _SEPARATORS.get(value.strip().casefold(), value[:1] or "\t")
    elif key == "html":
        layout.html = value.strip().casefold() == "true"
    elif key == "deck":
        layout.deck = value.strip().rpartition("::")[2]
    elif key.endswith(" column") and value.strip().isdecimal() and 0 < int(value) < 1000:
        name = key.removesuffix(" column")
        layout.special[int(value)] = {"deck": "section", "tags": "tags", "guid": "id"}.get(name, "none")


def _rows(text: str, layout: _Layout) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the line on which each begins. Raises Unreadable."""
    body = text.split("\n")[layout.first_line - 1 :]
    reader = csv.reader([f"{line}\n" for line in body], delimiter=layout.separator, strict=False)
    start = layout.first_line
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not (len(row) == 1 and row[0].startswith("#")):
                yield start, [restored(cell.removesuffix("\n")) for cell in row]
            start = layout.first_line + reader.line_num
    except csv.Error as error:
        raise Unreadable(
            f"the table is broken: {error}", "close the quotation marks of that row", line=start
        ) from error


def _named(layout: _Layout, rows: Sequence[tuple[int, list[str]]]) -> Sequence[tuple[int, list[str]]]:
    """Name the columns by the first row, which then is none, else by their places."""
    head = [cell.strip().casefold() for cell in rows[0][1]]
    names = [next((name for name, words in _NAMES.items() if cell in words), "more") for cell in head]
    if "front" in names and "back" in names:
        layout.columns = tuple(
            "more" if name in names[:at] and name != "none" else name for at, name in enumerate(names)
        )
        return rows[1:]
    layout.columns = ("front", "back", "tags", "section")[: max(2, min(len(head), 4))]
    return rows


def _card(reader: _Reader, line: int, row: Sequence[str]) -> Incoming | None:
    cells = {name: cell.strip() for name, cell in zip(reader.layout.columns, row, strict=False) if name != "more"}
    more = [cell for name, cell in zip(reader.layout.columns, row, strict=False) if name == "more" and cell.strip()]
    if more:
        reader.ledger.lose(line, f"what stands in a further column is left out: “{more[0][:60]}”")
    section = cells.get("section", "").rpartition("::")[2] or reader.layout.deck or _first_tag(reader, cells, line)
    identity = reader.identities.take(cells.get("id", ""))
    base = Incoming("card", "", line, section=section, id=identity)
    front = cells.get("front", "")
    if not reader.is_ours and has_deletions(front):
        if cells.get("back"):
            reader.ledger.lose(line, "what stands beside a text with gaps is left out")
        return deletions(front, lambda text: reader.markdown(text, line), base, reader.ledger)
    if cells.get("options"):
        return _question(reader, cells, base)
    if front and cells.get("kind") in _BY_KIND:
        return _of_kind(reader, cells, base)
    stem, answer = reader.markdown(front, line), reader.markdown(cells.get("back", ""), line)
    if not stem or not answer:
        missing = "back" if stem else "front"
        reader.ledger.lose(line, f"the row has no {missing} and is left out")
        return None
    return Incoming("card", stem, line, answer=answer, section=section, id=identity)


def _first_tag(reader: _Reader, cells: dict[str, str], line: int) -> str:
    tags = cells.get("tags", "").split()
    if len(tags) > 1:
        reader.ledger.lose(line, f"the first tag is its section, the others are left out: {' '.join(tags[1:])[:80]}")
    return tags[0].rpartition("::")[2].replace("_", " ") if tags else ""


def _question(reader: _Reader, cells: dict[str, str], base: Incoming) -> Incoming | None:
    """A row with options, one a line, as our own tables have them."""
    found = [_OPTION.fullmatch(line.strip()) for line in cells["options"].split("\n")]
    options = tuple(Choice(literal(one.group(2)), one.group(1) == "x") for one in found if one)
    stem = reader.markdown(cells.get("front", ""), base.line)
    if len(options) < 2 or len(options) < len(found) or not stem:
        reader.ledger.lose(base.line, "the row is left out: write its options as lines [ ] and [x]")
        return None
    several = sum(option.is_key for option in options) > 1 or cells.get("kind") == "multiple"
    explanation = reader.markdown(cells.get("explanation", ""), base.line)
    kind: IncomingKind = "multiple" if several else "single"
    return Incoming(kind, stem, base.line, options=options, explanation=explanation, section=base.section, id=base.id)


def _of_kind(reader: _Reader, cells: dict[str, str], base: Incoming) -> Incoming | None:
    """A row of our own tables that says which kind of question it is; its back has a line for each part."""
    stem, lines = reader.markdown(cells["front"], base.line), cells.get("back", "").split("\n")
    explanation = reader.markdown(cells.get("explanation", ""), base.line)
    if cells["kind"] == "ordering":
        steps = tuple(literal(found.group(1)) for line in lines if (found := _STEP.fullmatch(line)))
        if len(steps) == len(lines) > 1:
            return replace(base, kind="ordering", stem=stem, sequence=steps, explanation=explanation)
    if cells["kind"] == "matching":
        sides = [line.partition(" → ") for line in lines]
        pairs = tuple((literal(left), literal(right)) for left, _, right in sides)
        if len(pairs) > 1 and all(left and right for left, right in pairs):
            return replace(base, kind="matching", stem=stem, pairs=pairs, explanation=explanation)
    if cells["kind"] in ("ordering", "matching"):
        reader.ledger.lose(base.line, "the row is left out: write a step `1. ...` or a pair `... → ...` a line")
        return None
    graded = [Graded(line.replace("*", "\\*"), 1.0) for line in lines]
    accepted = typed_answers(graded, line=base.line, ledger=reader.ledger)
    return short_answer(
        stem, base.line, accepted, explanation=explanation, section=base.section, identity=base.id, ledger=reader.ledger
    )


def _by_section(cards: Sequence[Incoming]) -> tuple[Incoming, ...]:
    """The cards with those of one section together, sections in the order in which they first appear."""
    order = list(dict.fromkeys(card.section for card in cards))
    place = {name: at for at, name in enumerate(order)}
    return tuple(sorted(cards, key=lambda card: place[card.section]))
