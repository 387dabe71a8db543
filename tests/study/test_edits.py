"""What a published edit does to cards, and what the pages say of it."""

from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.library.editing import FactEdit, note_edits
from studyapp.library.models import FactChange
from studyapp.study.changes import changed_answers, told_since
from studyapp.study.models import Card, Review
from studyapp.study.planning import day_of
from studyapp.study.services import follow_edit, record_criterion_reviews, undo_last
from studyapp.study.services.verifying import differences
from tests.factories import make_rubric
from tests.study.factories import make_key, make_learner, make_lesson, make_session, row_of
from tests.study.pages import answer, page_of, response_form

OLD, NEW = "a red one", "a blue one"


def publish_edit(fact, severity, *, was=OLD, now=NEW, at=None):
    """What publishing does to one fact."""
    at = at or timezone.now()
    changed = note_edits(fact.pack, [FactEdit(fact.key, severity, was, now)], at)
    follow_edit(changed, version=fact.pack.current_version, key=make_key(), at=at)


def learn(learner, fact, client, *, right=True):
    """One answer, as a browser gives it."""
    session = make_session(learner, [fact])
    fields = response_form(page_of(client, session)) | {"choice": "1"}
    assert answer(client, session, fields, htmx=True).status_code == 200
    return session


def verify():
    out = StringIO()
    call_command("verify_state", stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def fact(db):
    return make_lesson(facts=1).section.facts.get()


@pytest.fixture
def client(ada, as_user):
    return as_user(ada)


def test_a_typo_does_nothing_at_all(ada, fact, client):
    learn(ada, fact, client)
    before = Card.objects.values().get()

    publish_edit(fact, "typo")

    assert Card.objects.values().get() == before
    assert not FactChange.objects.exists()
    fact.refresh_from_db()
    assert fact.changed_at is None


def test_a_clarification_moves_no_card_and_is_marked_until_the_question_was_answered_again(ada, fact, client):
    learn(ada, fact, client)
    before = Card.objects.values().get()

    publish_edit(fact, "clarification")

    assert Card.objects.values().get() == before
    session = make_session(ada, [fact])
    page = page_of(client, session)
    assert "Updated" in page
    assert OLD not in page
    answer(client, session, response_form(page) | {"choice": "1"})
    assert "Updated" not in page_of(client, make_session(ada, [fact]))


def test_another_meaning_keeps_the_memory_and_asks_again_the_next_day(ada, fact, client):
    learn(ada, fact, client)
    before = Card.objects.get()
    at = timezone.now()

    publish_edit(fact, "meaning", at=at)

    card = Card.objects.get()
    assert (card.stability, card.difficulty, card.last_day) == (before.stability, before.difficulty, before.last_day)
    assert card.due_at == min(before.due_at, at) == card.recheck_at
    assert [one.fact_id for one in day_of(ada.pk, at + timedelta(days=1)).queue()] == [fact.pk]
    assert "1 cards of 1 learners agree" in verify()


def test_a_second_edit_of_the_meaning_before_the_answer_adds_no_row(ada, fact, client):
    learn(ada, fact, client)
    publish_edit(fact, "meaning")
    publish_edit(fact, "meaning")

    assert Review.objects.filter(kind="recheck").count() == 1
    assert "1 cards of 1 learners agree" in verify()


def test_another_answer_starts_the_memory_anew_with_the_old_difficulty(ada, fact, client):
    learn(ada, fact, client)
    before = Card.objects.get()

    publish_edit(fact, "flipped")

    card = Card.objects.get()
    assert (card.stability, card.last_day, card.reps, card.lapses) == (None, None, 0, 0)
    assert card.difficulty == before.difficulty
    assert Review.objects.count() == 2
    assert "1 cards of 1 learners agree" in verify()
    learn(ada, fact, client)
    assert Card.objects.get().stability is not None
    assert "1 cards of 1 learners agree" in verify()


def test_a_question_at_hand_when_its_answer_changes_is_not_scored(ada, fact, client):
    learn(ada, fact, client)
    session = make_session(ada, [fact])
    fields = response_form(page_of(client, session)) | {"choice": "1"}

    publish_edit(fact, "flipped")

    assert answer(client, session, fields, htmx=True).status_code == 409
    assert "1 cards of 1 learners agree" in verify()


def test_an_answer_given_before_the_edit_can_be_taken_back_after_it(ada, fact, client):
    session = learn(ada, fact, client)
    publish_edit(fact, "flipped")

    undo_last(row=row_of(session), key=make_key(), at=timezone.now())

    card = Card.objects.get()
    assert (card.version, card.stability, card.difficulty, card.seen_at) == (3, None, None, None)
    assert "1 cards of 1 learners agree" in verify()


def test_whoever_never_saw_the_fact_is_told_nothing(ada, fact, client):
    session = make_session(ada, [fact])

    publish_edit(fact, "flipped")

    assert not Review.objects.exists()
    assert "was changed" not in page_of(client, session)
    assert changed_answers(ada.pk, [fact.pack_id]) == ()


def test_a_changed_answer_is_told_on_today_and_in_words_only_after_the_response(ada, fact, client):
    learn(ada, fact, client)
    publish_edit(fact, "flipped")

    today = client.get(reverse("study:today")).content.decode()
    assert OLD in today
    assert NEW in today
    session = make_session(ada, [fact])
    page = page_of(client, session)
    assert "The answer was changed" in page
    assert NEW not in page
    fields = response_form(page) | {"choice": "1"}
    result = answer(client, session, fields, htmx=True).content.decode()
    assert OLD in result
    assert NEW in result
    again = page_of(client, session, f"?answered={fields['key']}")
    assert NEW in again
    assert NEW not in client.get(reverse("study:today")).content.decode()


def test_an_answer_that_was_changed_back_is_told_to_nobody(ada, fact, client):
    learn(ada, fact, client)
    publish_edit(fact, "flipped")
    publish_edit(fact, "flipped", was=NEW, now=OLD)

    assert changed_answers(ada.pk, [fact.pack_id]) == ()
    assert "Updated" in page_of(client, make_session(ada, [fact]))


def test_a_changed_criterion_marks_its_question_until_it_is_answered_again(ada, client):
    rubric = make_rubric()
    pack, question = rubric.pack, rubric.questions.get()
    url = reverse("reflection:write", args=[pack.key, question.key])
    fact = rubric.criteria.all()[0].fact

    def write():
        record_criterion_reviews(
            learner_id=ada.pk, answer_key=make_key(), ratings=[(fact.pk, 3, 1.0)], at=timezone.now()
        )

    write()
    assert "Updated" not in client.get(url).content.decode()
    publish_edit(fact, "meaning")
    assert "Updated" in client.get(url).content.decode()
    write()
    assert "Updated" not in client.get(url).content.decode()


def test_several_changes_are_told_as_one_from_the_first_to_the_last():
    seen = timezone.now()
    steps = [("flipped", "A", "B"), ("clarification", "b", "b!"), ("flipped", "B", "C")]
    changes = [
        FactChange(severity=severity, was=was, now=now, changed_at=seen + timedelta(hours=number))
        for number, (severity, was, now) in enumerate(steps, 1)
    ]

    told = told_since(changes, seen)

    assert told is not None
    assert (told.was, told.now, told.is_flipped) == ("A", "C", True)
    assert told_since(changes, seen + timedelta(hours=4)) is None
    assert told_since(changes, None) is None
    half = told_since(changes, seen, until=seen + timedelta(hours=2))
    assert half is not None
    assert half.now == "B"


def test_statements_do_not_grow_with_learners(fact):
    now = timezone.now()

    def statements(count):
        learners = [make_learner() for _ in range(count)]
        Card.objects.bulk_create(
            Card(
                learner_id=one.pk, fact=fact, version=0, stability=3.0, difficulty=5.0, last_day=now.toordinal() - 1,
                due_at=now + timedelta(days=9), introduced_at=now,
            )
            for one in learners
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            publish_edit(fact, "meaning")
        Card.objects.all().delete()
        return len(captured)

    statements(1)  # reads the pack once
    assert statements(2) == statements(20) <= 10


def test_an_edit_of_hundreds_of_learners_reaches_each_of_them_once(fact, monkeypatch):
    monkeypatch.setattr("studyapp.study.services.editing.LEARNERS_AT_ONCE", 7)
    now = timezone.now()
    Card.objects.bulk_create(
        Card(
            learner_id=number, fact=fact, version=3, stability=3.0, difficulty=5.0, last_day=now.toordinal() - 1,
            due_at=now + timedelta(days=9), introduced_at=now,
        )
        for number in range(1, 31)
    )  # fmt: skip

    publish_edit(fact, "flipped")

    assert Card.objects.filter(version=4, stability=None, difficulty=5.0).count() == 30
    assert Review.objects.filter(kind="restart", card_version=4).count() == 30
    assert isinstance(Review.objects.first().cause, UUID)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_arrives_while_the_edit_is_published_counts_before_it_or_not_at_all(as_user):
    fact = make_lesson(facts=1).section.facts.get()
    learners = [make_learner() for _ in range(6)]
    clients = [as_user(learner) for learner in learners]
    sessions = []
    for learner, client in zip(learners, clients, strict=True):
        learn(learner, fact, client)
        sessions.append(make_session(learner, [fact]))
    forms = [
        response_form(page_of(client, session)) | {"choice": "1"}
        for client, session in zip(clients, sessions, strict=True)
    ]
    barrier, statuses = Barrier(len(clients) + 1, timeout=60), []

    def respond(number):
        barrier.wait()
        statuses.append(answer(clients[number], sessions[number], forms[number], htmx=True).status_code)
        connection.close()

    threads = [Thread(target=respond, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    barrier.wait()
    with transaction.atomic():
        publish_edit(fact, "flipped")
    for thread in threads:
        thread.join()

    assert set(statuses) <= {200, 409}
    assert not any(list(differences(learner.pk)) for learner in learners)
    assert Card.objects.filter(stability=None).count() == len(learners)
    assert Review.objects.exclude(kind="restart").count() == len(learners) + statuses.count(200)


def test_a_restart_counts_neither_as_an_answer_nor_as_a_day(ada, fact, client):
    session = learn(ada, fact, client)
    day = session.study_day
    publish_edit(fact, "flipped")

    assert day_of(ada.pk, timezone.now()).busy_families == frozenset({f"{fact.pack_id}/{fact.family}"})
    assert Review.objects.get(kind="restart").study_day >= day
    assert Review.objects.get(kind="restart").milliseconds == 0
