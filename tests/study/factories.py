"""Rows for tests of the study room, on top of tests/factories.py."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.domain.common.uuid7 import uuid7
from studyapp.library.models import ExamDomain, Fact, Pack, SectionRevision
from studyapp.quiz.models import Item
from studyapp.study.learners import SessionRow, session_row
from studyapp.study.models import Card, Enrolment, StudySession
from studyapp.study.plan import Entry, as_json
from tests.factories import (
    enrol,
    make_card,
    make_fact,
    make_item,
    make_learner,
    make_pack,
    make_revision,
)

__all__ = [
    "enrol",
    "make_card",
    "make_every_kind",
    "make_fact",
    "make_item",
    "make_key",
    "make_learner",
    "make_lesson",
    "make_pack",
    "make_revision",
    "make_session",
    "row_of",
]
_chance = Random(7)


def make_key(**ago: float) -> UUID:
    """A form key made now, or `ago`."""
    return uuid7(timezone.now() - timedelta(**ago), _chance)


def make_lesson(pack: Pack | None = None, *, facts: int = 5, domain: str = "d1") -> SectionRevision:
    """A lesson of a published pack with single-choice facts in families and columns of their own."""
    pack = pack or make_pack()
    assert pack.current_version is not None
    ExamDomain.objects.get_or_create(
        version=pack.current_version, code=domain, defaults={"title": domain, "weight": 50.0, "position": 1}
    )
    revision = make_revision(pack, domain_code=domain)
    for _ in range(facts):
        make_item(make_fact(revision), revision)
    return revision


def make_session(learner: User, facts: list[Fact], **fields: Any) -> StudySession:
    """A session over the first item of each fact, cards included; its learner studies the pack."""
    now = timezone.now()
    entries = []
    for fact in facts:
        Enrolment.objects.get_or_create(learner_id=learner.pk, pack=fact.pack, defaults={"enrolled_at": now})
        Card.objects.get_or_create(
            learner_id=learner.pk,
            fact=fact,
            defaults={"due_at": now, "introduced_at": now},
        )
        items = list(Item.objects.filter(fact=fact).order_by("pk"))
        entries.append(Entry(fact.pk, items[0].pk, items[-1].pk, 20.0))
    values = {"source": "due", "study_day": now.date().toordinal() - 1, "started_at": now, "id": make_key()}
    return StudySession.objects.create(learner_id=learner.pk, plan=as_json(entries), **{**values, **fields})


def row_of(session: StudySession) -> SessionRow:
    """The session with what an answer needs."""
    row = session_row(session.learner_id, session.id)
    assert row is not None
    return row


def option(text: str, origin: str = "authored", why: str = "") -> dict[str, str]:
    """An option as it is stored."""
    return {"text": text, "html": text, "origin": origin, "why": why}


def make_every_kind(revision: SectionRevision) -> dict[str, Item]:
    """One item of each kind, each of a fact of its own."""
    four = [option("alpha", "key"), option("beta", "row:Beta"), option("gamma"), option("delta")]
    fields: dict[str, dict[str, Any]] = {
        "single": {},
        "multiple": {"form": "authored", "options": four, "keys": [1, 3]},
        "true-false": {
            "form": "belief",
            "options": [option("True", "trap:other"), option("False", "key")],
            "keys": [2],
        },
        "ordering": {"form": "order", "options": [option(f"step {n}", f"step:{n}") for n in range(1, 5)], "keys": []},
        "matching": {
            "form": "authored",
            "options": four,
            "prompts": [option("a"), option("b"), option("c")],
            "keys": [],
        },
        "cloze": {"form": "cloze", "options": [], "keys": [], "accepted": ["retrieval"]},
        "short-answer": {"form": "term", "options": [], "keys": [], "accepted": ["embedding"], "rivals": ["chunk"]},
        "card": {"form": "recall", "options": [], "keys": []},
    }
    return {
        kind: make_item(make_fact(revision), revision, **{"kind": kind, **values}) for kind, values in fields.items()
    }
