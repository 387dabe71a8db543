"""GIFT, Moodle's text format for questions, read as Moodle itself reads it (question/format/gift/format.php).

Blank lines part questions; `//` begins a comment; seven characters are escaped by a backslash. What one question has
wrong costs that question only, and is told with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from studyapp.domain.exchange.answers import (
    Graded,
    Span,
    choices_of,
    finite,
    free_answer,
    joined_reasons,
    kind_of,
    numbers_of,
    short_answer,
    typed_answers,
)
from studyapp.domain.exchange.escaping import literal
from studyapp.domain.exchange.identities import Identities, repeats
from studyapp.domain.exchange.incoming import Choice, Incoming, Ledger, Taken, Unreadable, decoded
from studyapp.domain.exchange.texts import FORMATS, plain_text, to_markdown, without_pictures

_ESCAPE = re.compile(r"\\([:#={}~n\\])")
_SHIFT = 0xDC00  # escaped characters wait as lone surrogates, which no text has, until the structure is known
_WAITING = re.compile("[\udc00-\udc7f]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_FORMAT = re.compile(rf"\[({'|'.join(FORMATS)})\]", re.IGNORECASE)
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_COMMENT_ID = re.compile(r"\[id:((?:[^\]\\]|\\.)+)\]")
_BLANK = "_____"


class Malformed(Exception):
    """A question that cannot be read; the text says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of one question without comments, escapes still to be resolved."""

    text: str
    line: int
    comment_id: str


@dataclass(slots=True)
class _Reader:
    ledger: Ledger
    identities: Identities = field(default_factory=Identities)
    section: str = ""
    above: tuple[str, ...] = ()

    def markdown(self, text: str, default: str, line: int) -> tuple[str, str]:
        """The Markdown of a text that may begin with its format, and that format."""
        text = text.strip()
        found = _FORMAT.match(text)
        name = found.group(1).lower() if found else default
        body = text[found.end() :] if found else text
        return to_markdown(resolved(body), name, without_pictures(self.ledger, line)), name


def read_gift(content: bytes, *, file: str) -> Taken:
    """The questions of a GIFT file. Raises Unreadable if there are none."""
    reader = _Reader(Ledger(file))
    questions: list[Incoming] = []
    for chunk in _chunks(decoded(content)):
        try:
            question = _question(reader, chunk)
        except Malformed as error:
            reader.ledger.lose(chunk.line, f"the question is left out: {error}")
            continue
        if question:
            questions.append(replace(question, above=reader.above))
    reader.identities.tell_unused(reader.ledger)
    if not questions:
        first = reader.ledger.losses[0] if reader.ledger.losses else None
        what = f"no question could be read; {first.what}" if first else "no question could be read"
        raise Unreadable(what, "write one question a paragraph, its answers in { }", line=first.line if first else 1)
    return Taken(tuple(questions), tuple(reader.ledger.losses))


def _chunks(text: str) -> Iterator[_Chunk]:
    lines: list[str] = []
    start, comment_id = 1, ""
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip().startswith("//"):
            found = _COMMENT_ID.search(line)
            comment_id = re.sub(r"\\(.)", r"\1", found.group(1)) if found else comment_id
            lines += [" "] if lines else []
        elif line.strip():
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield _Chunk(waiting("\n".join(lines).strip()), start, comment_id)
            lines, comment_id = [], ""


def waiting(text: str) -> str:
    """`text` with its escaped characters out of the way."""
    return _ESCAPE.sub(lambda found: chr(_SHIFT + ord("\n" if found[1] == "n" else found[1])), text)


def resolved(text: str) -> str:
    """The text as it was meant, escaped characters back in their places."""
    return _WAITING.sub(lambda found: chr(ord(found[0]) - _SHIFT), text)


def _question(reader: _Reader, chunk: _Chunk) -> Incoming | None:
    text = chunk.text
    if text.startswith("$CATEGORY:"):
        *above, reader.section = category_path(resolved(text[len("$CATEGORY:") :].split("\n")[0])) or [""]
        reader.above = tuple(above)
        rest = text.partition("\n")[2].strip()
        return _question(reader, _Chunk(rest, chunk.line + 1, chunk.comment_id)) if rest else None
    name, text = _name(text)
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return _description(reader, name, text, chunk.line)
    if start < 0 or end < start:
        brace = "}" if start < 0 or end >= 0 else "{"
        raise Malformed(
            f"its {brace} has no partner; write \\{brace} for a brace that is text, no blank line in between"
        )
    stem = text[:start] + ("" if not text[end + 1 :].strip() else _BLANK) + text[end + 1 :]
    return _with_answers(reader, chunk, name, stem, text[start + 1 : end].strip())


def _name(text: str) -> tuple[str, str]:
    if not text.startswith("::") or "::" not in text[2:]:
        return "", text
    name, _, rest = text[2:].partition("::")
    return " ".join(resolved(name).split()), rest.strip()


def category_path(path: str) -> list[str]:
    """The names in a category's path, outermost first; a doubled slash is part of a name."""
    names = [name.replace("\0", "/").strip() for name in path.strip().replace("//", "\0").split("/")]
    named = [name for name in names if name and name != "top" and not re.fullmatch(r"\$\w+\$", name)]
    return [name for name in named[:-1] if not name.startswith("Default for ")] + named[-1:]


