"""What can stop a study action. Each text is shown to the learner."""

from studyapp.domain.common.errors import StudyappError

CHANGED = "This question was answered already, or it changed meanwhile. Nothing was stored."


class StaleCard(StudyappError):
    """The card was answered or changed since the form was shown; nothing was stored."""


class NothingToStudy(StudyappError):
    """The source has nothing to ask now."""


class NothingToUndo(StudyappError):
    """No answer of this session is left to take back."""
