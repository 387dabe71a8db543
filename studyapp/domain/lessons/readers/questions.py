"""Authored questions: which blocks make one, its kind and its key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studyapp.domain.common.words import fold
from studyapp.domain.lessons.blocks import AnswerOption, Block, Phrase, Question, QuestionKind
from studyapp.domain.lessons.readers.answers import Answer, answer_value, is_placeholder, letters_in, plain, read_answer
from studyapp.domain.lessons.readers.option_findings import tell_about_options
from studyapp.domain.lessons.readers.options import RawOption, options_at, rendered, split_bare
from studyapp.domain.lessons.readers.page import Page, comments_of, explicit_id
from studyapp.domain.lessons.source.structure import Node

_QUESTION_N = re.compile(r"[\W_]*(?:question|q)\s*#?\d+\s*[.:)–—-]?\s*", re.IGNORECASE)
_QUESTION_LABEL = re.compile(r"(?:\*\*|__)?(?:question|q)\s*#?\d*\s*[.:)]?\s*(?:\*\*|__)?\s*[.:)]?\s*", re.IGNORECASE)
_LABELLED = re.compile(r"(?:question|q)\s*#?\d*\s*[.:)]", re.IGNORECASE)
_NUMBER = re.compile(r"(\*\*|__|)\d{1,4}(?:\.\d+)*[.)]\s+")
_ASKS = re.compile(r"(?:[?:…]|\.\.\.|_{2,})[\s*_)\]\"'”]*\Z")
_CHOOSE = re.compile(r"\b(?:choose|select|pick|mark|which|true or false)\b", re.IGNORECASE)
_STEM_KINDS = ("paragraph", "fence", "code", "blockquote", "table")
_LONGEST_STEM = 12  # blocks
_TRUE_FALSE = {"true", "false"}
# Written as words: `true` and `false` in small letters are values of a language, options like others.
_TRUE_FALSE_OPTIONS = ({"True", "False"}, {"TRUE", "FALSE"})

Form = Literal["options", "ordering", "matching", "answer"]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the parts of a question stand among their siblings."""

    form: Form
    stem: tuple[Node, ...]
    options: tuple[RawOption, ...]
    source: tuple[Node, ...]
    answer: Answer


def shape_at(nodes: Sequence[Node], index: int) -> Shape | None:
    """The question that begins at `index`, or None. Reads structure only, renders nothing."""
    head = nodes[index]
    if head.kind == "heading":
        return _under_heading(nodes, index)
    if head.kind == "paragraph":
        return _from_paragraph(nodes, index)
    return None


def _under_heading(nodes: Sequence[Node], index: int) -> Shape | None:
    title = plain(nodes[index].text)
    is_asking = title.endswith("?") or bool(_QUESTION_N.match(title)) or bool(_ASKS.search(title))
    shape = _shape(nodes, index, most=_LONGEST_STEM)
    if shape is None or is_asking:
        return shape
    if any(node.kind == "paragraph" for node in shape.stem[1:]):
        return None
    if shape.form == "answer":
        return shape if answer_is_truth(shape.answer) else None
    if shape.form in ("ordering", "matching") or shape.answer.value is not None:
        return shape
    # Boxes under a heading that asks nothing are a list of things to do.
    return shape if any(option.mark for option in shape.options) and _CHOOSE.search(title) else None


def _from_paragraph(nodes: Sequence[Node], index: int) -> Shape | None:
    head = nodes[index]
    text = plain(head.text)
    lead, own = split_bare(head)
    if lead and len(own) > 1:
        stem = replace(head, text=lead)
        return _finished("options", (stem,), own, nodes, (index, index + 1))
    is_labelled = bool(_LABELLED.match(text))
    shape = _shape(nodes, index, most=_LONGEST_STEM if is_labelled else 6, only_code=not is_labelled)
    if shape is None or is_labelled or shape.form in ("ordering", "matching"):
        return shape
    if shape.form == "answer":
        is_question = text.endswith("?") or answer_is_truth(shape.answer)
    else:
        is_question = _asks_for_options(text, shape.options) or shape.answer.value is not None
    return shape if is_question or comments_of(shape.source, "question") else None


