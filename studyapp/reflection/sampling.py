"""Samples for measuring the machine against people: drawn from answers, typed, and marked blind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from django.db.models import Count, QuerySet

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.library.models import Pack
from studyapp.reflection.models import MarkedSample, Rubric, SampleMark

BANDS = (0.4, 0.7, 0.95)  # shares of the marks at which the next band begins: those of the memory ratings
MOST_DRAWN = 100  # in one go
LOOKED_AT = 2_000  # of the latest answers


class CannotMark(StudyappError):
    """The sample cannot be marked so; the text says why, and nothing was stored."""


@dataclass(frozen=True, slots=True)
class ToMark:
    """A sample for a rater who has not marked it: nothing in it depends on what the machine made of it."""

    sample_id: int
    text: str
    left: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many samples a drawing added."""

    random: int
    flagged: int


def draw_samples(*, pack: Pack, question_key: str, count: int, by: User, at: datetime, chance: Random) -> Drawn:
    """Copy up to `count` answers drawn at random within bands of marks, then every other answer that is flagged.

    Only the text is copied, and a digest by which no answer is drawn twice; nothing leads back to its author.
    """
    raise NotImplementedError


def add_typed_sample(*, pack: Pack, question_key: str, key: UUID, text: str, by: User, at: datetime) -> MarkedSample:
    """A sample that nobody answered; the same key again gives the one that is there.

    Raises EmptyAnswer or AnswerTooLong.
    """
    raise NotImplementedError


def sample_to_mark(*, rubric: Rubric, rater: User) -> ToMark | None:
    """The next sample of the rubric's question that the rater has not marked by these criteria."""
    raise NotImplementedError


def mark_sample(
    *, sample: MarkedSample, rubric: Rubric, rater: User, credit_by_key: Mapping[str, float], at: datetime,
    marks: float | None = None,
) -> SampleMark:  # fmt: skip
    """Store what the rater gives; a second time replaces their first. Marks follow from the credits unless given.

    Raises CannotMark unless there is a credit from 0 to 1 for every criterion of the rubric and for nothing else.
    """
    raise NotImplementedError


def samples_of(*, pack: Pack, question_key: str) -> QuerySet[MarkedSample]:
    """All samples of a question with `raters`, the number of people who marked each; the oldest first."""
    found = MarkedSample.objects.filter(pack=pack, question_key=question_key)
    return found.annotate(raters=Count("given")).order_by("at", "pk")
