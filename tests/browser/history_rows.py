"""What must never be lost, as rows to compare."""

from studyapp.accounts.models import User
from studyapp.reflection.models import Answer
from studyapp.study.models import Card, LessonRead, Review

KEPT = {"reviews": Review, "cards": Card, "answers": Answer, "lessons": LessonRead}


def history_of(learner: User) -> dict[str, list[tuple[object, ...]]]:
    """Everything the learner did and remembers."""
    return {
        name: sorted(model.objects.filter(learner_id=learner.pk).values_list(), key=repr)  # type: ignore[attr-defined]
        for name, model in KEPT.items()
    }