def _asks_for_options(text: str, options: Sequence[RawOption]) -> bool:
    """Whether a paragraph over options asks; one that only ends in a colon needs a tick among its boxes."""
    if text.rstrip(" *_)").endswith(":") and all(option.mark is False for option in options):
        return bool(_CHOOSE.search(text))
    return bool(_ASKS.search(text) or _CHOOSE.search(text))


def answer_is_truth(answer: Answer) -> bool:
    """Whether the answer is the bare word true or false."""
    return fold(answer.value or "").rstrip(".") in _TRUE_FALSE


def _shape(nodes: Sequence[Node], index: int, *, most: int, only_code: bool = False) -> Shape | None:
    """Walk from the head over the rest of the stem to options, a marked list or table, or an answer."""
    for at in range(index + 1, min(len(nodes), index + most)):
        node = nodes[at]
        stem = tuple(nodes[index:at])
        options, after = options_at(nodes, at)
        marked = _marked_form(node)
        if options or marked:
            return _finished(marked or "options", stem, options, nodes, (index, after if options else at + 1))
        lead, own = split_bare(node) if node.kind == "paragraph" else ("", [])
        if lead and len(own) > 1 and not only_code:
            return _finished("options", (*stem, replace(node, text=lead)), own, nodes, (index, at + 1))
        answer = read_answer(nodes, at)
        if answer.value is not None:
            return Shape("answer", stem, (), tuple(nodes[index : answer.after]), answer)
        if node.kind not in (("fence", "code") if only_code else _STEM_KINDS):
            return None
    return None


def _marked_form(node: Node) -> Form | None:
    """Ordering or matching, if a comment after a list or table says so."""
    if node.kind == "ordered_list" and comments_of([node], "order"):
        return "ordering"
    return "matching" if node.kind == "table" and comments_of([node], "match") else None


def _finished(
    form: Form, stem: tuple[Node, ...], options: Sequence[RawOption], nodes: Sequence[Node], span: tuple[int, int]
) -> Shape:
    is_keyed = form != "options" or any(option.mark for option in options)
    answer = read_answer(nodes, span[1], is_keyed=is_keyed)
    return Shape(form, stem, tuple(options), tuple(nodes[span[0] : max(answer.after, span[1])]), answer)


def read_question(page: Page, nodes: Sequence[Node], index: int) -> tuple[list[Block], int] | None:
    """The authored question at `index`, if there is one, with findings about its key and options."""
    shape = shape_at(nodes, index)
    if shape is None:
        return None
    after = index + len(shape.source)
    page.question_lines.append(shape.source[0].line)
    if shape.form == "options":
        return _choice(page, shape), after
    question = _bare_question(page, shape)
    if shape.form == "ordering":
        steps = tuple(page.render.phrase_of(item.children) for item in _last(shape, "ordered_list").children)
        return [replace(question, kind="ordering", sequence=steps)], after
    if shape.form == "matching":
        return [replace(question, kind="matching", pairs=_pairs(page, _last(shape, "table")))], after
    return _answered(page, shape, question), after


def _last(shape: Shape, kind: str) -> Node:
    return next(node for node in reversed(shape.source) if node.kind == kind)


def _pairs(page: Page, table: Node) -> tuple[tuple[Phrase, Phrase], ...]:
    rows = [[page.render.phrase(cell.text, row.line) for cell in row.children] for row in table.children[1:]]
    return tuple((row[0], row[1]) for row in rows if len(row) > 1)


def _bare_question(page: Page, shape: Shape) -> Question:
    return Question(
        key=explicit_id(shape.source, "question", "order", "match"),
        kind="single",
        stem=page.render.phrase_of(_stem_nodes(shape.stem)),
        line=shape.source[0].line,
        end_line=shape.source[-1].end_line,
        explanation_html=page.render.html(shape.answer.explanation) if shape.answer.explanation else "",
    )


