"""`manage.py grade RUBRIC.md ANSWERS.jsonl [--json]`."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.reflection.batch import GivenAnswer, Question, result_json, summarise, summary_json
from studyapp.reflection.batch_printing import result_lines, summary_line
from studyapp.reflection.batch_reading import read_answers, read_question


class Command(BaseCommand):
    """Grades a file of answers against a rubric, and compares with a person's marks. Needs no database."""

    help = "Grade answers against a rubric. Exit status: 0 graded, 1 errors in a file, 2 misuse."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it as a plain attribute

    def add_arguments(self, parser: CommandParser) -> None:
        """Two files, and how to print."""
        parser.add_argument("rubric", type=Path, metavar="RUBRIC.md", help="a question and its rubric, as in a lesson")
        parser.add_argument(
            "answers",
            type=Path,
            metavar="ANSWERS.jsonl",
            help='lines such as {"id": "a1", "text": "...", "marks": 2.5}',
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object a line, the summary last")

    def handle(self, *_args: Any, rubric: Path, answers: Path, **options: Any) -> None:
        """Print every result and the summary; nothing but errors, and status 1, if a file has errors."""
        contents = [_read(path) for path in (rubric, answers)]
        question, findings = read_question(str(rubric), contents[0])
        self._tell(findings)
        if question is None:
            raise SystemExit(1)
        given, errors = read_answers(str(answers), contents[1], max_marks=question.rubric.max_marks)
        self._tell(errors)
        if errors:
            raise SystemExit(1)
        self._grade(question, given, as_json=options["json"])

    def _tell(self, findings: Iterable[Diagnostic]) -> None:
        for found in findings:
            self.stderr.write(str(found))

    def _grade(self, question: Question, given: list[GivenAnswer], *, as_json: bool) -> None:
        marked: list[tuple[GivenAnswer, float]] = []
        for answer in given:
            result = question.grade(answer.text)
            marked.append((answer, result.marks))
            if as_json:
                self.stdout.write(json.dumps(result_json(answer, result, question.rubric)))
            else:
                self.stdout.write("\n".join(result_lines(answer, result, question.rubric)))
        summary = summarise(question.rubric, marked)
        if as_json:
            self.stdout.write(json.dumps(summary_json(summary)))
        else:
            self.stdout.write(summary_line(summary, answers=len(given)))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}", returncode=2) from error
