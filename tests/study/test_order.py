"""A new lesson is asked in turns: not down the page."""

from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp.quiz.models import Item
from studyapp.study.models import StudySession
from studyapp.study.services import start_session, understand_lesson
from tests.study.factories import make_fact, make_item, make_key, make_lesson, make_revision

TERM = {"form": "term", "kind": "short-answer", "options": [], "keys": [], "accepted": ["embedding"]}
CARD = {"form": "recall", "kind": "card", "options": [], "keys": []}


@pytest.fixture
def lesson(db):
    """A principle, a table of eight rows and two columns, then four terms of another section."""
    opening = make_lesson(facts=0)
    make_item(make_fact(opening, kind="principle"), opening, **CARD)
    for row in range(8):
        for column in ("use", "cost"):
            make_item(make_fact(opening, family=f"row {row}", column=f"t/{column}"), opening)
    section = make_revision(opening.section.pack, domain_code="d1")
    for _ in range(4):
        fact = make_fact(section, kind="definition")
        type(fact).objects.filter(pk=fact.pk).update(lesson=opening.section)
        make_item(fact, section, **TERM)
    return opening.section


def asked(session):
    items = Item.objects.select_related("fact").in_bulk([entry[1] for entry in session.plan])
    return [items[entry[1]] for entry in session.plan]


def start(learner, lesson, source="due", **fields):
    understand_lesson(learner_id=learner.pk, lesson=lesson, at=timezone.now())
    fields |= {"lesson": lesson} if source == "lesson" else {}
    return asked(start_session(learner_id=learner.pk, source=source, key=make_key(), at=timezone.now(), **fields))


@pytest.mark.parametrize("source", ["due", "lesson"])
def test_the_forms_of_a_new_lesson_take_turns_and_its_principle_does_not_open_it(ada, lesson, source):
    items = start(ada, lesson, source)

    assert len(items) == 13
    assert items[0].kind == "single"
    assert sum(one.kind == other.kind for one, other in pairwise(items)) <= 2, "8 cells among 5 others: 2 at most"
    assert not any(one.fact.column and one.fact.column == other.fact.column for one, other in pairwise(items))
    rows = [one.fact.position for one in items if one.fact.column]
    assert rows != sorted(rows)


def test_five_questions_begin_with_a_choice_and_reach_beyond_the_table(ada, as_user, lesson):
    as_user(ada).get(reverse("study:today"))
    sent = {"key": str(make_key()), "source": "lesson", "lesson": f"{lesson.pack.key}/{lesson.key}", "most": "5"}

    as_user(ada).post(reverse("study:start"), sent)

    items = asked(StudySession.objects.get())
    assert len(items) == 5
    assert items[0].kind == "single"
    assert {one.kind for one in items} == {"single", "short-answer"}


def test_two_learners_meet_a_lesson_in_orders_of_their_own(ada, bo, lesson):
    first, second = start(ada, lesson), start(bo, lesson)

    assert [one.fact_id for one in first] != [one.fact_id for one in second]
