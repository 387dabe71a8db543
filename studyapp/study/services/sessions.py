"""Starting a session: what is asked is decided here, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from studyapp.domain.scheduling.parameters import DEFAULT
from studyapp.domain.scheduling.queue import Queued, practice
from studyapp.library.models import Section
from studyapp.study.composing import plan_of, with_keys_spread
from studyapp.study.contrasts import Contrast, after_lessons, beside, choose, of_lessons, with_contrasts
from studyapp.study.exceptions import NothingToStudy
from studyapp.study.learners import note_answer
from studyapp.study.models import LessonRead, StudySession
from studyapp.study.plan import Entry, as_json, entries_of
from studyapp.study.planning import Day, candidates, day_of, enrolled_packs, own_cards, unfinished_session
from studyapp.study.services.enrolling import enrol, make_lesson_cards
from studyapp.study.services.practising import Practice, practice_entries
from studyapp.study.services.undoing import counted_answers

Source = Literal["due", "lesson", "extra", "missed", "practice"]
LESSON_QUESTIONS = 20
EXTRA_QUESTIONS = 20


def start_session(
    *,
    learner_id: int,
    source: Source,
    key: UUID,
    at: datetime,
    lesson: Section | None = None,
    most: int | None = None,
    after: StudySession | None = None,
    wish: Practice | None = None,
) -> StudySession:
    """Start a session, or go on with today's unfinished one of source `due`; the same key again gives the same one.

    `lesson` and `most` (questions) belong to the source `lesson`, whose cards are made; `after` is the session
    whose misses the source `missed` repeats; `wish` says what the source `practice` asks.

    Raises NothingToStudy if there is nothing to ask, ValueError if a source lacks its lesson or session.
    """
    own = StudySession.objects.filter(learner_id=learner_id)
    present = own.filter(id=key).first()
    if present:
        note_answer(learner_id, at)
        return present
    if wish and wish.what == "lesson":
        lesson = wish.lesson
    if source == "lesson" or (wish and wish.what == "lesson"):
        _take_up(learner_id, lesson, at)
    day = day_of(learner_id, at)
    if source == "due" and (going := unfinished_session(learner_id, day.number)):
        note_answer(learner_id, at)
        return going
    if source == "practice":
        entries = practice_entries(learner_id, wish, day, at) if wish else ()
    else:
        entries = _entries(learner_id, source, day, lesson=lesson, most=most, after=after)
    if not entries:
        raise NothingToStudy("There is nothing to ask here now.")
    session = StudySession(
        learner_id=learner_id,
        id=key,
        pack_id=lesson.pack_id if lesson else None,
        source=source,
        plan=as_json(with_keys_spread(entries, f"{day.seed}|{key}")),
        study_day=day.number,
        started_at=at,
    )
    try:
        with transaction.atomic():
            note_answer(learner_id, at)  # locks the learner's row: of several starts at once one is first
            if source == "due" and (going := unfinished_session(learner_id, day.number)):
                return going
            session.save(force_insert=True)
    except IntegrityError:  # the same form sent twice at once: the other one won
        return own.get(id=key)
    return session


def _take_up(learner_id: int, lesson: Section | None, at: datetime) -> None:
    if lesson is None:
        raise ValueError("a session of source 'lesson' needs a lesson")
    with transaction.atomic():
        enrol(learner_id=learner_id, pack=lesson.pack, at=at)
        make_lesson_cards(learner_id=learner_id, lesson=lesson, at=at)


def _entries(
    learner_id: int, source: Source, day: Day, *, lesson: Section | None, most: int | None, after: StudySession | None
) -> Sequence[Entry]:
    """What to ask, at most one of a family a day; where practice has nothing else left, its questions are repeats."""
    if source == "due":
        rest, contrasts = after_lessons(day)
        return with_contrasts(plan_of(learner_id, rest.queue(), seed=day.seed), contrasts)
    if source == "missed":
        return missed_entries(after) if after else ()
    cards = own_cards(learner_id, enrolled_packs(learner_id))
    if source == "lesson":
        limit, turns, wanted = most or LESSON_QUESTIONS, "fact__kind", cards.filter(fact__lesson=lesson)
        if not LessonRead.objects.filter(learner_id=learner_id, lesson=lesson).exists():
            wanted = wanted.exclude(fact__kind="principle")  # nobody can state what they have not read
    else:
        limit, turns = EXTRA_QUESTIONS, "fact__domain_code"
        wanted = cards.filter(stability__isnull=False, last_day__lt=day.number)
    known = list(candidates(wanted, {}, turns=turns))

    def queue(contrasts: Sequence[Contrast]) -> Sequence[Queued]:
        free = beside(known, contrasts)
        return practice(
            free, day.number, limit - len(contrasts), DEFAULT, busy_families=day.busy_families, seed=day.seed
        )

    contrasts = choose(of_lessons(learner_id, [lesson.pk]), day, queue) if source == "lesson" and lesson else []
    queued = queue(contrasts)
    if queued:
        return with_contrasts(plan_of(learner_id, queued, seed=day.seed), contrasts)
    queued = practice(known, day.number, limit, DEFAULT, seed=day.seed)
    return [replace(entry, is_repeat=True) for entry in plan_of(learner_id, queued, seed=day.seed)]


def missed_entries(session: StudySession) -> list[Entry]:
    """What was missed in the session, once each, as repeats."""
    missed = {one.fact_id for one in counted_answers(session) if one.is_miss}
    entries = {entry.fact_id: entry for entry in entries_of(session)}
    return [entry.again() for fact_id, entry in entries.items() if fact_id in missed]
