"""Result, "I said this", Me and Today as a learner meets them around a dispute."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts import rates
from studyapp.accounts.models import User
from studyapp.reflection.models import Answer, Dispute, Rubric, SelfAssessment
from studyapp.study.services import verdicts
from studyapp.study.services.verifying import differences
from studyapp.web.form_keys import new_form_key
from tests.factories import RUBRIC, make_rubric, revised_rubric
from tests.reflection.answering import FULL, HALF, OWN_WORDS, TRAPPED, answered, criterion_id

SECRETS = ("current knowledge", "weights alone", "fetches the manual", "id: fresh", "fresh", "retrieve")


@pytest.fixture
def rubric(db: None) -> Rubric:
    """A rubric of two criteria and one trap, in a public pack."""
    return make_rubric()


@pytest.fixture
def client(as_user: Callable[[User], Client], ada: User) -> Client:
    """Ada's browser."""
    return as_user(ada)


@pytest.fixture
def answer(ada: User, rubric: Rubric) -> Answer:
    """Ada says it all in words that the rubric does not know."""
    return answered(ada, rubric, OWN_WORDS, at=timezone.now())


def result_page(client: Client, answer: Answer) -> str:
    return client.get(_address("reflection:result", answer)).content.decode()


def form_address(rubric: Rubric, answer: Answer, key: str = "fresh") -> str:
    return _address("study:dispute", answer, criterion_id(rubric, key))


def send(client: Client, rubric: Rubric, answer: Answer, point: str = "fresh", **fields: object):
    values = {"key": str(new_form_key()), "sentence": "", "quote": "", "remark": "", **fields}
    return client.post(form_address(rubric, answer, point), values)


def _address(name: str, answer: Answer, *more: object) -> str:
    assert answer.rubric is not None
    return reverse(name, args=[answer.rubric.pack.key, answer.question_key, answer.id, *more])


def decide(one: Dispute, by: User, *, is_upheld: bool, reply: str) -> None:
    verdicts.resolve_dispute(
        learner_id=one.learner_id, dispute_id=one.id, key=new_form_key(), is_upheld=is_upheld, reply=reply, by=by,
        at=timezone.now(),
    )  # fmt: skip


def test_each_point_that_was_not_found_leads_to_a_form_that_names_no_label(
    client: Client, rubric: Rubric, answer: Answer
) -> None:
    page = result_page(client, answer)
    assert form_address(rubric, answer, "fresh") in page
    assert form_address(rubric, answer, "weights") in page
    form = client.get(form_address(rubric, answer)).content.decode()
    assert "The manual changes every week. What then?" in form
    for secret in SECRETS:
        assert secret not in page + form


def test_a_chosen_sentence_is_sent_and_the_page_says_that_a_teacher_is_awaited(
    client: Client, ada: User, rubric: Rubric, answer: Answer
) -> None:
    response = send(client, rubric, answer, sentence="1", remark="The handbook.")
    assert (response.status_code, response.headers["Location"]) == (303, _address("reflection:result", answer))
    one = Dispute.objects.get()
    assert (one.quote, one.remark, one.state) == (OWN_WORDS, "The handbook.", "open")
    page = result_page(client, answer)
    assert "Awaiting teacher" in page
    assert reverse("study:withdraw_dispute", args=[one.id]) in page
    assert form_address(rubric, answer, "fresh") not in page
    assert not list(differences(ada.pk))


