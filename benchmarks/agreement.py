"""Marks beside those given on a folder of answers; `python -m benchmarks.agreement FOLDER` for your own.

Each question is a pair of files as `manage.py grade` reads them, NAME.md and NAME.jsonl. A line may also have
`"criteria": {"key": credit}`, what the marker gave for each criterion, 0 to 1.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.measuring import Row, at_least, plain
from studyapp.domain.grading.baselines import keywords_in, keywords_of, length_of
from studyapp.domain.grading.results import Result
from studyapp.domain.psychometrics.agreement import (
    bootstrap_interval,
    exact_percent,
    pearson,
    root_mean_square_error,
    weighted_kappa,
)
from studyapp.reflection.batch import GivenAnswer, Question, step_of
from studyapp.reflection.batch_reading import read_answers, read_question

OWN_SET = Path(__file__).parent / "grading_data"
PACK = Path(__file__).parent.parent / "content" / "genai-developer-pro"
# Marked answers to questions of the pack: their rubrics stand in its lessons only.
FLAGSHIP = {
    "insurer-letters": "d1-models-and-data/1.2.3-choosing-a-customisation.md",
    "runaway-support": "d2-integration/2.1.1-the-agent-loop.md",
    "supplier-mails": "d3-safety/3.1.1-prompt-injection.md",
}
SEED = 20261123
LEAST_R = 0.70
POOLED_STEP = 0.05  # of the maximum


@dataclass(frozen=True, slots=True)
class MarkedSet:
    """A question with the answers and the marks given; `credits` by the same marker, per answer, or empty."""

    name: str
    question: Question
    answers: list[GivenAnswer]
    credits: list[dict[str, float]]

    @property
    def person(self) -> list[float]:
        """The marks given."""
        return [answer.marks or 0.0 for answer in self.answers]

    def results(self, *, polarity: bool = True) -> list[Result]:
        """The machine's judgements."""
        return [self.question.grade(answer.text, polarity=polarity) for answer in self.answers]

    def marks(self, *, polarity: bool = True) -> list[float]:
        """The machine's marks."""
        return [result.marks for result in self.results(polarity=polarity)]


def read_folder(folder: Path) -> list[MarkedSet]:
    """Every question of a folder. Raises ValueError with the findings if a file has errors."""
    return [_read(path, path.with_suffix(".jsonl")) for path in sorted(folder.glob("*.md")) if path.stem != "README"]


def flagship_sets() -> list[MarkedSet]:
    """Three questions of the pack with marked answers."""
    return [_read(PACK / lesson, OWN_SET / "flagship" / f"{name}.jsonl") for name, lesson in FLAGSHIP.items()]


def _read(rubric: Path, answers: Path) -> MarkedSet:
    question, found = read_question(str(rubric), rubric.read_bytes())
    if question is None:
        raise ValueError("\n".join(map(str, found)))
    given, errors = read_answers(str(answers), answers.read_bytes(), max_marks=question.rubric.max_marks)
    if errors:
        raise ValueError("\n".join(map(str, errors)))
    fields = [json.loads(line) for line in answers.read_bytes().split(b"\n") if line.strip()]
    marked = [(answer, line) for answer, line in zip(given, fields, strict=True) if answer.marks is not None]
    credit = [line.get("criteria", {}) for _, line in marked]
    return MarkedSet(answers.stem, question, [answer for answer, _ in marked], credit)


def agreement_rows(folder: Path) -> Iterator[Row]:
    """Each question, then all of them pooled as shares of their maximum."""
    yield from rows_of([one for one in read_folder(folder) if one.answers])


def rows_of(sets: list[MarkedSet]) -> Iterator[Row]:
    """Rows of marked sets."""
    for one in sets:
        step = step_of(one.question.rubric)
        yield plain(f"{one.name}, {len(one.answers)} marked answers", _figures(one.marks(), one.person, step),
                    anchor=_yardsticks(one))  # fmt: skip
        yield plain("  without polarity", _figures(one.marks(polarity=False), one.person, step))
        yield plain("  kappa, 95 % interval", _interval(one.marks(), one.person, step))
        yield from _credit_rows(one)
    if sets:
        yield from _pooled_rows(sets)


def _pooled_rows(sets: list[MarkedSet]) -> Iterator[Row]:
    person = _shares(sets, [one.person for one in sets])
    machine = _shares(sets, [one.marks() for one in sets])
    blind = _shares(sets, [one.marks(polarity=False) for one in sets])
    r, r_blind = pearson(machine, person) or 0.0, pearson(blind, person) or 0.0
    lengths = pearson([length_of(answer.text) for one in sets for answer in one.answers], person)
    yield plain(f"all {len(person)}, shares of the maximum", _figures(machine, person, POOLED_STEP))
    yield plain("  without polarity", _figures(blind, person, POOLED_STEP))
    yield at_least("  r with the marks given", r, LEAST_R, anchor=f"length {_two(lengths)}", unit="")
    yield at_least("  r gained by polarity", r - r_blind, 0.0, anchor=f"without {r_blind:.2f}", unit="")


def _shares(sets: list[MarkedSet], marks: list[list[float]]) -> list[float]:
    tops = [one.question.rubric.max_marks for one in sets]
    return [given / top for top, group in zip(tops, marks, strict=True) for given in group]


def _figures(machine: list[float], person: list[float], step: float) -> str:
    exact = exact_percent(machine, person, step=step)
    return (
        f"r {_two(pearson(machine, person))}, QWK {_two(weighted_kappa(machine, person, step=step))}, "
        f"RMSE {_two(root_mean_square_error(machine, person))}, {exact:.0f} % exact"
    )


def _yardsticks(one: MarkedSet) -> str:
    keywords = keywords_of(one.question.rubric)
    lengths = [length_of(answer.text) for answer in one.answers]
    found = [keywords_in(answer.text, keywords) for answer in one.answers]
    return f"length r {_two(pearson(lengths, one.person))}, keywords r {_two(pearson(found, one.person))}"


def _interval(machine: list[float], person: list[float], step: float) -> str:
    found = bootstrap_interval(
        lambda first, second: weighted_kappa(first, second, step=step), machine, person, chance=Random(SEED)
    )
    return f"{found.low:.2f} to {found.high:.2f}" if found else "undefined"


def _credit_rows(one: MarkedSet) -> Iterator[Row]:
    """How often the machine gives what the marker did not, and the other way round."""
    pairs = [
        (judged.credit >= 0.5, credit[judged.key] >= 0.5)
        for result, credit in zip(one.results(), one.credits, strict=True)
        for judged in result.criteria
        if judged.key in credit
    ]
    if pairs:
        false, missed = pairs.count((True, False)), pairs.count((False, True))
        yield plain("  criteria", f"{false} false credits, {missed} missed credits in {len(pairs)} judgements")


def _two(figure: float | None) -> str:
    return "undefined" if figure is None else f"{figure:.2f}"


def main(arguments: list[str]) -> int:
    """Print the rows of one folder; misuse is 2, a broken file or an empty folder 1."""
    if len(arguments) != 1:
        print("usage: python -m benchmarks.agreement FOLDER", file=sys.stderr)
        return 2
    try:
        rows = list(agreement_rows(Path(arguments[0])))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for row in rows:
        print("  ".join(part for part in (row.measure, row.value, row.anchor) if part))
    return 0 if rows else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
