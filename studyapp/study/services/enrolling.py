"""Taking up a pack and making cards of its lessons."""

from datetime import datetime

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.library.models import Fact, Pack, Section
from studyapp.study.models import Card, Enrolment, LessonRead


def enrol(*, learner_id: int, pack: Pack, at: datetime) -> Enrolment:
    """Let the learner study the pack; a second time changes nothing."""
    enrolment, _ = Enrolment.objects.get_or_create(learner_id=learner_id, pack=pack, defaults={"enrolled_at": at})
    return enrolment


def take_up(user: User, pack_key: str, *, at: datetime) -> Enrolment | None:
    """Enrol in the pack named; without one that they may read, who studies nothing yet takes the first public pack."""
    packs = Pack.objects.readable_by(user)
    wanted = packs.filter(key=pack_key).first() if pack_key else None
    if wanted is None and not Enrolment.objects.filter(learner_id=user.pk).exists():
        wanted = packs.filter(is_public=True).order_by("pk").first()
    return enrol(learner_id=user.pk, pack=wanted, at=at) if wanted else None


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
