"""A learner's memory: cards, the append-only review log, sessions, lessons read, packs enrolled in."""

from studyapp.study.models.cards import Card
from studyapp.study.models.enrolments import Enrolment, LessonRead
from studyapp.study.models.reviews import EDITS, Review, ReviewKind
from studyapp.study.models.sessions import StudySession

__all__ = ["EDITS", "Card", "Enrolment", "LessonRead", "Review", "ReviewKind", "StudySession"]