def test_the_same_form_sent_twice_is_one_dispute(client: Client, rubric: Rubric, answer: Answer) -> None:
    key = str(new_form_key())
    assert [send(client, rubric, answer, remark="I did.", key=key).status_code for _ in range(2)] == [303, 303]
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"quote": "words that nobody wrote", "remark": "kept words"},
        {"sentence": "99", "remark": "kept words"},
        {"sentence": "x", "remark": "kept words"},
        {"key": "none", "remark": "kept words"},
        {"remark": "kept words" * 101},
    ],
)
def test_what_is_not_whole_is_refused_with_its_text(
    client: Client, rubric: Rubric, answer: Answer, fields: dict[str, object]
) -> None:
    response = send(client, rubric, answer, **fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="error"' in page
    assert str(fields.get("remark", ""))[:10] in page
    assert not Dispute.objects.exists()


def test_strangers_find_neither_form_nor_dispute(
    client: Client, rubric: Rubric, answer: Answer, bo: User, as_user: Callable[[User], Client]
) -> None:
    send(client, rubric, answer, remark="I did.")
    one, stranger = Dispute.objects.get(), as_user(bo)
    assert stranger.get(form_address(rubric, answer, "weights")).status_code == 404
    assert send(stranger, rubric, answer, "weights", remark="Mine.").status_code == 404
    for name in ("study:withdraw_dispute", "study:dismiss_dispute"):
        assert stranger.post(reverse(name, args=[one.id])).status_code == 404
    assert Dispute.objects.get().is_open


def test_what_was_found_has_no_form(client: Client, ada: User, rubric: Rubric) -> None:
    half = answered(ada, rubric, HALF)
    assert client.get(form_address(rubric, half, "fresh")).status_code == 404
    assert client.get(form_address(rubric, half, "weights")).status_code == 200


def test_a_denied_point_may_be_disputed_too(client: Client, ada: User, rubric: Rubric) -> None:
    trapped = answered(ada, rubric, TRAPPED)
    assert form_address(rubric, trapped, "weights") in result_page(client, trapped)


def test_many_within_an_hour_wait(client: Client, ada: User, rubric: Rubric, answer: Answer) -> None:
    for _ in range(rates.DISPUTE.times):
        rates.seconds_to_wait(rates.DISPUTE, ada.pk)
    response = send(client, rubric, answer, remark="kept words")
    assert response.status_code == 429
    assert "kept words" in response.content.decode()


def test_withdrawing_leads_back_to_the_result_which_offers_the_form_again(
    client: Client, ada: User, rubric: Rubric, answer: Answer
) -> None:
    send(client, rubric, answer, remark="I did.")
    response = client.post(reverse("study:withdraw_dispute", args=[Dispute.objects.get().id]))
    assert response.headers["Location"] == _address("reflection:result", answer)
    assert form_address(rubric, answer, "fresh") in result_page(client, answer)
    assert not list(differences(ada.pk))


def test_the_second_try_stays_possible_and_words_of_the_first_count_there(
    client: Client, ada: User, rubric: Rubric, answer: Answer
) -> None:
    second = answered(ada, rubric, "It looks things up, and nothing else happens.", first_try=answer.id)
    send(client, rubric, second, quote="in the handbook")
    assert Dispute.objects.get().answer_id == answer.id
    send(client, rubric, second, "weights", quote="nothing else happens")
    assert Dispute.objects.latest("opened_at").answer_id == second.id


def test_after_the_decision_the_page_says_who_why_and_from_what_to_what(
    client: Client, ines: User, rubric: Rubric, answer: Answer
) -> None:
    send(client, rubric, answer, quote="looks things up in the handbook")
    decide(Dispute.objects.get(), ines, is_upheld=True, reply="A handbook is a manual.")
    page = result_page(client, answer)
    assert re.search(r"supplies current knowledge\s*<q[^>]*>looks things up in the handbook</q>", page), "the evidence"
    assert "Ines read this answer and changed its points from 0 to 1." in page
    assert "A handbook is a manual." in page
    assert "1 of 2 points" in page
    assert "supplies current knowledge" in page, "what is met may be named"
    assert "leaves the weights alone" not in page


def test_a_declined_dispute_shows_the_reply_and_changes_nothing(
    client: Client, ines: User, rubric: Rubric, answer: Answer
) -> None:
    send(client, rubric, answer, remark="I did.")
    decide(Dispute.objects.get(), ines, is_upheld=False, reply="Which handbook?")
    page = result_page(client, answer)
    assert "Declined" in page
    assert "Which handbook?" in page
    assert "0 of 2 points" in page


def test_a_confirmed_answer_says_that_a_teacher_read_it(
    client: Client, ines: User, rubric: Rubric, answer: Answer
) -> None:
    assert "Awaiting teacher" in result_page(client, answer)
    verdicts.confirm(answer=answer, key=new_form_key(), by=ines, at=timezone.now())
    page = result_page(client, answer)
    assert "Ines read this answer; the points stand." in page
    assert "Awaiting teacher" not in page


def test_who_left_is_a_teacher(client: Client, ines: User, rubric: Rubric, answer: Answer) -> None:
    verdicts.confirm(answer=answer, key=new_form_key(), by=ines, at=timezone.now())
    ines.delete()
    assert "A teacher read this answer" in result_page(client, answer)


def test_a_rubric_that_changed_since_is_said_and_changes_no_points(
    client: Client, rubric: Rubric, answer: Answer
) -> None:
    assert "changed since this answer" not in result_page(client, answer)
    revised_rubric(rubric, RUBRIC.replace("    - Hint", "    - look handbook\n    - Hint"))
    page = result_page(client, answer)
    assert "changed since this answer" in page
    assert "0 of 2 points" in page


def test_me_lists_what_was_disputed_with_its_state(client: Client, ines: User, rubric: Rubric, answer: Answer) -> None:
    me = reverse("accounts:me")
    assert "Points you disputed" not in client.get(me).content.decode()
    send(client, rubric, answer, quote="handbook")
    page = client.get(me).content.decode()
    assert "Awaiting teacher" in page
    assert _address("reflection:result", answer) in page
    decide(Dispute.objects.get(), ines, is_upheld=True, reply="Yes, it is one.")
    page = client.get(me).content.decode()
    assert "Upheld" in page
    assert "Yes, it is one." in page
    assert "current knowledge" not in page


def test_today_tells_of_a_decision_until_it_is_dismissed(
    client: Client, ines: User, rubric: Rubric, answer: Answer
) -> None:
    send(client, rubric, answer, quote="handbook")
    today = reverse("study:today")
    assert "Points you disputed" not in client.get(today).content.decode()
    one = Dispute.objects.get()
    decide(one, ines, is_upheld=False, reply="Which one?")
    assert "Which one?" in client.get(today).content.decode()
    assert client.post(reverse("study:dismiss_dispute", args=[one.id])).status_code == 303
    assert "Which one?" not in client.get(today).content.decode()


def test_the_learner_ticks_points_only_when_they_may_be_seen(client: Client, rubric: Rubric, answer: Answer) -> None:
    ticks = {"met": ["weights", "0", "x"]}
    assert "Your own view" not in result_page(client, answer)
    assert client.post(_address("reflection:assess", answer), ticks).status_code == 409
    assert not SelfAssessment.objects.exists()
    client.post(_address("reflection:model", answer))
    page = result_page(client, answer)
    assert "people have marked 0 of the 20 answers" in page
    assert client.post(_address("reflection:assess", answer), ticks).status_code == 303
    assert SelfAssessment.objects.get().ticked == ["weights"]
    page = result_page(client, answer)
    assert "0 of 2 points" in page, "ticks are no marks"
    assert 'value="weights" checked' in page


def test_a_swap_gets_the_result_with_the_ticks(client: Client, rubric: Rubric, answer: Answer) -> None:
    client.post(_address("reflection:model", answer))
    response = client.post(_address("reflection:assess", answer), {"met": []}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert b"<html" not in response.content


def test_strangers_tick_nothing(rubric: Rubric, answer: Answer, bo: User, as_user: Callable[[User], Client]) -> None:
    assert as_user(bo).post(_address("reflection:assess", answer), {"met": []}).status_code == 404


def test_what_the_first_try_had_stays_on_the_page_of_the_second(client: Client, ada: User, rubric: Rubric) -> None:
    first = answered(ada, rubric, HALF)
    answered(ada, rubric, "RAG does not change the weights.", first_try=first.id)
    page = result_page(client, first)
    assert "1.5 of 2 points" in page
    assert "What was not found" not in page


def test_export_and_deletion_cover_what_was_decided(client: Client, ada: User, ines: User, rubric: Rubric) -> None:
    from studyapp.accounts.deletion import delete_account
    from studyapp.reflection.models import Override

    full = answered(ada, rubric, FULL)
    verdicts.override(
        answer=full, key=new_form_key(), credit_by_key={"fresh": 0.5}, reason="Half.", by=ines, at=timezone.now()
    )
    send(client, rubric, full, remark="It is whole.")
    delete_account(ada)
    assert not Override.objects.exists()
    assert not Dispute.objects.exists()
