"""The page on item quality as values: what was counted, what to look at and why. Nothing of it names a learner."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studyapp.domain.psychometrics.items import LEAST, Flag, ItemStatistics, OptionUse, flags_of, idle_options
from studyapp.domain.psychometrics.proportions import Proportion, wilson
from studyapp.library.models import Pack
from studyapp.progress.counting import MOST_LEARNERS, edited_since
from studyapp.progress.models import ItemCount, ItemFigures, Pardon
from studyapp.progress.pardons import holds
from studyapp.quiz.models import Item, ItemReport

MOST_LISTED = 100  # of those that nothing is said against
WHY: dict[Flag, str | Promise] = {
    "rival": _("key?"),
    "hard": _("hard"),
    "weak": _("tells nobody apart"),
    "idle": _("idle option"),
    "easy": _("easy"),
}
CHECK: dict[Flag, str | Promise] = {
    "rival": _("A wrong option is chosen more often than the key, by learners who do better elsewhere. Check the key."),
    "hard": _("Fewer than 20 % are right at first. Check the key, then the stem, then what the lesson says."),
    "weak": _(
        "Who does well elsewhere does hardly better here: discrimination is below 0.10. Look for a second reading."
    ),
    "idle": _("Fewer than 5 % choose a wrong option. It costs reading and misleads nobody: reword or drop it."),
    "easy": _("Over 95 % are right at first. Either everybody knows it, or the options give it away."),
}


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option with its use; `use` is None where nobody saw it yet."""

    html: str
    is_key: bool
    use: OptionUse | None
    is_idle: bool

    @property
    def percent(self) -> float:
        """Of those who saw it, how many of 100 chose it."""
        return 100 * self.use.share if self.use else 0.0


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its figures; `statistics` is None where nobody tried it yet."""

    item: Item
    statistics: ItemStatistics | None
    flags: tuple[Flag, ...]
    pardon: Pardon | None
    reports: int
    seconds: float | None

    @property
    def n(self) -> int:
        """First tries."""
        return self.statistics.n if self.statistics else 0

    @property
    def is_small(self) -> bool:
        """Whether it is too early to say anything."""
        return self.n < LEAST

    @property
    def facility(self) -> Proportion | None:
        """With its 90 % interval."""
        if self.statistics is None:
            return None
        return wilson(round(self.statistics.facility * self.statistics.n), self.statistics.n)

    @property
    def why(self) -> list[tuple[str | Promise, str | Promise]]:
        """Each flag in a word, and what to check."""
        return [(WHY[flag], CHECK[flag]) for flag in self.flags]

    @property
    def is_wanted(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.reports or (self.flags and self.pardon is None))

    @property
    def options(self) -> list[OptionRow]:
        """The options in the order in which they are stored; none for what is typed, ordered or matched."""
        if self.statistics is None or not self.statistics.options:
            return []
        uses = {use.place: use for use in self.statistics.options}
        idle = idle_options(self.statistics.options, self.item.keys)
        return [
            OptionRow(option["html"], place in self.item.keys, uses.get(place), place in idle)
            for place, option in enumerate(self.item.options, 1)
        ]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Items to look at, the gravest first, then the others with most first tries. `left_out` of them are not listed."""

    counted: ItemCount | None
    wanted: tuple[ItemRow, ...]
    others: tuple[ItemRow, ...]
    left_out: int

    @property
    def is_partial(self) -> bool:
        """Whether there are learners who were not counted."""
        return self.counted is not None and self.counted.learners >= MOST_LEARNERS


def quality_of(pack: Pack) -> QualityPage:
    """The page, in a number of statements that does not grow with items or learners."""
    rows = _rows(pack)
    wanted = sorted((row for row in rows if row.is_wanted), key=_gravity)
    others = sorted((row for row in rows if not row.is_wanted), key=lambda row: (-row.n, row.item.pk))
    counted = ItemCount.objects.filter(pack=pack).first()
    return QualityPage(counted, tuple(wanted), tuple(others[:MOST_LISTED]), max(0, len(others) - MOST_LISTED))


def row_of(pack: Pack, item_id: int) -> ItemRow | None:
    """One item of the current version as the page shows it; None if it was neither counted nor reported."""
    return next((row for row in _rows(pack, only=item_id)), None)


def _rows(pack: Pack, *, only: int | None = None) -> list[ItemRow]:
    counted = ItemFigures.objects.filter(pack=pack)
    figures = {one.item_id: one for one in counted}
    reports = _reports(pack)
    pardons = {one.item_id: one for one in Pardon.objects.filter(item__fact__pack=pack).select_related("given_by")}
    since = edited_since(pack)
    told = Q(pk__in=counted.values("item_id")) | Q(pk__in=list(reports))
    items = Item.objects.current().open().filter(told, fact__is_live=True, fact__pack=pack)
    if only is not None:
        items = items.filter(pk=only)
    return [
        _row(item, figures.get(item.pk), pardons.get(item.pk), reports.get(item.pk, 0), since.get(item.pk))
        for item in items.select_related("fact__lesson").defer("feedback_html", "accepted", "rivals", "prompts")
    ]


def _reports(pack: Pack) -> dict[int, int]:
    waiting = ItemReport.objects.filter(pack_id=pack.pk, closed_at__isnull=True).order_by()
    return dict(waiting.values_list("item_id").annotate(n=Count("id")))


def _row(
    item: Item, figures: ItemFigures | None, given: Pardon | None, reports: int, edited: datetime | None
) -> ItemRow:
    found = _statistics(figures) if figures else None
    flags = flags_of(found, item.keys) if found else ()
    return ItemRow(
        item=item,
        statistics=found,
        flags=flags,
        pardon=given if given and holds(given, flags, edited) else None,
        reports=reports,
        seconds=figures.milliseconds / 1000 if figures else None,
    )


def _statistics(figures: ItemFigures) -> ItemStatistics:
    return ItemStatistics(
        n=figures.n,
        facility=figures.facility,
        discrimination=figures.discrimination,
        compared=figures.compared,
        options=tuple(OptionUse(**option) for option in figures.options),
    )


def _gravity(row: ItemRow) -> tuple[object, ...]:
    order: list[Flag] = list(WHY)
    first = min((order.index(flag) for flag in row.flags), default=len(order))
    worst = row.statistics.discrimination if row.statistics and row.statistics.discrimination is not None else 1.0
    return first, -row.reports, worst, -row.n, row.item.pk