def _stem_nodes(stem: Sequence[Node]) -> list[Node]:
    """The stem without number and label; a heading that only counts (Question 7) disappears."""
    head = stem[0]
    text = _NUMBER.sub(r"\1", head.text, count=1) if _NUMBER.match(head.text) else head.text
    if _QUESTION_N.match(plain(text)) or re.match(r"(?:\*\*|__)?(?:question|q)\s*\d*\s*[.:)]", text, re.IGNORECASE):
        text = _QUESTION_LABEL.sub("", text, count=1).strip()
    rest = list(stem[1:])
    if not text.strip("*_ ") and rest:
        return rest
    return [Node("paragraph", head.line, head.end_line, text=text), *rest]


def _choice(page: Page, shape: Shape) -> list[Block]:
    options = list(shape.options)
    _mark_keys(page, shape, options)
    question = _bare_question(page, shape)
    stored = tuple(rendered(page, option) for option in options)
    kind: QuestionKind = "multiple" if sum(option.is_key for option in options) > 1 else "single"
    if len(stored) == 2 and {option.html.rstrip(".") for option in stored} in _TRUE_FALSE_OPTIONS:
        kind = "true-false"
    question = replace(question, kind=kind, options=stored)
    tell_about_options(page, shape.options, question)
    return [question]


def _mark_keys(page: Page, shape: Shape, options: Sequence[RawOption]) -> None:
    """Ticks decide; without a tick the answer's letters or its exact words."""
    for option in options:
        option.is_key = bool(option.mark)
    value = shape.answer.value
    if any(option.mark for option in options):
        return
    if value is None or is_placeholder(value):
        _tell_no_answer(page, shape, options)
        return
    said = fold(plain(value)).rstrip(".")
    same = [option for option in options if fold(plain(option.text)).rstrip(".") == said]
    letters = [option.letter for option in same] if same else letters_in(value)
    known = {option.letter or chr(ord("A") + index): option for index, option in enumerate(options)}
    if same:
        same[0].is_key = True
        return
    for letter in letters:
        if letter in known:
            known[letter].is_key = True
        else:
            what = f"the answer letter {letter} has no option"
            col = page.column_of(shape.answer.line, value)
            page.tell("E14", shape.answer.line, what, "correct the letter", col=col)
    if not letters:
        _tell_no_answer(page, shape, options)


def _tell_no_answer(page: Page, shape: Shape, options: Sequence[RawOption]) -> None:
    line = shape.answer.line or shape.source[0].line
    if options[0].mark is not None and shape.answer.value is None:
        end_line = shape.source[-1].end_line
        page.tell("E10", shape.source[0].line, "no correct option", "mark one with [x]", end_line=end_line)
    else:
        page.tell("E16", line, "the answer is missing or a placeholder", "give the key or delete the question")


def _answered(page: Page, shape: Shape, question: Question) -> list[Block]:
    """A question with an answer and no options: true-false, or a short answer."""
    value = shape.answer.value or ""
    if is_placeholder(value):
        page.tell(
            "E16", shape.answer.line, "the answer is missing or a placeholder", "give the key or delete the question"
        )
        return []
    if answer_is_truth(shape.answer):
        truth = fold(value).rstrip(".") == "true"
        options = tuple(
            AnswerOption(word, word, is_key, "", shape.answer.line)
            for word, is_key in (("True", truth), ("False", not truth))
        )
        return [replace(question, kind="true-false", options=options)]
    accepted = tuple(
        part.strip() for part in re.split(r"\s+/\s+|;\s+", page.render.phrase(value, shape.answer.line).text)
    )
    return [replace(question, kind="short-answer", accepted=tuple(part for part in accepted if part))]


def is_answer_heading(text: str) -> bool:
    """Whether a heading belongs to a question before it and opens no section."""
    bare = plain(text)
    pattern = r"(?:correct\s+)?answers?\W*\Z|explanation\W*\Z|rubric\b|model answer\b"
    return answer_value(bare) is not None or bool(re.match(pattern, bare, re.IGNORECASE))
