"""Two of everything: what each person owns carries a word that nobody else may ever see."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import Role, User
from studyapp.authoring.drafts.keeping import create_draft
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.uploads.files import SourceFile
from studyapp.domain.grading.engine import grade
from studyapp.library.models import ExamTrap, Pack, Passage, SectionRevision
from studyapp.progress.models import ItemFigures
from studyapp.quiz.models import ItemReport
from studyapp.reflection.models import Answer, Criterion, Dispute, Rubric
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.score_rows import score_row
from studyapp.study.models import StudySession
from studyapp.web.form_keys import new_form_key
from tests import factories

PRIVATE_WORD = "quokkaprivate"
ADAS_WORD = "ocelotada"
DRAFT_WORD = "tapirdraft"


@dataclass(frozen=True)
class World:
    """Ada studies; Ines owns a private pack and a draft; Ivo instructs elsewhere; Olga operates."""

    people: dict[str, User | None]
    public: Pack
    public_lesson: SectionRevision
    private: Pack
    private_lesson: SectionRevision
    session_id: UUID
    answer_id: UUID
    draft: Draft
    fact_id: int
    item_id: int
    report_id: UUID
    criterion_id: int
    dispute_id: UUID
    resolved_dispute_id: UUID

    def client(self, role: str) -> Client:
        """A browser of that person."""
        client = Client(raise_request_exception=False)
        person = self.people[role]
        if person is not None:
            client.force_login(person)
        return client


def make_world() -> World:
    """Store it all."""
    ines = factories.make_ines()
    people: dict[str, User | None] = {
        "anonymous": None,
        "ada": factories.make_ada(),
        "bo": factories.make_bo(),
        "guest": factories.make_guest(),
        "ines": ines,
        "ivo": factories.make_learner("Ivo", role=Role.INSTRUCTOR),
        "olga": factories.make_olga(),
    }
    public, public_lesson = _pack("open-pack", None, is_public=True)
    private, private_lesson = _pack("closed-pack", ines, is_public=False)
    factories.make_rubric(factories.make_question(private_lesson, "ask", stem_html=f"Why {PRIVATE_WORD}?"))
    rubric = factories.make_rubric(factories.make_question(public_lesson, "ask"))
    ada = people["ada"]
    assert ada is not None
    factories.enrol(ada, public)
    fact = factories.make_fact(public_lesson, "known")
    item = factories.make_item(fact, public_lesson, stem_html=f"What is {ADAS_WORD}?")
    ItemFigures.objects.create(item=item, pack=public, n=1, facility=1.0, compared=0, milliseconds=0)
    factories.make_card(ada, fact)
    session = StudySession.objects.create(
        learner_id=ada.pk, id=new_form_key(), pack_id=public.pk, source="due",
        plan=[[fact.pk, item.pk, item.pk, 15.0, False]], study_day=739_000, started_at=timezone.now(),
    )  # fmt: skip
    answer = Answer.objects.create(
        learner_id=ada.pk, id=new_form_key(), question_key="ask", rubric=rubric, pack_id=public.pk,
        section_id=public_lesson.section_id, text=f"RAG fetches the {ADAS_WORD}", shown_at=timezone.now(),
        submitted_at=timezone.now(),
    )  # fmt: skip
    report = ItemReport.objects.create(
        learner_id=ada.pk, id=new_form_key(), item=item, pack_id=public.pk, version_number=1, reason="unclear",
        reported_at=timezone.now(), closed_at=timezone.now(), outcome="kept", answer=f"Kept: {ADAS_WORD}",
    )  # fmt: skip
    criterion = _judge(answer, rubric)
    disputes = [_dispute(answer, criterion, state) for state in ("open", "declined")]
    return World(
        people, public, public_lesson, private, private_lesson, session.id, answer.id, _draft(ines),
        fact.pk, item.pk, report.id, criterion.pk, disputes[0].id, disputes[1].id,
    )  # fmt: skip


def _judge(answer: Answer, rubric: Rubric) -> Criterion:
    """Store what the rubric makes of it; a criterion that was not found."""
    result = grade(rubric_value(rubric), answer.text, question="")
    score_row(answer, rubric, result, answer.submitted_at).save(force_insert=True)
    missed = next(one.key for one in result.criteria if one.credit < 1)
    return Criterion.objects.get(rubric=rubric, key=missed)


def _dispute(answer: Answer, criterion: Criterion, state: str) -> Dispute:
    """An open dispute of the criterion, or a decided one of another."""
    other = (
        criterion if state == "open" else Criterion.objects.filter(rubric=criterion.rubric).exclude(pk=criterion.pk)[0]
    )
    return Dispute.objects.create(
        learner_id=answer.learner_id, id=new_form_key(), answer_id=answer.id, pack_id=answer.pack_id,
        question_key=answer.question_key, criterion=other, quote=ADAS_WORD, state=state, opened_at=timezone.now(),
        resolved_at=None if state == "open" else timezone.now(),
    )  # fmt: skip


def _pack(key: str, owner: User | None, *, is_public: bool) -> tuple[Pack, SectionRevision]:
    pack = factories.make_pack(key, owner=owner, is_public=is_public)
    word = "" if is_public else PRIVATE_WORD
    pack.title = f"Pack {word or 'open'}"
    pack.save()
    revision = factories.make_revision(pack, "lesson", title=f"Lesson {word or 'open'}")
    Passage.objects.create(revision=revision, position=1, key="p", line=3, html=f"<p>Text {word}</p>")
    ExamTrap.objects.create(
        revision=revision, position=3, key="trap", line=5, text="A trap", html="A trap", belief="b", truth="t"
    )
    factories.make_table(revision, "t", position=4)
    return pack, revision


@lru_cache
def _upload() -> ReadPack:
    """A lone lesson, read once for all tests of a process."""
    source = f"# 1.1. Lesson {DRAFT_WORD}\n\nText about the {DRAFT_WORD}.\n".encode()
    return read_upload([SourceFile("a.md", source)], title=f"Draft {DRAFT_WORD}", pack_key="closed-pack")


def _draft(ines: User) -> Draft:
    return create_draft(_upload(), owner=ines, file_name="a.md")
