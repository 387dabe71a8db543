"""A learner reports a problem with a question once, and is told what became of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts import rates
from studyapp.quiz.models import ItemReport
from studyapp.quiz.reporting import close_reports
from tests.study.factories import make_key, make_lesson, make_session


@pytest.fixture
def fact(ada):
    return make_lesson(facts=1).section.facts.get()


@pytest.fixture
def item(fact):
    return fact.items.get()


@pytest.fixture
def session(ada, fact):
    return make_session(ada, [fact])


def url_of(item):
    return reverse("study:report", args=[item.pk])


def send(client, item, *, htmx=False, **fields):
    sent = {"key": str(make_key()), "reason": "unclear", "text": "", **fields}
    return client.post(url_of(item), sent, headers={"HX-Request": "true"} if htmx else {})


def test_the_question_leads_to_a_form_that_shows_no_key(ada, as_user, item, session):
    client = as_user(ada)
    assert url_of(item) in client.get(reverse("study:session", args=[session.id])).content.decode()

    html = client.get(url_of(item), {"session": str(session.id)}).content.decode()

    assert item.stem_html in html
    assert "alpha" not in html
    assert "It is alpha" not in html
    assert reverse("study:session", args=[session.id]) in html


def test_a_plain_form_is_stored_and_leads_back_with_a_word(ada, as_user, item, session):
    response = send(as_user(ada), item, reason="two-right", text="Beta too.", session=str(session.id))

    assert (response.status_code, response.headers["Location"]) == (303, reverse("study:session", args=[session.id]))
    report = ItemReport.objects.get()
    assert (report.learner_id, report.reason, report.text, report.version_number) == (
        ada.pk,
        "two-right",
        "Beta too.",
        1,
    )


def test_htmx_swaps_the_form_in_and_the_thanks_after_it(ada, as_user, item, session):
    client = as_user(ada)
    shown = client.get(url_of(item), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert "data-focus" in shown

    swapped = send(client, item, htmx=True).content.decode()

    assert 'id="report"' in swapped
    assert 'id="toast"' in swapped


def test_of_one_learner_and_item_one_report_is_open(ada, as_user, item, session):
    client, key = as_user(ada), str(make_key())
    for text in ("first", "first", "second"):
        send(client, item, key=key if text == "first" else str(make_key()), text=text)

    assert ItemReport.objects.get().text == "second"

    close_reports(pack=item.fact.pack, item_id=item.pk, outcome="kept", fixed_in=None, answer="No.", at=timezone.now())
    send(client, item, text="third")
    assert ItemReport.objects.count() == 2


@pytest.mark.parametrize(
    "sent", [{"reason": ""}, {"reason": "boring"}, {"reason": "other"}, {"key": "x"}, {"text": "x" * 1_001}]
)
def test_a_report_that_is_not_whole_is_refused_with_its_text(ada, as_user, item, session, sent):
    response = send(as_user(ada), item, **{"text": "" if sent.get("reason") == "other" else "kept words", **sent})

    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert sent.get("text", "kept words")[:10] in response.content.decode() or sent.get("reason") == "other"
    assert not ItemReport.objects.exists()


def test_a_question_that_one_has_not_met_cannot_be_reported(ada, bo, as_user, item, session):
    client = as_user(bo)

    assert client.get(url_of(item)).status_code == 404
    assert send(client, item).status_code == 404
    assert not ItemReport.objects.exists()


def test_too_many_reports_within_an_hour_wait(ada, as_user, item, session):
    for _ in range(rates.REPORT.times):
        assert rates.seconds_to_wait(rates.REPORT, ada.pk) == 0

    response = send(as_user(ada), item, text="kept words")

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "kept words" in response.content.decode()
    assert not ItemReport.objects.exists()


FIXED = {"outcome": "fixed", "fixed_in": 1, "answer": ""}
KEPT = {"outcome": "kept", "fixed_in": None, "answer": "It is the only one."}


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("closing", "said"), [(FIXED, "Fixed in version 1."), (KEPT, "Kept, because: It is the only one.")]
)
def test_today_says_what_became_of_it_until_dismissed(ada, as_user, item, closing, said):
    client, today = as_user(ada), reverse("study:today")
    send(client, item)
    assert said not in client.get(today).content.decode()
    close_reports(pack=item.fact.pack, item_id=item.pk, at=timezone.now(), **closing)

    assert said in client.get(today).content.decode()
    seen = reverse("study:dismiss_report", args=[ItemReport.objects.get().id])
    assert client.post(seen).headers["Location"] == today

    assert said not in client.get(today).content.decode()


def test_the_word_about_somebody_elses_report_cannot_be_dismissed(ada, bo, as_user, item, session):
    send(as_user(ada), item)
    close_reports(pack=item.fact.pack, item_id=item.pk, at=timezone.now(), **KEPT)
    report = ItemReport.objects.get()

    assert as_user(bo).post(reverse("study:dismiss_report", args=[report.id])).status_code == 404
    report.refresh_from_db()
    assert report.seen_at is None
