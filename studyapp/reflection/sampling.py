"""Samples for measuring the machine against people: drawn from answers, typed, and marked blind."""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from studyapp.accounts.models import User
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.common.uuid7 import uuid7
from studyapp.library.models import Pack
from studyapp.reflection.effective import effective_of
from studyapp.reflection.models import Answer, MarkedSample, Rubric, SampleMark
from studyapp.reflection.rubric_values import rubric_value
from studyapp.reflection.services import check_text
from studyapp.web.form_keys import CHANCE

BANDS = (0.4, 0.7, 0.95)  # shares of the marks at which the next band begins
MOST_DRAWN = 100  # in one go
LOOKED_AT = 2_000  # of the latest answers


class CannotMark(StudyappError):
    """The sample cannot be marked so; the text says why, and nothing was stored."""


@dataclass(frozen=True, slots=True)
class ToMark:
    """A sample for a rater who has not marked it: nothing in it depends on what the machine made of it."""

    sample_id: int
    text: str
    left: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many samples a drawing added."""

    random: int
    flagged: int


def draw_samples(*, pack: Pack, question_key: str, count: int, by: User, at: datetime, chance: Random) -> Drawn:
    """Copy up to `count` answers drawn at random within bands of marks, then every other answer that is flagged.

    Only the text is copied, and a digest by which no answer is drawn twice; nothing leads back to its author. Second
    tries, which repeat the first, are left out.
    """
    fresh = _not_drawn_yet(pack, question_key)
    chosen = _spread(fresh, min(max(count, 0), MOST_DRAWN), chance)
    taken = {one.digest for one in chosen}
    flagged = [one for one in fresh if one.is_flagged and one.digest not in taken][:MOST_DRAWN]
    MarkedSample.objects.bulk_create(
        [
            MarkedSample(
                pack=pack, question_key=question_key, key=uuid7(at, CHANCE), text=one.text, drawn=drawn,
                band=one.band, digest=one.digest, added_by=by, at=at,
            )
            for drawn, some in ((MarkedSample.Drawn.RANDOM, chosen), (MarkedSample.Drawn.FLAGGED, flagged))
            for one in some
        ],
        ignore_conflicts=True,  # somebody else may draw at the same time
    )  # fmt: skip
    return Drawn(random=len(chosen), flagged=len(flagged))


def add_typed_sample(*, pack: Pack, question_key: str, key: UUID, text: str, by: User, at: datetime) -> MarkedSample:
    """A sample that nobody answered; the same key again gives the one that is there.

    Raises EmptyAnswer or AnswerTooLong.
    """
    sample, _ = MarkedSample.objects.get_or_create(
        key=key,
        defaults={
            "pack": pack, "question_key": question_key, "text": check_text(text), "added_by": by, "at": at,
            "drawn": MarkedSample.Drawn.TYPED,
        },
    )  # fmt: skip
    return sample


def sample_to_mark(*, rubric: Rubric, rater: User) -> ToMark | None:
    """The next sample of the rubric's question that the rater has not marked by these criteria, random ones first."""
    wanted = criteria_of(rubric)
    samples = MarkedSample.objects.filter(pack=rubric.pack_id, question_key=rubric.question_key)
    marked = {
        sample_id
        for sample_id, given in SampleMark.objects.filter(sample__in=samples, rater=rater).values_list(
            "sample_id", "credits"
        )
        if wanted <= given.keys()
    }
    # The digest gives an order that depends neither on marks nor on when the answer was written.
    waiting = [one for one in samples.order_by("digest", "pk") if one.pk not in marked]
    waiting.sort(key=lambda one: one.drawn != MarkedSample.Drawn.RANDOM)
    return ToMark(waiting[0].pk, waiting[0].text, len(waiting)) if waiting else None


