"""What a learner does: enrol, understand a lesson, study, undo."""

from studyapp.study.services.editing import follow_edit
from studyapp.study.services.enrolling import enrol, make_lesson_cards, take_up, understand_lesson
from studyapp.study.services.reflecting import record_criterion_reviews
from studyapp.study.services.responding import record_response
from studyapp.study.services.sessions import start_session
from studyapp.study.services.undoing import undo_last

__all__ = [
    "enrol",
    "follow_edit",
    "make_lesson_cards",
    "record_criterion_reviews",
    "record_response",
    "start_session",
    "take_up",
    "understand_lesson",
    "undo_last",
]
