"""Instructors read what was reported, without names, and close it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.library.models import FactChange, PackVersion
from studyapp.quiz.models import ItemReport
from studyapp.quiz.reporting import open_reports, report_item
from tests.factories import make_fact, make_item, make_learner, make_pack, make_revision
from tests.study.factories import make_key


@pytest.fixture
def item(ines):
    revision = make_revision(make_pack("taught", owner=ines))
    return make_item(make_fact(revision))


def report(learner, item, text="", reason="unclear"):
    return report_item(learner_id=learner.pk, item=item, key=make_key(), reason=reason, text=text, at=timezone.now())


def page(client):
    return client.get(reverse("authoring:reports", args=["taught"]))


def close(client, item, **fields):
    return client.post(reverse("authoring:close_reports", args=["taught", item.pk]), fields)


def test_the_page_counts_reasons_and_shows_words_without_names(ines, as_user, item):
    ada, bo = make_learner("Adalberta Quokka"), make_learner("Boris Tapir")
    report(ada, item, "Beta is right too.", "two-right")
    report(bo, item, reason="two-right")

    html = page(as_user(ines)).content.decode()

    assert "Two answers are right: 2" in html
    assert "Beta is right too." in html
    assert item.stem in html
    assert ada.name not in html
    assert bo.name not in html


def test_nothing_open_is_said(ines, as_user, item):
    assert "No open reports." in page(as_user(ines)).content.decode()


@pytest.mark.parametrize("learner", ["ada", "other"])
def test_to_others_neither_page_nor_action_exists(ada, as_user, item, learner):
    person = ada if learner == "ada" else make_learner("Ivo", role="instructor")
    report(ada, item)

    assert page(as_user(person)).status_code == 404
    assert close(as_user(person), item, outcome="kept", answer="No.").status_code == 404
    assert ItemReport.objects.get().closed_at is None


def test_a_fix_closes_all_reports_of_the_item(ada, bo, ines, as_user, item):
    report(ada, item)
    report(bo, item)

    response = close(as_user(ines), item, outcome="fixed", fixed_in="1")

    assert response.status_code == 303
    assert set(ItemReport.objects.values_list("outcome", "fixed_in", "answer")) == {("fixed", 1, "")}
    assert close(as_user(ines), item, outcome="kept", answer="late").status_code == 303
    assert not ItemReport.objects.filter(outcome="kept").exists(), "what is closed stays as it was closed"


@pytest.mark.parametrize(
    "sent",
    [{}, {"outcome": "fixed"}, {"outcome": "fixed", "fixed_in": "9"}, {"outcome": "kept"}, {"outcome": "maybe"}],
)
def test_a_form_that_is_not_whole_closes_nothing(ada, ines, as_user, item, sent):
    report(ada, item)

    response = close(as_user(ines), item, **sent)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert ItemReport.objects.get().closed_at is None


def test_an_item_of_another_pack_cannot_be_closed_here(ada, ines, as_user, item):
    elsewhere = make_item(make_fact(make_revision(make_pack("elsewhere"))))
    report(ada, elsewhere)

    assert close(as_user(ines), elsewhere, outcome="kept", answer="No.").status_code == 404


def test_a_version_that_changed_the_fact_is_proposed(ada, ines, as_user, item):
    report(ada, item)
    pack, now = item.fact.pack, timezone.now() + timedelta(minutes=1)
    assert open_reports(pack)[0].fixed_in is None
    PackVersion.objects.create(
        pack=pack, number=2, title=pack.title, manifest={}, source_hash="1" * 64, published_at=now
    )
    FactChange.objects.create(fact=item.fact, changed_at=now, severity="clarification")

    assert open_reports(pack)[0].fixed_in == 2
    assert "version 2 changed it" in page(as_user(ines)).content.decode()


def test_the_page_costs_the_same_for_few_and_many_reports(ada, ines, as_user, item):
    client, counts = as_user(ines), []
    for more in (1, 15):
        for _ in range(more):
            report(ada, make_item(make_fact(item.revision), item.revision))
        with CaptureQueriesContext(connection) as captured:
            page(client)
        counts.append(len(captured))

    assert counts[0] == counts[1]
