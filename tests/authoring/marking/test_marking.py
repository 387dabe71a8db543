"""Answers that wait are decided one at a time: kept, overridden with a reason, disputes upheld or declined."""

import re
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.reflection.models import Answer, Dispute, Override, Rubric, Score
from studyapp.study.services.verdicts import open_dispute
from studyapp.web.form_keys import new_form_key
from tests import factories
from tests.authoring.drafting import text
from tests.authoring.marking.rows import FULL, NOTHING, WRONG, answered, make_taught

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}
QUEUE = reverse("authoring:marking")
UNREAD = (
    "The system looks passages up in a binder each time somebody asks, the parameters themselves stay frozen as ever."
)


@pytest.fixture
def rubric(ines: User) -> Rubric:
    return make_taught(ines)


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


def waiting(rubric: Rubric, words: str = UNREAD, **more: Any) -> Answer:
    """An answer that asks for a person."""
    answer = answered(rubric, words, **more)
    Score.objects.filter(answer_id=answer.id).update(needs_review=True)
    return answer


def disputed(rubric: Rubric, *, learner: User | None = None, quote: str = "looks passages up in a binder") -> Dispute:
    answer = answered(rubric, UNREAD, learner=learner)
    return open_dispute(
        answer=answer, criterion_id=rubric.criteria.get(key="fresh").pk, key=new_form_key(), quote=quote,
        remark="A binder is a manual.", at=timezone.now(),
    )  # fmt: skip


def address(answer: Answer, name: str = "case") -> str:
    return reverse(f"authoring:{name}", args=[answer.learner_id, answer.id])


def decide(client: Client, answer: Answer, do: str, *, met: tuple[str, ...] = (), **fields: Any) -> Any:
    more = {name: fields.pop(name) for name in ("headers",) if name in fields}
    return client.post(address(answer), {"do": do, "key": new_form_key(), "met": met, **fields}, **more)


def queue(client: Client, **query: str) -> str:
    return text(client.get(QUEUE, query))


def test_nothing_waits_says_so(client: Client, rubric: Rubric) -> None:
    assert "Nothing waits" in queue(client)


def test_the_oldest_answer_stands_beside_its_rubric_with_reasons_and_without_its_author(
    client: Client, ada: User, rubric: Rubric
) -> None:
    answered(rubric, FULL)
    waiting(rubric, f"{UNREAD} Newer.", minutes_ago=3)
    waiting(rubric, learner=ada, minutes_ago=90)
    shown = queue(client)
    assert "2 answers wait." in shown
    assert UNREAD in shown
    assert "Newer." not in shown
    assert "supplies current knowledge" in shown
    assert "Ada" not in shown


def test_keeping_the_marks_takes_the_answer_off_the_queue(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric)
    response = decide(client, answer, "confirm")
    assert response.status_code == 303
    assert "Decided: 0 of 2 points." in text(client.get(response.headers["Location"]))
    assert "Nothing waits" in queue(client)
    assert Override.objects.get().is_confirmation


def test_who_says_a_word_while_keeping_the_marks_is_heard(client: Client, rubric: Rubric) -> None:
    decide(client, waiting(rubric), "confirm", reason="A binder may hold old texts.")
    assert Override.objects.get().reason == "A binder may hold old texts."


def test_who_ticked_something_does_not_keep_the_marks_by_mistake(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric)
    response = decide(client, answer, "confirm", met=("fresh",))
    assert response.status_code == 422
    assert "You changed a point." in text(response)
    assert 'value="fresh" data-key="1" checked' in text(response)
    assert not Override.objects.exists()


def test_an_override_needs_a_reason_and_keeps_what_was_ticked(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric)
    response = decide(client, answer, "override", met=("fresh",))
    assert response.status_code == 422
    assert "Give the reason" in text(response)
    assert 'value="fresh" data-key="1" checked' in text(response)
    assert not Override.objects.exists()


def test_a_refused_verdict_leaves_the_answer_at_its_place_in_the_queue(client: Client, rubric: Rubric) -> None:
    waiting(rubric, learner=factories.make_learner())
    response = decide(client, waiting(rubric), "override", met=("fresh",))
    assert "2 answers wait." in text(response)
    assert 'data-key="j"' in text(response), "the way past it"


