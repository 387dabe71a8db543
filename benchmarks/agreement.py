"""Marks beside those given on a folder of answers; `python -m benchmarks.agreement FOLDER` for your own.

Each question is a pair of files as `manage.py grade` reads them, NAME.md and NAME.jsonl. A line may also have
`"criteria": {"key": credit}`, what the marker gave for each criterion, 0 to 1.
"""

import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import get_args

from benchmarks.measuring import Row, at_least, plain, precision_and_recall
from studyapp.domain.common.source import SourceLine
from studyapp.domain.grading.baselines import PlainKeywords, keywords_in, keywords_of, length_of
from studyapp.domain.grading.drafting import draft_overlap, draft_rubric
from studyapp.domain.grading.engine import Step
from studyapp.domain.grading.parsing import parse_rubric
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
LARGE_ERROR = 0.4  # of the maximum


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

    def results(self, *, without: Collection[Step] = ()) -> list[Result]:
        """The machine's judgements."""
        return [self.question.grade(answer.text, without=without) for answer in self.answers]

    def marks(self, *, without: Collection[Step] = ()) -> list[float]:
        """The machine's marks."""
        return [result.marks for result in self.results(without=without)]

    def keyword_marks(self) -> list[float]:
        """What plain keywords would give."""
        keywords = PlainKeywords(self.question.rubric)
        return [keywords.marks(answer.text) for answer in self.answers]


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
        yield plain("  kappa, 95 % interval", _interval(one.marks(), one.person, step))
        yield from _credit_rows(one)
    if sets:
        yield from _pooled_rows(sets)


def _pooled_rows(sets: list[MarkedSet]) -> Iterator[Row]:
    person = _shares(sets, [one.person for one in sets])
    machine = _shares(sets, [one.marks() for one in sets])
    yield plain(f"all {len(person)}, shares of the maximum", _figures(machine, person, POOLED_STEP))
    by_keywords = _shares(sets, [one.keyword_marks() for one in sets])
    yield plain("  plain keywords", _figures(by_keywords, person, POOLED_STEP))
    without = {step: _shares(sets, [one.marks(without=[step]) for one in sets]) for step in get_args(Step)}
    for step, marks in without.items():
        yield plain(f"  without {step}", _figures(marks, person, POOLED_STEP))
    drafted = [_drafted(one.question, answer.text) for one in sets for answer in one.answers]
    overlaps = [result.overlap or 0.0 for one in sets for result in one.results()]
    mixed = [0.6 * mark + 0.4 * overlap for mark, overlap in zip(machine, overlaps, strict=True)]
    yield plain("  likeness to the model answer; 0.6 marks + 0.4 likeness",
                f"r {_two(pearson(overlaps, person))}; r {_two(pearson(mixed, person))}")  # fmt: skip
    by_draft = [share for one in sets for share in _marks_by_draft(one)]
    yield plain("  model answer alone: likeness; marks by its draft rubric",
                f"r {_two(pearson(drafted, person))}; r {_two(pearson(by_draft, person))}")  # fmt: skip
    yield from _doubt_rows(sets, machine, person)
    r, blind = pearson(machine, person) or 0.0, pearson(without["polarity"], person) or 0.0
    lengths = pearson([length_of(answer.text) for one in sets for answer in one.answers], person)
    keywords = pearson(by_keywords, person)
    anchor = f"length {_two(lengths)}, plain keywords {_two(keywords)}"
    yield at_least("  r with the marks given", r, LEAST_R, anchor=anchor, unit="")
    yield at_least("  r beyond answer length", r - (lengths or 0.0), 0.0, anchor=f"length {_two(lengths)}", unit="")
    yield at_least("  r gained by polarity", r - blind, 0.0, anchor=f"without {blind:.2f}", unit="")


def _marks_by_draft(one: MarkedSet) -> list[float]:
    """Shares that a rubric drafted from the model answer would give."""
    text = draft_rubric(one.question.rubric.model_answer, one.question.stem)
    lines = [SourceLine(line, number) for number, line in enumerate(text.split("\n"), start=1)]
    rubric, _ = parse_rubric(
        lines, file="draft.md", question=one.question.stem, heading_points=None, heading_line=1, synonyms=()
    )
    if rubric is None:
        return [0.0 for _ in one.answers]
    draft = Question(one.question.stem, rubric)
    return [draft.grade(answer.text).marks / rubric.max_marks for answer in one.answers]


def _drafted(question: Question, answer: str) -> float:
    return draft_overlap(question.rubric.model_answer, answer, question=question.stem) or 0.0


def _doubt_rows(sets: list[MarkedSet], machine: list[float], person: list[float]) -> Iterator[Row]:
    """How many answers ask for a person, and how many of those that are far off."""
    asks = [result.needs_review for one in sets for result in one.results()]
    far = [abs(one - other) >= LARGE_ERROR - 1e-9 for one, other in zip(machine, person, strict=True)]
    caught = sum(wrong and asked for wrong, asked in zip(far, asks, strict=True))
    yield plain(
        "  answers that ask for a person",
        f"{100 * sum(asks) / len(asks):.0f} % flagged, {caught} of {sum(far)} large errors among them",
        anchor=f"large: {100 * LARGE_ERROR:.0f} % of the maximum or more",
    )


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
    plain_marks = pearson(one.keyword_marks(), one.person)
    return (
        f"length r {_two(pearson(lengths, one.person))}, keywords found r {_two(pearson(found, one.person))}, "
        f"keyword marks r {_two(plain_marks)}"
    )


def _interval(machine: list[float], person: list[float], step: float) -> str:
    found = bootstrap_interval(
        lambda first, second: weighted_kappa(first, second, step=step), machine, person, chance=Random(SEED)
    )
    return f"{found.low:.2f} to {found.high:.2f}" if found else "undefined"


def _credit_rows(one: MarkedSet) -> Iterator[Row]:
    """How often the machine gives what the marker did not, and the other way round; then criterion by criterion."""
    pairs: dict[str, list[tuple[bool, bool]]] = {}
    for result, credit in zip(one.results(), one.credits, strict=True):
        for judged in result.criteria:
            if judged.key in credit:
                pairs.setdefault(judged.key, []).append((judged.credit >= 0.5, credit[judged.key] >= 0.5))
    if pairs:
        every = [pair for found in pairs.values() for pair in found]
        false, missed = every.count((True, False)), every.count((False, True))
        yield plain("  criteria", f"{false} false credits, {missed} missed credits in {len(every)} judgements")
        yield from (plain(f"    {key}", precision_and_recall(found)) for key, found in pairs.items())


def _two(figure: float | None) -> str:
    return "undefined" if figure is None else f"{figure:.2f}"


def main(arguments: list[str]) -> int:
    """Print the rows of one folder; misuse is 2; a broken file, an empty folder or a floor that is missed 1."""
    if len(arguments) != 1:
        print("usage: python -m benchmarks.agreement FOLDER", file=sys.stderr)
        return 2
    try:
        rows = list(agreement_rows(Path(arguments[0])))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for row in rows:
        print("  ".join(part for part in (row.measure, row.value, row.anchor, row.target) if part))
    return 0 if rows and all(row.ok is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