def _description(reader: _Reader, name: str, text: str, line: int) -> Incoming | None:
    stem, _ = reader.markdown(text, "moodle", line)
    if name and not repeats(name, plain_text(resolved(_FORMAT.sub("", text, 1)))):
        reader.identities.unused.append(line)
    return Incoming("prose", stem, line, section=reader.section) if stem else None


def _with_answers(reader: _Reader, chunk: _Chunk, name: str, stem_text: str, answers: str) -> Incoming | None:
    line = chunk.line
    stem, text_format = reader.markdown(stem_text, "moodle", line)
    if not stem:
        raise Malformed("it has no text before its answers")
    body, mark, general = answers.rpartition("####")
    explanation, _ = reader.markdown(general, text_format, line) if mark else ("", "")
    body = body.strip() if mark else answers
    plain = plain_text(resolved(_FORMAT.sub("", stem_text, 1)))
    identity = reader.identities.take(chunk.comment_id, name, stem=plain, line=line)
    base = _Base(stem, line, text_format, explanation, reader.section, identity)
    if not body:
        return free_answer(stem, line, explanation, section=reader.section, identity=identity, ledger=reader.ledger)
    if body.startswith("#"):
        return _numerical(reader, base, body[1:])
    if "~" in body:
        return _choice(reader, base, body)
    if "=" in body and "->" in body:
        return _matching(reader, base, body)
    truth = body.split("#", 1)[0].strip()
    return _truth(reader, base, body) if truth in _TRUTH else _short_answer(reader, base, body)


@dataclass(frozen=True, slots=True)
class _Base:
    """What every kind of question has."""

    stem: str
    line: int
    text_format: str
    explanation: str
    section: str
    identity: str


def _graded(reader: _Reader, base: _Base, part: str, weight: float) -> Graded:
    """One answer with its feedback; a weight in percent signs counts for more than the default."""
    found = _WEIGHT.match(part.strip())
    if found:
        part, weight = part.strip()[found.end() :], float(found.group(1)) / 100
    text, _, feedback = part.partition("#")
    why, _ = reader.markdown(feedback, base.text_format, base.line) if feedback.strip() else ("", "")
    return Graded(text.strip(), weight, why)


def _choice(reader: _Reader, base: _Base, body: str) -> Incoming:
    is_single = "=" in body
    options = []
    for part in re.split(r"(?=[~=])", body):
        if part.strip("~= \n\t"):
            raw = _graded(reader, base, part.lstrip()[1:] if part.lstrip()[0] in "~=" else part, float(part[0] == "="))
            text, _ = reader.markdown(raw.text, base.text_format, base.line)
            options.append(Graded(text, raw.weight, raw.why))
    options = [option for option in options if option.text]
    if len(options) < 2:
        raise Malformed("it has fewer than two options")
    choices = choices_of(options, is_single=is_single, line=base.line, ledger=reader.ledger)
    return Incoming(
        kind_of(choices, is_single=is_single), base.stem, base.line, options=choices, explanation=base.explanation,
        section=base.section, id=base.identity,
    )  # fmt: skip


