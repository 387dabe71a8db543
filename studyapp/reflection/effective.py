"""What an answer counts for: the latest override, else the machine's score that was applied last."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from studyapp.domain.grading.results import Result
from studyapp.domain.grading.second_try import combine
from studyapp.domain.grading.verdicts import with_verdict
from studyapp.reflection.models import Answer, Override, Score
from studyapp.reflection.rubric_values import result_of

Key = tuple[int, UUID]  # learner, answer


@dataclass(frozen=True, slots=True)
class Effective:
    """What one answer counts for. `machine` is what the engine said, `result` what stands."""

    score: Score
    override: Override | None
    machine: Result
    result: Result

    @property
    def rubric_id(self) -> int:
        """The rubric that `result` is by."""
        return self.score.rubric_id

    @property
    def marks(self) -> float:
        """What counts."""
        return self.result.marks

    @property
    def credits(self) -> dict[str, float]:
        """Credit, 0 to 1, by criterion key."""
        return {one.key: one.credit for one in self.result.criteria}

    @property
    def needs_review(self) -> bool:
        """Whether it waits for a person to look."""
        return self.result.needs_review


@dataclass(frozen=True, slots=True)
class EffectiveTries:
    """Both tries of one answer, by one rubric: what they earn together."""

    first: Effective
    second: Effective | None
    marks: float
    credits: dict[str, float]


def effective_of(answers: Collection[Answer]) -> dict[Key, Effective]:
    """What each answer counts for; those that nothing marked are left out. Two statements, however many there are."""
    scores, overrides = _stored(answers)
    found = {}
    for answer in answers:
        key = (answer.learner_id, answer.id)
        one = _choose(scores[key], overrides[key])
        if one is not None:
            found[key] = one
    return found


def effective_score(answer: Answer) -> Effective | None:
    """What one answer counts for, or None where nothing marked it."""
    return effective_of([answer]).get((answer.learner_id, answer.id))


def effective_tries(first: Answer, second: Answer | None) -> EffectiveTries | None:
    """What both tries count for, by the rubric of the latest override, else that of the first try's score."""
    tries = [first, second] if second else [first]
    scores, overrides = _stored(tries)
    keys: list[Key] = [(one.learner_id, one.id) for one in tries]
    given = sorted((one for key in keys for one in overrides[key]), key=lambda one: one.at)
    rubric_id = given[-1].rubric_id if given else None
    one = _choose(scores[keys[0]], overrides[keys[0]], rubric_id)
    if one is None:
        return None
    other = _choose(scores[keys[1]], overrides[keys[1]], one.rubric_id) if second else None
    if other is None or other.result.rubric_version != one.result.rubric_version:
        return EffectiveTries(one, None, one.marks, one.credits)
    both = combine(one.result, other.result)
    return EffectiveTries(one, other, both.marks, both.credits)


def _stored(answers: Collection[Answer]) -> tuple[dict[Key, list[Score]], dict[Key, list[Override]]]:
    """Scores and overrides of the answers, oldest first."""
    ids = [answer.id for answer in answers]
    learners = {answer.learner_id for answer in answers}
    # One learner's page says so plainly: all that is theirs lies together.
    own: dict[str, object] = (
        {"learner_id__in": learners} if len(learners) > 1 else {"learner_id": min(learners, default=0)}
    )
    scores: dict[Key, list[Score]] = defaultdict(list)
    overrides: dict[Key, list[Override]] = defaultdict(list)
    if ids:
        for score in Score.objects.filter(answer_id__in=ids, **own).select_related("rubric").order_by("applied_at"):
            scores[score.learner_id, score.answer_id].append(score)
        for one in Override.objects.filter(answer_id__in=ids, **own).order_by("at"):
            overrides[one.learner_id, one.answer_id].append(one)
    return scores, overrides


def _choose(scores: Sequence[Score], overrides: Sequence[Override], rubric_id: int | None = None) -> Effective | None:
    """The latest override with the machine's score by its rubric, else the latest score; by `rubric_id` if given."""
    if not scores:
        return None
    override = overrides[-1] if overrides else None
    wanted = rubric_id or (override or scores[-1]).rubric_id
    score = next((one for one in reversed(scores) if one.rubric_id == wanted), scores[-1])
    machine = result_of(score.result)
    return Effective(score, override, machine, _overridden(machine, override) if override else machine)


def _overridden(machine: Result, override: Override) -> Result:
    return with_verdict(machine, override.credits, marks=override.marks, lifted=override.lifted)
