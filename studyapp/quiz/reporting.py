"""Problems with items: reported by learners, closed by those who teach the pack."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from studyapp.domain.common.errors import StudyappError
from studyapp.library.models import FactChange, Pack, PackVersion, VersionSection
from studyapp.quiz.models import Item, ItemReport

LONGEST_TEXT = 1_000  # characters
MOST_TOLD = 10  # on one page


class CannotClose(StudyappError):
    """The reports cannot be closed this way; the text says why."""


@dataclass(frozen=True, slots=True)
class Reported:
    """An item with its open reports, oldest first, and the number of the version that seems to have fixed it."""

    item: Item
    reports: tuple[ItemReport, ...]
    fixed_in: int | None

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason with how often it was given, the most frequent first."""
        return Counter(str(one.get_reason_display()) for one in self.reports).most_common()

    @property
    def texts(self) -> list[str]:
        """What was written, without who wrote it."""
        return [one.text for one in self.reports if one.text]

    @property
    def versions(self) -> list[int]:
        """Numbers of the versions in which it was met."""
        return sorted({one.version_number for one in self.reports})


def report_item(*, learner_id: int, item: Item, key: UUID, reason: str, text: str, at: datetime) -> ItemReport:
    """Store a report; of one learner and item one is open, so a second one takes its place."""
    version = item.fact.pack.current_version
    report = ItemReport(
        learner_id=learner_id,
        id=key,
        item=item,
        pack_id=item.fact.pack_id,
        version_number=version.number if version else 0,
        reason=reason,
        text=text.replace("\x00", "").strip()[:LONGEST_TEXT],
        reported_at=at,
    )
    own = ItemReport.objects.filter(learner_id=learner_id)
    try:
        with transaction.atomic():
            if own.filter(item=item, closed_at__isnull=True).update(reason=report.reason, text=report.text):
                return own.get(item=item, closed_at__isnull=True)
            report.save(force_insert=True)
    except IntegrityError:  # the same form sent twice at once, or after its report was closed
        return own.filter(id=key).first() or own.get(item=item, closed_at__isnull=True)
    return report


def open_reports(pack: Pack) -> list[Reported]:
    """Items of the pack with open reports, those with most reports first; statements do not grow with them."""
    by_item: dict[int, list[ItemReport]] = defaultdict(list)
    for report in ItemReport.objects.filter(pack_id=pack.pk, closed_at__isnull=True).order_by("reported_at"):
        by_item[report.item_id].append(report)
    current = VersionSection.objects.filter(version=pack.current_version_id, revision=OuterRef("revision"))
    items = Item.objects.filter(pk__in=by_item).select_related("fact__pack", "fact__lesson", "revision")
    found = list(items.annotate(is_current=Exists(current)).order_by("pk"))
    fixes = _fixes(pack, found)
    listed = [Reported(item, tuple(by_item[item.pk]), _fixed_in(item, by_item[item.pk], fixes)) for item in found]
    return sorted(listed, key=lambda one: (-len(one.reports), one.reports[0].reported_at))


def close_reports(*, pack: Pack, item_id: int, outcome: str, fixed_in: int | None, answer: str, at: datetime) -> int:
    """Close all open reports of an item; how many there were.

    Raises CannotClose for a version that does not exist, or a fault denied without a reason.
    """
    if outcome == ItemReport.Outcome.FIXED and not pack.versions.filter(number=fixed_in or 0).exists():
        raise CannotClose(gettext("There is no version of that number."))
    if outcome == ItemReport.Outcome.KEPT and not answer.strip():
        raise CannotClose(gettext("Say why it is no fault: those who reported it read your reason."))
    is_fixed = outcome == ItemReport.Outcome.FIXED
    waiting = ItemReport.objects.filter(pack_id=pack.pk, item_id=item_id, closed_at__isnull=True)
    return waiting.update(
        closed_at=at,
        outcome=outcome,
        fixed_in=fixed_in if is_fixed else None,
        answer="" if is_fixed else answer.strip()[:LONGEST_TEXT],
    )


def closed_unseen(learner_id: int) -> QuerySet[ItemReport]:
    """What became of the learner's reports since they last looked, the latest first."""
    closed = ItemReport.objects.filter(learner_id=learner_id, closed_at__isnull=False, seen_at__isnull=True)
    return closed.select_related("item").order_by("-closed_at")[:MOST_TOLD]


def mark_seen(*, learner_id: int, report_id: UUID, at: datetime) -> bool:
    """Note that the learner read what became of a report of theirs; False if there is none."""
    own = ItemReport.objects.filter(learner_id=learner_id, id=report_id, closed_at__isnull=False)
    return bool(own.update(seen_at=at))


def _fixes(pack: Pack, items: Sequence[Item]) -> dict[int, list[tuple[datetime, int]]]:
    """For each fact the times at which an edit changed it, with the number of the version that came with it."""
    versions = list(PackVersion.objects.filter(pack=pack).order_by("number").values_list("published_at", "number"))
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    changes = FactChange.objects.filter(fact__in={item.fact_id for item in items}).order_by("changed_at")
    for fact_id, at in changes.values_list("fact_id", "changed_at"):
        found[fact_id].append((at, _version_at(versions, at)))
    current = pack.current_version
    for item in items:  # an item worded anew without a change of its fact
        if current and not getattr(item, "is_current", True):
            found[item.fact_id].append((current.published_at, current.number))
    return found


def _version_at(versions: Iterable[tuple[datetime, int]], at: datetime) -> int:
    """The latest version published until then."""
    return max((number for published, number in versions if published <= at), default=1)


def _fixed_in(item: Item, reports: Sequence[ItemReport], fixes: dict[int, list[tuple[datetime, int]]]) -> int | None:
    since = reports[0]
    later = [number for at, number in fixes[item.fact_id] if number > since.version_number and at >= since.reported_at]
    return later[0] if later else None
