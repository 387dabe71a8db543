"""Questions about several rows at once: asked after a lesson and where rows were mixed up; only wrong pairs count."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.domain.items.scoring import Response
from studyapp.library.models import Fact, Section
from studyapp.quiz.models import Item
from studyapp.study.asking import current
from studyapp.study.exceptions import StaleCard
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.pairs import confused_pairs
from studyapp.study.plan import Entry, as_json, entries_of
from studyapp.study.planning import day_of
from studyapp.study.queries import session_end, today_page
from studyapp.study.services import record_response, start_session, understand_lesson, undo_last
from studyapp.study.services.practising import Practice
from studyapp.study.services.verifying import differences
from tests.study.factories import make_key, make_session, row_of
from tests.study.pages import answer, page_of, response_form
from tests.study.test_statement_budget import MOST_STATEMENTS

PACK = Path(__file__).parent.parent / "browser" / "every_form"
SEVERAL = {"match", "odd-one-out"}


@pytest.fixture
def lesson(db):
    """A lesson with a table of five rows, steps, definitions, a trap and questions."""
    call_command("load_pack", PACK, verbosity=0)
    return Section.objects.get(key="bread")


@pytest.fixture
def match(lesson):
    return Item.objects.filter(form="match").order_by("pk").first()


@pytest.fixture
def odd(lesson):
    return Item.objects.filter(form="odd-one-out").order_by("pk").first()


def understood(learner, lesson):
    understand_lesson(learner_id=learner.pk, lesson=lesson, at=timezone.now())


def start(learner, source="due", **fields):
    return start_session(learner_id=learner.pk, source=source, key=make_key(), at=timezone.now(), **fields)


def items_of(session):
    items = Item.objects.select_related("fact").in_bulk([entry.item_id for entry in entries_of(session)])
    return [items[entry.item_id] for entry in entries_of(session)]


def session_about(learner, item):
    """A session that asks this item alone."""
    session = make_session(learner, [item.fact])
    session.plan = as_json([Entry(item.fact_id, item.pk, item.pk, 20.0)])
    session.save()
    return session


def give(session, *choices, key=None, **fields):
    asked = current(row_of(session))
    return record_response(
        asked=asked, key=key or make_key(), version=asked.card.version, response=Response(choices), at=timezone.now(),
        **fields,
    )  # fmt: skip


def right(match):
    return list(range(1, len(match.prompts) + 1))


def with_first_two_swapped(match):
    return [2, 1, *right(match)[2:]]


def memory():
    return {card.fact.key: (card.stability, card.due_at) for card in Card.objects.select_related("fact")}


# When they are asked


def families(items):
    rows = set()
    for item in items:
        keys = item.pair_facts or [item.fact.key]
        rows |= set(Item.objects.filter(fact__key__in=keys).values_list("fact__family", flat=True))
    return rows


def test_the_session_after_a_lesson_has_one_and_leaves_its_rows_and_its_column_alone(ada, lesson):
    understood(ada, lesson)

    asked = items_of(start(ada))

    [several] = [item for item in asked if item.form in SEVERAL]
    others = [item for item in asked if item.form not in SEVERAL]
    assert len(others) >= 3
    assert not families([several]) & families(others), "one question of a row a day"
    assert several.fact.column not in {item.fact.column for item in others}
    assert several == asked[-1], "after the first questions of the lesson"


def test_today_counts_it(ada, lesson):
    understood(ada, lesson)
    page = today_page(ada, timezone.now())

    assert page.fresh.count + page.reviews.count == len(entries_of(start(ada)))


def test_on_another_day_no_session_has_one(ada, lesson):
    understand_lesson(learner_id=ada.pk, lesson=lesson, at=timezone.now() - timedelta(days=2))

    assert not {item.form for item in items_of(start(ada))} & SEVERAL


@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("source", ["lesson", "practice"])
def test_practice_of_a_lesson_has_one_if_it_was_understood(ada, lesson, source, is_read):
    if is_read:
        understand_lesson(learner_id=ada.pk, lesson=lesson, at=timezone.now() - timedelta(days=9))
    fields = {"lesson": lesson} if source == "lesson" else {"wish": Practice("lesson", lesson=lesson)}

    forms = [item.form for item in items_of(start(ada, source, **fields))]

    assert len(SEVERAL & set(forms)) == is_read


def test_a_row_that_was_asked_today_is_in_none(ada, lesson, match):
    understood(ada, lesson)
    for fact in {item.fact for item in Item.objects.filter(fact__kind="cell")}:
        Review.objects.create(
            learner_id=ada.pk, id=make_key(), fact=fact, card_version=1, kind="new", pack_version_id=0, score=1,
            rating=3,
            answered_at=timezone.now(), zone="UTC", study_day=day_of(ada.pk, timezone.now()).number, parameters="",
        )  # fmt: skip

    assert not {item.form for item in items_of(start(ada))} & SEVERAL


def test_rows_that_were_mixed_up_are_told_apart_in_one_question(ada, lesson, match):
    understood(ada, lesson)
    give(session_about(ada, match), *with_first_two_swapped(match))
    Review.objects.update(study_day=1, answered_at=timezone.now() - timedelta(days=5))
    pairs = confused_pairs(ada.pk, [lesson.pack_id])
    assert [pair.times for pair in pairs] == [2], "each was taken for the other"

    asked = items_of(start(ada, "practice", wish=Practice("rows")))

    assert [item.form for item in asked] == ["match"]


# What a response does


def test_only_the_facts_of_wrong_pairs_move(ada, lesson, match):
    understood(ada, lesson)
    before = memory()

    give(session_about(ada, match), *with_first_two_swapped(match), confidence="sure")

    rows = {row.fact.key: row for row in Review.objects.select_related("fact")}
    assert set(rows) == set(match.pair_facts)
    assert {key: row.rating for key, row in rows.items()} == {
        key: 1 if number < 2 else 0 for number, key in enumerate(match.pair_facts)
    }
    assert {row.kind for row in rows.values()} == {"contrast"}
    after = memory()
    assert {key for key in after if after[key] != before[key]} == set(match.pair_facts[:2])
    assert not list(differences(ada.pk))


@pytest.mark.parametrize("form", sorted(SEVERAL))
def test_a_right_answer_is_logged_and_changes_nothing(ada, lesson, match, odd, form):
    item = {"match": match, "odd-one-out": odd}[form]
    understood(ada, lesson)
    before = memory()
    session = session_about(ada, item)

    review = give(session, *(right(item) if form == "match" else item.keys))

    assert (review.score, review.rating, review.kind) == (1, 0, "contrast")
    assert memory() == before
    assert not list(differences(ada.pk))
    session.refresh_from_db()
    assert (session.position, len(session.plan)) == (1, 1)


def test_a_wrong_odd_one_is_a_miss_of_its_fact_and_comes_once_more(ada, lesson, odd):
    understood(ada, lesson)
    session = session_about(ada, odd)

    review = give(session, odd.keys[0] % len(odd.options) + 1)

    assert (review.rating, review.kind) == (1, "contrast")
    assert Card.objects.get(fact=odd.fact).reps == 1
    session.refresh_from_db()
    assert [entry.item_id for entry in entries_of(session)] == [odd.pk, odd.pk]
    assert not list(differences(ada.pk))


def test_the_same_form_sent_twice_is_stored_once(ada, lesson, match):
    understood(ada, lesson)
    session, key = session_about(ada, match), make_key()
    asked = current(row_of(session))
    for _ in range(2):
        record_response(
            asked=asked, key=key, version=0, response=Response(tuple(with_first_two_swapped(match))), at=timezone.now()
        )

    assert Review.objects.count() == len(match.pair_facts)
    assert not list(differences(ada.pk))


@pytest.mark.parametrize("pair", [0, 2])
def test_where_one_of_its_facts_was_answered_meanwhile_nothing_is_stored(ada, lesson, match, pair):
    understood(ada, lesson)
    asked = current(row_of(session_about(ada, match)))
    other = Item.objects.filter(fact__key=match.pair_facts[pair], form="forward").get()
    give(session_about(ada, other), 1)
    before = memory()

    with pytest.raises(StaleCard):
        record_response(
            asked=asked, key=make_key(), version=0, response=Response(tuple(with_first_two_swapped(match))),
            at=timezone.now(),
        )  # fmt: skip

    assert Review.objects.get().item_id == other.pk
    assert memory() == before
    assert not list(differences(ada.pk))


def test_undo_takes_all_pairs_back(ada, lesson, match):
    understood(ada, lesson)
    before, session, key = memory(), session_about(ada, match), make_key()
    give(session, *with_first_two_swapped(match))

    for _ in range(2):
        undo_last(row=row_of(session), key=key, at=timezone.now())

    assert memory() == before
    assert Review.objects.filter(kind="undo").count() == len(match.pair_facts)
    assert not list(differences(ada.pk))
    assert not confused_pairs(ada.pk, [lesson.pack_id])


def test_a_session_counts_the_response_once(ada, lesson, match):
    understood(ada, lesson)
    session = session_about(ada, match)
    give(session, 1, *reversed(right(match)[1:]))  # the item's own pair is right

    end = session_end(session)

    assert (end.asked, end.right, len(end.misses)) == (1, 0, 1)


def test_the_page_says_whose_each_wrong_side_is_and_an_answer_stays_within_the_budget(ada, as_user, lesson, match):
    understood(ada, lesson)
    session, client = session_about(ada, match), as_user(ada)
    asked = current(row_of(session))
    chosen = with_first_two_swapped(match)
    fields = {f"match-{number}": str(asked.order.index(place) + 1) for number, place in enumerate(chosen, 1)}
    fields |= response_form(page_of(client, session))

    with CaptureQueriesContext(connection) as captured:
        html = answer(client, session, fields, htmx=True).content.decode()

    assert len(captured) <= MOST_STATEMENTS, [one["sql"][:80] for one in captured]
    assert html.count("That belongs to") == 2
    assert match.prompts[1]["html"] in html.split("That belongs to")[1]
    assert "asked on its own soon" in html
    plain = client.get(reverse("study:session", args=[session.id]) + f"?answered={fields['key']}").content.decode()
    assert plain.count("That belongs to") == 2


def test_the_question_after_it_can_be_answered_though_it_is_about_one_of_its_facts(ada, as_user, lesson, match):
    understood(ada, lesson)
    other = Item.objects.filter(fact__key=match.pair_facts[1], form="forward").first()
    session = make_session(ada, [match.fact])
    session.plan = as_json(
        [Entry(match.fact_id, match.pk, match.pk, 20.0), Entry(other.fact_id, other.pk, other.pk, 9.0)]
    )
    session.save()
    client = as_user(ada)
    asked = current(row_of(session))
    numbers = {f"match-{number}": str(asked.order.index(number) + 1) for number in right(match)}
    html = answer(client, session, response_form(page_of(client, session)) | numbers, htmx=True).content.decode()

    assert "next-card" not in html
    assert answer(client, session, response_form(page_of(client, session)) | {"choice": "1"}).status_code == 303


def test_reading_what_to_ask_costs_the_same_for_few_and_many_cards(ada, lesson):
    understood(ada, lesson)
    counts = []
    for more in (0, 300):
        now = timezone.now()
        Card.objects.bulk_create(
            Card(learner_id=ada.pk, fact_id=10**6 + number, due_at=now, introduced_at=now) for number in range(more)
        )
        StudySession.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            start(ada)
        counts.append(len(captured))

    assert counts[0] == counts[1]


# The days after


@pytest.fixture
def mixed_up(ada, lesson):
    """Two facts of one column, of which the first was taken for the other a day ago; both would wait for weeks."""
    understood(ada, lesson)
    item = Item.objects.filter(form="forward", fact__column="loaves/rises-by").order_by("pk").first()
    place = next(place for place in range(1, len(item.options) + 1) if place not in item.keys)
    review = give(session_about(ada, item), place)
    name = item.options[place - 1]["origin"].removeprefix("row:")
    other = Item.objects.get(form="forward", fact__title=f"{name}, Rises by").fact
    known = {"stability": 90.0, "difficulty": 5.0, "last_day": review.study_day - 30}
    Card.objects.update(due_at=timezone.now() + timedelta(days=60), **known)
    return item.fact, other


def asked_after(learner, days):
    """The rows that such a day asks, among two definitions that are due."""
    Card.objects.filter(fact__key__in=["crumb", "poolish"]).update(stability=0.5, due_at=timezone.now())
    day = day_of(learner.pk, timezone.now() + timedelta(days=days))
    facts = Fact.objects.in_bulk(one.fact_id for one in day.queue())
    return {pk for pk, fact in facts.items() if fact.kind == "cell"}


def answer_right(learner, fact, days):
    one = current(row_of(make_session(learner, [fact])))
    record_response(
        asked=one, key=make_key(), version=one.card.version, response=Response(tuple(one.item.keys)),
        at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    Card.objects.filter(fact__kind="cell").update(due_at=timezone.now() + timedelta(days=60))


def test_rows_that_were_mixed_up_come_back_side_by_side_one_or_two_days_later(ada, mixed_up):
    both = {fact.pk for fact in mixed_up}

    assert [asked_after(ada, days) for days in range(4)] == [set(), both, both, set()]


def test_they_come_back_once_and_the_second_on_the_same_day_though_the_first_was_right(ada, mixed_up):
    asked, other = mixed_up
    answer_right(ada, asked, 1)

    assert asked_after(ada, 1) == {other.pk}
    assert not asked_after(ada, 2)


def test_a_miss_that_was_taken_back_brings_nothing(ada, mixed_up):
    undo_last(row=row_of(StudySession.objects.get()), key=make_key(), at=timezone.now())
    Card.objects.filter(fact__kind="cell").update(
        stability=90.0, difficulty=5.0, last_day=1, due_at=timezone.now() + timedelta(days=60)
    )

    assert not asked_after(ada, 1)
