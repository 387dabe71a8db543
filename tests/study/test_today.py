"""Today: what waits, one Start, and other ways."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.domain.scheduling.memory import TARGET, MemoryState, due_day
from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.study_day import start_of, study_day
from studyapp.study.asking import current
from studyapp.study.models import Card, Enrolment, LessonRead, StudySession
from studyapp.study.plan import as_json, entries_of
from studyapp.study.planning import day_of, weights
from studyapp.study.services import record_response, start_session, understand_lesson, undo_last
from tests.factories import make_guest, make_rubric
from tests.study.factories import (
    enrol,
    make_fact,
    make_item,
    make_key,
    make_lesson,
    make_pack,
    make_session,
    row_of,
)


def page(client, query=""):
    return client.get(reverse("study:today") + query)


def learn(learner, fact, *, days_ago=20, stability=3.0):
    """A card that was last reviewed some days ago."""
    last = study_day(timezone.now(), "UTC") - days_ago
    due = due_day(MemoryState(stability, 5.0, last), TARGET, DEFAULT)
    card, _ = Card.objects.update_or_create(
        learner_id=learner.pk,
        fact=fact,
        defaults={
            "stability": stability,
            "difficulty": 5.0,
            "last_day": last,
            "due_at": start_of(due, "UTC"),
            "introduced_at": timezone.now() - timedelta(days=days_ago),
        },
    )
    return card


def respond(session, *, seconds=1):
    """A right response to the question that the session is at."""
    asked = current(row_of(session))
    return record_response(
        asked=asked,
        key=make_key(minutes=5),
        version=asked.card.version,
        response=Response((asked.item.keys[0],)),
        at=timezone.now(),
        milliseconds=seconds * 1_000,
    )


@pytest.fixture
def lesson(db):
    return make_lesson()


@pytest.fixture
def facts(lesson):
    return list(lesson.section.facts.order_by("position"))


def test_a_first_visit_takes_up_the_public_pack_and_offers_two_ways_to_begin(ada, as_user, lesson):
    html = page(as_user(ada)).content.decode()

    assert Enrolment.objects.get(learner_id=ada.pk).pack == lesson.section.pack
    assert "Try 5 questions" in html
    assert f"Read lesson {lesson.number}" in html
    assert not Card.objects.exists()


def test_a_named_pack_is_taken_up_but_never_a_private_one(ada, ines, as_user, lesson):
    wanted = make_lesson(make_pack("wanted"))
    make_lesson(make_pack("secret", owner=ines, is_public=False))
    client = as_user(ada)

    page(client, "?pack=wanted")
    page(client, "?pack=secret")

    assert [one.pack for one in Enrolment.objects.filter(learner_id=ada.pk)] == [wanted.section.pack]


@pytest.mark.parametrize("key", ["", "own"])
def test_an_owners_private_pack_is_not_taken_up_unless_it_is_named(ines, as_user, key):
    own = make_lesson(make_pack("own", owner=ines, is_public=False)).section.pack
    public = make_lesson(make_pack("public")).section.pack

    page(as_user(ines), f"?pack={key}")

    assert Enrolment.objects.get(learner_id=ines.pk).pack == (own if key else public)


def test_without_any_pack_the_page_says_so(ada, as_user):
    assert "nothing to study yet" in page(as_user(ada)).content.decode()


def test_five_questions_of_the_first_lesson_are_one_form_away(ada, as_user, lesson):
    client = as_user(ada)
    page(client)
    value = f"{lesson.section.pack.key}/{lesson.section.key}"

    response = client.post(
        reverse("study:start"), {"key": str(make_key()), "source": "lesson", "lesson": value, "most": "5"}
    )

    assert response.status_code == 303
    session = StudySession.objects.get()
    assert len(session.plan) == 5
    assert not LessonRead.objects.exists()
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_lesson_marked_understood_brings_its_new_questions(ada, as_user, lesson):
    client = as_user(ada)
    url = reverse("study:understood", args=[lesson.section.pack.key, lesson.section.key])

    response = client.post(url)
    client.post(url)

    assert response.status_code == 303
    assert LessonRead.objects.count() == 1
    assert Card.objects.count() == 5
    html = page(client).content.decode()
    assert "New questions" in html
    assert "Start" in html


def test_a_lesson_of_a_foreign_private_pack_cannot_be_marked(ada, ines, as_user):
    secret = make_lesson(make_pack("secret", owner=ines, is_public=False))

    assert as_user(ada).post(reverse("study:understood", args=["secret", secret.section.key])).status_code == 404
    assert not Card.objects.exists()


def test_due_reviews_stand_with_their_number_and_time(ada, as_user, lesson, facts):
    enrol(ada, lesson.section.pack)
    for fact in facts[:3]:
        learn(ada, fact)

    html = page(as_user(ada)).content.decode()

    row = html.split("Reviews</th>")[1].split("</tr>")[0]
    assert "<td>3</td>" in row
    assert "about 1 min" in row


def test_when_nothing_is_due_the_page_says_done_and_what_tomorrow_brings(ada, as_user, lesson, facts):
    enrol(ada, lesson.section.pack)
    learn(ada, facts[0], days_ago=2, stability=3.0)

    html = page(as_user(ada)).content.decode()

    assert "Done for today." in html
    assert "Tomorrow: 1 review, under a minute." in html
    assert "Extra practice" in html


def test_start_plans_the_due_reviews_and_goes_on_where_it_stopped(ada, as_user, lesson, facts):
    enrol(ada, lesson.section.pack)
    for fact in facts:
        learn(ada, fact)
    client = as_user(ada)

    first = client.post(reverse("study:start"), {"key": str(make_key()), "source": "due"})
    again = client.post(reverse("study:start"), {"key": str(make_key()), "source": "due"})

    assert first.headers["Location"] == again.headers["Location"]
    assert {entry[0] for entry in StudySession.objects.get().plan} == {fact.pk for fact in facts}


@pytest.mark.parametrize("is_same_form", [True, False])
def test_going_on_with_a_session_keeps_the_learner_from_being_forgotten(ada, as_user, lesson, facts, is_same_form):
    enrol(ada, lesson.section.pack)
    learn(ada, facts[0])
    client, key = as_user(ada), str(make_key())
    client.post(reverse("study:start"), {"key": key, "source": "due"})
    type(ada).objects.update(last_answer_at=None)

    client.post(reverse("study:start"), {"key": key if is_same_form else str(make_key()), "source": "due"})

    ada.refresh_from_db()
    assert ada.last_answer_at is not None


def test_an_unfinished_session_stands_on_today_with_what_is_left(ada, as_user, lesson, facts):
    enrol(ada, lesson.section.pack)
    for fact in facts[:4]:
        learn(ada, fact)
    session = make_session(ada, facts[:3], study_day=study_day(timezone.now(), "UTC"), position=1)

    html = page(as_user(ada)).content.decode()

    assert "Go on: 2 left, about 1 min" in html
    assert "Reviews</th>" not in html, "Start goes on with the session, not with these"
    sent = {"key": str(make_key()), "source": "due"}
    going = as_user(ada).post(reverse("study:start"), sent)
    assert going.headers["Location"] == reverse("study:session", args=[session.id])


def test_start_with_nothing_due_leads_back_with_a_sentence(ada, as_user, lesson):
    enrol(ada, lesson.section.pack)
    client = as_user(ada)

    response = client.post(reverse("study:start"), {"key": str(make_key()), "source": "due"}, follow=True)

    assert response.redirect_chain == [(reverse("study:today"), 303)]
    assert "nothing to ask here now" in response.content.decode()
    assert not StudySession.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"key": "x", "source": "due"}, {"source": "everything"}])
def test_a_start_form_that_is_not_whole_is_refused(ada, as_user, lesson, sent):
    assert as_user(ada).post(reverse("study:start"), sent).status_code == 422
    assert not StudySession.objects.exists()


def test_a_lesson_that_does_not_exist_cannot_be_started(ada, as_user, lesson):
    sent = {"key": str(make_key()), "source": "lesson", "lesson": f"{lesson.section.pack.key}/none"}

    assert as_user(ada).post(reverse("study:start"), sent).status_code == 404


def test_extra_practice_asks_known_facts_that_are_not_due(ada, as_user, lesson, facts):
    enrol(ada, lesson.section.pack)
    learn(ada, facts[0], days_ago=1, stability=30.0)
    learn(ada, facts[1], days_ago=0)

    as_user(ada).post(reverse("study:start"), {"key": str(make_key()), "source": "extra"})

    assert [entry[0] for entry in StudySession.objects.get().plan] == [facts[0].pk]


def test_withdrawn_facts_and_other_packs_do_not_wait(ada, lesson, facts):
    enrol(ada, lesson.section.pack)
    facts[0].is_live = False
    facts[0].save()
    elsewhere = make_lesson(facts=1).section.facts.get()
    for fact in [facts[0], facts[1], elsewhere]:
        learn(ada, fact)

    assert [one.fact_id for one in day_of(ada.pk, timezone.now()).queue()] == [facts[1].pk]


def test_a_fact_that_only_a_matching_item_asks_is_not_a_due_review(ada, lesson, facts):
    enrol(ada, lesson.section.pack)
    facts[0].items.update(form="match")
    learn(ada, facts[0])
    learn(ada, facts[1])

    assert [one.fact_id for one in day_of(ada.pk, timezone.now()).queue()] == [facts[1].pk]


def test_the_sibling_of_a_fact_asked_today_waits_until_tomorrow(ada, as_user, lesson):
    enrol(ada, lesson.section.pack)
    siblings = [make_fact(lesson, family="row") for _ in range(2)]
    for fact in siblings:
        make_item(fact)
        learn(ada, fact)
    assert len(day_of(ada.pk, timezone.now()).queue()) == 1

    session = make_session(ada, siblings[:1])
    respond(session)

    assert day_of(ada.pk, timezone.now()).queue() == ()
    assert [one.fact_id for one in day_of(ada.pk, timezone.now() + timedelta(days=1)).queue()] == [siblings[1].pk]

    undo_last(row=row_of(session), key=make_key(), at=timezone.now())

    assert len(day_of(ada.pk, timezone.now()).queue()) == 1, "what was taken back was not asked"


@pytest.mark.parametrize("source", ["lesson", "extra"])
def test_practice_asks_no_sibling_of_what_was_asked_today_until_nothing_else_is_left(ada, lesson, source):
    enrol(ada, lesson.section.pack)
    row = [make_fact(lesson, family="row") for _ in range(2)]
    for fact in row:
        make_item(fact)
    for fact in (facts := list(lesson.section.facts.all())):
        learn(ada, fact)
    respond(make_session(ada, row[:1]))

    def start():
        about = {"lesson": lesson.section} if source == "lesson" else {}
        return start_session(learner_id=ada.pk, source=source, key=make_key(), at=timezone.now(), **about)

    first = start()
    asked = {entry.fact_id for entry in entries_of(first)}
    assert asked == {fact.pk for fact in facts} - {fact.pk for fact in row}
    assert not any(entry.is_repeat for entry in entries_of(first))
    while current(row_of(first)):
        respond(first)

    again = entries_of(start())
    assert row[1].pk in {entry.fact_id for entry in again}
    assert all(entry.is_repeat for entry in again)


def test_the_end_of_a_session_of_repeats_still_counts(ada, as_user, lesson, facts):
    session = make_session(ada, facts[:1])
    session.plan = as_json([replace(entry, is_repeat=True) for entry in entries_of(session)])
    session.save()
    respond(session)

    assert "1 of 1 right" in as_user(ada).get(reverse("study:end", args=[session.id])).content.decode()


def test_a_day_is_as_long_as_its_learner_says(ada, lesson, facts):
    enrol(ada, lesson.section.pack)
    for fact in facts:
        learn(ada, fact)
    assert day_of(ada.pk, timezone.now()).seconds == 30 * 60
    ada.minutes_per_day = 1
    ada.save()

    assert day_of(ada.pk, timezone.now()).seconds == 60
    assert len(day_of(ada.pk, timezone.now()).queue()) < 5


def test_time_studied_today_leaves_less_for_the_rest_of_the_day(ada, lesson, facts):
    for fact in facts[:2]:
        learn(ada, fact)
    session = make_session(ada, facts[:3])

    for seconds in (100, 100, 40):
        respond(session, seconds=seconds)

    day = day_of(ada.pk, timezone.now())
    assert (day.whole_seconds, day.seconds, day.reviewed_seconds) == (1_800, 1_560, 200), "the third was new"
    assert day_of(ada.pk, timezone.now() + timedelta(days=1)).seconds == 1_800


def test_when_time_is_short_the_heavy_domain_of_the_exam_is_asked(ada, lesson, facts):
    pack = lesson.section.pack
    heavy = list(make_lesson(pack, facts=5, domain="d2").section.facts.all())
    enrol(ada, pack)
    for fact in [*facts, *heavy]:
        learn(ada, fact)
    ada.minutes_per_day = 1
    ada.save()
    domains = pack.current_version.domains
    for light, code in (("d1", "d2"), ("d2", "d1")):
        domains.filter(code=light).update(weight=5)
        domains.filter(code=code).update(weight=95)
        asked = {one.fact_id for one in day_of(ada.pk, timezone.now()).queue()}
        assert asked
        assert asked <= {fact.pk for fact in (heavy if code == "d2" else facts)}


def test_reviews_that_fall_due_in_the_coming_week_hold_new_facts_back(ada, lesson, facts):
    pack = lesson.section.pack
    enrol(ada, pack)
    understand_lesson(learner_id=ada.pk, lesson=lesson.section, at=timezone.now())
    assert len(day_of(ada.pk, timezone.now()).queue()) == 5
    ada.minutes_per_day = 1  # of which 48 s may be reviews of a day of the coming week, 336 s of all seven
    ada.save()
    for fact in make_lesson(pack, facts=30).section.facts.all():
        learn(ada, fact, days_ago=0, stability=4.0)

    day = day_of(ada.pk, timezone.now())

    assert day.ahead_seconds == pytest.approx(30 * 15 / 7)
    assert day.queue() == ()


def test_a_family_weighs_what_its_domain_has_for_each_family(lesson):
    pack = lesson.section.pack
    make_lesson(pack, facts=2, domain="d2")
    pack.current_version.domains.filter(code="d1").update(weight=80)
    make_fact(lesson, family="row")
    make_fact(lesson, family="row")
    make_fact(lesson, kind="criterion")

    assert weights([pack.pk]) == {(pack.pk, "d1"): pytest.approx(80 / 6), (pack.pk, "d2"): 25.0}


def test_a_fact_outside_the_domains_of_the_exam_weighs_a_tenth_of_the_lightest(lesson):
    pack = lesson.section.pack
    make_lesson(pack, facts=1, domain="d2")
    for code in ("", "old"):
        make_fact(lesson, domain_code=code)

    found = weights([pack.pk])

    assert (found[pack.pk, "d1"], found[pack.pk, "d2"]) == (10.0, 50.0)
    assert found[pack.pk, ""] == found[pack.pk, "old"] == pytest.approx(1.0)


def test_without_domains_all_families_of_a_pack_weigh_the_same(lesson):
    pack = lesson.section.pack
    pack.current_version.domains.all().delete()

    assert weights([pack.pk]) == {(pack.pk, "d1"): 20.0}


def test_a_guest_is_told_where_the_work_is_kept_and_until_when(as_user, lesson):
    guest = make_guest()

    html = page(as_user(guest)).content.decode()

    assert "Saved in this browser only." in html
    assert reverse("accounts:claim") in html
    assert f"{timezone.now() + timedelta(days=90):%Y}" in html


def test_today_needs_the_same_statements_for_few_and_many_cards(ada, as_user, lesson, facts):
    enrol(ada, lesson.section.pack)
    client = as_user(ada)
    counts = []
    for known in (facts[:1], [*facts, *make_lesson(lesson.section.pack, facts=20).section.facts.all()]):
        for fact in known:
            learn(ada, fact)
        with CaptureQueriesContext(connection) as captured:
            page(client)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_today_is_for_people_who_are_signed_in(client, db):
    assert client.get(reverse("study:today")).status_code == 302
    assert client.post(reverse("study:start"), {}).status_code == 302


def test_a_reflection_comes_back_when_one_of_its_criteria_is_due(ada, as_user):
    rubric = make_rubric()
    pack = rubric.pack
    enrol(ada, pack)
    learn(ada, make_fact(make_lesson(pack)))
    address = reverse("reflection:write", args=[pack.key, rubric.question_key])

    card = learn(ada, rubric.criteria.first().fact)
    assert address in page(as_user(ada)).content.decode()

    card.due_at = timezone.now() + timedelta(days=9)
    card.save()
    assert address not in page(as_user(ada)).content.decode()
