"""Rows of the log and cards for tests of the progress room."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from studyapp.accounts.models import User
from studyapp.library.models import ExamDomain, Fact, Pack, SectionRevision
from studyapp.study.models import Card, LessonRead, Review, ReviewKind
from tests.factories import NOW, make_card, make_fact, make_revision

TODAY = NOW.date().toordinal()
_number = count(1)


def make_domain(pack: Pack, code: str = "d1", title: str = "Retrieval", weight: float = 60) -> ExamDomain:
    """An exam domain of the pack's current version."""
    assert pack.current_version is not None
    position = pack.current_version.domains.count() + 1
    return ExamDomain.objects.create(
        version=pack.current_version, code=code, title=title, weight=weight, position=position
    )


def make_review(learner: User, fact: Fact, *, days_ago: int = 0, **fields: Any) -> Review:
    """A right answer to the fact, twenty seconds long."""
    number = next(_number)
    values = {
        "kind": ReviewKind.REVIEW,
        "card_version": number,
        "pack_version_id": fact.pack.current_version_id or 0,
        "domain_code": fact.domain_code,
        "answered_at": NOW - timedelta(days=days_ago),
        "study_day": TODAY - days_ago,
        "zone": "UTC",
        "milliseconds": 20_000,
        "score": 1.0,
        "rating": 3,
        "parameters": "test",
    }
    return Review.objects.create(learner_id=learner.pk, id=UUID(int=number), fact=fact, **{**values, **fields})


def undo(review: Review) -> Review:
    """The row that takes a review back."""
    number = next(_number)
    return Review.objects.create(
        learner_id=review.learner_id,
        id=UUID(int=number),
        corrects=review.id,
        fact_id=review.fact_id,
        card_version=number,
        kind=ReviewKind.UNDO,
        pack_version_id=review.pack_version_id,
        answered_at=NOW,
        study_day=TODAY,
        zone="UTC",
        score=0,
        rating=0,
        parameters="test",
    )


def make_known_card(learner: User, fact: Fact, **fields: Any) -> Card:
    """A card met ten days ago whose recall is 90 % today."""
    values = {"stability": 10.0, "difficulty": 5.0, "last_day": TODAY - 10, "due_at": NOW, "reps": 1}
    return make_card(learner, fact, **{**values, **fields})


def study(learner: User, pack: Pack, facts: int, *, domain: str = "d1") -> SectionRevision:
    """A lesson of so many facts, each answered once three days ago and remembered."""
    revision = make_revision(pack, domain_code=domain)
    for _ in range(facts):
        fact = make_fact(revision)
        make_known_card(learner, fact)
        make_review(learner, fact, days_ago=3)
    return revision


def understand(learner: User, revision: SectionRevision) -> LessonRead:
    """Mark the lesson understood."""
    section = revision.section
    return LessonRead.objects.create(learner_id=learner.pk, lesson=section, pack_id=section.pack_id, understood_at=NOW)
