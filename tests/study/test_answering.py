"""A response is stored once, moves the card once, and shows what was right only then."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.domain.common.ratings import Rating
from studyapp.library.models import DatedFact
from studyapp.quiz.models import Item
from studyapp.study.models import Card, Review, StudySession
from studyapp.study.services.verifying import differences
from tests.factories import make_table
from tests.study.factories import (
    make_every_kind,
    make_fact,
    make_item,
    make_key,
    make_lesson,
    make_session,
)
from tests.study.pages import answer, card_of, fields_for, page_of, response_form

KINDS = ["single", "multiple", "true-false", "ordering", "matching", "cloze", "short-answer", "card"]


def one_item(kind: str) -> Item:
    return make_every_kind(make_lesson(facts=0))[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("right", [True, False])
def test_every_kind_of_item_is_answered_scored_and_rated(ada, as_user, kind, right):
    item = one_item(kind)
    session, client = make_session(ada, [item.fact]), as_user(ada)
    html = page_of(client, session, "?reveal=1")

    response = answer(client, session, response_form(html) | fields_for(item, html, right=right), htmx=True)

    assert response.status_code == 200
    review = Review.objects.get(learner_id=ada.pk)
    assert (review.score, review.rating) == ((1.0, Rating.GOOD) if right else (0.0, Rating.AGAIN))
    assert (review.kind, review.item_id, review.card_version) == ("new", item.pk, 1)
    card = card_of(session, item)
    assert (card.version, card.reps, card.last_form) == (1, 1, item.form)
    assert card.due_at > timezone.now()
    assert not list(differences(ada.pk))
    word = "Noted" if kind == "card" else "Right" if right else "Not this time"
    assert word in response.content.decode()


def test_the_chance_of_guessing_and_what_was_shown_are_logged(ada, as_user):
    item = one_item("multiple")
    session, client = make_session(ada, [item.fact]), as_user(ada)
    html = page_of(client, session)

    answer(client, session, response_form(html) | fields_for(item, html) | {"ms": "1"})

    review = Review.objects.get()
    assert sorted(review.shown_order) == [1, 2, 3, 4]
    assert sorted(review.choices) == [1, 3]
    assert review.guess_chance == pytest.approx(1 / 6)
    assert review.milliseconds == 1
    assert review.pack_version_id == item.fact.pack.current_version_id
    assert review.domain_code == "d1"


@pytest.mark.parametrize(
    ("gives_parts", "score", "verdict"), [(True, 0.5, "Partly right: 50 %"), (False, 0, "Not this")]
)
def test_a_pack_may_give_credit_for_parts_but_what_is_partly_right_comes_back(
    ada, as_user, gives_parts, score, verdict
):
    item = one_item("multiple")
    version = item.fact.pack.current_version
    version.manifest |= {"exam": {"name": "An exam", "partial_credit": gives_parts}}
    version.save()
    session, client = make_session(ada, [item.fact]), as_user(ada)
    html = page_of(client, session)

    chosen = {"choice": fields_for(item, html)["choice"][:1]}
    response = answer(client, session, response_form(html) | chosen, htmx=True)

    assert verdict in response.content.decode()
    review = Review.objects.get()
    assert (review.score, review.rating) == (score, Rating.AGAIN)


def test_what_rests_on_a_dated_statement_shows_when_that_was_checked(ada, as_user):
    revision = make_lesson(facts=0)
    table = make_table(revision, "t")
    make_table(revision, "other", position=table.position + 1)
    for place, day in ((table.position, "2025-09"), (table.position + 1, "2026-03")):
        DatedFact.objects.create(
            revision=revision, position=20 + place, line=30, key=f"dated-{place}", as_of=day, block_position=place
        )
    undated = make_item(make_fact(revision), revision, block_key="none")
    item = make_item(make_fact(revision), revision, block_key="t")
    session, client = make_session(ada, [item.fact, undated.fact]), as_user(ada)

    shown = []
    for _ in range(2):
        html = page_of(client, session)
        assert "Checked" not in html
        response = answer(client, session, response_form(html) | {"choice": "1"}, htmx=True)
        shown.append(response.content.decode())
        session.refresh_from_db()

    assert "Checked Sep 2025" in shown[0]
    assert "2026" not in shown[0].split("Checked")[1].split("</span>")[0]
    assert "Checked" not in shown[1]


def test_a_misspelt_term_counts_with_a_note(ada, as_user):
    item = one_item("short-answer")
    session, client = make_session(ada, [item.fact]), as_user(ada)

    response = answer(client, session, response_form(page_of(client, session)) | {"text": "embeding"}, htmx=True)

    assert "Mind the spelling" in response.content.decode()
    assert Review.objects.get().rating == Rating.GOOD


def test_a_belief_taken_for_true_is_logged_as_a_trap_fallen_for(ada, as_user):
    revision = make_lesson(facts=0)
    trap = make_fact(revision, "trap-1", kind="trap")
    item = make_item(
        trap,
        revision,
        kind="true-false",
        form="belief",
        keys=[2],
        options=[
            {"text": "True", "html": "True", "origin": "trap:trap-1", "why": ""},
            {"text": "False", "html": "False", "origin": "key", "why": ""},
        ],
    )
    session, client = make_session(ada, [trap]), as_user(ada)
    html = page_of(client, session)

    response = answer(client, session, response_form(html) | fields_for(item, html, right=False), htmx=True)

    assert Review.objects.get().trap_fact_id == trap.pk
    assert "Exam trap" in response.content.decode()


def test_a_belief_chosen_among_other_options_is_logged_as_its_trap(ada, as_user):
    revision = make_lesson(facts=0)
    trap, term = make_fact(revision, "trap-1", kind="trap"), make_fact(revision)
    item = make_item(term, revision, form="definition")
    item.options[1]["origin"] = "trap:trap-1"
    item.save()
    session, client = make_session(ada, [term]), as_user(ada)
    html = page_of(client, session)

    page = answer(client, session, response_form(html) | fields_for(item, html, right=False), htmx=True)

    assert Review.objects.get().trap_fact_id == trap.pk
    assert '#trap-1">See the exam trap in the lesson' in page.content.decode()


def test_without_script_the_way_is_a_redirect_to_the_result_and_a_link_to_the_next_question(ada, as_user):
    lesson = make_lesson(facts=2)
    facts = list(lesson.section.facts.all())
    session, client = make_session(ada, facts), as_user(ada)
    html = page_of(client, session)
    item = Item.objects.get(fact=facts[0])

    response = answer(client, session, response_form(html) | fields_for(item, html))

    assert response.status_code == 303
    result = client.get(response.headers["Location"]).content.decode()
    assert "Right" in result
    assert f'href="{reverse("study:session", args=[session.id])}"' in result
    assert facts[1].title in page_of(client, session)


def test_the_result_brings_the_next_question_along(ada, as_user):
    lesson = make_lesson(facts=2)
    facts = list(lesson.section.facts.all())
    session, client = make_session(ada, facts), as_user(ada)
    html = page_of(client, session)

    response = answer(client, session, response_form(html) | {"choice": "1"}, htmx=True)

    template = response.content.decode().split('<template id="next-card">')[1].split("</template>")[0]
    assert facts[1].title in template
    assert "alpha" not in template.split("options")[0], "no key in the stem"
    assert answer(client, session, response_form(template) | {"choice": "1"}, htmx=True).status_code == 200
    assert Review.objects.count() == 2


def test_nothing_before_the_response_depends_on_the_key(ada, as_user, monkeypatch):
    monkeypatch.setattr("studyapp.study.showing.new_form_key", lambda: "11111111-1111-7111-8111-111111111111")
    monkeypatch.setattr("django.middleware.csrf._mask_cipher_secret", lambda secret: "x" * 64)
    items = make_every_kind(make_lesson(facts=0))
    changes = {
        "single": {"keys": [3]},
        "multiple": {"keys": [2, 4]},
        "true-false": {"keys": [1]},
        "cloze": {"accepted": ["quite another word"], "rivals": ["x"]},
        "short-answer": {"accepted": ["quite another word"]},
        "card": {"accepted": ["back"]},
        "matching": {"pair_facts": ["a", "b"]},
        "ordering": {"feedback_html": "<p>other</p>"},
    }
    client = as_user(ada)
    for kind, item in items.items():
        session = make_session(ada, [item.fact])
        before = page_of(client, session)
        options = [
            option | {"origin": "authored" if option["origin"] == "key" else "key", "why": "other", "text": "t"}
            for option in item.options
        ]
        Item.objects.filter(pk=item.pk).update(
            **{"feedback_html": "<p>other</p>", "options": options, "block_key": "other", **changes[kind]}
        )

        assert page_of(client, session) == before, kind
        assert "stem" in before


def test_a_card_shows_its_back_only_after_it_was_turned_over(ada, as_user):
    item = one_item("card")
    session, client = make_session(ada, [item.fact]), as_user(ada)

    assert "It is alpha" not in page_of(client, session)
    assert "It is alpha" in page_of(client, session, "?reveal=1")


def test_turning_over_shows_nothing_of_an_item_that_is_marked(ada, as_user):
    item = one_item("single")
    session, client = make_session(ada, [item.fact]), as_user(ada)

    assert "It is alpha" not in page_of(client, session, "?reveal=1")


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_and_the_next_card_need_few_statements_however_much_was_learned(ada, as_user, kind):
    revision = make_lesson(facts=0)
    item, following = make_every_kind(revision)[kind], make_every_kind(revision)["single"]
    counts = [_statements(ada, as_user(ada), item, following, cards=cards) for cards in (0, 1_000)]

    assert counts[0] == counts[1] <= 10


def _statements(learner, client: Client, item: Item, following: Item, *, cards: int) -> int:
    if cards:
        Card.objects.bulk_create(
            Card(learner_id=learner.pk, fact_id=10**6 + n, due_at=timezone.now(), introduced_at=timezone.now())
            for n in range(cards)
        )
    Review.objects.all().delete()
    Card.objects.filter(fact_id__lt=10**6).delete()
    session = make_session(learner, [item.fact, following.fact])
    html = page_of(client, session, "?reveal=1")
    fields = response_form(html) | fields_for(item, html)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = answer(client, session, fields, htmx=True)
    assert response.status_code == 200
    assert 'id="next-card"' in response.content.decode()
    return len(captured)


def test_the_account_is_not_loaded_for_an_answer(ada, as_user):
    item = one_item("single")
    session, client = make_session(ada, [item.fact]), as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "1"}

    with CaptureQueriesContext(connection) as captured:
        answer(client, session, fields, htmx=True)

    assert len(captured) > 5
    assert not [one["sql"] for one in captured if '"accounts_user"."password"' in one["sql"]]


def test_an_answer_is_small(ada, as_user):
    import gzip

    lesson = make_lesson(facts=2)
    session, client = make_session(ada, list(lesson.section.facts.all())), as_user(ada)
    html = page_of(client, session)

    response = answer(client, session, response_form(html) | {"choice": "1"}, htmx=True)

    assert len(gzip.compress(response.content)) <= 3 * 1024


def test_a_disabled_learner_is_signed_out_by_the_next_answer(ada, as_user):
    item = one_item("single")
    session, client = make_session(ada, [item.fact]), as_user(ada)
    fields = response_form(page_of(client, session)) | {"choice": "1"}
    ada.is_active = False
    ada.save()

    response = answer(client, session, fields)

    assert response.status_code == 302
    assert not Review.objects.exists()


def test_another_learners_session_does_not_exist(ada, bo, as_user):
    item = one_item("single")
    session = make_session(ada, [item.fact])
    fields = {"key": str(make_key()), "version": "0", "item": str(item.pk), "choice": "1"}
    client = as_user(bo)

    assert client.get(reverse("study:session", args=[session.id])).status_code == 404
    assert answer(client, session, fields).status_code == 404
    assert client.post(reverse("study:undo", args=[session.id]), {"key": str(make_key())}).status_code == 404
    assert client.get(reverse("study:end", args=[session.id])).status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("single", {}, "Choose an answer first"),
        ("single", {"choice": "9"}, "not part of this question"),
        ("single", {"choice": "x"}, "not part of this question"),
        ("single", {"choice": ["1", "2"]}, "Choose one, not more"),
        ("multiple", {"choice": ["1", "2", "3"]}, "Choose two, not more"),
        ("ordering", {"place-1": "1", "place-2": "1", "place-3": "3", "place-4": "4"}, "each step once"),
        ("matching", {"match-1": "1"}, "Choose a match for every line"),
        ("short-answer", {"text": "   "}, "Type an answer first"),
        ("card", {"rating": "7"}, "Say how well you knew it"),
    ],
)
def test_a_response_that_does_not_fit_is_refused_with_a_sentence(ada, as_user, kind, fields, sentence):
    item = one_item(kind)
    session, client = make_session(ada, [item.fact]), as_user(ada)

    response = answer(client, session, response_form(page_of(client, session, "?reveal=1")) | fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Review.objects.exists()
    assert StudySession.objects.get().position == 0


def test_a_refused_answer_keeps_what_was_typed(ada, as_user):
    item = one_item("short-answer")
    session, client = make_session(ada, [item.fact]), as_user(ada)
    typed = "<b>" + "word " * 120

    response = answer(client, session, response_form(page_of(client, session)) | {"text": typed}, htmx=True)

    assert response.status_code == 422
    assert "at most 500 characters" in response.content.decode()
    assert "&lt;b&gt;word word" in response.content.decode()


@pytest.mark.parametrize("broken", [{"key": ""}, {"key": str(uuid4())}, {"version": "x"}, {"item": ""}])
def test_a_form_without_its_hidden_fields_is_refused(ada, as_user, broken):
    item = one_item("single")
    session, client = make_session(ada, [item.fact]), as_user(ada)

    response = answer(client, session, response_form(page_of(client, session)) | {"choice": "1"} | broken)

    assert response.status_code == 422
    assert not Review.objects.exists()


def test_the_options_of_a_reload_are_those_of_the_first_look(ada, as_user):
    item = one_item("multiple")
    session, client = make_session(ada, [item.fact]), as_user(ada)

    first, second = (page_of(client, session).split('id="options"')[1].split("</form>")[0] for _ in range(2))

    assert first == second


def test_right_to_left_text_and_emoji_are_answers_like_any_other(ada, as_user):
    item = one_item("short-answer")
    session, client = make_session(ada, [item.fact]), as_user(ada)

    response = answer(client, session, response_form(page_of(client, session)) | {"text": "שלום 🙂\x00"}, htmx=True)

    assert response.status_code == 200
    assert Review.objects.get().text == "שלום 🙂"


def test_the_plan_is_stored_compactly(ada):
    lesson = make_lesson(facts=3)
    session = make_session(ada, list(lesson.section.facts.all()))

    assert len(json.dumps(StudySession.objects.get(id=session.id).plan)) < 3 * 60


def test_the_lesson_is_linked_after_the_response_only(ada, as_user):
    item = one_item("single")
    session, client = make_session(ada, [item.fact]), as_user(ada)
    html = page_of(client, session)
    link = f"/packs/{item.fact.pack.key}/l/{item.fact.lesson.key}/"

    assert link not in html
    assert link in answer(client, session, response_form(html) | {"choice": "1"}, htmx=True).content.decode()
