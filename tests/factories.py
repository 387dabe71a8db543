"""Rows for tests. Each function fills in everything the test does not care about.

The cast is fixed: Ada learns, Bo learns elsewhere, Ines instructs, Olga operates.
"""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client

from studyapp.accounts.models import Role, User
from studyapp.accounts.sessions import note_password
from studyapp.domain.common.source import SourceLine
from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.rubric import Rubric as RubricValue
from studyapp.library.models import (
    ComparisonTable,
    Fact,
    Pack,
    PackVersion,
    ReflectionQuestion,
    Section,
    SectionFact,
    SectionRevision,
    VersionSection,
)
from studyapp.quiz.models import Item
from studyapp.reflection.models import Criterion, Misconception, Rubric
from studyapp.reflection.rubric_values import to_json
from studyapp.study.models import Card, Enrolment

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_number = count(1)


def signed_in(user: User, *, lately: bool = True) -> Client:
    """A browser without script in which somebody has signed in; their password is asked again unless `lately`."""
    client = Client()
    client.force_login(user)
    if lately:
        session = client.session
        note_password(session)
        session.save()
    return client


def make_learner(name: str = "", **fields: Any) -> User:
    """A learner with a password."""
    return User.objects.create_user(name or f"learner {next(_number)}", PASSWORD, **fields)


def make_ada() -> User:
    """Ada learns."""
    return make_learner("Ada")


def make_bo() -> User:
    """Bo learns elsewhere."""
    return make_learner("Bo")


def make_ines() -> User:
    """Ines instructs."""
    return make_learner("Ines", role=Role.INSTRUCTOR)


def make_olga() -> User:
    """Olga operates the site."""
    return make_learner("Olga", role=Role.OPERATOR)


def make_guest() -> User:
    """Somebody without a password."""
    return User.objects.create_user(f"guest-{next(_number)}", None, is_guest=True)


def make_pack(key: str = "", *, owner: User | None = None, **fields: Any) -> Pack:
    """A published, public pack with one version and no section."""
    number = next(_number)
    pack = Pack.objects.create(key=key or f"pack-{number}", title=f"Pack {number}", owner=owner, **fields)
    version = PackVersion.objects.create(
        pack=pack, number=1, title=pack.title, manifest={"id": pack.key, "title": pack.title}, source_hash="0" * 64
    )
    pack.current_version = version
    pack.save()
    return pack


def make_revision(pack: Pack, key: str = "", *, lesson: Section | None = None, **fields: Any) -> SectionRevision:
    """A section of the pack's current version; a lesson of its own unless one is given."""
    number = next(_number)
    section = Section.objects.create(pack=pack, key=key or f"section-{number}")
    values = {"number": f"1.{number}", "title": f"Section {number}", "depth": 2, "domain_code": "d1", "words": 400}
    revision = SectionRevision.objects.create(
        section=section, content_hash=f"{number:064d}", file="d1/a.md", line=1, end_line=9, **{**values, **fields}
    )
    assert pack.current_version is not None
    VersionSection.objects.create(
        version=pack.current_version, revision=revision, lesson=lesson or section, position=number
    )
    return revision


def make_fact(revision: SectionRevision, key: str = "", **fields: Any) -> Fact:
    """A live fact taught by the revision, in a family of its own."""
    number = next(_number)
    place = VersionSection.objects.get(revision=revision)
    key = key or f"fact-{number}"
    values = {"kind": "cell", "family": key, "domain_code": revision.domain_code, "title": f"Fact {number}"}
    fact = Fact.objects.create(
        pack=revision.section.pack,
        key=key,
        section=revision.section,
        lesson=place.lesson,
        position=number,
        **{**values, **fields},
    )
    SectionFact.objects.create(
        revision=revision, fact=fact, family=fact.family, block_key="t", title=fact.title, line=3, position=number
    )
    return fact


def make_item(fact: Fact, revision: SectionRevision | None = None, **fields: Any) -> Item:
    """A single-choice item of the fact with one key (the first option) and three distractors."""
    revision = revision or SectionRevision.objects.get(section=fact.section)
    values: dict[str, Any] = {
        "form": "forward",
        "kind": "single",
        "stem": f"What is {fact.title}?",
        "stem_html": f"What is {fact.title}?",
        "options": [
            {"text": "alpha", "html": "alpha", "origin": "key", "why": ""},
            {"text": "beta", "html": "beta", "origin": "row:Beta", "why": "That is Beta’s."},
            {"text": "gamma", "html": "gamma", "origin": "row:Gamma", "why": "That is Gamma’s."},
            {"text": "delta", "html": "delta", "origin": "row:Delta", "why": "That is Delta’s."},
        ],
        "keys": [1],
        "feedback_html": "<p>It is alpha.</p>",
        "block_key": "t",
        "file": "d1/a.md",
        "line": 3,
    }
    return Item.objects.create(revision=revision, fact=fact, **{**values, **fields})


