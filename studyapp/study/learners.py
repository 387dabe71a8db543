"""What the study room reads and notes about a learner."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from studyapp.accounts.models import User
from studyapp.domain.common.ratings import Rating
from studyapp.domain.scheduling.study_day import study_day
from studyapp.study.models import EDITS, Review, ReviewKind, StudySession

LATELY = timedelta(days=4)  # two study days and more, in any zone


class SessionRow(NamedTuple):
    """A session with what an answer needs to know about its learner. `epoch` is None for a disabled account."""

    session: StudySession
    zone: str
    epoch: int | None
    last_study_day: int
    asks_confidence: bool = True

    def today(self, at: datetime) -> int:
        """The learner's study day; never before their last one."""
        return study_day(at, self.zone, not_before=max(self.last_study_day, self.session.study_day))


def session_row(learner_id: int, session_id: UUID) -> SessionRow | None:
    """The learner's session in one statement, or None if there is none of theirs with that id."""
    learner = User.objects.filter(pk=OuterRef("learner_id"), is_active=True)
    session = (
        StudySession.objects.filter(learner_id=learner_id, id=session_id)
        .annotate(
            zone=Subquery(learner.values("time_zone")[:1]),
            epoch=Subquery(learner.values("epoch")[:1]),
            asks_confidence=Subquery(learner.values("ask_confidence")[:1]),
            last_study_day=Subquery(latest_study_day(OuterRef("learner_id"))),
        )
        .first()
    )
    if session is None:
        return None
    asks = session.asks_confidence is not False
    return SessionRow(session, session.zone or "UTC", session.epoch, session.last_study_day or 0, asks)


def today_of(learner_id: int, at: datetime) -> tuple[int, str]:
    """The learner's study day and zone."""
    row = (
        User.objects.filter(pk=learner_id)
        .annotate(last_study_day=Subquery(latest_study_day(OuterRef("pk"))))
        .values_list("time_zone", "last_study_day")
        .get()
    )
    return study_day(at, row[0], not_before=row[1] or 0), row[0]


class Setting(NamedTuple):
    """What planning a day needs to know of a learner, on study day `day`."""

    day: int
    zone: str
    minutes_per_day: int
    ever_fell: bool  # for an exam trap: most people need no look at theirs
    missed_lately: bool  # in the days after which rows that were mixed up come back


def setting_of(learner_id: int, at: datetime) -> Setting:
    """The learner's study day with what they set, in one statement."""
    fallen = Review.objects.filter(learner_id=OuterRef("pk"), trap_fact_id__isnull=False)
    missed = Review.objects.filter(learner_id=OuterRef("pk"), answered_at__gte=at - LATELY, rating=Rating.AGAIN)
    learner = User.objects.annotate(
        last_study_day=Subquery(latest_study_day(OuterRef("pk"))),
        ever_fell=Exists(fallen),
        missed_lately=Exists(missed),
    ).get(pk=learner_id)
    day = study_day(at, learner.time_zone, not_before=learner.last_study_day or 0)
    return Setting(day, learner.time_zone, learner.minutes_per_day, learner.ever_fell, learner.missed_lately)


def note_answer(learner_id: int, at: datetime) -> None:
    """Note that the learner was here to study: guests are forgotten some time after their last answer."""
    User.objects.filter(pk=learner_id).update(last_answer_at=at)


def latest_study_day(learner: OuterRef) -> QuerySet[Review, Any]:
    """The study day of the last thing that the learner did: no edit of a pack, no teacher's word."""
    own = Review.objects.filter(learner_id=learner).exclude(kind__in=(ReviewKind.OVERRIDE, *EDITS))
    return own.order_by("-answered_at").values("study_day")[:1]
