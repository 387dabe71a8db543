"""Reflection questions with their rubrics; what the lines of a rubric mean is decided by the grading room."""

import re
from collections.abc import Sequence

from studyapp.domain.common.source import SourceLine
from studyapp.domain.lessons.blocks import Block, Reflection, RubricSource
from studyapp.domain.lessons.readers.page import Page, comments_of, explicit_id
from studyapp.domain.lessons.source.structure import Node

_RUBRIC = re.compile(r"[\W_]*rubric\b", re.IGNORECASE)
_POINTS = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:points?|marks?|pts?)\b", re.IGNORECASE)
_MODEL_ANSWER = re.compile(r"#{1,6}\s+[*_]*model answer[*_:\s]*\Z", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
MODEL_ANSWER_LINE = "- Model answer: "  # as the grading room reads it


def read_reflections(
    page: Page, body: Sequence[Node], source: Sequence[Node], nodes: Sequence[Node], after: int
) -> tuple[list[Block], int]:
    """The reflection whose stem is `body`, and the rubric that may stand at `after`. A list of questions is several."""
    rubric, after = _rubric_at(page, nodes, after)
    listed = body[-1] if body[-1].kind in ("bullet_list", "ordered_list") else None
    if listed and rubric is None and _holds_questions(listed):
        return [_reflection(page, item.children, source, None, key="") for item in listed.children], after
    return [_reflection(page, body, source, rubric, key=explicit_id(source, "reflection"))], after


def _reflection(
    page: Page, body: Sequence[Node], source: Sequence[Node], rubric: RubricSource | None, *, key: str
) -> Reflection:
    line = source[0].line if len(source) == 1 or rubric else body[0].line
    if rubric is None or _is_model_answer_alone(rubric):
        page.tell("W25", line, "the reflection has no rubric, answers are not marked", "add a Rubric after it")
    wanted = [comment.numbers("min-words") for comment in comments_of(source, "reflection")]
    return Reflection(
        key=key,
        stem=page.render.phrase_of(body),
        line=line,
        min_words=next((numbers[0] for numbers in wanted if numbers), 0),
        rubric=rubric,
        end_line=max(node.end_line for node in source),
    )


def _holds_questions(node: Node) -> bool:
    return all(
        item.children and item.children[0].kind == "paragraph" and item.children[0].text.rstrip("*_ ").endswith("?")
        for item in node.children
    )


def is_rubric(node: Node) -> bool:
    """Whether a heading or details opens a rubric, or a heading a model answer without one."""
    if node.kind == "details":
        return bool(_RUBRIC.match(_TAG.sub("", node.info)))
    return node.kind == "heading" and (bool(_RUBRIC.match(node.text)) or _is_model(node))


def _is_model_answer_alone(rubric: RubricSource) -> bool:
    return len(rubric.lines) == 1 and rubric.lines[0].text.startswith(MODEL_ANSWER_LINE)


def _rubric_at(page: Page, nodes: Sequence[Node], after: int) -> tuple[RubricSource | None, int]:
    if after >= len(nodes) or not is_rubric(nodes[after]):
        return None, after
    node = nodes[after]
    if node.kind == "details":
        heading_line = node.start if node.start > 1 else node.line
        last = node.end_line - 1 if node.is_closed else node.end_line
        return _rubric(page, node.info, heading_line, node.body_line, last), after + 1
    end = after + 1
    while end < len(nodes) and (
        nodes[end].kind in ("bullet_list", "ordered_list", "paragraph") or _is_model(nodes[end])
    ):
        end += 1
    last = nodes[end - 1].end_line
    rubric = _rubric(page, node.text, node.line, node.line + 1, last)
    return (_model_answer_alone(rubric) if _is_model(node) else rubric), end


def _is_model(node: Node) -> bool:
    return node.kind == "heading" and bool(_MODEL_ANSWER.match(f"# {node.text}"))


def _with_model_answer(lines: list[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines of a rubric; what stands under a heading `Model answer` becomes one line."""
    at = next((at for at, line in enumerate(lines) if _MODEL_ANSWER.match(line.text.strip())), None)
    if at is None or at + 1 == len(lines):
        return tuple(lines)
    words = " ".join(line.text.strip() for line in lines[at + 1 :])
    return (*lines[:at], SourceLine(f"{MODEL_ANSWER_LINE}{words}", lines[at + 1].line))


def _model_answer_alone(rubric: RubricSource) -> RubricSource | None:
    """What stands under `Model answer` without a rubric, as the one line of a rubric; None if nothing does."""
    if not rubric.lines:
        return None
    words = " ".join(line.text.strip() for line in rubric.lines)
    return RubricSource(None, rubric.heading_line, (SourceLine(f"{MODEL_ANSWER_LINE}{words}", rubric.lines[0].line),))


def _rubric(page: Page, summary: str, heading_line: int, first: int, last: int) -> RubricSource:
    points = _POINTS.search(summary)
    written = [
        SourceLine(page.lines[number - 1].rstrip(), number)
        for number in range(first, last + 1)
        if page.lines[number - 1].strip()
    ]
    return RubricSource(
        float(points.group(1).replace(",", ".")) if points else None, heading_line, _with_model_answer(written)
    )
