"""An answer that waits for a person, beside its rubric: what the machine found and what a person would give."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from studyapp.authoring.marking.evidence import Evidence, evidence
from studyapp.authoring.marking.points import Point, points_of
from studyapp.domain.grading.results import MisconceptionResult
from studyapp.domain.grading.rubric import Rubric as RubricValue
from studyapp.reflection.marking import Case, Similar, Waiting, similar_answers
from studyapp.reflection.models import Dispute, Override
from studyapp.reflection.rubric_values import rubric_value


@dataclass(frozen=True, slots=True)
class ShownFired:
    """A misconception that the machine found; `is_lifted` says that a person does not find it."""

    number: int
    key: str
    label: str
    is_lifted: bool


@dataclass(frozen=True, slots=True)
class ShownCase:
    """Everything to decide one answer by; nothing in it names the learner."""

    case: Case
    title: str
    evidence: Evidence
    points: tuple[Point, ...]
    fired: tuple[ShownFired, ...]
    open_disputes: tuple[Dispute, ...]
    verdicts: tuple[Override, ...]

    @property
    def marks(self) -> float:
        """What the answer counts for now."""
        return self.case.effective.marks

    @property
    def state(self) -> str:
        """What a form was made of: another one means that somebody judged or disputed the answer meanwhile."""
        score, override = self.case.effective.score, self.case.effective.override
        disputes = sorted(str(one.id) for one in self.open_disputes)
        return " ".join([str(score.rubric_id), score.applied_at.isoformat(), str(override and override.id), *disputes])


@dataclass(frozen=True, slots=True)
class Inbox:
    """How much waits for a person, each with the age of the oldest; `is_more` if it is more than was counted."""

    disputes: int
    oldest_dispute: datetime | None
    to_review: int
    oldest_review: datetime | None
    is_more: bool


def shown_case(
    case: Case, *, credit_by_key: Mapping[str, float] | None = None, lifted: Collection[str] | None = None
) -> ShownCase:
    """The case as it counts now, or with what somebody ticked."""
    rubric = rubric_value(case.effective.score.rubric)
    override = case.effective.override
    gone = lifted if lifted is not None else override.lifted if override else ()
    return ShownCase(
        case=case,
        title=case.question.revision.title if case.question else case.answer.question_key,
        evidence=evidence(rubric, case.answer.text, case.effective.machine),
        points=points_of(rubric, case.effective.credits if credit_by_key is None else credit_by_key),
        fired=_fired(rubric, case.effective.machine.misconceptions, gone),
        open_disputes=tuple(one for one in case.disputes if one.is_open),
        verdicts=tuple(reversed(case.overrides)),
    )


def _fired(
    rubric: RubricValue, found: Sequence[MisconceptionResult], lifted: Collection[str]
) -> tuple[ShownFired, ...]:
    labels = {one.key: one.label for one in rubric.traps}
    first = len(rubric.criteria) + 1
    return tuple(
        ShownFired(number, one.key, labels.get(one.key, one.key), one.key in lifted)
        for number, one in enumerate(found, start=first)
    )


def next_in(queue: Sequence[Waiting], after: UUID | None) -> Waiting | None:
    """The one after the answer that was skipped, or the first; None at the end."""
    place = next((at + 1 for at, one in enumerate(queue) if one.answer_id == after), 0) if after else 0
    return queue[place] if place < len(queue) else None


def raised_by(override: Override, case: Case) -> list[str]:
    """The criteria to which a verdict gave all credit and the machine had not."""
    machine = {one.key: one.credit for one in case.effective.machine.criteria}
    return [key for key, credit in override.credits.items() if credit >= 1 > machine.get(key, 1.0)]


def alike_to(case: Case, criterion_key: str) -> list[Similar]:
    """Other answers that miss the criterion and say nearly what this one does, or the words that its learner quoted."""
    quotes = [one.quote for one in case.disputes if one.criterion.key == criterion_key and one.quote]
    return similar_answers(answer=case.answer, criterion_key=criterion_key, quote=next(iter(quotes), ""))


def inbox_of(queue: Sequence[Waiting], *, limit: int) -> Inbox:
    """The counts of a queue that holds `limit` answers at most."""
    disputed = [one.since for one in queue if one.disputes]
    others = [one.since for one in queue if not one.disputes]
    return Inbox(
        disputes=len(disputed),
        oldest_dispute=min(disputed, default=None),
        to_review=len(others),
        oldest_review=min(others, default=None),
        is_more=len(queue) >= limit,
    )
