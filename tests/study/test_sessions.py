"""A whole session: misses come once more, and the end says what was."""

from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.study.asking import current
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.plan import Entry, as_json, entries_of, progress_of
from studyapp.study.services import record_response, start_session
from studyapp.study.services.verifying import differences
from tests.study.factories import enrol, make_item, make_key, make_lesson, make_session, row_of
from tests.study.pages import answer, fields_for, page_of, response_form


@pytest.fixture
def facts(db):
    return list(make_lesson(facts=3).section.facts.order_by("position"))


def give(client, session, *, right=True):
    asked = current(row_of(session))
    html = page_of(client, session)
    return answer(client, session, response_form(html) | fields_for(asked.item, html, right=right), htmx=True)


def test_a_miss_is_asked_once_more_on_the_same_day(ada, as_user, facts):
    session, client = make_session(ada, facts[:2]), as_user(ada)

    assert "Comes once more in this session" in give(client, session, right=False).content.decode()
    give(client, session)
    give(client, session, right=False)

    stored = StudySession.objects.get()
    assert [entry.fact_id for entry in entries_of(stored)] == [facts[0].pk, facts[1].pk, facts[0].pk]
    assert stored.ended_at is not None, "a second miss is left for another day"
    relearned = Review.objects.get(kind="relearn")
    assert (relearned.delta_days, relearned.is_repeat) == (0, True)
    assert Card.objects.get(fact=facts[0]).lapses == 0, "it had never been learned on an earlier day"
    assert not list(differences(ada.pk))


def test_a_miss_comes_again_in_another_form_where_there_is_one(ada, facts):
    enrol(ada, facts[0].pack)
    make_item(facts[0], form="reverse")
    session = start_session(
        learner_id=ada.pk, source="lesson", key=make_key(), at=timezone.now(), lesson=facts[0].lesson
    )
    entry = next(entry for entry in entries_of(session) if entry.fact_id == facts[0].pk)

    assert entry.item_id != entry.other_item_id == entry.again().item_id


def test_forms_take_turns_from_review_to_review(ada, facts):
    enrol(ada, facts[0].pack)
    make_item(facts[0], form="reverse")
    forms = []
    for day in (0, 5, 15):
        at = timezone.now() + timedelta(days=day)
        session = start_session(learner_id=ada.pk, source="lesson", key=make_key(), at=at, lesson=facts[0].lesson)
        while asked := current(row_of(session)):
            if asked.card.fact_id == facts[0].pk:
                forms.append(asked.item.form)
            key = asked.item.keys[0]
            record_response(asked=asked, key=make_key(), version=asked.card.version, response=Response((key,)), at=at)

    assert forms == ["forward", "reverse", "forward"]


def test_the_end_counts_first_tries_and_lists_misses_with_their_answers(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    give(client, session, right=False)
    give(client, session)
    give(client, session)
    give(client, session)

    html = client.get(reverse("study:end", args=[session.id])).content.decode()

    assert "2 of 3 right at first try</strong>; 1 repeat; " in html
    assert "Tomorrow: " in html
    assert html.count('class="stack miss"') == 1
    assert "alpha" in html
    assert "Redo misses" in html


def test_leaving_half_way_keeps_every_answer_and_says_so(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    give(client, session)

    html = client.get(reverse("study:end", args=[session.id])).content.decode()

    assert "1 of 1 right" in html
    assert "No misses." in html
    assert "goes on where you stopped" in html


def test_a_session_without_an_answer_ends_without_figures(ada, as_user, facts):
    session = make_session(ada, facts)

    assert "Nothing was answered" in as_user(ada).get(reverse("study:end", args=[session.id])).content.decode()


def test_misses_can_be_redone_as_repeats(ada, as_user, facts):
    session, client = make_session(ada, facts[:2]), as_user(ada)
    give(client, session, right=False)
    give(client, session)
    give(client, session)

    response = client.post(
        reverse("study:start"), {"key": str(make_key()), "source": "missed", "after": str(session.id)}
    )

    redo = StudySession.objects.get(source="missed")
    assert response.headers["Location"] == reverse("study:session", args=[redo.id])
    assert [(entry.fact_id, entry.is_repeat) for entry in entries_of(redo)] == [(facts[0].pk, True)]
    give(client, redo)
    assert "1 of 1 right" in client.get(reverse("study:end", args=[redo.id])).content.decode()


def test_somebody_elses_misses_cannot_be_redone(ada, bo, as_user, facts):
    session = make_session(ada, facts[:1])
    give(as_user(ada), session, right=False)

    sent = {"key": str(make_key()), "source": "missed", "after": str(session.id)}
    as_user(bo).post(reverse("study:start"), sent)

    assert not StudySession.objects.filter(learner_id=bo.pk).exists()


def test_progress_counts_questions_and_the_minutes_left(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)

    assert "1 of 3, about 1 min" in page_of(client, session)
    give(client, session)

    assert progress_of(StudySession.objects.get()).done == 1
    assert "2 of 3" in page_of(client, session)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (12, 1), (70, 1), (100, 2)])
