"""Questions in Moodle's XML. Types that a pack cannot ask are losses; pictures inside the file come along."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

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
from studyapp.domain.exchange.embedded import embedded_answers, numbered_gaps
from studyapp.domain.exchange.escaping import one_line
from studyapp.domain.exchange.gift import Malformed, category_path
from studyapp.domain.exchange.html_inline import Surroundings
from studyapp.domain.exchange.identities import Identities
from studyapp.domain.exchange.incoming import Choice, Incoming, Ledger, Taken, Unreadable, decoded
from studyapp.domain.exchange.pictures import Album, from_base64
from studyapp.domain.exchange.texts import plain_text, to_markdown

_FORMATS = {"moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_HIDDEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_USUAL_REPLIES = re.compile(
    r"(?:your answer is |the answer is )?(?:partially |partly )?(?:in)?correct[.!]?\s*", re.IGNORECASE
)


@dataclass(slots=True)
class _Reader:
    ledger: Ledger
    album: Album
    identities: Identities = field(default_factory=Identities)
    section: str = ""
    above: tuple[str, ...] = ()

    def markdown(self, element: Element | None, line: int) -> str:
        """The Markdown of an element that holds `<text>`, its pictures taken in."""
        if element is None:
            return ""
        text_format = _FORMATS.get(element.get("format", "html"), "html")
        return to_markdown(text_in(element), text_format, self._around(element, line))

    def _around(self, element: Element, line: int) -> Surroundings:
        files = {file.get("name", ""): file.text or "" for file in element.findall("file")}

        def picture(address: str, alt: str) -> str | None:
            name = re.split(r"[?#]", address)[0].rpartition("/")[2]
            if address.startswith("data:"):
                return self.album.add_inline(address, line=line, called=alt or "in its text")
            held = files.get(name) or files.get(re.sub("%20", " ", name))
            if held is None:
                self.ledger.lose(line, f"the picture {name[:80] or alt} is not in the file and is left out")
                return None
            return self.album.add(from_base64(held), line=line, called=name[:80], name=name.rpartition(".")[0])

        return Surroundings(picture, lambda what: self.ledger.lose(line, what))


@dataclass(frozen=True, slots=True)
class _Base:
    """What every type of question has."""

    element: Element
    stem: str
    line: int
    explanation: str
    section: str
    identity: str


def read_moodle_xml(content: bytes, *, file: str) -> Taken:
    """The questions of a `<quiz>`. Raises Unreadable if it is none, is broken, or holds no question."""
    text = decoded(content)
    root = parsed(text)
    if root.tag != "quiz":
        raise Unreadable(f"the XML is a <{root.tag[:40]}>, not a <quiz>", "export the questions as Moodle XML")
    ledger = Ledger(file)
    reader = _Reader(ledger, Album(file.rpartition(".")[0], ledger))
    elements = root.findall("question")
    lines = _lines(text, len(elements))
    questions = [
        replace(question, above=reader.above)
        for element, line in zip(elements, lines, strict=True)
        if (question := _question(reader, element, line)) is not None
    ]
    reader.identities.tell_unused(ledger)
    if not questions:
        first = f"; {ledger.losses[0].what}" if ledger.losses else ""
        raise Unreadable(f"no question could be read{first}", "export at least one question")
    return Taken(tuple(questions), tuple(ledger.losses), reader.album.pictures)


def parsed(text: str) -> Element:
    """The root of an XML text without a document type. Raises Unreadable."""
    try:
        root: Element = fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.lstrip("\n")), forbid_dtd=True)
    except ParseError as error:
        line = error.position[0]
        raise Unreadable(f"the XML is broken: {error.msg}", "export it again, or mend that line", line=line) from error
    except DefusedXmlException as error:
        raise Unreadable("the XML has a document type or entities", "remove <!DOCTYPE ...> and export again") from error
    return root


def _lines(text: str, count: int) -> list[int]:
    """The line of each question; its number where lines cannot be told."""
    bare = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    lines: list[int] = []
    line, at = 1, 0
    for found in re.finditer(r"<question[\s>]", bare):
        line += bare.count("\n", at, found.start())
        at = found.start()
        lines.append(line)
    return lines if len(lines) == count else list(range(1, count + 1))


def text_in(element: Element | None) -> str:
    """The text of an element, inside its `<text>` if it has one."""
    if element is None:
        return ""
    inner = element.find("text")
    return "".join((element if inner is None else inner).itertext()) if inner is not None else element.text or ""


def _question(reader: _Reader, element: Element, line: int) -> Incoming | None:
    kind = element.get("type", "")
    if kind == "category":
        *above, reader.section = category_path(text_in(element.find("category"))) or [""]
        reader.above = tuple(above)
        return None
    write = _TYPES.get(kind)
    if write is None:
        name = text_in(element.find("name"))[:60]
        reader.ledger.lose(line, f"the question “{name}” is left out: a pack has none of type {kind or 'nothing'}")
        return None
    try:
        return write(reader, _base(reader, element, line, is_cloze=kind in ("cloze", "gapselect", "ddwtos")))
    except Malformed as error:
        reader.ledger.lose(line, f"the question is left out: {error}")
        return None


def _base(reader: _Reader, element: Element, line: int, *, is_cloze: bool) -> _Base:
    _tell_left_out(reader, element, line)
    stem_element = element.find("questiontext")
    stem = "" if is_cloze else reader.markdown(stem_element, line)
    if not stem and not is_cloze:
        raise Malformed("it has no text")
    identity = reader.identities.take(
        text_in(element.find("idnumber")).strip(),
        text_in(element.find("name")),
        stem=plain_text(text_in(stem_element)),
        line=line,
    )
    explanation = reader.markdown(element.find("generalfeedback"), line)
    return _Base(element, stem, line, explanation, reader.section, identity)


def _tell_left_out(reader: _Reader, element: Element, line: int) -> None:
    if any(text_in(hint).strip() for hint in element.findall("hint")):
        reader.ledger.lose(line, "the hints are left out")
    replies = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    said = (plain_text(text_in(element.find(name))) for name in replies)
    if any(text and not _USUAL_REPLIES.fullmatch(text) for text in said):
        reader.ledger.lose(line, "the replies to right, partly right and wrong answers as a whole are left out")


def _percent(element: Element) -> float:
    try:
        return finite(element.get("fraction", "0")) / 100
    except ValueError:
        return 0.0


def _made(base: _Base, **what: object) -> Incoming:
    fields = {"explanation": base.explanation, "section": base.section, "id": base.identity, **what}
    return Incoming(stem=base.stem, line=base.line, **fields)  # type: ignore[arg-type]


def _choice(reader: _Reader, base: _Base) -> Incoming:
    options = [
        Graded(
            reader.markdown(answer, base.line), _percent(answer), reader.markdown(answer.find("feedback"), base.line)
        )
        for answer in base.element.findall("answer")
    ]
    kept = [option for option in options if option.text]
    if len(kept) < 2:
        raise Malformed("it has fewer than two options")
    is_single = text_in(base.element.find("single")).strip().lower() not in ("false", "0")
    choices = choices_of(kept, is_single=is_single, line=base.line, ledger=reader.ledger)
    return _made(base, kind=kind_of(choices, is_single=is_single), options=choices)


def _truth(reader: _Reader, base: _Base) -> Incoming:
    said: dict[bool, tuple[bool, str]] = {}
    for answer in base.element.findall("answer"):
        why = reader.markdown(answer.find("feedback"), base.line)
        said[text_in(answer).strip().casefold() == "true"] = (_percent(answer) > 0.5, why)
    right = said.get(True, (not said.get(False, (False, ""))[0], ""))[0]
    options = tuple(
        Choice("True" if word else "False", word == right, said.get(word, (False, ""))[1]) for word in (True, False)
    )
    return _made(base, kind="true-false", options=options)


def _typed(reader: _Reader, base: _Base) -> Incoming | None:
    answers = _typed_graded(reader, base)
    accepted = typed_answers(answers, line=base.line, ledger=reader.ledger)
    return _answered(reader, base, accepted, [one.why for one in answers if one.weight >= 1])


def _typed_graded(reader: _Reader, base: _Base) -> list[Graded]:
    return [
        Graded(text_in(answer).strip(), _percent(answer), reader.markdown(answer.find("feedback"), base.line))
        for answer in base.element.findall("answer")
    ]


def _answered(reader: _Reader, base: _Base, accepted: tuple[str, ...], reasons: list[str]) -> Incoming | None:
    return short_answer(
        base.stem, base.line, accepted, explanation=joined_reasons(*reasons, base.explanation), section=base.section,
        identity=base.identity, ledger=reader.ledger,
    )  # fmt: skip


def _number(reader: _Reader, base: _Base) -> Incoming | None:
    answers = zip(_typed_graded(reader, base), base.element.findall("answer"), strict=True)
    full = [(answer, element) for answer, element in answers if answer.weight >= 1 and answer.text != "*"]
    if len(full) < len(base.element.findall("answer")):
        reader.ledger.lose(base.line, "numbers that earn less than all marks, and replies to other ones, are left out")
    if base.element.find("units") is not None:
        reader.ledger.lose(base.line, "the units are left out; only the number is accepted")
    spans = [Span(_finite(answer.text), abs(_finite(text_in(e.find("tolerance")) or "0"))) for answer, e in full]
    accepted, said = numbers_of(spans, line=base.line, ledger=reader.ledger)
    return _answered(reader, base, accepted, [said, *(answer.why for answer, _ in full)])


def _finite(text: str) -> float:
    try:
        return finite(text)
    except ValueError as error:
        raise Malformed(f"“{text[:40]}” is no number") from error


def _matching(reader: _Reader, base: _Base) -> Incoming:
    pairs: list[tuple[str, str]] = []
    for element in base.element.findall("subquestion"):
        left = one_line(reader.markdown(element, base.line))
        answer = element.find("answer")
        is_html = answer is not None and answer.get("format", "plain_text") == "html"
        right = _side(reader, answer, base.line, is_html=is_html)
        if left and right:
            pairs.append((left, right))
        elif left or right:
            reader.ledger.lose(base.line, f"“{left or right}”, which matches nothing, is left out")
    if len(pairs) < 2:
        raise Malformed("it has fewer than two pairs")
    return _made(base, kind="matching", pairs=tuple(pairs))


def _side(reader: _Reader, answer: Element | None, line: int, *, is_html: bool) -> str:
    if answer is not None and not is_html:
        return one_line(to_markdown(text_in(answer), "plain", Surroundings(lambda *_: None, lambda _: None)))
    return one_line(reader.markdown(answer, line))


def _ordering(reader: _Reader, base: _Base) -> Incoming:
    found = sorted(base.element.findall("answer"), key=_percent)
    steps = tuple(filter(None, (one_line(reader.markdown(answer, base.line)) for answer in found)))
    if len(steps) < 2:
        raise Malformed("it has fewer than two steps")
    return _made(base, kind="ordering", sequence=steps)


def _essay(reader: _Reader, base: _Base) -> Incoming:
    answer = joined_reasons(reader.markdown(base.element.find("graderinfo"), base.line), base.explanation)
    return free_answer(base.stem, base.line, answer, section=base.section, identity=base.identity, ledger=reader.ledger)


def _description(_reader: _Reader, base: _Base) -> Incoming:
    return Incoming("prose", base.stem, base.line, section=base.section)


def _with_gaps(reader: _Reader, base: _Base) -> Incoming:
    read, raw, plain = _gap_parts(reader, base)
    return embedded_answers(raw, read, plain, reader.ledger)


def _with_words(reader: _Reader, base: _Base) -> Incoming:
    read, raw, plain = _gap_parts(reader, base)
    boxes = [*base.element.findall("selectoption"), *base.element.findall("dragbox")]
    return numbered_gaps(raw, [plain_text(text_in(box)) for box in boxes], read, plain, reader.ledger)


def _gap_parts(reader: _Reader, base: _Base) -> tuple[Callable[[str], str], str, Incoming]:
    """How its text is read, the text itself, and the question without it."""
    if base.explanation:
        reader.ledger.lose(base.line, "the general feedback to a text with gaps is left out")
    element = base.element.find("questiontext")

    def read(text: str) -> str:
        copy = Element("questiontext", dict(element.attrib) if element is not None else {})
        Element.append(copy, _text_element(text))
        copy.extend(element.findall("file") if element is not None else [])
        return reader.markdown(copy, base.line)

    return read, text_in(element), Incoming("cloze", "", base.line, section=base.section, id=base.identity)


def _text_element(text: str) -> Element:
    element = Element("text")
    element.text = text
    return element


_TYPES: dict[str, Callable[[_Reader, _Base], Incoming | None]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _typed,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": _description,
    "cloze": _with_gaps,
    "multianswer": _with_gaps,
    "gapselect": _with_words,
    "ddwtos": _with_words,
}
