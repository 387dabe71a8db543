"""The reference suite and small rubrics, as the tests read them."""

import json
from pathlib import Path
from typing import Any

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.source import SourceLine
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.results import Result
from studyapp.domain.grading.rubric import Rubric

HERE = Path(__file__).parent
QUESTION = "What would you do, and why?"
TOPICS = "- Topic: fine-tuning = fine-tune\n- Topic: RAG\n"


def parse(
    text: str, *, points: float | None = None, question: str = QUESTION, synonyms: list[list[str]] | None = None
) -> tuple[Rubric | None, list[Diagnostic]]:
    """Parse the Markdown list of a rubric block that begins in line 3 of rubric.md."""
    lines = [SourceLine(line, number, 1) for number, line in enumerate(text.splitlines(), start=3)]
    return parse_rubric(
        lines,
        file="rubric.md",
        question=question,
        heading_points=points,
        heading_line=1,
        synonyms=synonyms or [],
    )


def rubric_of(text: str, *, question: str = QUESTION, synonyms: list[list[str]] | None = None) -> Rubric:
    """A readable rubric; that it cannot be published is no matter here."""
    rubric, found = parse(text, question=question, synonyms=synonyms)
    assert rubric is not None, [str(one) for one in found]
    return rubric


def rubric_with(line: str, *, topic: str = "", synonyms: list[list[str]] | None = None) -> Rubric:
    """A rubric of one criterion with one line, worth one point."""
    head = f"1 point, {topic}" if topic else "1 point"
    return rubric_of(f"{TOPICS}- {head}: the claim\n    - {line}\n", synonyms=synonyms)


def reason(line: str, answer: str, *, topic: str = "", synonyms: list[list[str]] | None = None) -> str:
    """What a criterion with this one line says of an answer."""
    return judged(rubric_with(line, topic=topic, synonyms=synonyms), answer).criteria[0].reason


def judged(rubric: Rubric, answer: str) -> Result:
    """Grade against the example question."""
    return grade(rubric, answer, question=QUESTION)


def evidence(answer: str, result: Result, number: int = 0) -> list[str]:
    """The words that prove a criterion."""
    return [answer[span.start : span.end] for span in result.criteria[number].spans]


def reference_suite() -> dict[str, Any]:
    """Rubric and 66 cases of grading_cases.json."""
    suite: dict[str, Any] = json.loads((HERE / "grading_cases.json").read_text("utf-8"))["suites"][0]
    return suite


def answer_of(case: dict[str, Any]) -> str:
    """The answer of a reference case, built where the file only says how."""
    if case["answer"] is not None:
        return str(case["answer"])
    text, times = case["answer_repeat"]
    return str(text * times + case["answer_suffix"])


def reference_rubric_in_markdown() -> Rubric:
    """The rubric of grading_rubric_dev.md, read as a lesson hands it over."""
    raw = (HERE / "grading_rubric_dev.md").read_text("utf-8").splitlines()
    start = next(at for at, line in enumerate(raw) if line.startswith("<details>"))
    end = raw.index("</details>")
    lines = [SourceLine(raw[at], at + 1, 1) for at in range(start + 1, end)]
    rubric, found = parse_rubric(
        lines,
        file="grading_rubric_dev.md",
        question=reference_suite()["rubric"]["question"],
        heading_points=4,
        heading_line=start + 1,
        synonyms=[],
    )
    assert rubric is not None
    assert [one.code for one in found if one.severity == "error"] == []
    return rubric


def reference_rubric_in_json() -> Rubric:
    """The rubric of grading_cases.json, turned into Markdown line by line."""
    source = reference_suite()["rubric"]
    names = {key: words[0] for key, words in source["topics"].items()}
    text = "".join(f"- Topic: {words[0]} = {', '.join(words[1:])}\n" for words in source["topics"].values())
    for one in source["criteria"]:
        text += f"- {one['points']} point, {names[one['topic']]}: {one['label']} <!-- id: {one['id']} -->\n"
        text += "".join(f"    - {line.replace('_', '-')}\n" for line in one["any"])
    for one in source["misconceptions"]:
        topic = f", {names[one['topic']]}" if "topic" in one else ""
        amount = f"at most {one['cap']} points" if "cap" in one else f"minus {one['penalty']}"
        text += f"- Trap{topic}: {one['id']} ({amount}) <!-- id: {one['id']} -->\n"
        text += "".join(f"    - {line.replace('_', '-')}\n" for line in one["any"])
        text += f"    - Feedback: {one['feedback']}\n"
    text += f"- Model answer: {reference_rubric_in_markdown().model_answer}\n"
    return rubric_of(text, question=source["question"], synonyms=source["synonyms"])