def test_an_override_gives_what_is_ticked(client: Client, ines: User, rubric: Rubric) -> None:
    answer = waiting(rubric)
    decide(client, answer, "override", met=("fresh", "weights"), reason="A binder is a manual.")
    given = Override.objects.get()
    assert (given.marks, given.reason, given.by_id) == (2, "A binder is a manual.", ines.pk)
    assert given.credits == {"fresh": 1, "weights": 1}


def test_a_trap_that_is_not_stated_is_lifted(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric, WRONG)
    assert "Does not state the trap" in queue(client)
    decide(client, answer, "override", met=("fresh", "weights"), lifted=("retrains",), reason="Irony.")
    assert Override.objects.get().marks == 2


def test_the_same_form_twice_decides_once(client: Client, rubric: Rubric) -> None:
    answer, key = waiting(rubric), new_form_key()
    for _ in range(2):
        client.post(address(answer), {"do": "override", "key": key, "met": ["fresh"], "reason": "Yes."})
    assert Override.objects.count() == 1


def seen_in(page: str) -> dict[str, str]:
    """What the form of a case says that it was made of, and its key."""
    return dict(re.findall(r'name="(seen|key)" value="([^"]+)"', page))


def test_a_form_from_before_another_persons_verdict_is_shown_anew_with_its_text(
    client: Client, olga: User, rubric: Rubric
) -> None:
    answer = waiting(rubric)
    old = seen_in(text(client.get(address(answer))))
    decide(factories.signed_in(olga), answer, "override", met=("fresh",), reason="Olga found it.")
    response = decide(client, answer, "override", met=("weights",), reason="Mine.", **old)
    assert response.status_code == 409
    assert "judged or disputed anew since you opened it" in text(response)
    assert "Olga found it." in text(response)
    assert "Mine.</textarea>" in text(response)
    assert Override.objects.count() == 1
    again = decide(client, answer, "override", met=("weights",), reason="Mine.", **seen_in(text(response)))
    assert again.status_code == 303


def test_a_dispute_that_came_meanwhile_is_not_decided_unread(client: Client, rubric: Rubric, ada: User) -> None:
    answer = waiting(rubric, learner=ada)
    old = seen_in(text(client.get(address(answer))))
    open_dispute(
        answer=answer, criterion_id=rubric.criteria.get(key="fresh").pk, key=new_form_key(), quote="",
        remark="A binder is a manual.", at=timezone.now(),
    )  # fmt: skip
    assert decide(client, answer, "override", met=("weights",), reason="Mine.", **old).status_code == 409
    assert Dispute.objects.get().is_open


@pytest.mark.parametrize("do", ["override", "uphold", "decline"])
def test_a_form_sent_twice_says_the_same_again(client: Client, rubric: Rubric, do: str) -> None:
    dispute = disputed(rubric)
    answer = Answer.objects.get()
    form = {**seen_in(text(client.get(address(answer)))), "reason": "Read it."}
    act = do if do == "override" else f"{do}:{dispute.id}"
    statuses = [decide(client, answer, act, met=("fresh",), **form).status_code for _ in range(2)]
    assert statuses == [303, 303]
    assert Override.objects.count() == (do != "decline")


@pytest.mark.parametrize("key", ["", "none"])
def test_a_form_without_its_key_is_refused_with_its_text_kept(client: Client, rubric: Rubric, key: str) -> None:
    response = client.post(address(waiting(rubric)), {"do": "override", "key": key, "reason": "Typed."})
    assert response.status_code == 422
    assert "Typed.</textarea>" in text(response)


def test_a_verdict_is_changed_by_a_newer_one_and_taken_back_to_the_machines(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric)
    decide(client, answer, "override", met=("fresh",), reason="A binder.")
    shown = text(client.get(address(answer)))
    assert "Now 1 of 2 points" in shown
    assert "A binder." in shown
    decide(client, answer, "override", met=("fresh", "weights"), reason="Frozen too.")
    assert "Now 2 of 2 points" in text(client.get(address(answer)))
    decide(client, answer, "machine")
    assert "Now 0 of 2 points" in text(client.get(address(answer)))
    assert Override.objects.count() == 3


