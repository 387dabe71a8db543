"""Forms of those who teach that arrive at the same moment: sent twice, or by two people."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.reflection.models import Regrade
from studyapp.reflection.regrading import CannotRegrade, regrade_apply
from studyapp.web.form_keys import new_form_key
from tests import factories
from tests.authoring.marking.rows import answered, make_taught
from tests.reflection.answering import OWN_WORDS
from tests.reflection.test_regrades import LATER, MENDED, dry_run
from tests.study.test_at_once import send_at_once

AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_makes_one_dry_run(as_user: Callable[[User], Client]) -> None:
    ines = factories.make_ines()
    rubric = make_taught(ines)
    for _ in range(4):
        answered(rubric, OWN_WORDS * 20)
    url, key = reverse("authoring:regrades", args=["taught", "ask"]), str(new_form_key())

    def ask(client: Client, number: int) -> tuple[int, str]:
        response = client.post(url, {"key": key})
        return response.status_code, response.headers.get("Location", "")

    found = send_at_once([as_user(ines) for _ in range(AT_ONCE)], ask)

    regrade = Regrade.objects.get()
    assert set(found) == {(303, reverse("authoring:regrade", args=["taught", "ask", regrade.pk]))}


@pytest.mark.django_db(transaction=True)
def test_of_dry_runs_that_are_applied_at_once_one_begins(as_user: Callable[[User], Client]) -> None:
    ines = factories.make_ines()
    rubric = make_taught(ines)
    answered(rubric, OWN_WORDS)
    mended = factories.revised_rubric(rubric, MENDED)
    runs = [dry_run(mended, ines).regrade for _ in range(AT_ONCE)]

    def begin(client: Client, number: int) -> str:
        try:
            return regrade_apply(regrade=runs[number], by=ines, at=LATER, may_lower=True).state
        except CannotRegrade:
            return "refused"

    found = send_at_once([as_user(ines) for _ in range(AT_ONCE)], begin)

    assert sorted(found) == ["refused"] * (AT_ONCE - 1) + ["running"]
