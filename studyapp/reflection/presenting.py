"""A graded answer as its page shows it: nothing that a learner may not see yet is in these values."""

from dataclasses import dataclass
from datetime import datetime

from studyapp.accounts.models import User
from studyapp.domain.grading.highlight import Segment, quoted, segments
from studyapp.domain.grading.results import CriterionResult
from studyapp.domain.grading.second_try import combine
from studyapp.reflection.disputing import disputes_of
from studyapp.reflection.effective import Effective, EffectiveTries, effective_tries
from studyapp.reflection.models import Answer, Criterion, Dispute
from studyapp.reflection.queries import tries_of

DENIED = ("negated", "contradicted")


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion whose label may be shown. `words` are the learner's own, as evidence; `dispute` is their latest."""

    number: int
    label: str
    points: float
    credit: float
    reason: str
    words: str
    criterion_id: int = 0
    dispute: Dispute | None = None

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
    criterion_id: int = 0
    dispute: Dispute | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person made of the marks: who, why, and the marks before and after. A confirmation changed none."""

    by: str
    at: datetime
    reason: str
    before: float
    after: float
    is_confirmation: bool


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
    is_over: bool = True
    is_draft: bool = False
    rubric_id: int = 0
    verdict: Verdict | None = None


def present(answer: Answer) -> ShownResult | None:
    """The result of an answer and the try it belongs to; None where there was no rubric to mark by."""
    first, second = tries_of(answer.learner_id, answer)
    tries = effective_tries(first, second)
    if tries is None:
        return None
    is_over = second is not None or first.model_answer_seen_at is not None
    disputes = {one.criterion.key: one for one in reversed(disputes_of(first, *([second] if second else [])))}
    return _Presenter(tries, disputes, is_over=is_over).result(first, second)


class _Presenter:
    """Sorts the criteria of both tries into what may be said about them."""

    def __init__(self, tries: EffectiveTries, disputes: dict[str, Dispute], *, is_over: bool) -> None:
        self.tries, self.disputes, self.is_over = tries, disputes, is_over
        self.shown: Effective = tries.second or tries.first
        self.criteria = {one.key: one for one in Criterion.objects.filter(rubric_id=self.shown.rubric_id)}

    def result(self, first: Answer, second: Answer | None) -> ShownResult:
        answer = second or first
        found = [
            (self._shown(number, one, answer), one) for number, one in enumerate(self.shown.result.criteria, start=1)
        ]
        if second:
            found = [self._kept(shown, one, first) for shown, one in found]
        unmet = [(shown, one) for shown, one in found if shown.credit < 1 and one.credit < 1]
        hints = [self._hint(one) for _, one in unmet if one.reason not in DENIED]
        return ShownResult(
            marks=self.tries.marks,
            max_marks=self.shown.result.max_marks,
            segments=segments(answer.text, self.shown.result),
            met=tuple(shown for shown, one in found if one.reason in ("met", "partial")),
            denied=tuple(shown for shown, one in found if one.reason in DENIED),
            hints=() if self.is_over else tuple(sorted(hints, key=lambda hint: not hint.required)),
            unmet=tuple(shown for shown, _ in unmet) if self.is_over else (),
            traps=self._traps(answer, first_number=len(found) + 1),
            flags=() if self.shown.override else self.shown.result.flags,  # a person has read it
            needs_review=self.tries.first.needs_review or self.shown.needs_review,
            may_try_again=bool(unmet) and not self.is_over,
            can_still_gain=round(sum((1 - one.credit) * one.points for _, one in unmet) / 2, 2),
            model_answer=self.shown.score.rubric.model_answer if self.is_over or not unmet else "",
            is_over=self.is_over,
            rubric_id=self.shown.rubric_id,
            verdict=self._verdict(),
        )

    def _shown(self, number: int, one: CriterionResult, answer: Answer) -> ShownCriterion:
        return ShownCriterion(
            number=number,
            label=self.criteria[one.key].label,
            points=one.points,
            credit=self.tries.credits.get(one.key, one.credit),
            reason=one.reason,
            words=quoted(answer.text, one.spans),
            criterion_id=self.criteria[one.key].pk,
            dispute=self.disputes.get(one.key),
        )

    def _kept(
        self, shown: ShownCriterion, one: CriterionResult, first: Answer
    ) -> tuple[ShownCriterion, CriterionResult]:
        """What the first try said better stays, with its words."""
        before = next(was for was in self.tries.first.result.criteria if was.key == one.key)
        if before.credit <= one.credit:
            return shown, one
        return self._shown(shown.number, before, first), before

    def _hint(self, one: CriterionResult) -> OpenHint:
        criterion = self.criteria[one.key]
        return OpenHint(
            text=criterion.hint,
            points=one.points,
            required=criterion.required,
            criterion_id=criterion.pk,
            dispute=self.disputes.get(one.key),
        )

    def _traps(self, answer: Answer, *, first_number: int) -> tuple[FiredTrap, ...]:
        labels = dict(self.shown.score.rubric.misconceptions.values_list("key", "label"))
        return tuple(
            FiredTrap(
                number=number,
                label=labels.get(one.key, ""),
                words=quoted(answer.text, one.spans),
                feedback=one.feedback,
            )
            for number, one in enumerate(self.shown.result.misconceptions, start=first_number)
        )

    def _verdict(self) -> Verdict | None:
        """The latest of what people said about either try."""
        tries = [self.tries.first, self.shown]
        given = [one.override for one in tries if one.override]
        if not given:
            return None
        latest = max(given, key=lambda one: one.at)
        both = combine(self.tries.first.machine, self.shown.machine) if self.tries.second else None
        return Verdict(
            by=User.objects.filter(pk=latest.by_id).values_list("name", flat=True).first() or "",
            at=latest.at,
            reason=latest.reason,
            before=both.marks if both else self.shown.machine.marks,
            after=self.tries.marks,
            is_confirmation=latest.is_confirmation,
        )
