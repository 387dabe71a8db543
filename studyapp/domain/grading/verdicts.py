"""A person's word on an answer that the machine judged: credits set by hand, misconceptions lifted."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from studyapp.domain.grading.results import CriterionResult, Reason, Result


def marks_of_verdict(result: Result, credit_by_key: Mapping[str, float], *, lifted: Collection[str] = ()) -> float:
    """What the answer earns with these credits, 0 to 1 by criterion key; what is not named keeps the machine's.

    The misconceptions that are not `lifted` take their penalty and cap the marks as before. The engine's guards
    against lists and repetition do not: a person has read the answer.

    Raises ValueError for a credit outside 0 to 1, or a key that the result does not have.
    """
    _check(result, credit_by_key, lifted)
    standing = [one for one in result.misconceptions if one.key not in lifted]
    earned = sum(credit_by_key.get(one.key, one.credit) * one.points for one in result.criteria)
    earned -= sum(one.penalty for one in standing if one.penalty is not None)
    caps = [one.cap for one in standing if one.cap is not None]
    return round(max(0.0, min([earned, result.max_marks, *caps])), 2)


def with_verdict(
    result: Result, credit_by_key: Mapping[str, float], *, marks: float, lifted: Collection[str] = ()
) -> Result:
    """`result` with a person's credits and marks in it; words that proved another credit prove nothing any more.

    Keys that the result does not have are left alone, so that a verdict outlives a change of the rubric.
    """
    return replace(
        result,
        marks=marks,
        criteria=tuple(_judged(one, credit_by_key.get(one.key, one.credit)) for one in result.criteria),
        misconceptions=tuple(one for one in result.misconceptions if one.key not in lifted),
        needs_review=False,
        review_reasons=(),
    )


def _judged(one: CriterionResult, credit: float) -> CriterionResult:
    if credit == one.credit:
        return one
    reason: Reason = "met" if credit >= 1 else "partial" if credit > 0 else "missing"
    return replace(one, credit=credit, reason=reason, spans=(), line="")


def _check(result: Result, credit_by_key: Mapping[str, float], lifted: Collection[str]) -> None:
    unknown = sorted({*credit_by_key} - {one.key for one in result.criteria})
    unknown += sorted({*lifted} - {one.key for one in result.misconceptions})
    if unknown:
        raise ValueError(f"the result has nothing called {', '.join(unknown)}")
    wrong = sorted(key for key, credit in credit_by_key.items() if not 0 <= credit <= 1)
    if wrong:
        raise ValueError(f"need credits from 0 to 1 for {', '.join(wrong)}")
