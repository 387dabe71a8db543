"""Questions of other formats as Markdown of the pack format, in its canonical forms. The only writer of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from studyapp.domain.exchange.escaping import cleaned, inline, literal, one_line
from studyapp.domain.exchange.incoming import Incoming
from studyapp.domain.items.values import CHOICES
from studyapp.domain.lessons.readers.answers import answer_value
from studyapp.domain.lessons.readers.labels import Labels
from studyapp.domain.lessons.readers.questions import is_answer_heading

FILE_CHARACTERS = 60_000  # a lesson of this length is read in a moment, and has at most 240 KB in any script
FILE_QUESTIONS = 250
_HEADING_CHARACTERS = 200
_MOST_ABOVE = 3  # sections around a section: headings have six levels, of which file and question take one each
_MOST_BLOCKS = 9  # of a stem: the parser looks no further for options
_NUMBERED = re.compile(r"[\W_]*(?:\d|(?:question|q)\b)", re.IGNORECASE)
_LABELS = Labels()


def write_lessons(questions: Sequence[Incoming], *, title: str) -> tuple[str, ...]:
    """The questions as the texts of one or more lesson files, in their order, under the plain `title`."""
    parts = list(_parts([_placed(question, title) for question in questions]))
    many = len(parts) > 1
    return tuple(_lesson(part, f"{title} ({place})" if many else title) for place, part in enumerate(parts, 1))


def _placed(question: Incoming, title: str) -> Incoming:
    """The question under at most as many sections as there are levels of headings, its file's title not among them."""
    above = question.above[1:] if question.above[:1] == (title,) else question.above
    if len(above) > _MOST_ABOVE:
        above = (*above[: _MOST_ABOVE - 1], " / ".join(above[_MOST_ABOVE - 1 :]))
    return replace(question, above=above)


def _parts(questions: Sequence[Incoming]) -> Iterator[list[tuple[tuple[str, ...], str]]]:
    """Sections and written questions, as many as one file takes."""
    part: list[tuple[tuple[str, ...], str]] = []
    size = 0
    for number, question in enumerate(questions, 1):
        text = write_question(question, number)
        if part and (size + len(text) > FILE_CHARACTERS or len(part) >= FILE_QUESTIONS):
            yield part
            part, size = [], 0
        part.append(((*question.above, question.section), text))
        size += len(text)
    yield part


def _lesson(part: Sequence[tuple[tuple[str, ...], str]], title: str) -> str:
    blocks = [f"# {heading(title)}"]
    place: tuple[str, ...] = ("",)
    for names, text in part:
        if names != place:
            kept = _shared(names[:-1], place)
            blocks += [f"{'#' * level} {heading(name or title)}" for level, name in enumerate(names[kept:], kept + 2)]
            place = names
        deeper = "#" * (len(names) - 1) if text.startswith("### ") else ""
        blocks.append(deeper + text)
    return "\n\n".join(blocks) + "\n"


