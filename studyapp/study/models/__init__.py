"""A learner's memory: cards, the append-only review log, sessions, flags, lessons read, packs enrolled in."""

from studyapp.study.models.cards import Card
from studyapp.study.models.enrolments import Enrolment, LessonRead
from studyapp.study.models.flags import Flag
from studyapp.study.models.reviews import EDITS, TAKING_BACK, Confidence, Review, ReviewKind
from studyapp.study.models.sessions import StudySession

__all__ = [
    "EDITS",
    "TAKING_BACK",
    "Card",
    "Confidence",
    "Enrolment",
    "Flag",
    "LessonRead",
    "Review",
    "ReviewKind",
    "StudySession",
]
