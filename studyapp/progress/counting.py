"""Counting first tries at the items of a pack: a job, or at somebody's wish; never while an answer is stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction

from studyapp.domain.items.values import CHOICES
from studyapp.domain.psychometrics.items import FirstTry, item_statistics
from studyapp.library.models import Pack
from studyapp.progress.models import ItemCount, ItemFigures
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.services import is_self_rated
from studyapp.study.models import EDITS, Enrolment, Review, ReviewKind

MOST_LEARNERS = 2_000  # the latest to take up the pack; more would tell no more
LEARNERS_AT_ONCE = 200
SOON = timedelta(minutes=5)  # sooner than this a wish to count again changes nothing


@dataclass(frozen=True, slots=True)
class _Given:
    """A row of the log that is a first try."""

    learner: int
    item: int
    score: float
    shown: tuple[int, ...]
    chosen: tuple[int, ...]
    milliseconds: int


def count_items(pack: Pack, at: datetime) -> ItemCount:
    """Make the figures of the pack's items anew; run twice it gives the same."""
    learners = latest_learners(pack)
    since = edited_since(pack)
    parts = [learners[start : start + LEARNERS_AT_ONCE] for start in range(0, len(learners), LEARNERS_AT_ONCE)]
    given = [one for part in parts for one in _of(pack, part, since)]
    figures = _figures(pack, given)
    with transaction.atomic():
        Pack.objects.select_for_update().get(pk=pack.pk)  # of two counts at once one is first
        ItemFigures.objects.filter(pack=pack).delete()
        ItemFigures.objects.bulk_create(figures, batch_size=500)
        count, _is_new = ItemCount.objects.update_or_create(
            pack=pack, defaults={"counted_at": at, "learners": len({one.learner for one in given})}
        )
    return count


def is_fresh(pack: Pack, at: datetime) -> bool:
    """Whether the pack was counted just now."""
    return ItemCount.objects.filter(pack=pack, counted_at__gt=at - SOON).exists()


def latest_learners(pack: Pack) -> list[int]:
    """Those whose first tries are counted."""
    enrolled = Enrolment.objects.filter(pack=pack).order_by("-enrolled_at", "learner_id")
    return list(enrolled.values_list("learner_id", flat=True)[:MOST_LEARNERS])


def edited_since(pack: Pack) -> dict[int, datetime]:
    """For each item that an instructor reworded when that was: what was answered before belongs to other words."""
    edits = ItemDecision.objects.filter(pack=pack, verdict=ItemDecision.Verdict.EDITED, is_stale=False)
    when = {one.form_of_fact: one.decided_at for one in edits}
    items = Item.objects.filter(fact__pack=pack, generated__isnull=False).only("fact", "form", "ordinal")
    return {item.pk: when[item.form_of_fact] for item in items if item.form_of_fact in when}


def _of(pack: Pack, learners: Sequence[int], since: Mapping[int, datetime]) -> Iterator[_Given]:
    """The first rows of these learners about each item, where they are first tries.

    A first row that was taken back or was a repeat had shown the key before: then nothing of that learner counts for
    the item. `since` is as `edited_since` has it.
    """
    own = Review.objects.filter(learner_id__in=learners, fact__pack=pack)
    undone = set(own.filter(kind=ReviewKind.UNDO).values_list("corrects", flat=True))
    rows = (
        own.exclude(kind__in=(ReviewKind.UNDO, *EDITS))
        .filter(item_id__isnull=False, cause=None)
        .order_by("answered_at", "card_version")
    )
    met: set[tuple[int, int]] = set()
    for learner, key, item, is_repeat, at, score, shown, chosen, milliseconds in rows.values_list(
        "learner_id", "id", "item_id", "is_repeat", "answered_at", "score", "shown_order", "choices",
        "milliseconds",
    ).iterator(chunk_size=2_000):  # fmt: skip
        if item is None or (learner, item) in met or (item in since and at < since[item]):
            continue
        met.add((learner, item))
        if not is_repeat and key not in undone:
            yield _Given(learner, item, score, tuple(shown), tuple(chosen), milliseconds)


def _figures(pack: Pack, given: Sequence[_Given]) -> list[ItemFigures]:
    """The figures of items that are still stored and scored by a machine: what people rate themselves tells nothing."""
    items = Item.objects.filter(fact__pack=pack).only("kind", "accepted")
    scored = {item.pk: item for item in items if not is_self_rated(item)}
    tries, times = [], defaultdict(list)
    for one in given:
        item = scored.get(one.item)
        if item is not None:
            shown, chosen = (one.shown, one.chosen) if item.kind in CHOICES else ((), ())
            tries.append(FirstTry(one.learner, one.item, one.score, shown, chosen))
            times[one.item].append(one.milliseconds)
    return [
        ItemFigures(
            item_id=item,
            pack=pack,
            n=found.n,
            facility=found.facility,
            discrimination=found.discrimination,
            compared=found.compared,
            options=[asdict(option) for option in found.options],
            milliseconds=round(median(times[item])),
        )
        for item, found in item_statistics(tries).items()
    ]
