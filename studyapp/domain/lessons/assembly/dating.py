"""Facts that grow stale: statements of lessons and numbers of the exam."""

from collections.abc import Sequence
from datetime import date

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.blocks import DatedFact
from studyapp.domain.lessons.pack import MANIFEST, StudyPack

REVIEW_DAYS = 180


def stale_facts(pack: StudyPack, *, on: date) -> list[Diagnostic]:
    """W32 for each dated fact that is due for another look on the day `on`; once a file W56, to be ticked.

    A month counts from its first day. A fact of the exam without `review` is due after 180 days.
    """
    stale = [*_of_exam(pack, on), *_of_lessons(pack, on)]
    return [*stale, *_gate(stale)]


def _of_lessons(pack: StudyPack, on: date) -> list[Diagnostic]:
    return [
        _stale(section.file, block.line, age, "the fact")
        for section in pack.sections
        for block in section.blocks
        if isinstance(block, DatedFact) and (age := _age_days(block.as_of, on)) > block.review_days
    ]


def _of_exam(pack: StudyPack, on: date) -> list[Diagnostic]:
    exam = pack.manifest.exam
    return [
        _stale(MANIFEST, fact.line, age, f"the exam's {fact.name}")
        for fact in (exam.facts if exam else ())
        if (age := (on - fact.as_of).days) > (REVIEW_DAYS if fact.review_days is None else fact.review_days)
    ]


def _stale(file: str, line: int, age: int, subject: str) -> Diagnostic:
    what = f"{subject} was last checked {age} days ago"
    return Diagnostic(file, line, 1, "W32", what, "re-check it and write the new date", line, data={"days": age})


def _gate(stale: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One finding a file to tick, at its first stale fact."""
    by_file: dict[str, list[Diagnostic]] = {}
    for found in stale:
        by_file.setdefault(found.file, []).append(found)
    gates = []
    for file, facts in by_file.items():
        first = min(facts, key=lambda one: one.line)
        what = "1 dated fact is" if len(facts) == 1 else f"{len(facts)} dated facts are"
        fix = "re-check them, or tick that they may be shown with their date"
        gates.append(Diagnostic(file, first.line, 1, "W56", f"{what} due for another look", fix, first.line))
    return gates


def _age_days(as_of: str, on: date) -> int:
    parts = [int(part) for part in as_of.split("-")]
    try:
        return (on - date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)).days
    except ValueError:
        return 0
