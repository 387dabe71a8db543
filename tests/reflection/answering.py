"""Answers for tests, given as a learner gives them: graded, stored and remembered."""

from datetime import datetime
from uuid import UUID

from studyapp.accounts.models import User
from studyapp.reflection.models import Answer, Rubric
from studyapp.study.services.answering import submit_answer
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW

FULL = "RAG fetches the manual. It does not change the weights."
HALF = "RAG fetches the manual for each question."
OWN_WORDS = "It looks things up in the handbook whenever a question comes in, and the model is as it was before."
TRAPPED = "RAG fetches the manual and updates the weights with it."


def answered(
    learner: User, rubric: Rubric, text: str = HALF, *, at: datetime = NOW, first_try: UUID | None = None
) -> Answer:
    """The learner's answer to the rubric's question."""
    graded = submit_answer(
        learner_id=learner.pk,
        question=rubric.questions.order_by("-pk")[0],
        key=new_form_key(),
        text=text,
        at=at,
        first_try=first_try,
    )
    return graded.answer


def criterion_id(rubric: Rubric, key: str) -> int:
    """Of the criterion that is called so."""
    return rubric.criteria.get(key=key).pk
