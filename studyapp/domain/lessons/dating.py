"""Facts that grow stale: statements of lessons and numbers of the exam."""

from datetime import date

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.lessons.blocks import DatedFact
from studyapp.domain.lessons.pack import StudyPack


def stale_facts(pack: StudyPack, *, on: date) -> list[Diagnostic]:
    """W32 for each dated fact of the lessons that is due for another look on the day `on`.

    A month counts from its first day.
    """
    found: list[Diagnostic] = []
    for section in pack.sections:
        for block in section.blocks:
            if isinstance(block, DatedFact) and (age := _age_days(block.as_of, on)) > block.review_days:
                what = f"the fact was last checked {age} days ago"
                fix = "re-check it and write the new date"
                found.append(Diagnostic(section.file, block.line, 1, "W32", what, fix, block.line))
    return found


def _age_days(as_of: str, on: date) -> int:
    parts = [int(part) for part in as_of.split("-")]
    try:
        return (on - date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)).days
    except ValueError:
        return 0
