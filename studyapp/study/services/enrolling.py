"""Taking up a pack and making cards of its lessons."""

from datetime import datetime

from django.db import transaction

from studyapp.library.models import Fact, Pack, Section
from studyapp.study.models import Card, Enrolment, LessonRead


def enrol(*, learner_id: int, pack: Pack, at: datetime) -> Enrolment:
    """Let the learner study the pack; a second time changes nothing."""
    enrolment, _ = Enrolment.objects.get_or_create(learner_id=learner_id, pack=pack, defaults={"enrolled_at": at})
    return enrolment


def understand_lesson(*, learner_id: int, lesson: Section, at: datetime) -> LessonRead:
    """Note that the lesson was understood and make its cards; a second time changes nothing."""
    with transaction.atomic():
        enrol(learner_id=learner_id, pack=lesson.pack, at=at)
        make_lesson_cards(learner_id=learner_id, lesson=lesson, at=at)
        read, _ = LessonRead.objects.get_or_create(
            learner_id=learner_id, lesson=lesson, defaults={"pack_id": lesson.pack_id, "understood_at": at}
        )
    return read


def make_lesson_cards(*, learner_id: int, lesson: Section, at: datetime) -> None:
    """A new card for each live fact of the lesson that has none; criteria get theirs from written answers."""
    facts = Fact.objects.live().filter(lesson=lesson).exclude(kind="criterion").values_list("pk", flat=True)
    cards = [Card(learner_id=learner_id, fact_id=fact, due_at=at, introduced_at=at) for fact in facts]
    Card.objects.bulk_create(cards, ignore_conflicts=True)
