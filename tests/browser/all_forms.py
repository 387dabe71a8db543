"""A learner at a session that asks one item of every form, out of a small pack with a block of every sort."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.quiz.models import Item
from studyapp.study.models import Card, StudySession
from studyapp.study.plan import Entry, as_json
from tests import factories
from tests.study.factories import make_key

PACK = Path(__file__).parent / "every_form"
TYPED = {"cloze", "short-answer"}


def session_of_every_form(learner: User) -> tuple[StudySession, list[Item]]:
    """The session and its items in the order asked: one of each form and kind."""
    return _session(learner, lambda item: (item.form, item.kind))


def session_of_every_kind(learner: User) -> tuple[StudySession, list[Item]]:
    """The same with one of each kind, whatever its form: what a page looks like depends on the kind alone."""
    return _session(learner, lambda item: item.kind)


def _session(learner: User, sort: Callable[[Item], object]) -> tuple[StudySession, list[Item]]:
    call_command("load_pack", PACK, verbosity=0)
    found: dict[object, Item] = {}
    for item in Item.objects.select_related("fact__pack").order_by("fact__position", "form", "ordinal"):
        found.setdefault(sort(item), item)
    items = _parted(list(found.values()))
    now = timezone.now()
    factories.enrol(learner, items[0].fact.pack)
    for fact_id in {item.fact_id for item in items}:
        Card.objects.create(learner_id=learner.pk, fact_id=fact_id, due_at=now, introduced_at=now)
    plan = as_json([Entry(item.fact_id, item.pk, item.pk, 20.0) for item in items])
    session = StudySession.objects.create(
        learner_id=learner.pk, id=make_key(), source="due", plan=plan, study_day=now.date().toordinal() - 1,
        started_at=now,
    )  # fmt: skip
    return session, items


def _parted(items: list[Item]) -> list[Item]:
    """The items, no two of one fact next to each other: a page brings the next question along."""
    parted: list[Item] = []
    while items:
        last = parted[-1].fact_id if parted else None
        parted.append(items.pop(next(place for place, item in enumerate(items) if item.fact_id != last)))
    return parted
