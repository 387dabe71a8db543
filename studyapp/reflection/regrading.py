"""Judging stored answers anew by another rubric or engine: first a dry run, then on somebody's word, in batches."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.reflection.models import Regrade, Rubric

BATCH = 200
LARGEST = 20


class CannotRegrade(StudyappError):
    """The regrade cannot be applied so; the text says why, and nothing was stored."""


class LowersMarks(CannotRegrade):
    """Answers would lose marks that their learners have seen, and nobody agreed to that."""


class StaleDryRun(CannotRegrade):
    """Answers or the engine changed since the dry run."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a regrade does to one answer, which is shown without its author."""

    text: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """Above 0 where it gains."""
        return round(self.after - self.before, 2)


@dataclass(frozen=True, slots=True)
class DryRun:
    """A stored dry run with its largest moves, which are not stored since they show answers."""

    regrade: Regrade
    moves: tuple[Move, ...]


def regrade_dry_run(*, rubric: Rubric, by: User, at: datetime, key: UUID) -> DryRun:
    """What judging all answers to the rubric's question by it and this engine would change; nobody's marks move.

    The same key again gives the stored one. Overridden answers are counted and stay as they are.
    """
    raise NotImplementedError


def largest_moves(regrade: Regrade, limit: int = LARGEST) -> tuple[Move, ...]:
    """The largest moves of a regrade that was not applied yet, computed anew; empty once it was."""
    raise NotImplementedError


def regrade_apply(*, regrade: Regrade, by: User, at: datetime, may_lower: bool = False) -> Regrade:
    """Begin to apply a dry run; `regrade_step` does the work. One that was begun or applied stays as it is.

    Raises LowersMarks unless `may_lower` where answers would lose marks, StaleDryRun if answers came or the engine
    changed since.
    """
    raise NotImplementedError


def regrade_step(*, regrade: Regrade, at: datetime, batch: int = BATCH) -> Regrade:
    """Apply the next batch of a begun regrade; call it until `state` is applied. May be killed and called again."""
    raise NotImplementedError


def regrades_of(*, pack_id: int, question_key: str) -> QuerySet[Regrade]:
    """The question's regrades, the latest first."""
    return Regrade.objects.filter(pack=pack_id, question_key=question_key).select_related("by").order_by("-at")