def _matching(reader: _Reader, base: _Base, body: str) -> Incoming:
    pairs: list[tuple[str, str]] = []
    for part in filter(str.strip, body.split("=")):
        left, mark, right = part.partition("->")
        if not mark:
            raise Malformed("one of its pairs has no ->")
        sides = [reader.markdown(left, base.text_format, base.line)[0], literal(resolved(right))]
        if all(sides):
            pairs.append((sides[0], sides[1]))
        else:
            reader.ledger.lose(base.line, f"“{sides[0] or sides[1]}”, which matches nothing, is left out")
    if len(pairs) < 2:
        raise Malformed("it has fewer than two pairs")
    return Incoming(
        "matching", base.stem, base.line, pairs=tuple(pairs), explanation=base.explanation, section=base.section,
        id=base.identity,
    )  # fmt: skip


def _truth(reader: _Reader, base: _Base, body: str) -> Incoming:
    word, *feedback = body.split("#", 2)
    is_true = _TRUTH[word.strip()]
    wrong, right = [reader.markdown(text, base.text_format, base.line)[0] for text in [*feedback, "", ""][:2]]
    options = tuple(
        Choice(name, is_key, right if is_key else wrong) for name, is_key in (("True", is_true), ("False", not is_true))
    )
    return Incoming(
        "true-false", base.stem, base.line, options=options, explanation=base.explanation, section=base.section,
        id=base.identity,
    )  # fmt: skip


def _short_answer(reader: _Reader, base: _Base, body: str) -> Incoming | None:
    answers = [_graded(reader, base, part, 1.0) for part in filter(str.strip, body.split("="))]
    plain = [Graded(resolved(one.text), one.weight, one.why) for one in answers]
    accepted = typed_answers(plain, line=base.line, ledger=reader.ledger)
    reasons = [one.why for one in answers if one.weight >= 1]
    return short_answer(
        base.stem, base.line, accepted, explanation=joined_reasons(*reasons, base.explanation), section=base.section,
        identity=base.identity, ledger=reader.ledger,
    )  # fmt: skip


def _numerical(reader: _Reader, base: _Base, body: str) -> Incoming | None:
    right, mark, wrong = body.partition("~")
    if mark and wrong.strip("# \n\t"):
        reader.ledger.lose(base.line, "the reply to every other number is left out")
    answers = [_graded(reader, base, part, 1.0) for part in filter(str.strip, right.split("="))]
    for answer in answers:
        if answer.weight < 1:
            reader.ledger.lose(
                base.line, f"the number {resolved(answer.text)} earns a part of the marks there, none here"
            )
    full = [answer for answer in answers if answer.weight >= 1]
    accepted, said = numbers_of([_span(answer.text) for answer in full], line=base.line, ledger=reader.ledger)
    reasons = joined_reasons(said, *(one.why for one in full), base.explanation)
    return short_answer(
        base.stem, base.line, accepted, explanation=reasons, section=base.section, identity=base.identity,
        ledger=reader.ledger,
    )  # fmt: skip


def _span(text: str) -> Span:
    """`3.5`, `3.5:0.1` or `3..4`."""
    plain = resolved(text).replace(" ", "")
    found = re.fullmatch(r"([-+\d.eE]+?)\.\.([-+\d.eE]+)|([-+\d.eE]+)(?::([-+\d.eE]*))?", plain)
    try:
        if found and found.group(1):
            low, high = finite(found.group(1)), finite(found.group(2))
            return Span((low + high) / 2, abs(high - low) / 2)
        if found:
            return Span(finite(found.group(3)), abs(finite(found.group(4) or "0")))
    except ValueError:
        pass
    raise Malformed(f"“{plain[:40]}” is no number, number:tolerance or low..high")
