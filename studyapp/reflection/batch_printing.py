"""Graded answers as lines of text, for terminals."""

from collections.abc import Iterable

from studyapp.domain.grading.results import Result, Span
from studyapp.domain.grading.rubric import Rubric
from studyapp.reflection.batch import GivenAnswer, Summary, labels_of


def result_lines(answer: GivenAnswer, result: Result, rubric: Rubric) -> list[str]:
    """The marks of one answer, then each criterion and trap with the words that decided it."""
    labels = labels_of(rubric)
    by_person = "" if answer.marks is None else f" (by a person {answer.marks:g})"
    return [
        _visible(f"{answer.id}  {result.marks:g}/{result.max_marks:g}{by_person}"),
        *(
            _visible(
                f"  {one.reason} {one.credit * one.points:g}/{one.points:g}  "
                f"{labels[one.key]}{_evidence(answer.text, one.spans)}"
            )
            for one in result.criteria
        ),
        *(_visible(f"  trap  {labels[one.key]}{_evidence(answer.text, one.spans)}") for one in result.misconceptions),
        *([f"  flags  {', '.join(result.flags)}"] if result.flags else []),
        *(f"  review  {reason}" for reason in result.review_reasons),
    ]


def summary_line(summary: Summary, *, answers: int) -> str:
    """The agreement with a person's marks, or that there are none."""
    if not summary.n:
        return f"{answers} answers, none with marks by a person"
    return (
        f"{summary.n} of {answers} answers with marks by a person: r {_figure(summary.r)}, "
        f"quadratic weighted kappa {_figure(summary.qwk)}, RMSE {_figure(summary.rmse)}, "
        f"bias {_figure(summary.bias, '+.2f')} (machine minus person); "
        f"r of the length {_figure(summary.length_r)}, of plain keywords {_figure(summary.keywords_r)}"
    )


def _evidence(text: str, spans: Iterable[Span]) -> str:
    words = " ... ".join(text[span.start : span.end] for span in spans)
    return f': "{words}"' if words else ""


def _figure(value: float | None, form: str = ".2f") -> str:
    return "undefined" if value is None else format(value, form)


def _visible(line: str) -> str:
    """Control characters of an answer must not steer the terminal."""
    return "".join(one if one.isprintable() else "?" for one in line)
