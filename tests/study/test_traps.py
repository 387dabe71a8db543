"""My traps: every fall is one event on one trap, it comes back, and two right refusals clear it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.library.models import ExamTrap
from studyapp.reflection.models import Misconception
from studyapp.study.asking import current
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.plan import entries_of
from studyapp.study.planning import day_of
from studyapp.study.services import record_criterion_reviews, record_response, undo_last
from studyapp.study.services.answering import submit_answer
from studyapp.study.services.verifying import differences
from studyapp.study.traps import trap_logs
from tests.factories import make_question, make_rubric
from tests.study.factories import enrol, make_fact, make_item, make_key, make_lesson, make_session, option, row_of

PAGE = reverse("study:traps")
NOW = timezone.now()


@pytest.fixture
def lesson(ada):
    revision = make_lesson(facts=1)
    enrol(ada, revision.section.pack)
    return revision


@pytest.fixture
def trap(lesson):
    fact = make_fact(lesson, "trap-1", kind="trap", title="RAG trains the model")
    ExamTrap.objects.create(
        revision=lesson, position=3, key="t", line=5, text="x", html="<p>x</p>", belief="RAG trains the model.",
        belief_html="RAG trains the model.", truth="It adds text.", truth_html="It adds text.",
    )  # fmt: skip
    make_item(
        fact,
        form="belief",
        kind="true-false",
        options=[option("True", "trap:trap-1"), option("False", "key")],
        keys=[2],
    )
    return fact


@pytest.fixture
def lured(lesson):
    """A fact among whose options the trap's belief stands."""
    fact = lesson.section.facts.order_by("position").first()
    fact.items.update(options=[option("alpha", "key"), option("beta", "trap:trap-1"), option("gamma", "row:Gamma")])
    return fact


def give(learner, fact, choice, *, days=0):
    """An answer so many days from now; returns its session and row."""
    session = make_session(learner, [fact], study_day=1)
    asked = current(row_of(session))
    at = NOW + timedelta(days=days)
    response = Response((choice,))
    version = asked.card.version
    return session, record_response(asked=asked, key=make_key(), version=version, response=response, at=at)


def left(learner, trap):
    logs = {one.fact_id: one.left for one in trap_logs(learner.pk, [trap.pack_id])}
    return logs.get(trap.pk)


def test_a_trap_counts_from_every_channel_as_one(ada, trap, lured):
    give(ada, trap, 1)
    give(ada, lured, 2)
    record_criterion_reviews(learner_id=ada.pk, answer_key=make_key(), ratings=[(trap.pk, 1, 0.0)], at=NOW)

    logs = trap_logs(ada.pk, [trap.pack_id])

    assert [(one.fact_id, one.left) for one in logs] == [(trap.pk, 2)]
    assert {one.encounter.form for one in logs[0].meetings} == {"belief", "forward", "written"}
    assert not list(differences(ada.pk))


def test_a_trap_taken_as_a_distractor_gets_a_card_of_its_own_and_comes_back(ada, trap, lured):
    give(ada, lured, 2)

    card = Card.objects.get(learner_id=ada.pk, fact=trap)
    assert card.is_new
    tomorrow = day_of(ada.pk, NOW + timedelta(days=1)).queue()
    assert trap.pk in {one.fact_id for one in tomorrow}


def test_an_open_trap_comes_back_on_the_next_day_whatever_its_recall(ada, trap):
    give(ada, trap, 1, days=-3)
    give(ada, trap, 2, days=-1)
    Card.objects.filter(fact=trap).update(stability=90.0, due_at=NOW + timedelta(days=90))

    assert trap.pk in {one.fact_id for one in day_of(ada.pk, NOW).queue()}


def test_refusals_on_two_later_days_clear_a_trap_of_one_form(ada, trap):
    give(ada, trap, 1)
    assert left(ada, trap) == 2
    give(ada, trap, 2)
    assert left(ada, trap) == 2, "on the day of the fall the truth has just been read"
    give(ada, trap, 2, days=2)
    assert left(ada, trap) == 1
    give(ada, trap, 2, days=4)
    assert left(ada, trap) == 0
    give(ada, trap, 1, days=6)
    assert left(ada, trap) == 2


def test_where_a_trap_has_two_forms_one_of_them_is_not_enough(ada, trap, lured):
    make_item(trap, form="recall", kind="card", options=[], keys=[])
    give(ada, lured, 2)
    for days in (2, 4):
        give(ada, trap, 2, days=days)
    assert left(ada, trap) == 1

    give(ada, lured, 1, days=6)

    assert left(ada, trap) == 0, "the right option beside the trap's is another form"


def test_falls_and_refusals_of_written_answers_count(ada, lesson, trap):
    question = make_question(lesson)
    rubric = make_rubric(question)
    Misconception.objects.filter(rubric=rubric).update(fact=trap)

    def write(text, days):
        at = NOW + timedelta(days=days)
        submit_answer(learner_id=ada.pk, question=question, key=make_key(), text=text, at=at)

    write("RAG will change the weights of the model for good.", 0)
    assert left(ada, trap) == 2
    write("RAG adds something to the prompt and nobody knows what that is good for.", 2)
    assert left(ada, trap) == 2, "an answer that earns little refuses nothing"

    write("RAG fetches the manual and does not change the weights.", 4)

    assert left(ada, trap) == 1
    assert [one.encounter.form for one in trap_logs(ada.pk, [trap.pack_id])[0].meetings] == ["written", "written"]


def test_a_fall_that_was_taken_back_is_none(ada, trap):
    session, _ = give(ada, trap, 1)

    undo_last(row=row_of(session), key=make_key(), at=NOW)

    assert trap_logs(ada.pk, [trap.pack_id]) == []


def test_the_page_tells_where_and_when_and_what_is_true(ada, as_user, trap, lured):
    give(ada, lured, 2)

    html = as_user(ada).get(PAGE).content.decode()

    for words in ("RAG trains the model.", "It adds text.", "2 refusals left", "among the options", "Practise these"):
        assert words in html
    assert f"{lured.lesson.key}/" in html
    assert "#t" in html, "the block of the lesson"


def test_practising_traps_asks_the_trap_itself(ada, as_user, trap, lured):
    give(ada, lured, 2)
    client = as_user(ada)

    client.post(reverse("study:start"), {"key": str(make_key()), "source": "practice", "what": "traps"})

    session = StudySession.objects.get(source="practice")
    assert [entry.fact_id for entry in entries_of(session)] == [trap.pk]


def test_a_cleared_trap_is_folded_away(ada, as_user, trap):
    for days, choice in ((-9, 1), (-5, 2), (-3, 2)):
        give(ada, trap, choice, days=days)

    html = as_user(ada).get(PAGE).content.decode()

    assert "All seen through." in html
    assert "1 trap cleared" in html


def test_others_see_none_of_it(ada, bo, as_user, trap):
    give(ada, trap, 1)

    html = as_user(bo).get(PAGE).content.decode()

    assert "RAG trains" not in html
    assert "You have not fallen for an exam trap." in html
    assert Review.objects.filter(learner_id=bo.pk).count() == 0


def test_the_page_is_for_people_who_are_signed_in(client, db):
    assert client.get(PAGE).status_code == 302
