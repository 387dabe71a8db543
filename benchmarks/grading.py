"""Grading: suites, slips of the pen, places of proof, time, hostile texts, and marks given by people."""

from collections.abc import Iterator
from random import Random

from benchmarks import misspelling
from benchmarks.agreement import OWN_SET, agreement_rows, flagship_sets, rows_of
from benchmarks.grading_suites import (
    FILES,
    Suite,
    all_suites,
    false_traps,
    is_right,
    read_suites,
    reference_is_right,
    reference_suite,
)
from benchmarks.measuring import Row, at_least, at_most, plain, rotate
from studyapp.domain.grading.baselines import PlainKeywords
from studyapp.domain.grading.engine import grade

ROUNDS = 12
LONGEST_SHORT = 600  # characters
DRESSED = 10_000
SEED = 20261128
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LONGEST_SECONDS = 0.1
NOISE = 1.5  # how much longer than 10 KB the cut text of 1 MB may seem to take on a busy machine


def rows() -> Iterator[Row]:
    """What grading promises, each with its floor."""
    yield from _suite_rows()
    yield from _ablation_rows()
    yield from misspelling.rows()
    yield _place_row()
    yield from _speed_rows()
    yield from _hostile_rows()
    yield from agreement_rows(OWN_SET)
    yield from rows_of(flagship_sets())


def _suite_rows() -> Iterator[Row]:
    """The reference cases, and own suites: right and wrong."""
    reference = reference_suite()
    right = sum(reference_is_right(case, reference.result(case)) for case in reference.cases)
    yield at_least("reference cases", right, len(reference.cases), anchor=f"of {len(reference.cases)}", unit="right")
    fresh: list[bool] = []
    for file in FILES:
        suites = read_suites(file)
        found = [(case, suite.result(case)) for suite in suites for case in suite.cases]
        marks = [is_right(case, result) for case, result in found]
        traps = sum(len(false_traps(case, result)) for case, result in found)
        yield plain(file, f"{sum(marks)} of {len(marks)} right, {traps} false misconceptions",
                    anchor=", ".join(suite.name for suite in suites))  # fmt: skip
        fresh += marks if file != FILES[0] else []
    yield at_least("suites put down before the engine ran", 100 * sum(fresh) / len(fresh), 95, anchor="", unit="%")


def _ablation_rows() -> Iterator[Row]:
    """Each step must earn its place on the cases."""
    suites = [suite for file in FILES for suite in read_suites(file)]
    reference = reference_suite()
    for step in ("stems", "slips", "polarity", "topics", "guards"):
        kept = sum(
            reference_is_right(
                case, grade(reference.rubric, case["answer"], question=reference.question, without=[step])
            )
            for case in reference.cases
        )
        own = sum(
            is_right(case, grade(suite.rubric, case["answer"], question=suite.question, without=[step]))
            for suite in suites
            for case in suite.cases
        )
        total = sum(len(suite.cases) for suite in suites)
        yield plain(
            f"  without {step}", f"{kept} of {len(reference.cases)} reference, {own} of {total} own cases right"
        )


def _place_row() -> Row:
    """Whether proof is exactly words of the answer."""
    from tests.domain.grading.dressing import dressed_answer, misplaced  # noqa: PLC0415 - the tests dress them

    suite = reference_suite()
    chance = Random(SEED)
    wrong = proofs = 0
    for _ in range(DRESSED):
        answer, words = dressed_answer(chance)
        result = grade(suite.rubric, answer, question=suite.question)
        proofs += sum(len(one.spans) for one in (*result.criteria, *result.misconceptions))
        wrong += len(misplaced(answer, words, result))
    return at_most("proofs that are not exactly words of the answer", wrong, 0,
                   anchor=f"{proofs:,} in {DRESSED:,} answers", unit="proofs")  # fmt: skip


def _speed_rows() -> Iterator[Row]:
    """CPU time of a short answer, beside plain keywords of the same rubric in the same run."""
    slowest = ratio = 0.0
    for suite in all_suites():
        seconds, keywords = _seconds_an_answer(suite)
        slowest, ratio = max(slowest, seconds), max(ratio, seconds / keywords)
        yield plain(f"grade a short answer, {suite.name}", f"{1 / seconds:,.0f} answers/s",
                    anchor=f"plain keywords {1 / keywords:,.0f}/s, {seconds / keywords:.1f} x")  # fmt: skip
    yield at_least("answers a second and core, slowest suite", 1 / slowest, 2_000, anchor="", unit="/s")
    yield at_most("time against plain keywords, worst suite", ratio, 5, anchor="")


def _seconds_an_answer(suite: Suite) -> tuple[float, float]:
    texts = [case["answer"] for case in suite.cases if len(case["answer"]) <= LONGEST_SHORT]
    keywords = PlainKeywords(suite.rubric)
    seconds = rotate(
        {
            "grade": lambda: [grade(suite.rubric, text, question=suite.question) for text in texts],
            "keywords": lambda: [keywords.marks(text) for text in texts],
        },
        ROUNDS,
    )
    return seconds["grade"] / len(texts), seconds["keywords"] / len(texts)


def _hostile_rows() -> Iterator[Row]:
    """Texts made to hold the engine up: linear to the cap of 10,000 characters, and not longer beyond."""
    from tests.domain.grading.hostile import HOSTILE  # noqa: PLC0415 - the tests hold them

    suite = reference_suite()
    slowest = growth = beyond = 0.0
    for name, text in HOSTILE.items():
        texts = {size: (text * (size // len(text) + 1))[:size] for size in SIZES}
        seconds = rotate(
            {
                str(size): lambda cut=cut: grade(suite.rubric, cut, question=suite.question)
                for size, cut in texts.items()
            },
            5,
        )
        one, ten, hundred, thousand = (seconds[str(size)] for size in SIZES)
        slowest = max(slowest, *seconds.values())
        growth, beyond = max(growth, ten / max(one, 1e-3)), max(beyond, thousand / max(ten, 1e-3))
        figures = " ".join(f"{1000 * each:.1f}" for each in (one, ten, hundred, thousand))
        yield plain(f"  {name}", f"{figures} ms", anchor="1 KB, 10 KB, 100 KB, 1 MB")
    yield at_most("hostile text, the slowest", 1000 * slowest, 1000 * LONGEST_SECONDS, anchor="any size", unit="ms")
    yield at_most("hostile text, 10 KB against 1 KB", growth, 15, anchor="linear is 10; below 1 ms not measured")
    yield at_most("hostile text, 1 MB against 10 KB", beyond, NOISE, anchor="the cap makes it 1")
