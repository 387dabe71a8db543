"""What waits for a person who teaches: answers that need a look, and disputes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from studyapp.accounts.models import User
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.effective import Effective
from studyapp.reflection.models import Answer, Criterion, Dispute, Misconception, Override

QUEUE = 50


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
    """Answers to review and open disputes of the packs that the person teaches, the oldest first."""
    raise NotImplementedError


def case_of(*, user: User, learner_id: int, answer_id: UUID) -> Case | None:
    """An answer in a pack that the person teaches, waiting or not; None if there is none, or nothing marked it."""
    raise NotImplementedError


def similar_answers(*, answer: Answer, criterion_key: str, quote: str = "", limit: int = 20) -> list[Similar]:
    """Other answers to the question that miss the criterion too and say nearly the same, the nearest first.

    Near are those with most of the content words of the quote, or without one of the whole answer.
    """
    raise NotImplementedError
