"""Aiken: a question on its line, options `A.` or `A)`, and a line `ANSWER: B`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studyapp.domain.exchange.escaping import literal
from studyapp.domain.exchange.incoming import Choice, Incoming, IncomingKind, Ledger, Taken, Unreadable, decoded

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*?)\s*\Z", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z](?:\s*(?:,|;|and)?\s*[A-Z])*\Z")


@dataclass(slots=True)
class _Open:
    """A question under way."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    has_gap: bool = False


def read_aiken(content: bytes, *, file: str) -> Taken:
    """The questions of an Aiken file; what one has wrong costs that question only.

    Raises Unreadable if none is left.
    """
    ledger = Ledger(file)
    questions: list[Incoming] = []
    under_way = _Open()
    for number, line in enumerate(decoded(content).split("\n"), 1):
        answer, option = _ANSWER.match(line), _OPTION.match(line)
        if answer:
            questions += _finished(under_way, answer.group(1), number, ledger)
            under_way = _Open()
        elif option and under_way.stem and option.group(1) == chr(ord("A") + len(under_way.options)):
            under_way.options.append((option.group(1), option.group(2)))
        elif line.strip():
            under_way = _continued(under_way, line.strip(), number, ledger)
        else:
            under_way.has_gap = True
    _tell_unanswered(under_way, ledger)
    if not questions:
        what = ledger.losses[0].what if ledger.losses else "no line says ANSWER:"
        place = ledger.losses[0].line if ledger.losses else 1
        raise Unreadable(f"no question could be read; {what}", "write A. and B. lines, then ANSWER: B", line=place)
    return Taken(tuple(questions), tuple(ledger.losses))


def _continued(under_way: _Open, text: str, number: int, ledger: Ledger) -> _Open:
    """A further line of the stem; after options or a blank line it begins the next question."""
    if under_way.options or (under_way.stem and under_way.has_gap):
        _tell_unanswered(under_way, ledger)
        under_way = _Open()
    under_way.line = under_way.line or number
    under_way.stem.append(text)
    under_way.has_gap = False
    return under_way


def _tell_unanswered(under_way: _Open, ledger: Ledger) -> None:
    if under_way.options:
        ledger.lose(under_way.line, "the question is left out: no line ANSWER: follows its options")
    elif under_way.stem:
        ledger.lose(under_way.line, f"the text “{under_way.stem[0][:60]}” has no options A. and B. and is left out")


def _finished(under_way: _Open, answer: str, number: int, ledger: Ledger) -> Sequence[Incoming]:
    letters = re.findall(r"[A-Z]", answer.upper()) if _LETTERS.match(answer.upper()) else []
    known = {letter for letter, _ in under_way.options}
    if not under_way.stem or len(under_way.options) < 2:
        ledger.lose(number, "an answer without a question and two options before it is left out")
        return []
    if not letters or not known.issuperset(letters):
        ledger.lose(number, f"the question is left out: its answer “{answer[:40]}” names no option")
        return []
    options = tuple(Choice(literal(text), letter in letters) for letter, text in under_way.options)
    kind: IncomingKind = "multiple" if len(set(letters)) > 1 else "single"
    return [Incoming(kind, literal("\n".join(under_way.stem)), under_way.line, options=options)]
