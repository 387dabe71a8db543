"""The language of one rubric line: slots, alternatives, order, denial, need-k."""

import re
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.common.words import fold
from studyapp.domain.grading.tokens import split_words
from studyapp.domain.grading.vocabulary import SMALL_WORDS

MOST_ALTERNATIVES = 30
LONGEST_WORDS = 100  # characters of one alternative, or of words in quotation marks
SHORTEST_BEGINNING = 4
_DENIALS = frozenset({"not", "no", "never", "without"})
_ANY_OF = re.compile(r"any\s+(\S+)\s+of\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_ANY_WITHOUT_NUMBER = re.compile(r"any\s+of\s*:", re.IGNORECASE)
_PIECES = re.compile(r'(?:"[^"]*"|[^\s"])+')
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "`": "", "\u2019": "'"})
_MARKUP = re.compile(r"\*\*|__|\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to fill a slot. A "beginning" has one word: the letters that a word must start with."""

    kind: Literal["word", "exact", "beginning"]
    words: tuple[str, ...]


Slot = tuple[Alternative, ...]
Group = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two `+`: groups that follow each other in one sentence, affirmed or denied."""

    is_denied: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole line: `needed` of its `choices` must be found; a choice is met when all its parts are."""

    choices: tuple[tuple[Part, ...], ...]
    needed: int


class PhraseError(ValueError):
    """A line that cannot be read. `word` are the offending words, as they stand in the line."""

    def __init__(self, what: str, fix: str, *, word: str, code: str = "E44") -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.word = word
        self.code = code


def slots_of(*choices: tuple[Part, ...]) -> list[Slot]:
    """Every slot of these choices of a phrase, whatever joins them."""
    return [slot for choice in choices for part in choice for group in part.groups for slot in group]


def parse_phrase(text: str) -> Phrase:
    """Read one line of a criterion or trap. Raises PhraseError."""
    plain = _MARKUP.sub("", text.translate(_QUOTES)).strip()
    if plain.count('"') % 2:
        raise PhraseError('a quotation mark `"` is not closed', 'add the second `"`', word='"')
    uncounted = _ANY_WITHOUT_NUMBER.match(plain)
    if uncounted is not None:
        raise PhraseError(f"`{uncounted[0]}` has no number", "write `any 2 of: a, b, c`", word=uncounted[0])
    counted = _ANY_OF.fullmatch(plain)
    if counted is None:
        return Phrase((_choice(plain),), 1)
    return _need_k(counted[1], counted[2])


def _need_k(number: str, rest: str) -> Phrase:
    texts = [piece.strip() for piece in _split_outside_quotes(rest, ",")]
    if any(not piece for piece in texts):
        raise PhraseError("`any ... of:` has an empty part", "write a part between the commas", word=",")
    if not re.fullmatch(r"[0-9]{1,2}", number) or not 1 <= int(number) <= len(texts):
        what = f"`any {number} of:` needs a number from 1 to {len(texts)}, the count of its parts"
        raise PhraseError(what, "write how many of the parts are needed", word=number)
    return Phrase(tuple(_choice(piece) for piece in texts), int(number))


def _split_outside_quotes(text: str, mark: str) -> list[str]:
    pieces = [""]
    quoted = False
    for character in text:
        quoted ^= character == '"'
        if character == mark and not quoted:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def _choice(text: str) -> tuple[Part, ...]:
    return tuple(_part(pieces) for pieces in _split_at(_PIECES.findall(text), "+"))


def _part(pieces: list[str]) -> Part:
    is_denied = fold(pieces[0]) in _DENIALS
    rest = pieces[1:] if is_denied else pieces
    if not rest:
        raise PhraseError(f"nothing follows `{pieces[0]}`", "write what must be denied", word=pieces[0])
    groups = tuple(_group(side) for side in _split_at(rest, ">"))
    return Part(is_denied, groups)


def _split_at(pieces: list[str], mark: str) -> list[list[str]]:
    sides: list[list[str]] = [[]]
    for piece in pieces:
        if piece == mark:
            sides.append([])
        else:
            sides[-1].append(piece)
    if any(not side for side in sides):
        what = f"one side of `{mark}` is empty" if len(sides) > 1 else "the line is empty"
        raise PhraseError(what, "write words there or delete it", word=mark)
    return sides


def _group(pieces: list[str]) -> Group:
    slots = [slot for piece in pieces if (slot := _slot(piece))]
    if not slots:
        words = " ".join(pieces)
        what = f"`{words}` has only small words, which count only inside quotation marks"
        raise PhraseError(what, "add a content word or quote the words", word=words)
    return tuple(slots)


def _slot(piece: str) -> Slot:
    """The alternatives of one slot; empty if all of them are small words."""
    longest = max(len(text) for text in ([piece] if piece.startswith('"') else piece.split("/")))
    if longest > LONGEST_WORDS:
        what = f"`{piece[:40]}…` has {longest} characters, at most {LONGEST_WORDS} are allowed"
        raise PhraseError(what, "write the words that matter", word=piece[:40], code="E39")
    if piece.startswith('"') and piece.count('"') == 2 and piece.endswith('"'):
        if "*" in piece:
            raise PhraseError(f"{piece}: a star inside quotation marks", "delete the star or the marks", word=piece)
        words = split_words(piece.strip('"'))
        if not words:
            raise PhraseError("the quotation marks hold no word", "write the words or delete them", word=piece)
        return (Alternative("exact", words),)
    _refuse_marks(piece)
    if piece == "/":
        raise PhraseError("`/` stands alone", "write `a/b` without spaces around `/`", word=piece)
    texts = piece.split("/")
    if len(texts) > MOST_ALTERNATIVES:
        what = f"a slot has {len(texts)} alternatives, at most {MOST_ALTERNATIVES} are allowed"
        raise PhraseError(what, "spread them over two lines", word=piece[:40], code="E39")
    found = [_alternative(text, piece) for text in texts]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _refuse_marks(piece: str) -> None:
    if '"' in piece:
        raise PhraseError(f"`{piece}` mixes quotation marks and `/`", "quote a whole slot", word=piece)
    for mark in ">+" if len(piece) > 1 else "":
        if mark in piece.strip("+"):
            raise PhraseError(f"`{mark}` stands inside `{piece}`", f"put spaces around `{mark}`", word=piece)
    if "," in piece.rstrip(","):
        return
    if piece.endswith(","):
        raise PhraseError(f"`{piece}`: commas have a meaning only after `any k of:`", "delete the comma", word=piece)


def _alternative(text: str, piece: str) -> Alternative | None:
    if text.endswith("*") and split_words(text[:-1]):
        return Alternative("beginning", ("".join(split_words(text[:-1])),))
    if text == "*":
        raise PhraseError("`*` has no letters before its star", "write the beginning of a word: `append*`", word=text)
    if "*" in text:
        raise PhraseError(f"`{text}`: a star stands only at the end of a beginning", "move or delete it", word=text)
    words = split_words(text)
    if not words and text:
        raise PhraseError(f"`{text}` is no word", "write words; `a/b` for or, `a + b` for both", word=text)
    if not words:
        raise PhraseError(f"`{piece}` has an empty alternative", "write a word between the slashes", word=piece)
    if len(words) == 1 and words[0] in _DENIALS:
        raise PhraseError(f"`{text}` stands inside the line", "put `not` first", word=text, code="E48")
    if "not" in words and "-" not in text:
        raise PhraseError(f"`{text}` denies inside the line", "put `not` first", word=text, code="E48")
    return None if len(words) == 1 and words[0] in SMALL_WORDS else Alternative("word", words)


def beginnings_too_short(phrase: Phrase) -> list[str]:
    """Beginnings with fewer than 4 letters before their star."""
    return [
        alternative.words[0]
        for choice in phrase.choices
        for part in choice
        for group in part.groups
        for slot in group
        for alternative in slot
        if alternative.kind == "beginning" and len(alternative.words[0]) < SHORTEST_BEGINNING
    ]
