"""The second try: what is newly met earns half its points, what was met stays."""

from dataclasses import dataclass

from studyapp.domain.grading.results import Result

SECOND_TRY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Combined:
    """Marks of both tries together, and the credit of each criterion by its key, 0 to 1."""

    marks: float
    credits: dict[str, float]


def combine(first: Result, second: Result) -> Combined:
    """Both tries of one answer. Never less than the first try earned.

    Raises ValueError if the two were judged by different rubrics.
    """
    if first.rubric_version != second.rubric_version:
        raise ValueError(f"two rubrics: {first.rubric_version} and {second.rubric_version}")
    earned: dict[str, float] = {}
    gained = 0.0
    for before, after in zip(first.criteria, second.criteria, strict=True):
        more = max(0.0, after.credit - before.credit) * SECOND_TRY_SHARE
        earned[before.key] = round(before.credit + more, 4)
        gained += more * before.points
    ceiling = max([first.marks, *_ceilings(second)])
    return Combined(marks=round(min(first.marks + gained, ceiling), 2), credits=earned)


def _ceilings(result: Result) -> list[float]:
    caps = [trap.cap for trap in result.misconceptions if trap.cap is not None]
    return [min([result.max_marks, *caps])]
