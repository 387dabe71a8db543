"""A person's word on a written answer moves the memory of its criteria, and the log says so."""

from datetime import timedelta

import pytest

from studyapp.accounts.models import User
from studyapp.reflection.models import Rubric
from studyapp.study.models import Card, Review
from studyapp.study.services import verdicts
from studyapp.study.services.verifying import differences
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, make_fact, make_rubric
from tests.reflection.answering import FULL, HALF, OWN_WORDS, TRAPPED, answered, criterion_id

LATER = NOW + timedelta(days=2)


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap that repeats an exam trap."""
    rubric = make_rubric()
    trap = make_fact(rubric.questions.get().revision, "trap", kind="trap")
    rubric.misconceptions.update(fact=trap)
    return rubric


def ratings(learner, rubric, key):
    """What the log says of a criterion, in order."""
    fact = rubric.criteria.get(key=key).fact_id
    rows = Review.objects.filter(learner_id=learner.pk, fact_id=fact).order_by("card_version")
    return [(row.kind, row.rating) for row in rows]


def card(learner, rubric, key):
    return Card.objects.get(learner_id=learner.pk, fact=rubric.criteria.get(key=key).fact_id)


def dispute(answer, rubric, key="weights", **fields):
    values = {"quote": "", "remark": "I said it.", "key": new_form_key(), "at": LATER}
    return verdicts.open_dispute(answer=answer, criterion_id=criterion_id(rubric, key), **{**values, **fields})


def give(answer, by, credit_by_key, **fields):
    values = {"reason": "Read it again.", "key": new_form_key(), "at": LATER}
    return verdicts.override(answer=answer, by=by, credit_by_key=credit_by_key, **{**values, **fields})


def test_while_disputed_a_criterion_counts_as_hard(ada: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, HALF)
    dispute(answer, rubric)
    assert ratings(ada, rubric, "weights") == [("reflection", 1), ("override", 2)]
    assert ratings(ada, rubric, "fresh") == [("reflection", 3)], "nobody disputed that one"
    assert not list(differences(ada.pk))


def test_a_correction_points_at_the_row_it_corrects_and_tells_of_the_same_day(ada: User, rubric: Rubric) -> None:
    dispute(answered(ada, rubric, HALF), rubric)
    fact = rubric.criteria.get(key="weights").fact_id
    was, now = Review.objects.filter(fact_id=fact).order_by("card_version")
    assert now.corrects == was.id
    assert (now.cause, now.study_day, now.answered_at) == (was.cause, was.study_day, LATER)


def test_the_same_form_twice_corrects_once(ada: User, rubric: Rubric) -> None:
    answer, key = answered(ada, rubric, HALF), new_form_key()
    first, second = [
        verdicts.open_dispute(
            answer=answer, criterion_id=criterion_id(rubric, "weights"), key=key, quote="", remark="Twice.", at=LATER
        )
        for _ in range(2)
    ]
    assert first.id == second.id
    assert len(ratings(ada, rubric, "weights")) == 2


def test_withdrawing_brings_back_what_was(ada: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, HALF)
    before = card(ada, rubric, "weights")
    one = dispute(answer, rubric)
    verdicts.withdraw_dispute(learner_id=ada.pk, dispute_id=one.id, at=LATER)
    after = card(ada, rubric, "weights")
    assert [rating for _, rating in ratings(ada, rubric, "weights")] == [1, 2, 1]
    assert (after.stability, after.due_at) == (before.stability, before.due_at)
    assert not list(differences(ada.pk))


def test_upheld_counts_as_if_it_had_been_right_at_once(ada: User, bo: User, ines: User, rubric: Rubric) -> None:
    answered(bo, rubric, FULL)
    one = dispute(answered(ada, rubric, HALF), rubric)
    verdicts.resolve_dispute(
        learner_id=ada.pk, dispute_id=one.id, key=new_form_key(), is_upheld=True, reply="Yes.", by=ines, at=LATER
    )
    assert [rating for _, rating in ratings(ada, rubric, "weights")] == [1, 2, 3]
    assert card(ada, rubric, "weights").stability == card(bo, rubric, "weights").stability
    assert card(ada, rubric, "weights").due_at == card(bo, rubric, "weights").due_at
    assert not list(differences(ada.pk))


def test_declined_counts_as_missed_again(ada: User, ines: User, rubric: Rubric) -> None:
    one = dispute(answered(ada, rubric, HALF), rubric)
    verdicts.resolve_dispute(
        learner_id=ada.pk, dispute_id=one.id, key=new_form_key(), is_upheld=False, reply="No.", by=ines, at=LATER
    )
    assert [rating for _, rating in ratings(ada, rubric, "weights")] == [1, 2, 1]
    assert not list(differences(ada.pk))


def test_an_override_lowers_too(ada: User, ines: User, rubric: Rubric) -> None:
    give(answered(ada, rubric, FULL), ines, {"weights": 0.5, "fresh": 0.0})
    assert [rating for _, rating in ratings(ada, rubric, "weights")] == [3, 2]
    assert [rating for _, rating in ratings(ada, rubric, "fresh")] == [3, 1]
    assert not list(differences(ada.pk))


def test_what_came_after_the_corrected_row_is_replayed_on_it(ada: User, bo: User, ines: User, rubric: Rubric) -> None:
    first = answered(ada, rubric, HALF)
    answered(ada, rubric, FULL, at=NOW + timedelta(days=1))
    give(first, ines, {"weights": 1.0})
    answered(bo, rubric, FULL)
    answered(bo, rubric, FULL, at=NOW + timedelta(days=1))
    mine, other = card(ada, rubric, "weights"), card(bo, rubric, "weights")
    assert (mine.stability, mine.difficulty, mine.lapses) == (other.stability, other.difficulty, 0)
    assert not list(differences(ada.pk))


def test_a_lifted_trap_never_fell(ada: User, ines: User, rubric: Rubric) -> None:
    from studyapp.study.traps import trap_logs

    answer = answered(ada, rubric, TRAPPED)
    assert [len(one.meetings) for one in trap_logs(ada.pk, [rubric.pack_id])] == [1]
    give(answer, ines, {}, lifted=["retrains"])
    assert trap_logs(ada.pk, [rubric.pack_id]) == []
    assert not list(differences(ada.pk))
    trap = Card.objects.get(learner_id=ada.pk, fact__kind="trap")
    assert (trap.is_new, trap.reps) == (True, 0)


def test_what_moved_no_memory_is_corrected_in_none(ada: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, HALF)
    practice = answered(ada, rubric, OWN_WORDS, at=NOW + timedelta(minutes=5))
    give(practice, ines, {"weights": 1.0})
    assert ratings(ada, rubric, "weights") == [("reflection", 1)]


def test_figures_count_the_correction_in_place_of_what_it_corrects(ada: User, ines: User, rubric: Rubric) -> None:
    from studyapp.progress.queries import counted

    give(answered(ada, rubric, HALF), ines, {"weights": 1.0})
    rows = counted(ada.pk, rubric.pack)
    assert sorted((row.kind, row.rating) for row in rows) == [("override", 3), ("reflection", 3)]


def test_a_teachers_word_is_no_day_of_study(ada: User, ines: User, rubric: Rubric) -> None:
    from studyapp.study.learners import today_of

    answer = answered(ada, rubric, HALF)
    ahead = NOW + timedelta(days=30)
    give(answer, ines, {"weights": 1.0}, at=ahead)
    day, _ = today_of(ada.pk, NOW + timedelta(days=1))
    assert day == today_of(ada.pk, NOW)[0] + 1
