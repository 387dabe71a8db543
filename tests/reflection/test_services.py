"""Grading and storing an answer: once, whole, and with the evidence."""

from datetime import timedelta
from uuid import UUID

import pytest

from studyapp.accounts.models import User
from studyapp.domain.common.ratings import Rating
from studyapp.reflection import services
from studyapp.reflection.models import Answer, CriterionScore, Draft, Rubric, Score
from studyapp.reflection.rubric_values import result_of
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, make_question, make_rubric

FULL = "RAG fetches the manual. It does not change the weights."
HALF = "RAG fetches the manual for each question."


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap."""
    return make_rubric()


def answer(ada: User, rubric: Rubric, text: str, key: UUID | None = None, first_try: UUID | None = None):
    """Ada's answer to the rubric's question."""
    question = rubric.questions.get()
    judged = services.judge(
        learner_id=ada.pk, question=question, key=key or new_form_key(), text=text, at=NOW, first_try=first_try
    )
    return services.store(judged, NOW)


def test_an_answer_is_stored_with_marks_and_the_words_that_earned_them(ada: User, rubric: Rubric) -> None:
    graded = answer(ada, rubric, FULL)
    score = Score.objects.get(learner_id=ada.pk, answer_id=graded.answer.id)
    result = result_of(score.result)
    proof = {one.key: [FULL[span.start : span.end] for span in one.spans] for one in result.criteria}
    assert (score.marks, score.max_marks) == (2, 2)
    assert "manual" in proof["fresh"][0] + proof["fresh"][-1]
    assert CriterionScore.objects.filter(answer_id=graded.answer.id, credit=1).count() == 2


def test_the_same_key_again_stores_nothing_and_keeps_the_first_text(ada: User, rubric: Rubric) -> None:
    key = new_form_key()
    answer(ada, rubric, FULL, key)
    again = answer(ada, rubric, "Something quite different.", key)
    assert (again.answer.text, again.ratings) == (FULL, ())
    assert (Answer.objects.count(), Score.objects.count()) == (1, 1)


def test_each_criterion_rates_its_own_fact(ada: User, rubric: Rubric) -> None:
    facts = dict(rubric.criteria.values_list("key", "fact_id"))
    ratings = {one.fact_id: one.rating for one in answer(ada, rubric, HALF).ratings}
    assert ratings == {facts["fresh"]: Rating.GOOD, facts["weights"]: Rating.AGAIN}


def test_a_trap_that_repeats_an_exam_trap_rates_its_fact_again(ada: User, rubric: Rubric) -> None:
    from tests.factories import make_fact

    trap = make_fact(rubric.questions.get().revision, "trap", kind="trap")
    rubric.misconceptions.update(fact=trap)
    ratings = {one.fact_id: one.rating for one in answer(ada, rubric, "RAG updates the weights.").ratings}
    assert ratings[trap.pk] == Rating.AGAIN


def test_a_denial_never_earns_the_credit_of_the_claim(ada: User, rubric: Rubric) -> None:
    graded = answer(ada, rubric, "RAG does not fetch the manual. It does change the weights.")
    assert graded.result is not None
    assert graded.result.marks == 0


@pytest.mark.parametrize("text", ["", "  \n ", "?!", "\x00"])
def test_nothing_written_stores_nothing(ada: User, rubric: Rubric, text: str) -> None:
    with pytest.raises(services.EmptyAnswer, match="Write something"):
        answer(ada, rubric, text)
    assert Answer.objects.count() == 0


def test_10_000_characters_are_taken_and_one_more_is_not(ada: User, rubric: Rubric) -> None:
    assert answer(ada, rubric, "word " * 2_000).answer.text == "word " * 2_000
    with pytest.raises(services.AnswerTooLong, match="10,000"):
        answer(ada, rubric, "word " * 2_000 + "x")


def test_markup_emoji_and_right_to_left_text_are_kept_as_typed(ada: User, rubric: Rubric) -> None:
    text = "<b>RAG</b> fetches 🦉 the manual — \u202eالدليل\u202c"
    answer(ada, rubric, text)
    assert Answer.objects.get(learner_id=ada.pk).text == text


def test_the_second_try_is_taken_once_and_moves_no_memory(ada: User, rubric: Rubric) -> None:
    first = answer(ada, rubric, HALF).answer
    second = answer(ada, rubric, FULL, first_try=first.id)
    assert (second.answer.attempt_number, second.ratings) == (2, ())
    with pytest.raises(services.NoSecondTry, match="already"):
        answer(ada, rubric, FULL, first_try=first.id)


def test_after_the_model_answer_there_is_no_second_try(ada: User, rubric: Rubric) -> None:
    first = answer(ada, rubric, HALF).answer
    services.show_model_answer(first, NOW)
    with pytest.raises(services.NoSecondTry, match="model answer"):
        answer(ada, rubric, FULL, first_try=first.id)


def test_nobody_adds_to_another_learners_try(ada: User, bo: User, rubric: Rubric) -> None:
    first = answer(ada, rubric, HALF).answer
    with pytest.raises(services.NoSecondTry):
        answer(bo, rubric, FULL, first_try=first.id)


def test_a_question_without_rubric_keeps_the_answer_unmarked(ada: User) -> None:
    question = make_question()
    judged = services.judge(learner_id=ada.pk, question=question, key=new_form_key(), text=FULL, at=NOW)
    graded = services.store(judged, NOW)
    assert (graded.result, graded.ratings, Score.objects.count()) == (None, (), 0)
    assert graded.answer.text == FULL


def test_a_draft_is_kept_and_goes_when_the_answer_is_stored(ada: User, rubric: Rubric) -> None:
    question = rubric.questions.get()
    services.save_draft(learner_id=ada.pk, question=question, text="RAG fet", at=NOW)
    services.save_draft(learner_id=ada.pk, question=question, text="RAG fetches", at=NOW + timedelta(seconds=5))
    assert Draft.objects.get(learner_id=ada.pk).text == "RAG fetches"
    answer(ada, rubric, FULL)
    assert Draft.objects.count() == 0


def test_the_same_answer_judged_twice_at_once_is_stored_once(ada: User, rubric: Rubric) -> None:
    question, key = rubric.questions.get(), new_form_key()
    both = [services.judge(learner_id=ada.pk, question=question, key=key, text=text, at=NOW) for text in (FULL, HALF)]
    kept = [services.store(judged, NOW) for judged in both]
    assert [one.answer.text for one in kept] == [FULL, FULL]
    assert (kept[1].ratings, Answer.objects.count()) == ((), 1)


def test_two_second_tries_at_once_leave_one(ada: User, rubric: Rubric) -> None:
    question, first = rubric.questions.get(), answer(ada, rubric, HALF).answer
    both = [
        services.judge(learner_id=ada.pk, question=question, key=new_form_key(), text=FULL, at=NOW, first_try=first.id)
        for _ in range(2)
    ]
    services.store(both[0], NOW)
    with pytest.raises(services.NoSecondTry):
        services.store(both[1], NOW)
    assert Answer.objects.count() == 2
