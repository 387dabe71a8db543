"""A new rubric moves nobody's marks by itself; a person applies it after a dry run, in batches."""

from datetime import timedelta

import pytest

from studyapp.accounts.models import User
from studyapp.reflection import regrading
from studyapp.reflection.effective import effective_score, effective_tries
from studyapp.reflection.models import Answer, CriterionScore, Regrade, Rubric, Score
from studyapp.reflection.regrading import CannotRegrade, LowersMarks, StaleDryRun
from studyapp.study.models import Review
from studyapp.study.services import verdicts
from studyapp.study.services.verifying import differences
from studyapp.web.form_keys import new_form_key
from tests.factories import NOW, RUBRIC, make_learner, make_rubric, revised_rubric
from tests.reflection.answering import FULL, HALF, OWN_WORDS, answered

LATER = NOW + timedelta(hours=1)
MENDED = RUBRIC.replace("    - Hint", "    - look handbook\n    - Hint")
MENDED = MENDED.replace(
    "change/update/retrain weights/model\n- Trap",
    'change/update/retrain weights/model\n    - model "as it was"\n- Trap',
)
STRICTER = RUBRIC.replace("document/manual/knowledge", "document/knowledge").replace(
    "RAG fetches the manual", "RAG fetches the document"
)


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap."""
    return make_rubric()


def dry_run(rubric: Rubric, by: User, **fields):
    return regrading.regrade_dry_run(rubric=rubric, by=by, at=LATER, **{"key": new_form_key(), **fields})


def apply(run: regrading.DryRun, by: User, *, at=LATER, batch: int = 100, may_lower: bool = False) -> Regrade:
    regrade = regrading.regrade_apply(regrade=run.regrade, by=by, at=at, may_lower=may_lower)
    while regrade.state == Regrade.State.RUNNING:
        regrade = verdicts.regrade_step(regrade=regrade, at=at, batch=batch)
    return regrade


def marks(answer: Answer) -> float:
    effective = effective_score(answer)
    assert effective is not None
    return effective.marks


def test_a_new_rubric_moves_nobodys_marks_by_itself(ada: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    revised_rubric(rubric, MENDED)
    assert marks(answer) == 0
    assert Score.objects.count() == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(ada: User, bo: User, ines: User, rubric: Rubric) -> None:
    moved, same = answered(ada, rubric, OWN_WORDS), answered(bo, rubric, FULL)
    run = dry_run(revised_rubric(rubric, MENDED), ines)
    assert run.regrade.counts == {"answers": 2, "up": 1, "down": 0, "overridden": 0}
    assert [(one.before, one.after) for one in run.survey.largest] == [(0, 2)]
    assert list(run.texts.values()) == [OWN_WORDS]
    assert (run.regrade.from_rubric_id, run.regrade.histogram) == (
        rubric.pk, [[0, 1, 1, 0], [1, 2, 0, 0], [2, 3, 1, 2]],
    )  # fmt: skip
    assert (marks(moved), marks(same), Score.objects.count()) == (0, 2, 2)


def test_the_same_form_twice_is_one_dry_run(ada: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, OWN_WORDS)
    mended, key = revised_rubric(rubric, MENDED), new_form_key()
    first, second = dry_run(mended, ines, key=key), dry_run(mended, ines, key=key)
    assert first.regrade == second.regrade
    assert first.texts == second.texts


def test_applying_appends_scores_and_lets_the_old_ones_stand(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    regrade = apply(dry_run(revised_rubric(rubric, MENDED), ines), ines)
    assert (regrade.state, regrade.done, regrade.answers) == ("applied", 1, 1)
    assert marks(answer) == 2
    assert sorted(Score.objects.values_list("marks", flat=True)) == [0, 2]
    assert CriterionScore.objects.count() == 4, "two for each rubric, though the engine is one"


def test_going_back_to_the_earlier_rubric_makes_its_scores_count_again(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    apply(dry_run(revised_rubric(rubric, MENDED), ines), ines)
    apply(dry_run(rubric, ines), ines, at=LATER + timedelta(hours=1), may_lower=True)
    assert (marks(answer), Score.objects.count()) == (0, 2)


def test_marks_are_lowered_only_if_somebody_agreed(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, FULL)
    run = dry_run(revised_rubric(rubric, STRICTER), ines)
    with pytest.raises(LowersMarks, match="1 answer would lose"):
        apply(run, ines)
    assert marks(answer) == 2
    apply(run, ines, may_lower=True)
    assert marks(answer) == 1


def test_overrides_survive(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    verdicts.override(
        answer=answer, key=new_form_key(), credit_by_key={"fresh": 1.0}, reason="Handbook.", by=ines, at=LATER
    )
    run = dry_run(revised_rubric(rubric, MENDED), ines)
    assert (run.regrade.counts["overridden"], run.regrade.counts["up"], run.regrade.counts["down"]) == (1, 0, 0)
    apply(run, ines)
    assert marks(answer) == 1
    assert Score.objects.count() == 2, "the machine's new score stands beside it"


def test_both_tries_move_together_and_a_later_second_try_is_judged_like_the_first(
    ada: User, bo: User, ines: User, rubric: Rubric
) -> None:
    first = answered(ada, rubric, HALF)
    second = answered(ada, rubric, OWN_WORDS, at=LATER, first_try=first.id)
    waiting = answered(bo, rubric, HALF)
    mended = revised_rubric(rubric, MENDED)
    apply(dry_run(mended, ines), ines, batch=1)
    tries = effective_tries(first, second)
    assert tries is not None
    assert tries.credits == {"fresh": 1, "weights": 0.5}
    late = answered(bo, rubric, OWN_WORDS, at=LATER, first_try=waiting.id)
    assert late.rubric_id == mended.pk


def test_it_may_be_stopped_anywhere_and_goes_on(ada: User, ines: User, rubric: Rubric) -> None:
    answers = [answered(make_learner(), rubric, OWN_WORDS) for _ in range(5)]
    run = dry_run(revised_rubric(rubric, MENDED), ines)
    regrade = regrading.regrade_apply(regrade=run.regrade, by=ines, at=LATER)
    regrade = verdicts.regrade_step(regrade=regrade, at=LATER, batch=2)
    assert (regrade.state, regrade.done) == ("running", 2)
    again = regrading.regrade_apply(regrade=run.regrade, by=ines, at=LATER)
    assert again.state == "running"
    for _ in range(3):
        again = verdicts.regrade_step(regrade=again, at=LATER + timedelta(minutes=1), batch=2)
    assert (again.state, again.done) == ("applied", 5)
    assert [marks(one) for one in answers] == [2] * 5
    assert Score.objects.count() == 10


def test_answers_that_came_since_ask_for_a_new_dry_run(ada: User, bo: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, OWN_WORDS)
    run = dry_run(revised_rubric(rubric, MENDED), ines)
    answered(bo, rubric, OWN_WORDS)
    with pytest.raises(StaleDryRun, match="Run it again"):
        apply(run, ines)


def test_another_engine_asks_for_a_new_dry_run(ada: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, OWN_WORDS)
    run = dry_run(revised_rubric(rubric, MENDED), ines)
    Regrade.objects.update(to_engine="0+older")
    with pytest.raises(StaleDryRun):
        apply(run, ines)
    Regrade.objects.update(state="running", begun_at=LATER)
    with pytest.raises(CannotRegrade, match="engine was changed"):
        verdicts.regrade_step(regrade=run.regrade, at=LATER)


def test_of_one_question_one_regrade_is_applied_at_a_time(ada: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, OWN_WORDS)
    mended = revised_rubric(rubric, MENDED)
    first, second = dry_run(mended, ines), dry_run(mended, ines)
    regrading.regrade_apply(regrade=first.regrade, by=ines, at=LATER)
    with pytest.raises(CannotRegrade, match="Another regrade"):
        regrading.regrade_apply(regrade=second.regrade, by=ines, at=LATER)


def test_one_that_an_older_engine_left_half_done_holds_nobody_up(ada: User, ines: User, rubric: Rubric) -> None:
    answer = answered(ada, rubric, OWN_WORDS)
    mended = revised_rubric(rubric, MENDED)
    regrading.regrade_apply(regrade=dry_run(mended, ines).regrade, by=ines, at=LATER)
    Regrade.objects.update(to_engine="0+older")
    assert apply(dry_run(mended, ines), ines).state == "applied"
    assert marks(answer) == 2


def test_memory_follows_the_marks_and_the_log_says_so(ada: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, OWN_WORDS)
    apply(dry_run(revised_rubric(rubric, MENDED), ines), ines)
    rows = Review.objects.filter(learner_id=ada.pk).order_by("card_version")
    assert sorted((row.kind, row.rating) for row in rows) == [
        ("override", 3), ("override", 3), ("reflection", 1), ("reflection", 1),
    ]  # fmt: skip
    assert not list(differences(ada.pk))


def test_the_regrades_of_a_question_are_listed(ada: User, ines: User, rubric: Rubric) -> None:
    answered(ada, rubric, OWN_WORDS)
    run = dry_run(revised_rubric(rubric, MENDED), ines)
    assert list(regrading.regrades_of(pack_id=rubric.pack_id, question_key="ask")) == [run.regrade]
    assert not regrading.regrades_of(pack_id=rubric.pack_id, question_key="other")
