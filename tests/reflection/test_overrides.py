"""A person's marks stand beside the machine's, and before them."""

from datetime import timedelta

import pytest

from studyapp.accounts.models import User
from studyapp.reflection.effective import effective_of, effective_score, effective_tries
from studyapp.reflection.models import Dispute, Override, Rubric, Score
from studyapp.reflection.overriding import CannotOverride, confirm, override
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, make_learner, make_question, make_rubric
from tests.reflection.answering import FULL, HALF, OWN_WORDS, TRAPPED, answered

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap."""
    return make_rubric()


def give(answer, by, **fields):
    values = {"credit_by_key": {"weights": 1.0}, "reason": "You said it in other words.", "at": LATER}
    return override(answer=answer, key=new_form_key(), by=by, **{**values, **fields})


def test_without_a_verdict_the_machine_counts(ada: User, rubric: Rubric) -> None:
    effective = effective_score(answered(ada, rubric, HALF))
    assert effective is not None
    assert (effective.marks, effective.override, effective.credits) == (1, None, {"fresh": 1, "weights": 0})


def test_a_person_counts_and_the_machines_score_stays(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, HALF)
    give(answer, ines)
    effective = effective_score(answer)
    assert effective is not None
    assert (effective.marks, effective.machine.marks) == (2, 1)
    assert effective.credits == {"fresh": 1, "weights": 1}
    assert Score.objects.get(answer_id=answer.id).marks == 1


def test_the_latest_of_two_verdicts_counts(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, HALF)
    give(answer, ines)
    give(answer, ines, credit_by_key={"weights": 0.5}, at=LATER + timedelta(minutes=1))
    effective = effective_score(answer)
    assert effective is not None
    assert effective.marks == 1.5


def test_the_same_form_twice_is_one_verdict(ada: User, ines: User, rubric: Rubric) -> None:
    answer, key = answered(ada, rubric, HALF), new_form_key()
    for reason in ("First.", "Second."):
        override(answer=answer, key=key, credit_by_key={"weights": 1.0}, reason=reason, by=ines, at=LATER)
    assert Override.objects.get().reason == "First."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": "  "}, "reason"),
        ({"credit_by_key": {"nothing": 1.0}}, "nothing"),
        ({"credit_by_key": {"weights": 1.5}}, "0 to 1"),
        ({"marks": 3.0}, "maximum"),
        ({"marks": -1.0}, "maximum"),
        ({"lifted": ["retrains"]}, "retrains"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    ada: User, ines: User, rubric: Rubric, fields: dict[str, object], says: str
) -> None:
    answer = answered(ada, rubric, HALF)
    with pytest.raises(CannotOverride, match=says):
        give(answer, ines, **fields)
    assert not Override.objects.exists()


def test_an_answer_without_rubric_has_no_marks_to_change(ada: User, ines: User) -> None:
    question = make_question(key="bare")
    from studyapp.study.services.answering import submit_answer

    answer = submit_answer(learner_id=ada.pk, question=question, key=new_form_key(), text=HALF, at=NOW).answer
    assert effective_score(answer) is None
    with pytest.raises(CannotOverride, match="no rubric"):
        give(answer, ines)


def test_a_trap_that_the_answer_does_not_state_is_lifted_with_its_cap(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, TRAPPED)
    give(answer, ines, credit_by_key={"weights": 1.0})
    capped = effective_score(answer)
    give(answer, ines, credit_by_key={}, lifted=["retrains"], at=LATER + timedelta(minutes=1))
    lifted = effective_score(answer)
    assert capped is not None
    assert lifted is not None
    assert (capped.marks, len(capped.result.misconceptions)) == (1, 1)
    assert (lifted.marks, len(lifted.result.misconceptions)) == (2, 0)


def test_both_tries_count_as_the_person_left_them(ada: User, ines: User, rubric: Rubric) -> None:
    first = answered(ada, rubric, OWN_WORDS)
    second = answered(ada, rubric, FULL, at=LATER, first_try=first.id)
    before = effective_tries(first, second)
    give(first, ines, credit_by_key={"fresh": 1.0}, at=LATER + timedelta(minutes=1))
    after = effective_tries(first, second)
    assert before is not None
    assert after is not None
    assert (before.marks, after.marks) == (1, 1.5), "half of what the second try added, all of what the first had"
    assert after.credits == {"fresh": 1, "weights": 0.5}


def test_a_confirmed_answer_waits_no_longer_and_keeps_its_marks(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    before = effective_score(answer)
    confirm(answer=answer, key=new_form_key(), by=ines, at=LATER)
    after = effective_score(answer)
    assert before is not None
    assert after is not None
    assert (before.needs_review, after.needs_review) == (True, False)
    assert before.marks == after.marks == 0


def test_confirming_disputed_marks_asks_for_a_reason_and_declines(ada: User, ines: User, rubric: Rubric) -> None:
    from studyapp.reflection.disputing import open_dispute

    answer = answered(ada, rubric, OWN_WORDS)
    criterion = rubric.criteria.get(key="fresh")
    open_dispute(answer=answer, criterion_id=criterion.pk, key=new_form_key(), quote="", remark="I did.", at=LATER)
    with pytest.raises(CannotOverride, match="disputed"):
        confirm(answer=answer, key=new_form_key(), by=ines, at=LATER)
    confirm(answer=answer, key=new_form_key(), by=ines, at=LATER, reason="You name no source.")
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.reply, dispute.resolved_by_id) == ("declined", "You name no source.", ines.pk)


def test_reading_many_answers_takes_as_many_statements_as_reading_one(
    ada: User, bo: User, ines: User, rubric: Rubric, django_assert_num_queries
) -> None:
    learners = [ada, bo, *(make_learner() for _ in range(8))]
    answers = [answered(one, rubric, HALF) for one in learners]
    give(answers[0], ines)
    for some in (answers[:1], answers):
        with django_assert_num_queries(2):
            assert len(effective_of(some)) == len(some)
