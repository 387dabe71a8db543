"""“I said this”: opened with the learner's own words, decided by a person, told once."""

from datetime import timedelta

import pytest

from studyapp.accounts.models import User
from studyapp.reflection import disputing
from studyapp.reflection.disputing import CannotDispute, CannotResolve, NoSuchDispute
from studyapp.reflection.effective import effective_score
from studyapp.reflection.models import Dispute, Override, Rubric
from studyapp.reflection.regrading import regrade_apply, regrade_dry_run, regrade_step
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, RUBRIC, make_rubric, revised_rubric
from tests.reflection.answering import HALF, OWN_WORDS, answered, criterion_id

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap."""
    return make_rubric()


@pytest.fixture
def answer(ada: User, rubric: Rubric):
    """Ada says it all in words that the rubric does not know."""
    return answered(ada, rubric, OWN_WORDS)


def dispute(answer, rubric, key="weights", *, key_of_form=None, **fields):
    values = {"quote": "the model is as it was before", "remark": "", "key": key_of_form or new_form_key(), "at": LATER}
    return disputing.open_dispute(answer=answer, criterion_id=criterion_id(rubric, key), **{**values, **fields})


def decide(one, by, *, is_upheld, reply="I read it so too.", **fields):
    return disputing.resolve_dispute(
        learner_id=one.learner_id, dispute_id=one.id, key=new_form_key(), is_upheld=is_upheld, reply=reply, by=by,
        at=LATER, **fields,
    )  # fmt: skip


def test_a_dispute_keeps_the_words_and_changes_no_marks(answer, rubric) -> None:
    one = dispute(answer, rubric, remark="Second half.")
    assert (one.state, one.quote, one.remark) == ("open", "the model is as it was before", "Second half.")
    effective = effective_score(answer)
    assert effective is not None
    assert effective.marks == 0


def test_of_one_criterion_one_dispute_is_open(answer, rubric) -> None:
    first = dispute(answer, rubric)
    assert dispute(answer, rubric, quote="", remark="Again.").id == first.id
    assert dispute(answer, rubric, key="fresh", quote="looks things up").id != first.id
    assert Dispute.objects.count() == 2


def test_a_key_that_another_points_form_had_is_refused_and_not_taken_for_stored(ada: User, answer, rubric) -> None:
    first, other = dispute(answer, rubric), answered(ada, rubric, OWN_WORDS)
    with pytest.raises(CannotDispute, match="another point"):
        dispute(other, rubric, key_of_form=first.id)
    assert Dispute.objects.count() == 1


def test_a_point_that_the_rubric_lost_cannot_be_upheld_and_the_teacher_is_told(
    ada: User, ines: User, answer, rubric
) -> None:
    one = dispute(answer, rubric)
    renamed = revised_rubric(rubric, RUBRIC.replace("id: weights", "id: parameters"))
    regrade = regrade_dry_run(rubric=renamed, by=ines, at=LATER, key=new_form_key()).regrade
    regrade_step(regrade=regrade_apply(regrade=regrade, by=ines, at=LATER, may_lower=True), at=LATER)
    with pytest.raises(CannotResolve, match="has no such point"):
        decide(one, ines, is_upheld=True)
    assert decide(one, ines, is_upheld=False).state == "declined"


def test_white_space_may_be_copied_differently(answer, rubric) -> None:
    assert dispute(answer, rubric, quote="the model\r\n  is as it was").is_open


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"quote": "the weights never change"}, "do not stand in your answer"),
        ({"quote": " ", "remark": "\x00"}, "Quote your own words"),
    ],
)
def test_words_that_are_not_the_learners_are_refused(answer, rubric, fields, says) -> None:
    with pytest.raises(CannotDispute, match=says):
        dispute(answer, rubric, **fields)
    assert not Dispute.objects.exists()


def test_what_is_met_or_of_another_rubric_cannot_be_disputed(ada: User, rubric: Rubric) -> None:
    half = answered(ada, rubric, HALF)
    other = make_rubric()
    with pytest.raises(CannotDispute, match="met already"):
        dispute(half, rubric, key="fresh", quote="manual")
    with pytest.raises(CannotDispute, match="none of those"):
        dispute(half, other, quote="manual")


def test_upheld_gives_the_point_with_the_reply_as_reason(answer, rubric, ines: User) -> None:
    done = decide(dispute(answer, rubric), ines, is_upheld=True)
    effective = effective_score(answer)
    assert effective is not None
    assert (done.state, done.resolved_by_id, done.reply) == ("upheld", ines.pk, "I read it so too.")
    assert (effective.marks, effective.credits) == (1, {"fresh": 0, "weights": 1})
    given = Override.objects.get()
    assert (given.reason, given.dispute_id) == ("I read it so too.", done.id)


def test_upholding_one_dispute_leaves_the_other_open(answer, rubric, ines: User) -> None:
    other = dispute(answer, rubric, key="fresh", quote="looks things up")
    decide(dispute(answer, rubric), ines, is_upheld=True)
    assert Dispute.objects.get(id=other.id).is_open


def test_declined_changes_no_marks_and_is_final(answer, rubric, ines: User) -> None:
    decide(dispute(answer, rubric), ines, is_upheld=False, reply="Too vague.")
    assert not Override.objects.exists()
    with pytest.raises(CannotDispute, match="decided this already"):
        dispute(answer, rubric)


def test_a_decision_needs_words_and_an_open_dispute(answer, rubric, ada: User, ines: User) -> None:
    one = dispute(answer, rubric)
    with pytest.raises(CannotResolve, match="reply"):
        decide(one, ines, is_upheld=True, reply=" ")
    disputing.withdraw_dispute(learner_id=ada.pk, dispute_id=one.id, at=LATER)
    with pytest.raises(CannotResolve, match="withdrawn"):
        decide(one, ines, is_upheld=True)
    assert not Override.objects.exists()


def test_deciding_twice_is_deciding_once(answer, rubric, ines: User) -> None:
    one = dispute(answer, rubric)
    decide(one, ines, is_upheld=True)
    assert decide(one, ines, is_upheld=True, reply="Again.").reply == "I read it so too."
    assert Override.objects.count() == 1


def test_withdrawn_can_be_opened_again_and_is_told_to_nobody(answer, rubric, ada: User) -> None:
    one = dispute(answer, rubric)
    for _ in range(2):
        assert disputing.withdraw_dispute(learner_id=ada.pk, dispute_id=one.id, at=LATER).state == "withdrawn"
    assert not disputing.resolved_unseen(ada.pk)
    assert dispute(answer, rubric).is_open


def test_what_was_decided_cannot_be_withdrawn(answer, rubric, ada: User, ines: User) -> None:
    one = dispute(answer, rubric)
    decide(one, ines, is_upheld=False)
    with pytest.raises(CannotDispute, match="decided this meanwhile"):
        disputing.withdraw_dispute(learner_id=ada.pk, dispute_id=one.id, at=LATER)


def test_another_learner_has_no_such_dispute(answer, rubric, bo: User) -> None:
    one = dispute(answer, rubric)
    with pytest.raises(NoSuchDispute):
        disputing.withdraw_dispute(learner_id=bo.pk, dispute_id=one.id, at=LATER)
    assert not disputing.mark_seen(learner_id=bo.pk, dispute_id=one.id, at=LATER)


def test_listing_disputes_takes_as_many_statements_for_one_as_for_twenty(
    rubric: Rubric, ada: User, django_assert_num_queries
) -> None:
    for number in range(20):
        if number in (1, 19):
            with django_assert_num_queries(2):
                assert len(disputing.own_disputes(ada.pk)) == number
        dispute(answered(ada, rubric, OWN_WORDS, at=NOW + timedelta(minutes=number)), rubric)


def test_a_decision_is_told_until_it_was_seen(answer, rubric, ada: User, bo: User, ines: User) -> None:
    one = dispute(answer, rubric)
    assert not disputing.resolved_unseen(ada.pk)
    decide(one, ines, is_upheld=True)
    assert [told.dispute.id for told in disputing.resolved_unseen(ada.pk)] == [one.id]
    assert not disputing.resolved_unseen(bo.pk)
    assert disputing.mark_seen(learner_id=ada.pk, dispute_id=one.id, at=LATER)
    assert not disputing.resolved_unseen(ada.pk)
