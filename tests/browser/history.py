"""A learner with some weeks behind them: written through the same services as the pages, at times in the past."""

from datetime import datetime, timedelta
from itertools import permutations
from random import Random

from studyapp.accounts.models import User
from studyapp.domain.common.uuid7 import uuid7
from studyapp.domain.items.scoring import Response
from studyapp.library.models import Pack, Section, VersionSection
from studyapp.quiz.models import Item
from studyapp.quiz.services import is_self_rated
from studyapp.study.asking import current
from studyapp.study.exceptions import NothingToStudy
from studyapp.study.learners import session_row
from studyapp.study.services import record_response, start_session, understand_lesson
from studyapp.study.services.responding import Asked

DAYS_BETWEEN = (3, 1, 2, 4, 1, 3, 1, 1, 2, 1, 2, 1)


def make_history(learner: User, pack: Pack, *, now: datetime, sittings: int = 8, most: int = 12, seed: int = 7) -> None:
    """Sittings up to yesterday: a lesson understood at every second one, about three of four answers right."""
    chance = Random(seed)
    lessons = lessons_of(pack)
    gaps = [DAYS_BETWEEN[number % len(DAYS_BETWEEN)] for number in range(sittings)]
    at = now - timedelta(days=sum(gaps))
    for number, gap in enumerate(gaps):
        if number % 2 == 0 and number // 2 < len(lessons):
            understand_lesson(learner_id=learner.pk, lesson=lessons[number // 2], at=at)
        sit(learner, at=at, most=most, chance=chance)
        at += timedelta(days=gap)


def sit(learner: User, *, at: datetime, most: int, chance: Random) -> None:
    """One session of at most `most` answers, half a minute each."""
    try:
        session = start_session(learner_id=learner.pk, source="due", key=uuid7(at, chance), at=at)
    except NothingToStudy:
        return
    for _ in range(most):
        at += timedelta(seconds=30)
        row = session_row(learner.pk, session.id)
        asked = current(row) if row else None
        if asked is None:
            return
        record_response(
            asked=asked,
            key=uuid7(at - timedelta(seconds=20), chance),
            version=asked.card.version,
            response=right_response(asked) if chance.random() < 0.75 else wrong_response(asked),
            at=at,
        )


def lessons_of(pack: Pack) -> list[Section]:
    """The lessons of the current version in reading order."""
    places = VersionSection.objects.filter(version=pack.current_version).select_related("lesson__pack")
    return list(dict.fromkeys(place.lesson for place in places.order_by("position")))


def right_response(asked: Asked) -> Response:
    """What earns the item."""
    item = asked.item
    if is_self_rated(item):
        return Response(rating=3)
    if item.kind in {"cloze", "short-answer"}:
        return Response(text=item.accepted[0])
    if item.kind == "ordering":
        return Response(choices=tuple(range(1, len(item.options) + 1)))
    if item.kind == "matching":
        return Response(choices=tuple(range(1, len(item.prompts) + 1)))
    return Response(choices=tuple(item.keys))


def wrong_response(asked: Asked) -> Response:
    """What does not."""
    item = asked.item
    if is_self_rated(item):
        return Response(rating=1)
    if item.kind in {"cloze", "short-answer"}:
        return Response(text="something else entirely")
    if item.kind == "ordering":
        places = range(1, len(item.options) + 1)
        return Response(choices=next(one for one in permutations(places) if one not in (tuple(places), asked.order)))
    if item.kind == "matching":
        return Response(choices=(*range(2, len(item.prompts) + 1), 1))
    return Response(choices=(_distractor(item, asked.order),))


def _distractor(item: Item, order: tuple[int, ...]) -> int:
    return next(position for position in order if position not in item.keys)