def _shared(names: Sequence[str], others: Sequence[str]) -> int:
    """How many names at the beginning of both are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(names, others, strict=False)))


def heading(title: str) -> str:
    """A plain title as the text of a heading that opens a section, whatever it says."""
    text = literal(" ".join(cleaned(title).split())[:_HEADING_CHARACTERS])
    is_block = _LABELS.kind_of(text) or is_answer_heading(text) or (_label_of(text) or "") != ""
    return f"Part: {text}" if is_block or not text else text


def _label_of(text: str) -> str | None:
    label = _LABELS.read(text)
    return label.kind if label else None


def write_question(question: Incoming, number: int) -> str:
    """One question; `number` is its place in the file, for stems that are no heading."""
    if question.kind in CHOICES:
        return _choice(question, number)
    if question.kind in ("ordering", "matching"):
        return _marked(question, number)
    if question.kind == "short-answer":
        return _short_answer(question, number)
    return _paragraph(question)


def _paragraph(question: Incoming) -> str:
    """What is a paragraph with a mark or a comment."""
    if question.kind == "cloze":
        phrases = "; ".join(map(inline, question.accepted))
        return f"{_unlabelled(question.stem)}\n<!-- cloze: {phrases} -->{_id(question)}"
    if question.kind == "card":
        mark = ":::" if question.both_ways else "::"
        return f"{_unlabelled(one_line(question.stem))} {mark} {one_line(question.answer)}{_id(question)}"
    if question.kind == "essay":
        comment = f"\n<!-- reflection: {question.id} -->" if question.id else ""
        return f"**Reflection Question:** {one_line(question.stem)}{comment}"
    return question.stem


def _stem(question: Incoming, number: int) -> str:
    """A heading that asks, or a numbered heading with the stem under it."""
    stem = question.stem
    if _is_heading(stem):
        return f"### {stem}"
    return f"### Question {number}\n\n{_fitted(stem)}"


def _is_heading(stem: str) -> bool:
    if "\n" in stem or "<br>" in stem or not stem.endswith("?") or len(stem) > _HEADING_CHARACTERS:
        return False
    return not (_NUMBERED.match(stem) or is_answer_heading(stem) or _label_of(stem) or stem.startswith(("&", "!")))


def _fitted(stem: str) -> str:
    """The stem in so few blocks that its options are found."""
    blocks = split_blocks(stem)
    while len(blocks) > _MOST_BLOCKS:
        at = next((at for at in range(1, len(blocks)) if _are_paragraphs(blocks[at - 1 : at + 1])), 0)
        if not at:
            break
        blocks[at - 1 : at + 1] = [f"{blocks[at - 1]}<br>\n{blocks[at]}"]
    return "\n\n".join(blocks)


def _are_paragraphs(blocks: Sequence[str]) -> bool:
    return not any(block.startswith(("```", "|", ">")) for block in blocks)


def split_blocks(markdown: str) -> list[str]:
    """Markdown cut at its blank lines outside fences."""
    blocks: list[str] = []
    lines: list[str] = []
    fence = ""
    for line in [*markdown.split("\n"), ""]:
        mark = re.match(r"`{3,}", line)
        if fence and line == fence:
            fence = ""
        elif mark and not fence:
            fence = mark.group()
        if line.strip() or fence:
            lines.append(line)
        elif lines:
            blocks.append("\n".join(lines))
            lines = []
    return blocks + (["\n".join(lines)] if lines else [])


def _choice(question: Incoming, number: int) -> str:
    lines: list[str] = []
    for option in question.options:
        first, *rest = split_blocks(option.text) or [""]
        if first.startswith("```"):
            first, rest = "Code:", [first, *rest]
        lines.append(f"- [{'x' if option.is_key else ' '}] {indented(first).lstrip()}")
        lines.extend(f"\n{indented(block)}\n" for block in rest)
        if option.why:
            lines.append(f"    - why: {one_line(option.why)}")
    options = "\n".join(lines)
    return f"{_stem(question, number)}\n\n{options}{_id(question)}{_explanation(question)}"


def indented(block: str) -> str:
    """A block as it stands in a list item."""
    return "\n".join(f"    {line}" if line else line for line in block.split("\n"))


def _marked(question: Incoming, number: int) -> str:
    """An ordering or a matching: the comment says that the list or table is a question."""
    kind = "order" if question.kind == "ordering" else "match"
    steps = "\n".join(f"{place}. {one_line(step)}" for place, step in enumerate(question.sequence, 1))
    body = steps if kind == "order" else table(("Item", "Match"), question.pairs)
    comment = f"<!-- {kind}: {question.id} -->" if question.id else f"<!-- {kind} -->"
    return f"{_stem(question, number)}\n\n{body}\n{comment}{_explanation(question)}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table; header and cells are inline Markdown whose bars are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(one_line(cell) or ' ' for cell in line)} |" for line in lines)


def _short_answer(question: Incoming, number: int) -> str:
    answers = " / ".join(literal(answer) for answer in question.accepted)
    if answer_value(" / ".join(question.accepted)) is not None:
        answers = f"Answer: {answers}"  # else its first words would be read as such a label
    body = f"<details><summary>Answer</summary>\n\n{answers}{_explanation(question)}\n\n</details>"
    return f"{_stem(question, number)}\n\n{body}{_id(question)}"


def _explanation(question: Incoming) -> str:
    text = one_line(question.explanation)
    colon = "\\" if text.startswith(":") else ""  # else it would belong to the label
    return f"\n\n**Explanation:** {colon}{text}" if text else ""


def _id(question: Incoming) -> str:
    return f"\n<!-- question: {question.id} -->" if question.id else ""


def _unlabelled(text: str) -> str:
    """A paragraph that is no callout, though it may begin like one."""
    if not _label_of(text):
        return text
    at = re.search(r"[A-Za-z]", text)
    return f"{text[: at.start()]}&#{ord(at.group())};{text[at.end() :]}" if at else text