def mark_sample(
    *, sample: MarkedSample, rubric: Rubric, rater: User, credit_by_key: Mapping[str, float], at: datetime
) -> SampleMark:  # fmt: skip
    """Store what the rater gives. Marks follow from the credits; the same given again changes nothing.

    What was given blind stays: once it is stored the rater may see the machine's marks. By other criteria than then the
    rater marks anew. Raises CannotMark if it would change, or unless there is a credit from 0 to 1 for every criterion
    of the rubric and for nothing else.
    """
    if credit_by_key.keys() != criteria_of(rubric) or not all(0 <= one <= 1 for one in credit_by_key.values()):
        raise CannotMark(gettext("Give a credit from 0 to 1 for each point of the rubric."))
    if (sample.pack_id, sample.question_key) != (rubric.pack_id, rubric.question_key):
        raise CannotMark(gettext("This sample belongs to another question."))
    earlier = SampleMark.objects.filter(sample=sample, rater=rater).first()
    if earlier is not None and earlier.credits.keys() >= credit_by_key.keys():
        if any(earlier.credits[key] != credit for key, credit in credit_by_key.items()):
            raise CannotMark(gettext("You have marked this sample already. What was given blind stays as it is."))
        return earlier
    given, _ = SampleMark.objects.update_or_create(
        sample=sample,
        rater=rater,
        defaults={
            "rubric": rubric, "credits": dict(credit_by_key), "at": at,
            "marks": marks_for(rubric, credit_by_key),
        },
    )  # fmt: skip
    return given


def samples_of(*, pack: Pack, question_key: str) -> QuerySet[MarkedSample]:
    """All samples of a question with `raters`, the number of people who marked each; the oldest first."""
    found = MarkedSample.objects.filter(pack=pack, question_key=question_key)
    return found.annotate(raters=Count("given")).order_by("at", "pk")


def criteria_of(rubric: Rubric) -> frozenset[str]:
    """The keys of the criteria."""
    return frozenset(one.key for one in rubric_value(rubric).criteria)


def marks_for(rubric: Rubric, credit_by_key: Mapping[str, float]) -> float:
    """The points of the credits together."""
    return round(sum(one.points * credit_by_key[one.key] for one in rubric_value(rubric).criteria), 2)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An answer that may be drawn, without its author."""

    text: str
    digest: str
    band: int
    is_flagged: bool


def _not_drawn_yet(pack: Pack, question_key: str) -> list[_Candidate]:
    """The latest answers that a rubric has marked and nobody has drawn, in no particular order."""
    first_tries = Answer.objects.to_question(pack.pk, question_key).filter(attempt_number=1)
    answers = list(first_tries.order_by("-submitted_at")[:LOOKED_AT])
    drawn = set(MarkedSample.objects.filter(pack=pack, question_key=question_key).values_list("digest", flat=True))
    effective = effective_of([one for one in answers if _digest(one) not in drawn])
    found = []
    for answer in answers:
        one = effective.get((answer.learner_id, answer.id))
        if one is not None:
            band = bisect_right(BANDS, round(one.machine.marks / one.machine.max_marks, 6))
            found.append(_Candidate(answer.text, _digest(answer), band, is_flagged=one.machine.needs_review))
    return found


def _digest(answer: Answer) -> str:
    """Of the answer's id, which has 74 bits of chance: once the answer is deleted nothing leads back to it."""
    return hashlib.sha256(b"sample" + answer.id.bytes).hexdigest()


def _spread(candidates: Sequence[_Candidate], count: int, chance: Random) -> list[_Candidate]:
    """Up to `count` of them, as evenly from the bands as these can give, each by chance."""
    bands: dict[int, list[_Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=lambda one: one.digest):
        bands[one.band].append(one)
    for some in bands.values():
        chance.shuffle(some)
    chosen: list[_Candidate] = []
    while len(chosen) < count and any(bands.values()):
        for band in sorted(bands):
            if bands[band] and len(chosen) < count:
                chosen.append(bands[band].pop())
    return chosen
