"""What waits for a person who teaches: answers that need a look, and disputes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from studyapp.accounts.models import User
from studyapp.domain.common.words import content_words
from studyapp.library.models import Pack, ReflectionQuestion
from studyapp.reflection.effective import Effective, effective_of, effective_score
from studyapp.reflection.models import Answer, Criterion, Dispute, Misconception, Override, Score

QUEUE = 50
NEAR = 0.6  # share of the content words
MOST_SIMILAR = 20
LOOKED_AT = 500  # of the latest answers


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a person. `reasons` are the engine's sentences; `disputes` are open."""

    learner_id: int
    answer_id: UUID
    pack_id: int
    question_key: str
    since: datetime
    reasons: tuple[str, ...]
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything to decide one answer by. Nothing here names the learner."""

    answer: Answer
    question: ReflectionQuestion | None
    effective: Effective
    criteria: tuple[Criterion, ...]
    misconceptions: tuple[Misconception, ...]
    disputes: tuple[Dispute, ...]
    overrides: tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """An answer near another one that also misses the criterion; `likeness` is 0 to 1."""

    answer: Answer
    effective: Effective
    likeness: float


def marking_queue(*, user: User, limit: int = QUEUE) -> list[Waiting]:
    """Answers to review and open disputes of the packs that the person teaches, the oldest first.

    At most `limit` answers; two statements, however many wait.
    """
    packs = Pack.objects.taught_by(user)
    scores = list(_to_review(packs)[:limit])
    disputed = list(_open_disputes(packs)[:limit])
    disputes: dict[tuple[int, UUID], list[Dispute]] = defaultdict(list)
    for one in disputed:
        disputes[one.learner_id, one.answer_id].append(one)
    found = {(one.learner_id, one.answer_id): _review(one, disputes) for one in scores}
    for key, some in disputes.items():
        if key not in found:
            found[key] = Waiting(*key, some[0].pack_id, some[0].question_key, some[0].opened_at, (), tuple(some))
    return sorted(found.values(), key=lambda one: (one.since, one.answer_id))[:limit]


def waiting_by_question(*, pack: Pack) -> dict[str, int]:
    """How many answers of a pack wait, by the key of their question. Two statements."""
    packs = Pack.objects.filter(pk=pack.pk)
    found: dict[str, set[tuple[int, UUID]]] = defaultdict(set)
    for key, learner, answer in _to_review(packs).values_list("rubric__question_key", "learner_id", "answer_id"):
        found[key].add((learner, answer))
    for key, learner, answer in _open_disputes(packs).values_list("question_key", "learner_id", "answer_id"):
        found[key].add((learner, answer))
    return {question_key: len(answers) for question_key, answers in found.items()}


def case_of(*, user: User, learner_id: int, answer_id: UUID) -> Case | None:
    """An answer in a pack that the person teaches, waiting or not; None if there is none, or nothing marked it."""
    answers = Answer.objects.filter(learner_id=learner_id, id=answer_id, pack_id__in=Pack.objects.taught_by(user))
    answer = answers.first()
    effective = effective_score(answer) if answer else None
    if answer is None or effective is None:
        return None
    own = {"learner_id": learner_id, "answer_id": answer_id}
    return Case(
        answer=answer,
        question=effective.score.rubric.questions.select_related("revision__section__pack").order_by("-pk").first(),
        effective=effective,
        criteria=tuple(Criterion.objects.filter(rubric=effective.rubric_id).order_by("position")),
        misconceptions=tuple(Misconception.objects.filter(rubric=effective.rubric_id).order_by("position")),
        disputes=tuple(Dispute.objects.filter(**own).select_related("criterion").order_by("opened_at")),
        overrides=tuple(Override.objects.filter(**own).order_by("at")),
    )


def similar_answers(*, answer: Answer, criterion_key: str, quote: str = "") -> list[Similar]:
    """Other answers to the question that miss the criterion too and say nearly the same, the nearest first.

    Near are those with most of the content words of the quote, or without one of the whole answer. Overridden answers
    are left out: a person has read them.
    """
    wanted = content_words(quote or answer.text)
    if not wanted:
        return []
    same = Answer.objects.to_question(answer.pack_id, answer.question_key)
    others = same.exclude(learner_id=answer.learner_id, id=answer.id).order_by("-submitted_at")[:LOOKED_AT]
    near = {}
    for other in others:
        likeness = len(wanted & content_words(other.text)) / len(wanted)
        if likeness >= NEAR:
            near[other.learner_id, other.id] = (other, likeness)
    effective = effective_of([other for other, _ in near.values()])
    found = [
        Similar(other, effective[key], likeness)
        for key, (other, likeness) in near.items()
        if key in effective and effective[key].override is None and effective[key].credits.get(criterion_key, 1.0) < 1
    ]
    return sorted(found, key=lambda one: (-one.likeness, one.answer.submitted_at))[:MOST_SIMILAR]


def _to_review(packs: QuerySet[Pack]) -> QuerySet[Score]:
    """Scores that count and ask for a person whom they have not had yet."""
    overridden = Override.objects.filter(learner_id=OuterRef("learner_id"), answer_id=OuterRef("answer_id"))
    waiting = Score.objects.filter(needs_review=True, rubric__pack__in=packs)
    waiting = waiting.applied_last().exclude(Exists(overridden))
    return waiting.select_related("rubric").order_by("applied_at", "learner_id", "answer_id")


def _open_disputes(packs: QuerySet[Pack]) -> QuerySet[Dispute]:
    waiting = Dispute.objects.filter(state=Dispute.State.OPEN, pack_id__in=packs.values("pk"))
    return waiting.select_related("criterion").order_by("opened_at", "learner_id", "id")


def _review(score: Score, disputes: dict[tuple[int, UUID], list[Dispute]]) -> Waiting:
    some = disputes.get((score.learner_id, score.answer_id), [])
    return Waiting(
        learner_id=score.learner_id,
        answer_id=score.answer_id,
        pack_id=score.rubric.pack_id,
        question_key=score.rubric.question_key,
        since=min([score.applied_at, *(one.opened_at for one in some)]),
        reasons=tuple(score.result["review_reasons"]),
        disputes=tuple(some),
    )