def test_skipping_goes_on_behind_the_answer_and_the_end_leads_back(client: Client, rubric: Rubric) -> None:
    first = waiting(rubric, minutes_ago=9)
    waiting(rubric, f"{UNREAD} Second.", minutes_ago=5)
    shown = queue(client, after=str(first.id))
    assert "Second." in shown
    second = Answer.objects.get(text__endswith="Second.")
    end = queue(client, after=str(second.id))
    assert "Nothing else waits" in end
    assert "2 answers were skipped" in end


def test_skipping_reaches_what_waits_beyond_the_first_ones(
    client: Client, rubric: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyapp.authoring.views.marking.QUEUE", 2)
    answers = [waiting(rubric, f"{UNREAD} Number {number}.", minutes_ago=30 - number) for number in range(5)]
    for before, after in pairwise(answers):
        assert after.text in queue(client, after=str(before.id))
    assert "5 answers were skipped" in queue(client, after=str(answers[-1].id))


def test_deciding_after_a_skip_goes_on_behind_what_was_skipped(client: Client, rubric: Rubric) -> None:
    first = waiting(rubric, f"{UNREAD} First.", minutes_ago=9)
    second = waiting(rubric, minutes_ago=5)
    waiting(rubric, f"{UNREAD} Third.", minutes_ago=2)
    response = decide(client, second, "confirm", after=str(first.id))
    shown = text(client.get(response.headers["Location"]))
    assert "Third." in shown
    assert "First." not in shown


def test_htmx_swaps_the_next_case_and_says_how_many_wait(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric, minutes_ago=9)
    waiting(rubric, f"{UNREAD} Next.")
    shown = text(decide(client, answer, "confirm", headers=SWAP))
    assert "<html" not in shown
    assert "Next." in shown
    assert "1 answer waits." in shown[shown.index('id="live"') :]


def test_a_dispute_shows_quote_and_remark_and_upholding_gives_the_point(client: Client, rubric: Rubric) -> None:
    dispute = disputed(rubric)
    answer = Answer.objects.get()
    shown = queue(client)
    assert "looks passages up in a binder</blockquote>" in shown
    assert "A binder is a manual." in shown
    assert "Keep these marks" not in shown
    decide(client, answer, f"uphold:{dispute.id}", reason="It is.")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.reply) == ("upheld", "It is.")
    assert Override.objects.get().marks == 1


def test_declining_needs_a_reply_too_and_leaves_the_marks(client: Client, rubric: Rubric) -> None:
    dispute = disputed(rubric)
    answer = Answer.objects.get()
    assert decide(client, answer, f"decline:{dispute.id}").status_code == 422
    decide(client, answer, f"decline:{dispute.id}", reason="A binder may hold anything.")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.reply) == ("declined", "A binder may hold anything.")
    assert not Override.objects.exists()


@pytest.mark.parametrize("do", ["uphold:no-id", "uphold:0190b3a4-0000-7000-8000-000000000000", "decline"])
def test_a_dispute_that_is_not_open_is_not_decided(client: Client, rubric: Rubric, do: str) -> None:
    answer = waiting(rubric)
    assert decide(client, answer, do, reason="So.").status_code == 422


def test_similar_answers_are_shown_and_only_what_stays_ticked_gets_the_point(client: Client, rubric: Rubric) -> None:
    dispute = disputed(rubric)
    answer = Answer.objects.get()
    alike = [answered(rubric, f"{UNREAD} {word}.") for word in ("Always", "Mostly")]
    answered(rubric, NOTHING)
    response = decide(client, answer, f"uphold:{dispute.id}", reason="A binder is a manual.")
    told = text(client.get(response.headers["Location"]))
    assert "2 similar answers miss “supplies current knowledge” too" in told
    url = address(answer, "similar")
    shown = client.get(url, {"criterion": "fresh"})
    assert [f"{UNREAD} {word}." in text(shown) for word in ("Always", "Mostly")] == [True, True]
    assert NOTHING not in text(shown)
    keys = {f"key-{one.id}": new_form_key() for one in alike}
    fields = {"criterion": "fresh", "answer": [alike[0].id], "reason": "A binder is a manual.", **keys}
    done = client.post(url, fields)
    assert "Given to 1 similar answer." in text(client.get(done.headers["Location"]))
    assert set(Override.objects.values_list("answer_id", flat=True)) == {answer.id, alike[0].id}


