"""A graded answer as its page shows it: nothing that a learner may not see yet is in these values."""

from dataclasses import dataclass

from studyapp.domain.grading.highlight import Segment, segments
from studyapp.domain.grading.results import CriterionResult, Result
from studyapp.domain.grading.second_try import combine
from studyapp.reflection.models import Answer, Criterion, Score
from studyapp.reflection.queries import score_of, tries_of
from studyapp.reflection.rubric_values import result_of

DENIED = ("negated", "contradicted")


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion whose label may be shown. `words` are the learner's own, as evidence."""

    number: int
    label: str
    points: float
    credit: float
    reason: str
    words: str

    @property
    def marks(self) -> float:
        """What it earned."""
        return round(self.points * self.credit, 2)


@dataclass(frozen=True, slots=True)
class OpenHint:
    """A criterion that is not met yet, as a question only: its label stays on the server."""

    text: str
    points: float
    required: bool


@dataclass(frozen=True, slots=True)
class FiredTrap:
    """A misconception that the answer states, with the learner's own words and the author's feedback."""

    number: int
    label: str
    words: str
    feedback: str


@dataclass(frozen=True, slots=True)
class ShownResult:
    """Everything on the result page. `model_answer` is empty and `unmet` is not listed until they may be seen."""

    marks: float
    max_marks: float
    segments: tuple[Segment, ...]
    met: tuple[ShownCriterion, ...]
    denied: tuple[ShownCriterion, ...]
    hints: tuple[OpenHint, ...]
    unmet: tuple[ShownCriterion, ...]
    traps: tuple[FiredTrap, ...]
    flags: tuple[str, ...]
    needs_review: bool
    may_try_again: bool
    can_still_gain: float
    model_answer: str


def present(answer: Answer) -> ShownResult | None:
    """The result of an answer and the try it belongs to; None where there was no rubric to mark by."""
    first, second = tries_of(answer.learner_id, answer)
    first_score = score_of(first)
    if first_score is None:
        return None
    shown = second or first
    score = score_of(shown) or first_score
    is_over = second is not None or first.model_answer_seen_at is not None
    return _Presenter(first_score, score, is_over=is_over).result(shown)


class _Presenter:
    """Sorts the criteria of one score into what may be said about them."""

    def __init__(self, first: Score, shown: Score, *, is_over: bool) -> None:
        self.score = shown
        self.result_value: Result = result_of(shown.result)
        self.is_over = is_over
        self.criteria = {one.key: one for one in Criterion.objects.filter(rubric_id=shown.rubric_id)}
        both = combine(result_of(first.result), self.result_value)
        self.marks = both.marks if shown.pk != first.pk else shown.marks
        self.credit = both.credits

    def result(self, answer: Answer) -> ShownResult:
        found = list(enumerate(self.result_value.criteria, start=1))
        unmet = [(number, one) for number, one in found if one.credit < 1]
        hints = tuple(
            sorted(
                (self._hint(one) for _, one in unmet if one.reason not in DENIED), key=lambda hint: not hint.required
            )
        )
        return ShownResult(
            marks=self.marks,
            max_marks=self.score.max_marks,
            segments=segments(answer.text, self.result_value),
            met=tuple(self._shown(answer, number, one) for number, one in found if one.reason in ("met", "partial")),
            denied=tuple(self._shown(answer, number, one) for number, one in found if one.reason in DENIED),
            hints=() if self.is_over else hints,
            unmet=tuple(self._shown(answer, number, one) for number, one in unmet) if self.is_over else (),
            traps=self._traps(answer, first_number=len(found) + 1),
            flags=self.result_value.flags,
            needs_review=self.score.needs_review,
            may_try_again=bool(unmet) and not self.is_over,
            can_still_gain=round(sum((1 - one.credit) * one.points for _, one in unmet) / 2, 2),
            model_answer=self.score.rubric.model_answer if self.is_over or not unmet else "",
        )

    def _shown(self, answer: Answer, number: int, one: CriterionResult) -> ShownCriterion:
        return ShownCriterion(
            number=number,
            label=self.criteria[one.key].label,
            points=one.points,
            credit=self.credit.get(one.key, one.credit),
            reason=one.reason,
            words=" … ".join(answer.text[span.start : span.end] for span in one.spans),
        )

    def _hint(self, one: CriterionResult) -> OpenHint:
        criterion = self.criteria[one.key]
        return OpenHint(text=criterion.hint, points=one.points, required=criterion.required)

    def _traps(self, answer: Answer, *, first_number: int) -> tuple[FiredTrap, ...]:
        labels = dict(self.score.rubric.misconceptions.values_list("key", "label"))
        return tuple(
            FiredTrap(
                number=number,
                label=labels.get(one.key, ""),
                words=" … ".join(answer.text[span.start : span.end] for span in one.spans),
                feedback=one.feedback,
            )
            for number, one in enumerate(self.result_value.misconceptions, start=first_number)
        )
