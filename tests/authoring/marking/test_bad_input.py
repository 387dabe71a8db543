"""What no form of the marking pages sends changes nothing and breaks nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.reflection.models import MarkedSample, Override, Rubric
from studyapp.web.form_keys import new_form_key
from tests import factories
from tests.authoring.marking.rows import answered, make_taught

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubric(ines: User) -> Rubric:
    return make_taught(ines)


@pytest.fixture
def client(ines: User, rubric: Rubric) -> Client:
    return factories.signed_in(ines)


@pytest.mark.parametrize(
    "path",
    [
        "/teach/taught/rubrics/%00/",
        "/teach/taught/rubrics/a%00b/samples/",
        "/teach/taught/rubrics/ask/suggestions/%00/",
    ],
)
def test_a_nul_in_an_address_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


@pytest.mark.parametrize("done", ["1.x", "x.1", ".", "99999999999999999999.0190b3a4-0000-7000-8000-000000000000"])
def test_a_last_decision_that_is_none_is_left_out(client: Client, done: str) -> None:
    response = client.get(reverse("authoring:marking"), {"done": done, "after": done})
    assert response.status_code == 200
    assert "Decided" not in response.content.decode()


def test_a_nul_in_a_reason_or_a_sample_is_dropped(client: Client, rubric: Rubric) -> None:
    answer = answered(rubric)
    url = reverse("authoring:case", args=[answer.learner_id, answer.id])
    client.post(url, {"do": "override", "key": new_form_key(), "met": ["fresh"], "reason": "So\0."})
    assert Override.objects.get().reason == "So."
    url = reverse("authoring:add_typed_sample", args=["taught", "ask"])
    client.post(url, {"key": new_form_key(), "text": "A\0 sample of words"})
    assert "\0" not in "".join(MarkedSample.objects.values_list("text", flat=True))


def test_a_learner_who_cannot_be_is_not_found(client: Client, rubric: Rubric) -> None:
    answer = answered(rubric)
    path = reverse("authoring:case", args=[answer.learner_id, answer.id])
    assert client.get(path.replace(f"/{answer.learner_id}/", "/99999999999999999999/")).status_code == 404


@pytest.mark.parametrize("page", ["samples", "regrade"])
def test_a_number_that_no_row_can_have_is_not_found(client: Client, page: str) -> None:
    assert client.get(f"/teach/taught/rubrics/ask/{page}/99999999999999999999/").status_code == 404
