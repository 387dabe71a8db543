"""What an answer would earn by a rubric that nobody is marked by yet; nothing is stored."""

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.highlight import quoted, segments
from studyapp.domain.grading.results import CriterionResult, Result
from studyapp.domain.grading.rubric import Rubric
from studyapp.reflection.presenting import DENIED, FiredTrap, ShownCriterion, ShownResult
from studyapp.reflection.services import check_text


def try_answer(rubric: Rubric, *, question: str, text: str) -> ShownResult:
    """The result as its author sees it: every criterion by name, and the model answer.

    Raises EmptyAnswer without a single word and AnswerTooLong over 10,000 characters.
    """
    text = check_text(text)
    return _Trial(rubric, grade(rubric, text, question=question), text).shown()


class _Trial:
    """Sorts the criteria of a result into met, denied and missing."""

    def __init__(self, rubric: Rubric, result: Result, text: str) -> None:
        self.result, self.text, self.model_answer = result, text, rubric.model_answer
        self.labels = {one.key: one.label for one in rubric.criteria}
        self.trap_labels = {one.key: one.label for one in rubric.traps}

    def shown(self) -> ShownResult:
        found = [(one, self._criterion(number, one)) for number, one in enumerate(self.result.criteria, start=1)]
        return ShownResult(
            marks=self.result.marks,
            max_marks=self.result.max_marks,
            segments=segments(self.text, self.result),
            met=tuple(shown for one, shown in found if one.reason in ("met", "partial")),
            denied=tuple(shown for one, shown in found if one.reason in DENIED),
            hints=(),
            unmet=tuple(shown for one, shown in found if one.credit < 1),
            traps=self._traps(first_number=len(found) + 1),
            flags=self.result.flags,
            needs_review=self.result.needs_review,
            may_try_again=False,
            can_still_gain=0.0,
            model_answer=self.model_answer,
        )

    def _criterion(self, number: int, one: CriterionResult) -> ShownCriterion:
        words = quoted(self.text, one.spans)
        return ShownCriterion(number, self.labels[one.key], one.points, one.credit, one.reason, words)

    def _traps(self, *, first_number: int) -> tuple[FiredTrap, ...]:
        return tuple(
            FiredTrap(number, self.trap_labels.get(one.key, ""), quoted(self.text, one.spans), one.feedback)
            for number, one in enumerate(self.result.misconceptions, start=first_number)
        )
