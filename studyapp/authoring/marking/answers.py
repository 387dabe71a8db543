"""The newest answers to a question, marked anew by its rubric while the page is made; nothing is stored."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.rubric import Rubric
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Answer

NEWEST = 200
AT_FIRST = 25


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An answer without its author: what it would earn now, and whether nothing in it was recognised."""

    id: UUID
    text: str
    marks: float
    max_marks: float
    needs_review: bool

    @property
    def is_unmatched(self) -> bool:
        """Whether the rubric finds nothing in it."""
        return self.marks == 0


def answers_to(question: ReflectionQuestion) -> QuerySet[Answer]:
    """All answers to the question, in whatever words it was asked, the newest first."""
    own = Answer.objects.to_question(question.revision.section.pack_id, question.key)
    return own.order_by("-submitted_at", "-id")


def newest_read(question: ReflectionQuestion, rubric: Rubric) -> list[ReadAnswer]:
    """The newest answers, those in which nothing was found first."""
    texts = answers_to(question).values_list("id", "text")[:NEWEST]
    read = [_read(rubric, one, text, question.stem) for one, text in texts]
    return sorted(read, key=lambda one: not one.is_unmatched)


def _read(rubric: Rubric, answer_id: UUID, text: str, stem: str) -> ReadAnswer:
    result = grade(rubric, text, question=stem)
    return ReadAnswer(answer_id, text, result.marks, result.max_marks, result.needs_review)
