"""A browser whose sessions were ended answers nothing, also where the account itself is not loaded."""

import pytest
from django.urls import reverse

from studyapp.accounts.models import Role
from studyapp.accounts.people import change_password, claim, set_role
from studyapp.study.models import Review
from tests.factories import make_ada, make_guest
from tests.study.factories import make_lesson, make_session
from tests.study.pages import answer, page_of, response_form

ENDED_BY = {
    "claim": lambda user: claim(guest=user, name="Cleo", email="", password="correct horse battery"),
    "password": lambda user: change_password(user=user, password="another horse battery"),
    "role": lambda user: set_role(user=user, role=Role.INSTRUCTOR),
}


@pytest.mark.parametrize("how", ENDED_BY)
def test_an_older_session_neither_answers_nor_sees_the_question(db, as_user, how):
    user = make_guest() if how == "claim" else make_ada()
    session = make_session(user, list(make_lesson(facts=2).section.facts.all()))
    plain, swap, reader = as_user(user), as_user(user), as_user(user)
    fields = response_form(page_of(plain, session)) | {"choice": "1"}
    ENDED_BY[how](user)

    answered = answer(plain, session, fields)
    swapped = answer(swap, session, fields, htmx=True)
    read = reader.get(reverse("study:session", args=[session.id]))

    assert (answered.status_code, swapped.status_code, read.status_code) == (302, 401, 302)
    assert reverse("accounts:login") in read.headers["Location"]
    assert not Review.objects.exists()
    assert answer(as_user(user), session, fields).status_code == 303, "a new session goes on"
