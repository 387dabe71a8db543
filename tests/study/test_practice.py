"""Practice on demand: the learner chooses what is asked, and every answer is a review like any other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.domain.scheduling.memory import review
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.study_day import start_of
from studyapp.study.asking import current
from studyapp.study.models import Card, Flag, Review, StudySession
from studyapp.study.pairs import confused_pairs
from studyapp.study.plan import entries_of
from studyapp.study.planning import day_of
from studyapp.study.services import record_response, undo_last
from studyapp.study.services.verifying import differences
from tests.study.factories import enrol, make_fact, make_item, make_key, make_lesson, make_pack, make_session, row_of

PAGE = reverse("study:practice")


@pytest.fixture
def lesson(ada):
    revision = make_lesson(facts=4)
    enrol(ada, revision.section.pack)
    return revision


@pytest.fixture
def facts(lesson):
    return list(lesson.section.facts.order_by("position"))


def give(session, choice=1, *, at=None, confidence=""):
    """An answer to what the session asks; option 1 is the key of factory items."""
    asked = current(row_of(session))
    return record_response(
        asked=asked,
        key=make_key(),
        version=asked.card.version,
        response=Response((choice,)),
        at=at or timezone.now(),
        confidence=confidence,
    )


def start(client, what, **fields):
    return client.post(
        reverse("study:start"), {"key": str(make_key()), "source": "practice", "what": what, "most": "5", **fields}
    )


def asked_by(response):
    session = StudySession.objects.get(id=response.headers["Location"].split("/")[2])
    assert session.source == "practice"
    return [entry.fact_id for entry in entries_of(session)]


def test_today_leads_to_the_page_and_each_empty_choice_says_so(ada, as_user, lesson, facts):
    client = as_user(ada)
    make_session(ada, facts[:1])

    assert PAGE in client.get(reverse("study:today")).content.decode()
    html = client.get(PAGE).content.decode()

    for sentence in (
        "Nothing missed so far.",
        "Nothing flagged.",
        "No exam trap is open.",
        "No two rows mixed up so far.",
    ):
        assert sentence in html


def test_a_lesson_is_practised_with_as_many_questions_as_wanted(ada, as_user, lesson):
    response = start(as_user(ada), "lesson", lesson=f"{lesson.section.pack.key}/{lesson.section.key}", most="3")

    assert response.status_code == 303
    assert len(asked_by(response)) == 3


def test_a_domain_asks_only_its_own(ada, as_user, lesson, facts):
    pack = lesson.section.pack
    other = list(make_lesson(pack, facts=2, domain="d2").section.facts.all())
    make_session(ada, [*facts, *other])

    response = start(as_user(ada), "domain", domain=f"{pack.pk}/d2")

    assert set(asked_by(response)) == {fact.pk for fact in other}


def test_missed_only_asks_what_the_latest_first_try_missed(ada, as_user, facts):
    session = make_session(ada, facts[:3])
    give(session, 2)
    give(session)
    give(session, 2)
    undo_last(row=row_of(session), key=make_key(), at=timezone.now())

    response = start(as_user(ada), "missed")

    assert asked_by(response) == [facts[0].pk], "what was right or taken back was not missed"


def test_a_miss_made_good_on_another_day_is_missed_no_more(ada, as_user, facts):
    long_ago = timezone.now() - timedelta(days=5)
    give(make_session(ada, facts[:1], study_day=1), 2, at=long_ago)
    give(make_session(ada, facts[:1]))

    response = start(as_user(ada), "missed")

    assert response.headers["Location"] == PAGE
    assert not StudySession.objects.filter(source="practice").exists()


def test_practice_ahead_of_time_is_a_review_that_moves_memory(ada, as_user, facts):
    give(make_session(ada, facts[:1], study_day=1), 2, at=timezone.now() - timedelta(days=2))
    start(as_user(ada), "missed")

    review = give(StudySession.objects.get(source="practice"))

    assert (review.kind, review.is_repeat) == ("review", False)
    assert Card.objects.get(fact=facts[0]).reps == 2
    assert not list(differences(ada.pk))


def test_what_was_asked_today_comes_as_a_repeat(ada, as_user, facts):
    give(make_session(ada, facts[:1]), 2)
    start(as_user(ada), "missed")

    review = give(StudySession.objects.get(source="practice"))

    assert (review.kind, review.is_repeat) == ("relearn", True)


@pytest.mark.parametrize(
    "sent",
    [
        {"what": ""},
        {"what": "everything"},
        {"what": "domain", "domain": ""},
        {"what": "domain", "domain": "x/y"},
        {"what": "missed", "most": "0"},
        {"what": "missed", "key": "none"},
    ],
)
def test_a_form_that_is_not_whole_shows_the_page_again(ada, as_user, facts, sent):
    response = as_user(ada).post(
        reverse("study:start"), {"key": str(make_key()), "source": "practice", "most": "5", **sent}
    )

    assert response.status_code == 422
    assert "<h1>Practice</h1>" in response.content.decode()
    assert 'role="alert"' in response.content.decode()
    assert not StudySession.objects.exists()


def test_a_lesson_or_domain_of_a_foreign_private_pack_is_out_of_reach(ada, ines, as_user, lesson):
    secret = make_lesson(make_pack("secret", owner=ines, is_public=False))
    client = as_user(ada)

    assert start(client, "lesson", lesson=f"secret/{secret.section.key}").status_code == 404
    assert start(client, "domain", domain=f"{secret.section.pack.pk}/d1").headers["Location"] == PAGE
    assert not StudySession.objects.exists()


def test_without_a_pack_the_page_leads_to_the_packs(ada, as_user):
    assert reverse("library:packs") in as_user(ada).get(PAGE).content.decode()


def test_the_page_costs_the_same_for_few_and_many_cards(ada, as_user, lesson, facts):
    client, counts = as_user(ada), []
    for known in (facts, list(make_lesson(lesson.section.pack, facts=25).section.facts.all())):
        session = make_session(ada, known)
        give(session, 2)
        Flag.objects.create(learner_id=ada.pk, fact=known[0], flagged_at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        counts.append(len(captured))

    assert counts[0] == counts[1]


# Flags


def test_a_flag_is_set_listed_practised_and_taken_off(ada, as_user, facts):
    session, client = make_session(ada, facts[:2]), as_user(ada)
    url, back = reverse("study:flag", args=[facts[1].pk]), reverse("study:session", args=[session.id])

    for _ in range(2):
        response = client.post(url, {"on": "1", "session": str(session.id)})
        assert (response.status_code, response.headers["Location"]) == (303, back)

    assert Flag.objects.get().fact_id == facts[1].pk
    assert facts[1].title in client.get(PAGE).content.decode()
    assert asked_by(start(client, "flagged")) == [facts[1].pk]
    assert client.post(url).headers["Location"] == f"{PAGE}#flags"
    assert not Flag.objects.exists()


def test_htmx_swaps_the_flag_alone(ada, as_user, facts):
    session = make_session(ada, facts[:1])
    html = as_user(ada).get(reverse("study:session", args=[session.id])).content.decode()
    assert 'data-key="f"' in html

    response = as_user(ada).post(
        reverse("study:flag", args=[facts[0].pk]),
        {"on": "1", "session": str(session.id)},
        headers={"HX-Request": "true"},
    )

    swapped = response.content.decode()
    assert 'id="flag"' in swapped
    assert "Remove flag" in swapped
    assert "<html" not in swapped
    assert 'id="live"' in swapped


def test_after_a_response_the_flag_leads_back_to_its_result(ada, as_user, facts):
    session, client = make_session(ada, facts[:2]), as_user(ada)
    review = give(session)
    sent = {"on": "1", "session": str(session.id), "answered": str(review.id)}

    response = client.post(reverse("study:flag", args=[facts[0].pk]), sent, follow=True)

    assert response.redirect_chain[0][0].endswith(f"?answered={review.id}")
    assert "Remove flag" in response.content.decode()


def test_a_question_that_is_not_ones_own_cannot_be_flagged(ada, bo, as_user, facts):
    make_session(ada, facts)

    assert as_user(bo).post(reverse("study:flag", args=[facts[0].pk]), {"on": "1"}).status_code == 404
    assert not Flag.objects.exists()


# Confidence


def sent_with(client, session, confidence):
    from tests.study.pages import answer, page_of, response_form

    return answer(client, session, response_form(page_of(client, session)) | {"choice": "1"} | confidence, htmx=True)


@pytest.mark.parametrize(("said", "stored"), [("sure", "sure"), ("guess", "guess"), ("", ""), ("certainly", "")])
def test_how_sure_one_was_is_stored_and_never_stands_in_the_way(ada, as_user, facts, said, stored):
    response = sent_with(as_user(ada), make_session(ada, facts[:1]), {"confidence": said} if said else {})

    assert response.status_code == 200
    assert Review.objects.get().confidence == stored


def test_sure_and_wrong_is_worth_a_second_look(ada, as_user, facts):
    session, client = make_session(ada, facts[:2]), as_user(ada)
    for confidence, choice in (("sure", 2), ("unsure", 2)):
        review = give(session, choice, confidence=confidence)
        html = client.get(reverse("study:session", args=[session.id]) + f"?answered={review.id}").content.decode()
        assert ("You were sure" in html) == (confidence == "sure")


@pytest.mark.parametrize(("said", "rating"), [("", 3), ("sure", 3), ("unsure", 2), ("guess", 2)])
def test_right_but_not_sure_counts_as_recalled_with_effort(ada, as_user, facts, said, rating):
    session, client = make_session(ada, facts[:2]), as_user(ada)

    review = give(session, confidence=said)

    html = client.get(reverse("study:session", args=[session.id]) + f"?answered={review.id}").content.decode()
    assert (review.rating, review.rating_rule, review.score) == (rating, 2, 1.0)
    assert ("You were not sure" in html) == (rating == 2)
    assert not list(differences(ada.pk))


def test_sure_and_wrong_is_asked_first_on_the_next_study_day_though_it_was_learned_again_today(ada, as_user, facts):
    now = timezone.now()
    cards = Card.objects.of(ada.pk)
    session, client = make_session(ada, facts[:1], study_day=now.date().toordinal()), as_user(ada)
    Card.objects.filter(learner_id=ada.pk).update(stability=300.0, difficulty=3.0, last_day=now.date().toordinal() - 9)
    day = day_of(ada.pk, now)
    assert not [one for one in day.candidates if one.is_recheck]

    give(session, 2, confidence="sure", at=now)
    again = give(session, at=now + timedelta(seconds=30))

    html = client.get(reverse("study:session", args=[session.id]) + f"?answered={again.id}").content.decode()
    assert "Back tomorrow" in html
    card = cards.get()
    assert card.recheck_at == card.due_at == start_of(again.study_day + 1, ada.time_zone)
    later = day_of(ada.pk, card.due_at + timedelta(hours=1))
    assert [one.fact_id for one in later.queue()] == [facts[0].pk]


def test_rows_of_the_first_rule_replay_as_they_were_rated(ada, facts):
    session = make_session(ada, facts[:2])
    right, wrong = give(session, confidence="guess"), give(session, 2, confidence="sure")
    Review.objects.filter(id=right.id).update(rating=3, rating_rule=1)
    Review.objects.filter(id=wrong.id).update(rating_rule=1)

    told = {one.fact_id: one.what for one in differences(ada.pk)}

    assert f"the log says {review(None, 3, right.study_day, DEFAULT).stability}" in told[right.fact_id]
    assert told[wrong.fact_id].startswith("recheck_at is")
    assert told[wrong.fact_id].endswith("the log says None")  # it does not come back early


def test_confidence_is_asked_unless_switched_off_on_me(ada, as_user, facts):
    session, client = make_session(ada, facts[:1]), as_user(ada)
    url = reverse("study:session", args=[session.id])
    assert 'name="confidence"' in client.get(url).content.decode()
    assert "How sure" not in client.get(url).content.decode().split("<template")[0].split("</form>")[-1]

    saved = client.post(
        reverse("accounts:save_section", args=["study"]), {"minutes_per_day": "30", "time_zone": ada.time_zone}
    )

    assert saved.status_code == 303
    assert 'name="confidence"' not in client.get(url).content.decode()


# Confusable rows


def make_row(lesson, name, column="use"):
    fact = make_fact(lesson, family=f"table/{name.lower()}", column=f"table/{column}", title=f"{name}, {column}")
    make_item(fact)
    return fact


def test_both_rows_that_were_mixed_up_come_in_one_session(ada, as_user, lesson):
    alpha, beta, gamma = (make_row(lesson, name) for name in ("Alpha", "Beta", "Gamma"))
    session = make_session(ada, [alpha, beta, gamma])
    give(session, 2)  # the value of the row Beta

    pack = lesson.section.pack
    assert [(one.fact_id, one.other_id, one.times) for one in confused_pairs(ada.pk, [pack.pk])] == [
        (alpha.pk, beta.pk, 1)
    ]
    assert asked_by(start(as_user(ada), "rows")) == [alpha.pk, beta.pk]
    assert "1 pair that you mixed up" in as_user(ada).get(PAGE).content.decode()


def test_a_pair_told_apart_on_a_later_day_is_gone(ada, lesson):
    alpha, beta = make_row(lesson, "Alpha"), make_row(lesson, "Beta")
    packs = [lesson.section.pack_id]
    give(make_session(ada, [alpha, beta], study_day=1), 2, at=timezone.now() - timedelta(days=3))
    assert confused_pairs(ada.pk, packs)

    give(make_session(ada, [alpha]))

    assert not confused_pairs(ada.pk, packs)


def test_a_choice_taken_back_and_a_row_nobody_asks_make_no_pair(ada, lesson):
    alpha, beta = make_row(lesson, "Alpha"), make_row(lesson, "Beta")
    session = make_session(ada, [alpha, beta])
    give(session, 3)  # Gamma has no cell here
    packs = [lesson.section.pack_id]
    assert not confused_pairs(ada.pk, packs)

    give(session, 3)
    undo_last(row=row_of(session), key=make_key(), at=timezone.now())

    assert not confused_pairs(ada.pk, packs)
