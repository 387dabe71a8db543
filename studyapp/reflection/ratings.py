"""From what an answer earned to ratings of the facts that it speaks of."""

from dataclasses import dataclass
from uuid import UUID

from studyapp.domain.common.ratings import Rating
from studyapp.domain.grading.memory import rating_of_credit
from studyapp.domain.grading.results import Result
from studyapp.reflection.effective import effective_score
from studyapp.reflection.models import Answer, Criterion, Dispute, Misconception, Rubric


@dataclass(frozen=True, slots=True)
class FactRating:
    """What an answer says about one fact: a criterion's, or that of an exam trap it fell for."""

    fact_id: int
    rating: Rating
    score: float


def ratings_by(rubric: Rubric, result: Result) -> tuple[FactRating, ...]:
    """A rating for each criterion of the rubric, then Again for each exam trap that the answer fell for."""
    credit = {one.key: one.credit for one in result.criteria}
    criteria = Criterion.objects.filter(rubric=rubric).values_list("fact_id", "key")
    rated = [FactRating(fact_id, rating_of_credit(credit[key]), credit[key]) for fact_id, key in criteria]
    return (*rated, *_traps_fallen_for(rubric, result))


def ratings_of(learner_id: int, answer_id: UUID) -> dict[int, tuple[Rating, float]]:
    """By fact the rating and credit that an answer stands for now: what is disputed is Hard at least."""
    answer = Answer.objects.get(learner_id=learner_id, id=answer_id)
    effective = effective_score(answer)
    if effective is None:
        return {}
    found: dict[int, tuple[Rating, float]] = {}
    for one in reversed(ratings_by(effective.score.rubric, effective.result)):  # of several for a fact the first counts
        found[one.fact_id] = (one.rating, one.score)
    disputed = Dispute.objects.filter(learner_id=learner_id, answer_id=answer_id, state=Dispute.State.OPEN)
    for fact_id in disputed.values_list("criterion__fact_id", flat=True):
        rating, credit = found.get(fact_id, (Rating.AGAIN, 0.0))
        found[fact_id] = (max(rating, Rating.HARD), credit)
    return found


def _traps_fallen_for(rubric: Rubric, result: Result) -> list[FactRating]:
    fired = [one.key for one in result.misconceptions]
    if not fired:
        return []
    named = Misconception.objects.filter(rubric=rubric, key__in=fired, fact__isnull=False)
    return [FactRating(fact_id, Rating.AGAIN, 0.0) for fact_id in named.values_list("fact_id", flat=True) if fact_id]
