"""`manage.py grade`: no test here may touch a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from studyapp.reflection.batch import step_of
from studyapp.reflection.batch_reading import read_question

ROOT = Path(__file__).resolve().parents[2]
OWN_SET = ROOT / "benchmarks/grading_data"
RUBRIC = """# Tuning

**Reflection Question:** Would you tune the model or retrieve documents, and why?

<details><summary>Rubric (3 points)</summary>

- 2 points: retrieval is current <!-- id: fresh -->
    - retrieval/RAG current/up-to-date
- 1 point: tuning shapes the tone <!-- id: tone -->
    - shape/change tone/style
- Trap: no mistake is left (minus 1) <!-- id: perfect -->
    - never hallucinate/err
    - Feedback: Both still err.
- Model answer: RAG is current. Tuning shapes the tone.

</details>
"""
ANSWERS = [
    {"id": "a1", "text": "RAG stays current, and tuning changes the tone.", "marks": 3},
    {"id": "a2", "text": "I would shape its style and it never hallucinates.", "marks": 0.5},
    {"id": 3, "text": "Both cost money.", "marks": 0},
    {"id": "a4", "text": ""},
]
Output = pytest.CaptureFixture[str]


def files(folder: Path, answers: list[Any] | bytes, rubric: str = RUBRIC) -> list[str]:
    """Paths of a rubric and a file of answers."""
    lines = answers if isinstance(answers, bytes) else "".join(f"{json.dumps(one)}\n" for one in answers).encode()
    (folder / "rubric.md").write_text(rubric)
    (folder / "answers.jsonl").write_bytes(lines)
    return [str(folder / "rubric.md"), str(folder / "answers.jsonl")]


def printed(capsys: Output, *arguments: str) -> list[dict[str, Any]]:
    """The objects of `grade --json`."""
    call_command("grade", *arguments, "--json")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def errors(capsys: Output, *arguments: str) -> list[str]:
    """What is told of broken files, after status 1 and nothing on standard output."""
    with pytest.raises(SystemExit) as ended:
        call_command("grade", *arguments, "--json")
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (1, "")
    return told.err.splitlines()


def test_each_answer_has_a_line_of_json_in_the_same_order_and_the_summary_is_last(
    tmp_path: Path, capsys: Output
) -> None:
    found = printed(capsys, *files(tmp_path, ANSWERS))
    assert [line.get("id") for line in found] == ["a1", "a2", 3, "a4", None]
    assert found[0] == {
        "id": "a1",
        "marks": 3,
        "max": 3,
        "criteria": [
            {
                "key": "fresh",
                "label": "retrieval is current",
                "credit": 1,
                "reason": "met",
                "spans": [[0, 3], [10, 17]],
            },
            {
                "key": "tone",
                "label": "tuning shapes the tone",
                "credit": 1,
                "reason": "met",
                "spans": [[30, 37], [42, 46]],
            },
        ],
        "misconceptions": [],
        "flags": [],
        "needs_review": False,
        "review_reasons": [],
    }
    assert list(found[4]) == ["summary"]
    assert list(found[4]["summary"]) == ["n", "r", "qwk", "rmse", "bias", "length_r", "keywords_r"]


def test_a_misconception_names_the_words_that_fired_it(tmp_path: Path, capsys: Output) -> None:
    found = printed(capsys, *files(tmp_path, ANSWERS))[1]
    (trap,) = found["misconceptions"]
    assert (list(trap), trap["key"], trap["label"]) == (["key", "label", "spans"], "perfect", "no mistake is left")
    text = str(ANSWERS[1]["text"])
    assert [text[start:end] for start, end in trap["spans"]] == ["never hallucinates"]
    assert found["marks"] == 0


def test_only_answers_that_a_person_marked_are_compared(tmp_path: Path, capsys: Output) -> None:
    summary = printed(capsys, *files(tmp_path, ANSWERS))[-1]["summary"]
    # machine 3, 0, 0 beside a person's 3, 0.5, 0
    assert (summary["n"], summary["rmse"], summary["bias"]) == (3, 0.2887, -0.1667)
    assert summary["r"] == pytest.approx(0.9878, abs=1e-4)
    assert summary["qwk"] == pytest.approx(1 - 3 / 135, abs=1e-4)
    assert -1 <= summary["length_r"] <= 1
    assert summary["keywords_r"] > 0


@pytest.mark.parametrize(
    ("answers", "figures"),
    [
        ([{"id": "a", "text": "RAG is current."}], (0, None, None, None, None, None, None)),
        ([{"id": "a", "text": "RAG is current.", "marks": 3}], (1, None, None, 1.0, -1.0, None, None)),
        (
            [{"id": "a", "text": "RAG is current.", "marks": 2}, {"id": "b", "text": "Money.", "marks": 2}],
            (2, None, 0.0, 1.4142, -1.0, None, None),
        ),
        (
            [{"id": "a", "text": "RAG is current.", "marks": 2}, {"id": "b", "text": "RAG is current!", "marks": 2}],
            (2, None, None, 0.0, 0.0, None, None),
        ),
    ],
    ids=["no marks", "one answer", "equal marks", "equal marks on both sides"],
)
def test_a_figure_is_null_where_it_is_not_defined(
    tmp_path: Path, capsys: Output, answers: list[Any], figures: tuple[float | None, ...]
) -> None:
    summary = printed(capsys, *files(tmp_path, answers))[-1]["summary"]
    assert tuple(summary.values()) == figures


def test_spans_count_code_points_of_the_text_as_given(tmp_path: Path, capsys: Output) -> None:
    text = "\u2028🙂 RAG &amp; fresh: it is cur\u00adrent."
    found = printed(capsys, *files(tmp_path, [{"id": "a", "text": text}]))[0]
    spans = found["criteria"][0]["spans"]
    assert [text[start:end] for start, end in spans] == ["RAG", "cur\u00adrent"]


def test_without_json_a_person_can_read_marks_evidence_and_agreement(tmp_path: Path, capsys: Output) -> None:
    call_command("grade", *files(tmp_path, ANSWERS))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "a1  3/3 (by a person 3)",
        '  met 2/2  retrieval is current: "RAG ... current"',
        '  met 1/1  tuning shapes the tone: "changes ... tone"',
    ]
    assert '  trap  no mistake is left: "never hallucinates"' in lines
    assert lines[-1].startswith("3 of 4 answers with marks by a person: r 0.99, quadratic weighted kappa 0.98, ")
    assert "bias -0.17 (machine minus person)" in lines[-1]


def test_without_any_marks_by_a_person_the_text_says_so(tmp_path: Path, capsys: Output) -> None:
    call_command("grade", *files(tmp_path, [{"id": "a\x1b[2J", "text": "RAG is current.", "marks": None}]))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a?[2J  2/3"
    assert lines[-1] == "1 answers, none with marks by a person"


def test_line_ends_of_windows_a_byte_order_mark_and_blank_lines_are_taken(tmp_path: Path, capsys: Output) -> None:
    content = b'\xef\xbb\xbf{"id": "a", "text": "RAG is current."}\r\n\r\n{"id": "b", "text": "x", "by": "Ada"}'
    assert [line.get("id") for line in printed(capsys, *files(tmp_path, content))] == ["a", "b", None]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (b"{'id': 'a'}", "2:2 E58 no JSON: Expecting property name"),
        (b'{"id": "b", "text": "x"', "2:24 E58 no JSON: "),
        (b'["b", "x"]', "2:1 E58 no JSON object"),
        (b'{"text": "x"}', "2:1 E58 the answer has no id"),
        (b'{"text": "x", "id": true}', "2:15 E58 the answer has no id"),
        (b'{"id": "b"}', "2:1 E58 the answer has no text"),
        (b'{"id": "b", "text": 7}', "2:13 E58 the answer has no text"),
        (b'{"id": "a", "text": "x"}', "2:2 E58 the id 'a' stands in line 1 too"),
        (b'{"id": "b", "text": "x", "marks": 3.5}', "2:26 E58 marks must be a number from 0 to 3"),
        (b'{"id": "b", "text": "x", "marks": "2"}', "2:26 E58 marks must be a number from 0 to 3"),
        (b'{"id": "b", "text": "x", "marks": NaN}', "2:26 E58 marks must be a number from 0 to 3"),
        (b'{"id": "b", "text": "x", "marks": true}', "2:26 E58 marks must be a number from 0 to 3"),
        (b'{"id": "b", "text": "\\ud800"}', "2:13 E58 half a character"),
        (b'{"id": "b", "text": "\xff"}', "2:22 E58 not UTF-8"),
        (b"[" * 200_000, "2:1 E58 JSON with too long a number or nested too deep"),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "x"}', "2:1 E58 JSON with too long a number"),
    ],
    ids=lambda value: value[-40:] if isinstance(value, bytes) else "",
)
def test_a_broken_line_is_named_by_file_line_and_column(
    tmp_path: Path, capsys: Output, line: bytes, place: str
) -> None:
    paths = files(tmp_path, b'{"id": "a", "text": "RAG is current."}\n' + line + b"\n")
    (told,) = errors(capsys, *paths)
    assert told.startswith(f"{paths[1]}:{place}")
    assert ". Fix: " in told


def test_all_broken_lines_are_told_at_once(tmp_path: Path, capsys: Output) -> None:
    paths = files(tmp_path, b'{\n{"id": "a", "text": "x"}\n\n7\n')
    assert [line.removeprefix(paths[1])[:4] for line in errors(capsys, *paths)] == [":1:2", ":4:1"]


def test_a_file_without_answers_is_an_error(tmp_path: Path, capsys: Output) -> None:
    (told,) = errors(capsys, *files(tmp_path, b"\n"))
    assert "answers.jsonl:1:1 E58 no answer" in told


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("- 2 points:", "- two points:", "7:3 E23 "),
        ("- 2 points:", "- 1 point:", "5:1 E23 the criteria sum to 2 points, the heading says 3"),
        ("Feedback:", "Feedbak:", "13:7 E44 unknown key `Feedbak`"),
        ("    - shape/change tone/style", "    - shape//change tone", "10:"),
        ("    - retrieval/RAG current/up-to-date\n", "", "7:3 E24 "),
        ("</details>", "", "5:1 E28 "),
        ("**Reflection Question:** Would", "Would", "1:1 E58 no reflection question with a rubric"),
        ("<summary>Rubric (3 points)</summary>", "<summary>Notes</summary>", "3:1 E58 the question has no rubric"),
        ("# Tuning", "\0", "1:1 E38 "),
    ],
)
def test_a_broken_rubric_is_named_by_file_line_and_column(
    tmp_path: Path, capsys: Output, old: str, new: str, place: str
) -> None:
    paths = files(tmp_path, ANSWERS, RUBRIC.replace(old, new, 1))
    assert any(line.startswith(f"{paths[0]}:{place}") for line in errors(capsys, *paths))


def test_a_model_answer_without_criteria_marks_nothing(tmp_path: Path, capsys: Output) -> None:
    paths = files(tmp_path, ANSWERS, "# Tea\n\n**Reflection Question:** Why?\n\n### Model answer\n\nBecause.\n")
    assert [line.removeprefix(paths[0])[:33] for line in errors(capsys, *paths)] == [
        ":3:1 E58 the question has no rubr"
    ]


def test_two_questions_with_rubrics_in_one_file_are_refused(tmp_path: Path, capsys: Output) -> None:
    second = RUBRIC.replace("# Tuning", "# More").replace("Would you", "Will you")
    (told,) = errors(capsys, *files(tmp_path, ANSWERS, RUBRIC + "\n" + second))
    assert "rubric.md:20:1 E58 a second question with a rubric; the first stands in line 3" in told


def test_what_only_forbids_publishing_is_told_and_the_answers_are_graded(tmp_path: Path, capsys: Output) -> None:
    paths = files(tmp_path, ANSWERS, RUBRIC.replace("- Model answer: RAG is current. Tuning shapes the tone.\n", ""))
    call_command("grade", *paths, "--json")
    told = capsys.readouterr()
    assert "E48 the rubric has no model answer" in told.err
    assert len(told.out.splitlines()) == 5


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_file_ends_with_status_2(tmp_path: Path, missing: int) -> None:
    paths = files(tmp_path, ANSWERS)
    paths[missing] = str(tmp_path / "nowhere")
    with pytest.raises(CommandError, match="nowhere cannot be read: No such file") as refused:
        call_command("grade", *paths)
    assert refused.value.returncode == 2


@pytest.mark.parametrize(("points", "step"), [((1, 2), 0.5), ((0.5, 1), 0.5), ((0.25, 1), 0.25), ((1.5, 0.75), 0.25)])
def test_the_step_of_a_rubric_is_half_a_point_or_finer(points: tuple[float, float], step: float) -> None:
    text = RUBRIC.replace("(3 points)", "").replace("2 points:", f"{points[0]} points:")
    question, _ = read_question("rubric.md", text.replace("1 point:", f"{points[1]} points:").encode())
    assert question is not None
    assert step_of(question.rubric) == step


@pytest.mark.parametrize("rubric", sorted(path for path in OWN_SET.glob("*.md") if path.stem != "README"), ids=str)
def test_our_marked_answers_have_clean_rubrics_and_a_credit_for_every_criterion(rubric: Path, capsys: Output) -> None:
    answers = rubric.with_suffix(".jsonl")
    graded = printed(capsys, str(rubric), str(answers))
    assert capsys.readouterr().err == ""
    assert graded[-1]["summary"]["n"] == 15
    keys = {one["key"] for one in graded[0]["criteria"]}
    lines = [json.loads(line) for line in answers.read_text().splitlines()]
    assert all(line["criteria"].keys() == keys for line in lines)
