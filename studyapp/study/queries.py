"""Reading for the pages Today and Session end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from studyapp.accounts.models import User
from studyapp.domain.scheduling.queue import Queued
from studyapp.library.models import Pack, Section, VersionSection
from studyapp.library.queries import LessonEntry, lessons_of
from studyapp.quiz.models import ItemReport
from studyapp.quiz.queries import with_text
from studyapp.quiz.reporting import closed_unseen
from studyapp.quiz.showing import right_answer_html
from studyapp.reflection.disputing import ToldDispute, resolved_unseen
from studyapp.reflection.queries import asking_about, unanswered
from studyapp.study.changes import ChangedAnswer, changed_answers
from studyapp.study.contrasts import after_lessons
from studyapp.study.models import Card, LessonRead, Review, StudySession
from studyapp.study.plan import Progress, progress_of
from studyapp.study.planning import day_of, enrolled_packs, unfinished_session
from studyapp.study.services.undoing import counted_answers
from studyapp.study.showing import lesson_url
from studyapp.study.wording import spent_in_words, tomorrow_in_words

REFLECTION_SECONDS = 300


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson of a pack that the learner studies."""

    lesson: LessonEntry
    pack_title: str
    is_read: bool

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.lesson.pack_key}/{self.lesson.key}"


@dataclass(frozen=True, slots=True)
class Work:
    """A number of questions and the seconds they take."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ReflectionLine:
    """Reflection questions that wait: how many, and the first."""

    count: int
    pack_key: str
    question_key: str
    seconds: int = REFLECTION_SECONDS


@dataclass(frozen=True, slots=True)
class TodayPage:
    """What waits today, in the order of the page. `going` is an unfinished session, `tomorrow` a sentence."""

    is_first_day: bool
    going: Progress | None
    reviews: Work
    fresh: Work
    lesson: LessonLine | None
    reflection: ReflectionLine | None
    tomorrow: str
    lessons: tuple[LessonLine, ...]
    changed: tuple[ChangedAnswer, ...]
    reports: tuple[ItemReport, ...]
    disputes: tuple[ToldDispute, ...]
    may_practise: bool
    guest_until: datetime | None

    @property
    def has_questions(self) -> bool:
        """Whether Start has something to ask."""
        return bool(self.going or self.reviews.count or self.fresh.count)

    @property
    def seconds(self) -> float:
        """What Start will take."""
        return self.reviews.seconds + self.fresh.seconds


def today_page(user: User, at: datetime) -> TodayPage:
    """Everything on the page Today, in a number of statements that does not grow with cards or lessons."""
    day = day_of(user.pk, at)
    going = unfinished_session(user.pk, day.number)
    rest, contrasts = after_lessons(day)
    queued = rest.queue()
    lessons = lesson_lines(user.pk)
    cards = Card.objects.of(user.pk)
    return TodayPage(
        is_first_day=not cards.exists(),
        going=progress_of(going) if going else None,
        reviews=_work([one for one in queued if not one.is_new]),
        fresh=_work([*(one for one in queued if one.is_new), *(one.queued for one in contrasts)]),
        lesson=next((line for line in lessons if not line.is_read), None),
        reflection=_reflection(user.pk, [line.lesson.section_id for line in lessons if line.is_read], day.ends),
        tomorrow=tomorrow_in_words(day.tomorrow()),
        lessons=tuple(lessons),
        changed=changed_answers(user.pk, enrolled_packs(user.pk)),
        reports=tuple(closed_unseen(user.pk)),
        disputes=tuple(resolved_unseen(user.pk)),
        may_practise=cards.filter(stability__isnull=False, last_day__lt=day.number, fact__is_live=True).exists(),
        guest_until=user.kept_until,
    )


def lesson_lines(learner_id: int) -> list[LessonLine]:
    """The lessons of the packs that the learner studies, in reading order."""
    enrolled = enrolled_packs(learner_id)
    packs = Pack.objects.published().filter(pk__in=enrolled).select_related("current_version")
    read = set(LessonRead.objects.filter(learner_id=learner_id).values_list("lesson_id", flat=True))
    return [
        LessonLine(lesson, pack.title, lesson.section_id in read)
        for pack in sorted(packs, key=lambda pack: enrolled.index(pack.pk))
        if pack.current_version
        for lesson in lessons_of(pack.current_version, pack.key)
    ]


def lesson_for(user: User, value: str) -> Section | None:
    """The lesson that a form names as "pack key/lesson key", if the person may read it."""
    pack_key, _, key = value.partition("/")
    packs = Pack.objects.readable_by(user).filter(key=pack_key)
    sections = Section.objects.filter(pack__in=packs, key=key).select_related("pack")
    return next((one for one in sections if _is_lesson(one)), None)


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was missed, with its right answer."""

    stem_html: str
    right_html: str
    lesson_name: str
    lesson_url: str


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """What a session came to: right first tries of all first tries, and what was missed.

    `repeats` are further tries; a session of misses consists of these alone and counts them as `asked`.
    """

    right: int
    asked: int
    repeats: int
    spent: str
    is_finished: bool
    misses: tuple[Miss, ...]


def session_end(session: StudySession) -> SessionEnd:
    """The figures of a session's last page."""
    answers = counted_answers(session)
    first = [one for one in answers if not one.is_repeat] or answers  # or a session of repeats only
    missed = [one for one in first if one.is_miss]
    return SessionEnd(
        right=len(first) - len(missed),
        asked=len(first),
        repeats=len(answers) - len(first),
        spent=spent_in_words(sum(one.milliseconds for one in answers)),
        is_finished=session.position >= len(session.plan),
        misses=_misses(missed),
    )


def _misses(missed: list[Review]) -> tuple[Miss, ...]:
    items = {item.pk: item for item in with_text([one.item_id or 0 for one in missed])}
    shown = [items[one.item_id] for one in missed if one.item_id in items]
    return tuple(Miss(item.stem_html, right_answer_html(item), str(item.revision), lesson_url(item)) for item in shown)


def _work(queued: list[Queued] | tuple[Queued, ...]) -> Work:
    return Work(len(queued), sum(one.seconds for one in queued))


def _reflection(learner_id: int, lesson_ids: list[int], until: datetime) -> ReflectionLine | None:
    """Questions of which a criterion is due, then those of understood lessons that were never answered."""
    due = Card.objects.of(learner_id).due(until).filter(fact__kind="criterion", fact__is_live=True)
    packs = enrolled_packs(learner_id)
    waiting = list(asking_about(due.order_by().values("fact_id")).filter(revision__section__pack__in=packs))
    waiting += list(unanswered(learner_id, lesson_ids)) if lesson_ids else []
    if not waiting:
        return None
    first = waiting[0]
    return ReflectionLine(len({one.pk for one in waiting}), first.revision.section.pack.key, first.key)


def _is_lesson(section: Section) -> bool:
    return VersionSection.objects.filter(version=section.pack.current_version_id, lesson=section).exists()


def learners_affected(fact_ids: Collection[int]) -> int:
    """How many people have learned one of these facts."""
    return _learned(fact_ids).values("learner_id").distinct().count()


def learners_by_fact(fact_ids: Collection[int]) -> dict[int, int]:
    """For each of these facts how many people have learned it; those that nobody has are left out."""
    return dict(_learned(fact_ids).order_by().values_list("fact_id").annotate(Count("learner_id")))


def _learned(fact_ids: Collection[int]) -> QuerySet[Card]:
    return Card.objects.filter(fact__in=fact_ids, stability__isnull=False, is_active=True)