def test_giving_a_point_to_similar_answers_needs_a_reason(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric)
    other = answered(rubric, f"{UNREAD} Always.")
    decide(client, answer, "override", met=("fresh",), reason="A binder.")
    url = address(answer, "similar")
    fields = {"criterion": "fresh", "answer": [other.id], "reason": " ", f"key-{other.id}": new_form_key()}
    assert client.post(url, fields).status_code == 422
    assert Override.objects.count() == 1


def test_similar_answers_get_the_point_together_or_not_at_all(client: Client, rubric: Rubric) -> None:
    answer = waiting(rubric)
    first, second = [answered(rubric, f"{UNREAD} {word}.") for word in ("Always", "Mostly")]
    decide(client, answer, "override", met=("fresh",), reason="A binder.")
    keys = {f"key-{first.id}": new_form_key(), f"key-{second.id}": "broken"}
    fields = {"criterion": "fresh", "answer": [first.id, second.id], "reason": "A binder.", **keys}
    assert client.post(address(answer, "similar"), fields).status_code == 422
    assert Override.objects.count() == 1


def test_what_else_is_disputed_in_a_similar_answer_waits_on(client: Client, rubric: Rubric, ada: User) -> None:
    answer = waiting(rubric)
    other = answered(rubric, f"{UNREAD} Always.", learner=ada)
    same, another = [
        open_dispute(
            answer=other, criterion_id=rubric.criteria.get(key=key).pk, key=new_form_key(), quote="", remark="Said.",
            at=timezone.now(),
        )
        for key in ("fresh", "weights")
    ]  # fmt: skip
    decide(client, answer, "override", met=("fresh",), reason="A binder.")
    fields = {"criterion": "fresh", "answer": [other.id], "reason": "A binder.", f"key-{other.id}": new_form_key()}
    client.post(address(answer, "similar"), fields)
    states = [Dispute.objects.get(id=one.id).state for one in (same, another)]
    assert states == ["upheld", "open"]
    assert "Said." in queue(client)


def test_an_answer_without_a_verdict_has_no_similar_ones(client: Client, rubric: Rubric) -> None:
    assert client.get(address(waiting(rubric), "similar"), {"criterion": "fresh"}).status_code == 404


def test_teach_counts_what_waits_with_the_age_of_the_oldest(client: Client, rubric: Rubric) -> None:
    teach = reverse("authoring:teach")
    assert "Waits for you" not in text(client.get(teach))
    waiting(rubric)
    disputed(rubric)
    shown = text(client.get(teach))
    assert "<dt>Disputes</dt><dd>1 " in shown
    assert "<dt>Answers to look at</dt><dd>1 " in shown
    assert shown.count("the oldest <time") + shown.count("the oldest ") >= 2


def test_the_queue_and_its_counts_cost_the_same_for_one_answer_and_for_twenty(client: Client, rubric: Rubric) -> None:
    def statements(url: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught)

    waiting(rubric)
    queue(client)
    pages = (QUEUE, reverse("authoring:teach"))
    few = [statements(url) for url in pages]
    for number in range(20):
        waiting(rubric, f"{UNREAD} {number}")
    assert [statements(url) for url in pages] == few


def test_strangers_find_no_answer_of_others(rubric: Rubric, ada: User) -> None:
    answer = waiting(rubric)
    ivo = factories.signed_in(factories.make_learner("Ivo", role="instructor"))
    assert "Nothing waits" in queue(ivo)
    assert ivo.get(address(answer)).status_code == 404
    assert decide(ivo, answer, "confirm").status_code == 404
    assert ivo.get(address(answer, "similar")).status_code == 404
    assert factories.signed_in(ada).get(QUEUE).status_code == 404


def test_what_nobody_can_do_is_not_found(client: Client, rubric: Rubric) -> None:
    assert decide(client, waiting(rubric), "other").status_code == 404


def test_only_answers_of_taught_packs_wait(client: Client, rubric: Rubric) -> None:
    waiting(factories.make_rubric())
    assert "Nothing waits" in queue(client)
