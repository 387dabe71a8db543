"""What waits for a person, oldest first, and what else says nearly the same."""

from datetime import timedelta

import pytest

from studyapp.accounts.models import Role, User
from studyapp.reflection.disputing import open_dispute
from studyapp.reflection.marking import case_of, marking_queue, similar_answers
from studyapp.reflection.models import Rubric
from studyapp.reflection.overriding import confirm, override
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, make_learner, make_pack, make_question, make_revision, make_rubric
from tests.reflection.answering import FULL, HALF, OWN_WORDS, answered, criterion_id


@pytest.fixture
def rubric(ines: User) -> Rubric:
    """Of a question in a pack that Ines teaches."""
    return make_rubric(make_question(make_revision(make_pack(owner=ines))))


def dispute(answer, rubric, *, minutes: int = 0):
    return open_dispute(
        answer=answer, criterion_id=criterion_id(rubric, "weights"), key=new_form_key(), quote="", remark="I did.",
        at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


def test_flagged_answers_and_disputes_wait_the_oldest_first(ada: User, bo: User, ines: User, rubric: Rubric) -> None:
    disputed = answered(ada, rubric, HALF)
    flagged = answered(bo, rubric, OWN_WORDS, at=NOW + timedelta(minutes=5))
    answered(make_learner(), rubric, FULL)
    one = dispute(disputed, rubric, minutes=10)
    queue = marking_queue(user=ines)
    assert [(wait.answer_id, wait.since) for wait in queue] == [
        (flagged.id, NOW + timedelta(minutes=5)), (disputed.id, NOW + timedelta(minutes=10)),
    ]  # fmt: skip
    assert (queue[0].reasons != (), queue[0].disputes) == (True, ())
    assert (queue[1].reasons, queue[1].disputes) == ((), (one,))


def test_an_answer_that_is_flagged_and_disputed_waits_once(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    one = dispute(answer, rubric, minutes=10)
    (wait,) = marking_queue(user=ines)
    assert (wait.since, wait.disputes) == (NOW, (one,))


def test_what_a_person_has_seen_waits_no_longer(ada: User, bo: User, ines: User, rubric: Rubric) -> None:
    confirmed, overridden = answered(ada, rubric, OWN_WORDS), answered(bo, rubric, OWN_WORDS)
    dispute(overridden, rubric)
    confirm(answer=confirmed, key=new_form_key(), by=ines, at=NOW)
    override(answer=overridden, key=new_form_key(), credit_by_key={"weights": 1.0}, reason="Yes.", by=ines, at=NOW)
    assert marking_queue(user=ines) == []


def test_only_who_teaches_the_pack_sees_it(ada: User, ines: User, olga: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    dispute(answer, rubric)
    ivo = make_learner("Ivo", role=Role.INSTRUCTOR)
    sees = {person.name: len(marking_queue(user=person)) for person in (ada, ines, ivo, olga)}
    assert sees == {"Ada": 0, "Ines": 1, "Ivo": 0, "Olga": 1}
    for person in (ada, ivo):
        assert case_of(user=person, learner_id=ada.pk, answer_id=answer.id) is None


def test_the_queue_is_bounded_and_takes_as_many_statements_for_one_as_for_twenty(
    ines: User, rubric: Rubric, django_assert_num_queries
) -> None:
    for number in range(20):
        if number in (1, 19):
            with django_assert_num_queries(2):
                assert len(marking_queue(user=ines)) == number
        dispute(answered(make_learner(), rubric, OWN_WORDS, at=NOW + timedelta(minutes=number)), rubric, minutes=30)
    oldest = marking_queue(user=ines, limit=3)
    assert [one.since for one in oldest] == [NOW + timedelta(minutes=number) for number in range(3)]


def test_a_case_has_all_to_decide_by(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    one = dispute(answer, rubric)
    case = case_of(user=ines, learner_id=ada.pk, answer_id=answer.id)
    assert case is not None
    assert (case.answer, case.question, case.disputes, case.overrides) == (answer, rubric.questions.get(), (one,), ())
    assert [criterion.key for criterion in case.criteria] == ["fresh", "weights"]
    assert [trap.key for trap in case.misconceptions] == ["retrains"]
    assert case.effective.needs_review


def test_similar_answers_miss_the_same_criterion_in_nearly_the_same_words(
    ada: User, bo: User, ines: User, rubric: Rubric
) -> None:
    quote = "the model is as it was before"
    answer = answered(ada, rubric, OWN_WORDS)
    near = answered(bo, rubric, "After the question the model is the same as before.")
    answered(make_learner(), rubric, "Nothing like it at all, only another thought.")
    answered(make_learner(), rubric, "The model as before: RAG does not change the weights.")
    found = similar_answers(answer=answer, criterion_key="weights", quote=quote)
    assert [one.answer.id for one in found] == [near.id]
    assert 0.6 <= found[0].likeness <= 1
    override(answer=near, key=new_form_key(), credit_by_key={"weights": 1.0}, reason="Yes.", by=ines, at=NOW)
    assert similar_answers(answer=answer, criterion_key="weights", quote=quote) == []
