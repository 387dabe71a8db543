"""What a whole session gives away: where its keys stand, and how much of it is true or false."""

from collections import Counter
from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.common.ratings import Rating
from studyapp.domain.items.scoring import Response
from studyapp.library.models import Fact
from studyapp.quiz.models import Item
from studyapp.study.asking import load
from studyapp.study.models import Card
from studyapp.study.plan import Entry, as_json, entries_of, with_added
from studyapp.study.services import record_response, start_session
from studyapp.study.services.practising import Practice
from tests.study.factories import (
    enrol,
    make_fact,
    make_item,
    make_key,
    make_learner,
    make_lesson,
    option,
    row_of,
)

RECALL = {"form": "recall", "kind": "card", "options": [], "keys": []}


def start(learner, lesson=None, source="due", **fields):
    """A session of everything the lesson holds, or of what waits."""
    at = timezone.now()
    if source == "lesson":
        fields["lesson"] = lesson.section
    elif lesson is not None:
        facts = Fact.objects.filter(lesson=lesson.section)
        Card.objects.bulk_create(Card(learner_id=learner.pk, fact=fact, due_at=at, introduced_at=at) for fact in facts)
        enrol(learner, lesson.section.pack)
    return start_session(learner_id=learner.pk, source=source, key=make_key(), at=at, **fields)


def answer_with(asked, *choices):
    return record_response(
        asked=asked, key=make_key(), version=asked.card.version, response=Response(choices), at=timezone.now()
    )


def places_of(session):
    asked = [one for one in load(row_of(session), entries_of(session)) if one]
    return [one.order.index(one.item.keys[0]) + 1 for one in asked if one.item.kind == "single"]


def kinds_of(session):
    items = Item.objects.in_bulk([entry.item_id for entry in entries_of(session)])
    return Counter(items[entry.item_id].kind for entry in entries_of(session))


@pytest.mark.parametrize("options", [3, 4])
def test_in_no_session_is_one_place_right_in_more_than_two_of_five(db, options):
    lesson = make_lesson(facts=0)
    shown = [option("alpha", "key"), *[option(word) for word in ("beta", "gamma", "delta")]][:options]
    for _ in range(20):
        make_item(make_fact(lesson), lesson, options=shown)

    for number in range(15):
        places = places_of(start(make_learner(f"learner{number}"), lesson))
        assert len(places) == 20
        assert max(Counter(places).values()) == -(-20 // options)


def test_keys_among_ascending_numbers_stay_and_the_others_stand_elsewhere(ada):
    lesson = make_lesson(facts=0)
    for _ in range(6):
        numbers = [option(word) for word in ("1 GB", "2 GB", "3 GB", "4 GB")]
        make_item(make_fact(lesson), lesson, options=numbers, keys=[1], numeric=True)
        make_item(make_fact(lesson), lesson)

    assert Counter(places_of(start(ada, lesson))) == {1: 6, 2: 2, 3: 2, 4: 2}


def test_a_reload_leaves_the_key_where_it_is_and_asking_again_moves_it(ada):
    session = start(ada, make_lesson(facts=4))
    asked = load(row_of(session), entries_of(session))[0]
    place = places_of(session)[0]
    assert places_of(session)[0] == place

    wrong = next(one for one in asked.order if one != asked.item.keys[0])
    assert answer_with(asked, wrong).rating == Rating.AGAIN
    session.refresh_from_db()
    assert entries_of(session)[-1].item_id == asked.item.pk
    assert places_of(session)[-1] != place


def lesson_with_beliefs(others, beliefs, *, also=()):
    lesson = make_lesson(facts=others)
    for _ in range(beliefs):
        trap = make_fact(lesson, kind="trap")
        options = [option("True", f"trap:{trap.key}"), option("False", "key")]
        make_item(trap, lesson, form="belief", kind="true-false", options=options, keys=[2])
        for form in also:
            make_item(trap, lesson, **form)
    return lesson


@pytest.mark.parametrize("source", ["due", "lesson"])
@pytest.mark.parametrize(("others", "beliefs", "coins"), [(9, 6, 3), (2, 3, 1), (0, 4, 4), (12, 2, 2)])
def test_true_or_false_is_a_quarter_of_a_session_but_one_may_be_and_all_if_nothing_else_is_there(
    ada, source, others, beliefs, coins
):
    lesson = lesson_with_beliefs(others, beliefs)

    kinds = kinds_of(start(ada, lesson, source))

    assert kinds == Counter({"single": others, "true-false": coins}) - Counter()


def test_what_was_too_much_is_asked_in_the_next_session(ada):
    lesson = lesson_with_beliefs(2, 3)
    session = start(ada, lesson)
    while (asked := load(row_of(session), entries_of(session)[session.position : session.position + 1])) and asked[0]:
        answer_with(asked[0], *asked[0].item.keys)
        session.refresh_from_db()

    assert kinds_of(start(ada)) == {"true-false": 2}


def test_a_trap_that_can_be_recalled_is_not_put_off(ada):
    kinds = kinds_of(start(ada, lesson_with_beliefs(3, 5, also=[RECALL])))

    assert kinds == {"single": 3, "card": 3, "true-false": 2}


def test_who_chose_to_practise_traps_is_asked_all_of_them(ada):
    fell = start(ada, lesson_with_beliefs(0, 4), "lesson")
    for _ in range(4):
        asked = load(row_of(fell), entries_of(fell)[fell.position : fell.position + 1])[0]
        answer_with(asked, asked.order[0])  # True: the belief is taken for true
        fell.refresh_from_db()

    kinds = kinds_of(start(ada, source="practice", wish=Practice("traps", most=10)))

    assert kinds == {"true-false": 4}


entries = st.lists(
    st.builds(Entry, st.integers(1, 99), st.just(1), st.just(1), st.just(15.0), column=st.integers(0, 3))
)


@given(entries, st.integers(0, 3), st.integers(0, 6))
def test_what_is_added_to_a_plan_stands_beside_no_cell_of_its_column_if_there_is_such_a_place(plan, column, asked):
    asked = min(asked, len(plan))
    new = Entry(100, 1, 1, 15.0, column=column)

    longer = with_added(plan, new, after=asked)

    place = longer.index(new)
    assert longer[:place] + longer[place + 1 :] == plan
    assert place >= asked
    fitting = [spot for spot in range(asked, len(plan) + 1) if column not in columns_beside(plan, spot)]
    if column and fitting:
        assert place == fitting[-1]
    else:
        assert place == len(plan)


def columns_beside(plan, spot):
    return {one.column for one in plan[max(0, spot - 1) : spot + 1]}


def test_a_missed_cell_is_asked_again_apart_from_the_last_cell_of_its_column(ada):
    session = start(ada, make_lesson(facts=4))
    plan = [replace(entry, column=7 * (place in (0, 3))) for place, entry in enumerate(entries_of(session))]
    session.plan = as_json(plan)
    session.save()
    asked = load(row_of(session), entries_of(session))[0]

    answer_with(asked, next(one for one in asked.order if one != asked.item.keys[0]))

    session.refresh_from_db()
    assert [entry.column for entry in entries_of(session)] == [7, 0, 7, 0, 7]
    assert entries_of(session)[2].is_repeat


def test_the_entries_of_a_session_know_the_columns_of_their_cells(ada):
    lesson = make_lesson(facts=1)
    for row in range(2):
        make_item(make_fact(lesson, family=f"row {row}", column=f"t/{row}"), lesson)

    columns = [entry.column for entry in entries_of(start(ada, lesson))]

    assert len(set(columns)) == 3
    assert columns.count(0) == 1
