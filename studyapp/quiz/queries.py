"""Reading the item bank."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, cast

from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Subquery

from studyapp.domain.items.choosing import NOT_DUE
from studyapp.library.models import (
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    ExamTrap,
    ProcessSteps,
    VersionSection,
)
from studyapp.quiz.models import Item

_BLOCKS: dict[str, type[Model]] = {  # what facts of each kind are taken from
    "cell": ComparisonTable,
    "definition": Definition,
    "principle": Callout,
    "steps": ProcessSteps,
    "trap": ExamTrap,
}
TRUE_FALSE_FACTS = ("trap", "question")  # kinds of facts that may be asked by true or false


def askable(fact_ids: Collection[int]) -> dict[int, list[Item]]:
    """For each fact its current items that can be asked as a due review; facts without any are missing."""
    items = Item.objects.current().open().filter(fact_id__in=fact_ids).exclude(form__in=NOT_DUE)
    found: dict[int, list[Item]] = defaultdict(list)
    for item in items.order_by("fact_id", "form", "ordinal", "pk").only("fact_id", "form", "kind", "ordinal"):
        found[item.fact_id].append(item)
    return dict(found)


def has_askable_item(fact: str, *, pack: str) -> Exists:
    """A filter: the row's fact has an item that can be asked as a due review.

    `fact` and `pack` are the paths from the row to the fact's id and to its pack.
    """
    items = Item.objects.open().filter(
        fact_id=OuterRef(fact), revision__places__version=OuterRef(f"{pack}__current_version")
    )
    return Exists(items.exclude(form__in=NOT_DUE))


def is_true_false_only(fact: str, *, pack: str) -> "ExpressionWrapper[Any]":
    """Whether the row's fact can be asked as true or false alone. `fact` and `pack` are paths from the row to both."""
    items = Item.objects.open().filter(
        fact_id=OuterRef(f"{fact}_id"), revision__places__version=OuterRef(f"{pack}__current_version")
    )
    others = items.exclude(form__in=NOT_DUE).exclude(kind="true-false")
    may_be = Q(**{f"{fact}__kind__in": TRUE_FALSE_FACTS})  # asked first: most facts are of other kinds
    return ExpressionWrapper(may_be & ~Exists(others), output_field=BooleanField())


def to_show(item_ids: Collection[int]) -> dict[int, tuple[Item, bool]]:
    """Items with all that a page says about them, and whether they may be asked now; one statement."""
    items = (
        Item.objects.filter(pk__in=item_ids)
        .select_related("fact__pack__current_version", "fact__lesson", "revision")
        .annotate(is_current=_is_current(), lesson_title=_lesson_title(), is_dated=_is_dated())
    )
    return {item.pk: (item, bool(cast(Any, item).is_current) and not item.is_suppressed) for item in items}


def with_text(item_ids: Collection[int]) -> QuerySet[Item]:
    """Items as a list of misses needs them."""
    items = Item.objects.filter(pk__in=item_ids).select_related("fact__pack", "fact__lesson", "revision")
    return items.annotate(lesson_title=_lesson_title())


def _lesson_title() -> Subquery:
    """The title of the fact's lesson in the current version, for its address."""
    opening = VersionSection.objects.filter(
        version=OuterRef("fact__pack__current_version_id"), revision__section=OuterRef("fact__lesson_id")
    )
    return Subquery(opening.values("revision__title")[:1])


def checked(item: Item) -> str:
    """When what the item's block says was checked, a year and month or a day; empty if it is not dated.

    `item` is one of `to_show`; a statement more, but only where the section has a date.
    """
    blocks = _BLOCKS.get(item.fact.kind)
    if blocks is None or not getattr(item, "is_dated", False):
        return ""
    own = blocks._default_manager.filter(revision=item.revision_id, key=item.block_key)
    dated = DatedFact.objects.filter(revision=item.revision_id, block_position__in=own.values("position"))
    return dated.order_by("as_of").values_list("as_of", flat=True).first() or ""


def _is_dated() -> Exists:
    return Exists(DatedFact.objects.filter(revision=OuterRef("revision_id")))


def _is_current() -> Exists:
    return Exists(
        VersionSection.objects.filter(
            revision=OuterRef("revision_id"), version=OuterRef("fact__pack__current_version_id")
        )
    )