def test_a_session_says_the_minutes_that_today_said(seconds: int, minutes: int) -> None:
    plan = as_json([Entry(1, 1, 1, float(seconds))]) if seconds else []
    assert progress_of(StudySession(position=0, plan=plan)).minutes == minutes


def test_the_same_start_form_twice_is_one_session(ada, facts):
    enrol(ada, facts[0].pack)
    key = make_key()

    first, second = (
        start_session(learner_id=ada.pk, source="lesson", key=key, at=timezone.now(), lesson=facts[0].lesson)
        for _ in range(2)
    )

    assert first.id == second.id == key
    assert StudySession.objects.count() == 1


def at(wall: str, zone: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))


def respond(learner, fact, when: datetime, *, right=True) -> Review:
    session = make_session(learner, [fact], study_day=1, started_at=when)
    asked = current(row_of(session))
    choice = asked.item.keys[0] if right else asked.item.keys[0] + 1
    return record_response(
        asked=asked, key=make_key(), version=asked.card.version, response=Response((choice,)), at=when
    )


def test_an_evening_and_the_next_morning_are_two_study_days(ada, facts):
    ada.time_zone = "Europe/Berlin"
    ada.save()

    evening = respond(ada, facts[0], at("2026-11-22 22:00", "Europe/Berlin"))
    morning = respond(ada, facts[0], at("2026-11-23 08:00", "Europe/Berlin"))
    night = respond(ada, facts[1], at("2026-11-24 03:59", "Europe/Berlin"))

    assert (morning.study_day - evening.study_day, morning.delta_days, morning.kind) == (1, 1, "review")
    assert night.study_day == morning.study_day


def test_travel_west_and_a_clock_set_back_never_make_the_day_fall(ada, facts):
    ada.time_zone = "Pacific/Kiritimati"
    ada.save()
    now = at("2026-11-23 06:00", "Pacific/Kiritimati")
    first = respond(ada, facts[0], now)
    ada.time_zone = "America/St_Johns"
    ada.save()

    travelled = respond(ada, facts[1], now + timedelta(minutes=5))
    set_back = respond(ada, facts[0], now - timedelta(hours=1))

    assert first.study_day == travelled.study_day == set_back.study_day
    assert set_back.delta_days == 0
    assert (first.zone, travelled.zone) == ("Pacific/Kiritimati", "America/St_Johns")
    assert not list(differences(ada.pk))


def test_the_time_of_a_response_is_the_servers(ada, as_user, facts):
    session, client = make_session(ada, facts), as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "1", "ms": "86400000"}
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=10)):
        answer(client, session, fields)

    review = Review.objects.get()
    assert review.milliseconds == 120_000, "idle time is cut"
    assert timedelta(minutes=9) < review.answered_at - review.shown_at < timedelta(minutes=11)
