"""What an answer costs the database does not depend on how much there is to know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.study.models import Card
from tests.factories import make_fact, make_item, make_revision, make_table
from tests.study.factories import make_lesson, make_session
from tests.study.pages import answer, page_of, response_form

MOST_STATEMENTS = 10


@pytest.mark.parametrize(("cards", "tables"), [(10, 1), (10_000, 1), (10, 20)])
def test_an_answer_takes_at_most_ten_statements(ada, as_user, cards: int, tables: int) -> None:
    lesson = make_lesson(facts=2)
    for number in range(tables):
        revision = make_revision(lesson.section.pack, domain_code="d1")
        make_table(revision, f"table-{number}")
        make_item(make_fact(revision), revision)
    now = timezone.now()
    Card.objects.bulk_create(
        [Card(learner_id=ada.pk, fact_id=10**6 + number, due_at=now, introduced_at=now) for number in range(cards)],
        batch_size=1_000,
    )
    session, client = make_session(ada, list(lesson.section.facts.all())), as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "1"}

    with CaptureQueriesContext(connection) as captured:
        response = answer(client, session, fields, htmx=True)

    assert response.status_code == 200
    assert len(captured) <= MOST_STATEMENTS, [one["sql"][:80] for one in captured]
