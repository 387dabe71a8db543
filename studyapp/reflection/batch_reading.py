"""Reading the two files of a batch: a question with its rubric as in a lesson, and answers as JSON Lines.

Nothing that a file holds raises an error: every trouble is a located finding.
"""

import json
import math
from collections.abc import Sequence
from typing import Any

from studyapp.domain.common.diagnostics import Diagnostic, errors_in
from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.lessons.assembly.manifest import lone_manifest
from studyapp.domain.lessons.blocks import Reflection, RubricSource
from studyapp.domain.lessons.files.parsing import parse_file
from studyapp.reflection.batch import GivenAnswer, Question

_PUBLISHING_ONLY = {"E45", "E48"}  # a rubric with these can mark, though no pack may hold it
_EXAMPLE = 'write {"id": "a1", "text": "..."}'


def read_question(file: str, content: bytes) -> tuple[Question | None, list[Diagnostic]]:
    """The one reflection question of a lesson file that has a rubric, and what is to be said about it.

    The question is None if an error makes it unusable; what only forbids publishing does not.
    """
    parsed = parse_file(file, content, lone_manifest(id="rubric", title=""))
    reflections = [block for one in parsed.sections for block in one.blocks if isinstance(block, Reflection)]
    asked = [(block, block.rubric) for block in reflections if block.rubric is not None]
    if not asked:
        return None, errors_in(parsed.diagnostics) or [_without_rubric(file, reflections)]
    if len(asked) > 1:
        what = f"a second question with a rubric; the first stands in line {asked[0][0].line}"
        return None, [Diagnostic(file, asked[1][0].line, 1, "E58", what, "keep one question in a file")]
    reflection, source = asked[0]
    rubric, findings = parse_rubric(
        source.lines,
        file=file,
        question=reflection.stem.text,
        heading_points=source.points,
        heading_line=source.heading_line,
        synonyms=(),
    )
    findings = [*_errors_inside(parsed.diagnostics, reflection, source), *findings]
    if rubric is None and not errors_in(findings):  # a model answer alone
        findings.append(_without_rubric(file, [reflection]))
    if rubric is None or any(found.code not in _PUBLISHING_ONLY for found in errors_in(findings)):
        return None, findings
    return Question(reflection.stem.text, rubric), findings


def _without_rubric(file: str, reflections: Sequence[Reflection]) -> Diagnostic:
    if reflections:
        what, fix = "the question has no rubric", "add <details><summary>Rubric (3 points)</summary> after it"
        return Diagnostic(file, reflections[0].line, 1, "E58", what, fix)
    fix = "write **Reflection Question:** before the question, and its rubric after it"
    return Diagnostic(file, 1, 1, "E58", "no reflection question with a rubric", fix)


def _errors_inside(found: Sequence[Diagnostic], reflection: Reflection, source: RubricSource) -> list[Diagnostic]:
    """Errors of the lesson between the question and the end of its rubric; what else a lesson says is no matter."""
    last = max([source.heading_line, *(line.line for line in source.lines)])
    return [one for one in errors_in(tuple(found)) if reflection.line <= one.line <= last]


def read_answers(file: str, content: bytes, *, max_marks: float) -> tuple[list[GivenAnswer], list[Diagnostic]]:
    """The answers in their order, and an error for each line that holds none; blank lines are passed over."""
    answers: list[GivenAnswer] = []
    found: list[Diagnostic] = []
    first_lines: dict[str | int, int] = {}
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            answer = _answer_of(raw, max_marks)
            if first_lines.setdefault(answer.id, number) != number:
                what = f"the id {answer.id!r} stands in line {first_lines[answer.id]} too"
                raise _BrokenLine(what, "give each answer its own id", col=_column(raw.decode(), "id"))
            answers.append(answer)
        except _BrokenLine as broken:
            found.append(Diagnostic(file, number, broken.col, "E58", broken.what, broken.fix))
    if not answers and not found:
        found.append(Diagnostic(file, 1, 1, "E58", "no answer", f"{_EXAMPLE}, one line for each answer"))
    return answers, found


class _BrokenLine(Exception):
    """A line that holds no answer: what is wrong, how to mend it, and the column from 1."""

    def __init__(self, what: str, fix: str, *, col: int = 1) -> None:
        super().__init__(what)
        self.what, self.fix, self.col = what, fix, col


def _answer_of(raw: bytes, max_marks: float) -> GivenAnswer:
    source, fields = _fields(raw)
    name, text, marks = fields.get("id"), fields.get("text"), fields.get("marks")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise _BrokenLine("the answer has no id", _EXAMPLE, col=_column(source, "id"))
    if not isinstance(text, str):
        raise _BrokenLine("the answer has no text", _EXAMPLE, col=_column(source, "text"))
    for key, value in (("id", str(name)), ("text", text)):
        if not _is_encodable(value):
            raise _BrokenLine("half a character (a lone surrogate)", "write all of it", col=_column(source, key))
    if marks is not None and not _is_within(marks, max_marks):
        what = f"marks must be a number from 0 to {max_marks:g}"
        raise _BrokenLine(what, "correct them, or leave them out", col=_column(source, "marks"))
    return GivenAnswer(name, text, None if marks is None else float(marks))


def _fields(raw: bytes) -> tuple[str, dict[str, Any]]:
    try:
        source = raw.decode()
        fields = json.loads(source)
    except UnicodeDecodeError as error:
        col = len(raw[: error.start].decode()) + 1
        raise _BrokenLine("not UTF-8", "save the file again as UTF-8", col=col) from error
    except json.JSONDecodeError as error:
        raise _BrokenLine(f"no JSON: {error.msg}", f"{_EXAMPLE}, each on one line", col=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise _BrokenLine("JSON with too long a number or nested too deep", _EXAMPLE) from error
    if not isinstance(fields, dict):
        raise _BrokenLine("no JSON object", _EXAMPLE)
    return source, fields


def _column(source: str, key: str) -> int:
    """Where a key stands in its line, 1 if it does not."""
    return max(source.find(json.dumps(key)), 0) + 1


def _is_encodable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)


def _is_within(marks: Any, most: float) -> bool:
    is_number = isinstance(marks, int | float) and not isinstance(marks, bool)
    return is_number and math.isfinite(marks) and 0 <= marks <= most
