"""From "I said this" to the teacher's word and back to the learner, in one test: plain forms, no browser."""

import re
from collections.abc import Callable

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.reflection.models import Dispute, Override, Regrade
from studyapp.reflection.regrading import regrade_apply, regrade_dry_run
from studyapp.study.models import Review
from studyapp.study.services import verdicts
from studyapp.web.form_keys import new_form_key
from tests.factories import RUBRIC, make_pack, make_question, make_revision, make_rubric, revised_rubric
from tests.journeys.forms import form_at
from tests.reflection.answering import OWN_WORDS


def test_a_dispute_reaches_the_teacher_and_the_verdict_the_learner_who_keeps_it_through_a_regrade(
    ada: User, ines: User, as_user: Callable[[User], Client]
) -> None:
    rubric = make_rubric(make_question(make_revision(make_pack(owner=ines))))
    learner, teacher = as_user(ada), as_user(ines)
    write = reverse("reflection:write", args=[rubric.pack.key, "ask"])

    result = form_at(learner, write, "/submit/").send(text=OWN_WORDS)["Location"]
    page = learner.get(result).content.decode()
    assert "0 of 2 points" in page
    said = re.search(r'href="([^"]+/said/\d+/)"', page)
    assert said
    assert (
        form_at(learner, said[1], "/said/" + said[1].rpartition("/said/")[2]).send(sentence="1")["Location"] == result
    )
    assert "Awaiting teacher" in learner.get(result).content.decode()
    assert ratings(ada) == [1, 1, 2]

    one = Dispute.objects.get()
    case = form_at(teacher, "/teach/marking/", f"/teach/marking/{ada.pk}/{one.answer_id}/")
    assert case.send(do=f"uphold:{one.id}", reason="A handbook will do.").status_code == 303
    assert "handbook" not in teacher.get("/teach/marking/").content.decode()

    page = learner.get(result).content.decode()
    assert "Ines read this answer and changed its points from 0 to 1." in page
    assert "A handbook will do." in page
    assert ratings(ada) == [1, 1, 2, 3]
    assert "A handbook will do." in learner.get("/me/").content.decode()
    form_at(learner, "/today/", f"/disputes/{one.id}/seen/").send()
    assert "A handbook will do." not in learner.get("/today/").content.decode()

    stricter = revised_rubric(rubric, RUBRIC.replace("quote document/manual", "quote paper/manual"))
    run = regrade_dry_run(rubric=stricter, by=ines, at=timezone.now(), key=new_form_key())
    regrade = regrade_apply(regrade=run.regrade, by=ines, at=timezone.now())
    while regrade.state == Regrade.State.RUNNING:
        regrade = verdicts.regrade_step(regrade=regrade, at=timezone.now())
    assert "1 of 2 points" in learner.get(result).content.decode(), "the override stands"
    assert Override.objects.count() == 1
    call_command("verify_state")


def ratings(learner: User) -> list[int]:
    """What the log says, in the order in which it was written."""
    rows = Review.objects.filter(learner_id=learner.pk).order_by("answered_at", "card_version")
    return list(rows.values_list("rating", flat=True))
