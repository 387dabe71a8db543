"""Questions with answers inside their text: Moodle's `{1:SHORTANSWER:=Paris}`, its numbered gaps `[[1]]`, and the
`{{c1::...}}` of Anki. All become clozes, where a gap has one right phrase."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studyapp.domain.exchange.answers import finite, shown_number
from studyapp.domain.exchange.escaping import cleaned, inline, one_line
from studyapp.domain.exchange.incoming import Incoming, IncomingKind, Ledger
from studyapp.domain.exchange.texts import plain_text

_GAP = re.compile(r"\{(?P<marks>\d*):(?P<kind>[A-Z]+(?:_[A-Z]+)*):(?P<answers>(?:\\.|[^}\\])*)\}", re.DOTALL)
_NUMBERED = re.compile(r"\[\[(\d{1,3})\]\]")
_DELETION = re.compile(r"\{\{c\d+::(.*?)(?:::([^{}]*?))?\}\}", re.DOTALL)
_FIRST_TOKEN = 0xE200
_MOST_GAPS = 0x200


@dataclass(frozen=True, slots=True)
class _Answers:
    """What may stand in a gap."""

    right: str
    others: int
    is_exact: bool = True


def has_deletions(text: str) -> bool:
    """Whether a text has the gaps of an Anki cloze."""
    return bool(_DELETION.search(text))


def embedded_answers(text: str, read: Callable[[str], str], base: Incoming, ledger: Ledger) -> Incoming:
    """A question with `{1:TYPE:=right~wrong}` in its text; `read` makes Markdown of the text."""
    found = [_answers(gap.group("kind"), gap.group("answers")) for gap in _GAP.finditer(text)]
    ledger.lose_all([base.line] * any(not one.is_exact for one in found), "a number's tolerance in a gap is left out")
    return _cloze(_tokens(_GAP, text), found, read, base, ledger)


def numbered_gaps(
    text: str, options: Sequence[str], read: Callable[[str], str], base: Incoming, ledger: Ledger
) -> Incoming:
    """A question with `[[n]]` in its text, filled with the n-th of its options."""
    places = [int(number) for number in _NUMBERED.findall(text)]
    found = [_Answers(options[place - 1] if 0 < place <= len(options) else "", 0) for place in places]
    spare = len(options) - len(set(places))
    if spare > 0:
        ledger.lose(base.line, f"{spare} words that fit no gap are left out")
    return _cloze(_tokens(_NUMBERED, text), found, read, base, ledger)


def deletions(text: str, read: Callable[[str], str], base: Incoming, ledger: Ledger) -> Incoming:
    """A note of Anki with `{{c1::phrase::hint}}` in its text."""
    gaps = list(_DELETION.finditer(text))
    if any(gap.group(2) for gap in gaps):
        ledger.lose(base.line, "the hints of its gaps are left out")
    return _cloze(_tokens(_DELETION, text), [_Answers(plain_text(gap[1]), 0) for gap in gaps], read, base, ledger)


def _tokens(pattern: re.Pattern[str], text: str) -> str:
    """`text` with a character of its own for each gap, which no markup changes."""
    clean = re.sub("[\ue200-\ue3ff]", "", text)
    tokens = iter(range(_FIRST_TOKEN, _FIRST_TOKEN + _MOST_GAPS))
    return pattern.sub(lambda found: chr(next(tokens, _FIRST_TOKEN)), clean)


def _answers(kind: str, text: str) -> _Answers:
    """The first full answer of a gap, and how many others it has."""
    parts = [part for part in re.split(r"(?<!\\)~", text) if part.strip()]
    right, others, is_exact = "", 0, True
    for part in parts:
        share = re.match(r"\s*(?:=|%(-?\d+(?:\.\d+)?)%)", part)
        is_full = bool(share) and (share.group(1) is None or float(share.group(1)) >= 100) if share else False
        body = re.split(r"(?<!\\)#", part[share.end() :] if share else part)[0]
        words = plain_text(re.sub(r"\\(.)", r"\1", body))
        if kind in ("NUMERICAL", "NM"):
            number, _, tolerance = words.partition(":")
            is_exact = is_exact and not tolerance.strip("0. ")
            words = _number(number)
        if is_full and not right:
            right = words
        else:
            others += 1
    return _Answers(right, others, is_exact)


def _number(text: str) -> str:
    try:
        return shown_number(finite(text))
    except ValueError:
        return text.strip()


def _cloze(text: str, gaps: Sequence[_Answers], read: Callable[[str], str], base: Incoming, ledger: Ledger) -> Incoming:
    """The text with its phrases in place; those that stand in it exactly once are asked."""
    stem = one_line(read(text))
    plain = text
    for place, gap in enumerate(gaps[:_MOST_GAPS]):
        words = " ".join(cleaned(gap.right).split())
        stem = stem.replace(chr(_FIRST_TOKEN + place), inline(words))
        plain = plain.replace(chr(_FIRST_TOKEN + place), words)
    others = sum(gap.others for gap in gaps)
    if others:
        ledger.lose(base.line, f"{others} other answers of its gaps are left out")
    phrases = [" ".join(cleaned(gap.right).split()) for gap in gaps[:_MOST_GAPS]]
    asked = tuple(phrase for phrase in phrases if _can_be_asked(phrase, plain))
    if len(asked) < len(gaps):
        ledger.lose(
            base.line, f"{len(gaps) - len(asked)} gaps are not asked: their words stand in the text twice, or cannot"
        )
    kind: IncomingKind = "cloze" if asked else "prose"
    return Incoming(kind, stem, base.line, accepted=asked, section=base.section, id=base.id if asked else "")


def _can_be_asked(phrase: str, text: str) -> bool:
    return bool(phrase) and not re.search(r";|--|`|\n", phrase) and text.count(phrase) == 1