def make_card(learner: User | None = None, fact: Fact | None = None, **fields: Any) -> Card:
    """A new card, due now, of a fact that has one item."""
    learner = learner or make_learner()
    if fact is None:
        fact = make_fact(make_revision(make_pack()))
        make_item(fact)
    values = {"due_at": NOW, "introduced_at": NOW}
    return Card.objects.create(learner_id=learner.pk, fact=fact, **{**values, **fields})


def enrol(learner: User, pack: Pack) -> Enrolment:
    """The learner studies the pack."""
    return Enrolment.objects.create(learner_id=learner.pk, pack=pack, enrolled_at=NOW)


def make_table(revision: SectionRevision, key: str = "t", **fields: Any) -> ComparisonTable:
    """A comparison table of two columns and three rows."""

    def cell(text: str) -> dict[str, str]:
        return {"text": text, "html": text}

    values = {
        "position": 1,
        "line": 3,
        "columns": [cell("Kind"), cell("Use when")],
        "rows": [[cell(name), cell(f"you need {name}")] for name in ("alpha", "beta", "gamma")],
    }
    return ComparisonTable.objects.create(revision=revision, key=key, **{**values, **fields})


RUBRIC = """\
- Topic: RAG = retrieval-augmented generation
- 1 point, required, RAG: supplies current knowledge <!-- id: fresh -->
    - retrieve/fetch/quote document/manual/knowledge
    - Hint: The manual changes every week. What then?
- 1 point, RAG: leaves the weights alone <!-- id: weights -->
    - not change/update/retrain weights/model
- Trap, RAG: changes the weights (at most 1 point) <!-- id: retrains -->
    - change/update/retrain weights/model
    - Feedback: RAG adds text to the prompt; the weights stay.
- Model answer: RAG fetches the manual and does not change the weights.
"""


def make_question(revision: SectionRevision | None = None, key: str = "ask", **fields: Any) -> ReflectionQuestion:
    """A reflection question without rubric."""
    revision = revision or make_revision(make_pack())
    stem = "What does RAG add, and what does it leave alone?"
    values = {"position": 2, "line": 20, "stem": stem, "stem_html": stem, "min_words": 10}
    return ReflectionQuestion.objects.create(revision=revision, key=key, **{**values, **fields})


def make_rubric(question: ReflectionQuestion | None = None, markdown: str = RUBRIC) -> Rubric:
    """The question's rubric, as read from Markdown, with a fact for each criterion."""
    question = question or make_question()
    value = read_rubric(markdown, question.stem)
    rubric = Rubric.objects.create(
        pack=question.revision.section.pack,
        question_key=question.key,
        content_hash=value.version,
        max_marks=value.max_marks,
        model_answer=value.model_answer,
        source=to_json(value),
    )
    rubric.questions.add(question)
    for position, one in enumerate(value.criteria, start=1):
        Criterion.objects.create(
            rubric=rubric, key=one.key, fact=_criterion_fact(question, one.key), label=one.label, points=one.points,
            required=one.required, hint=one.hint, position=position,
        )  # fmt: skip
    for position, trap in enumerate(value.traps, start=1):
        Misconception.objects.create(
            rubric=rubric, key=trap.key, fact=None, label=trap.label, feedback=trap.feedback, position=position
        )
    return rubric


def revised_rubric(rubric: Rubric, markdown: str) -> Rubric:
    """The next version of a rubric, by which its question is marked from now on; criteria keep their facts."""
    return make_rubric(rubric.questions.order_by("-pk")[0], markdown)


def read_rubric(markdown: str, question: str) -> RubricValue:
    """A rubric that has no error."""
    lines = [SourceLine(text, number) for number, text in enumerate(markdown.splitlines(), start=1)]
    value, found = parse_rubric(lines, file="a.md", question=question, heading_points=None, heading_line=1, synonyms=[])
    assert value is not None, found
    return value


def _criterion_fact(question: ReflectionQuestion, key: str) -> Fact:
    name = f"{question.key}/{key}"
    known = Fact.objects.filter(pack=question.revision.section.pack, key=name).first()
    return known or make_fact(question.revision, name, kind="criterion")
