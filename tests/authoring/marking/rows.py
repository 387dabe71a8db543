"""A pack of Ines with one written question, and answers to it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Answer, Rubric
from studyapp.reflection.services import judge, store
from studyapp.web.form_keys import new_form_key
from tests import factories

FULL = "RAG fetches the manual. It does not change the weights."
HALF = "RAG fetches the manual for each question."
NOTHING = "I would ask a colleague how such a thing is done elsewhere."
WRONG = "RAG changes the weights of the model."


def make_taught(owner: User, *, title: str = "Fetching") -> Rubric:
    """A private pack of that person with one question, `ask`, and its rubric."""
    pack = factories.make_pack("taught", owner=owner, is_public=False)
    revision = factories.make_revision(pack, "fetching", title=title)
    return factories.make_rubric(factories.make_question(revision, "ask"))


def question_of(rubric: Rubric) -> ReflectionQuestion:
    found: ReflectionQuestion = rubric.questions.get()
    return found


def answered(rubric: Rubric, text: str = HALF, *, learner: User | None = None, minutes_ago: int = 5) -> Answer:
    """An answer as the page stores it, with its machine score."""
    learner = learner or factories.make_learner()
    at = timezone.now() - timedelta(minutes=minutes_ago)
    question = question_of(rubric)
    judged: Any = judge(learner_id=learner.pk, question=question, key=new_form_key(), text=text, at=at)
    return store(judged, at).answer
