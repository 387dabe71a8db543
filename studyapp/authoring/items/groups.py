"""The items of a lesson by the block that they ask, in reading order; a table brings the grid of its cells along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.authoring.items.cells import CellGrid
from studyapp.authoring.items.reviewed import ReviewedItem
from studyapp.library.fitting import fit_key
from studyapp.library.models import VersionSection

# Blocks of these kinds stand together; each table and each process stands alone.
KINDS: Mapping[str, Any] = {
    "principle": gettext_lazy("First principle"),
    "definition": gettext_lazy("Definitions"),
    "trap": gettext_lazy("Exam traps"),
    "question": gettext_lazy("Questions of the author"),
}
ALONE: Mapping[str, Any] = {"cell": gettext_lazy("Table"), "steps": gettext_lazy("Steps")}


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A part of the page: items, those to be looked at first, and what else belongs to them."""

    anchor: str
    section: str
    title: str
    grid: CellGrid | None
    items: tuple[ReviewedItem, ...]

    @property
    def left(self) -> int:
        """How many are to be looked at."""
        return sum(one.is_left for one in self.items)


def groups_of(
    places: Sequence[VersionSection], items: Sequence[ReviewedItem], grids: Mapping[int, Sequence[CellGrid]]
) -> tuple[ItemGroup, ...]:
    """What changed since it was decided, then all else by section and block. `grids` are those of each revision."""
    again = tuple(one for one in items if one.state == "again")
    found = [ItemGroup("part-again", "", _("Changed since they were decided"), None, again)] if again else []
    by_revision: dict[int, list[ReviewedItem]] = {}
    for one in items:
        by_revision.setdefault(one.item.revision_id, []).append(one)
    for number, place in enumerate(places):
        own, tables = by_revision.get(place.revision_id, []), grids.get(place.revision_id, ())
        found += _of_section(f"part-{number}", str(place.revision), own, tables)
    return tuple(found)


def _of_section(
    anchor: str, section: str, items: Iterable[ReviewedItem], grids: Sequence[CellGrid]
) -> Iterator[ItemGroup]:
    by_block: dict[str, list[ReviewedItem]] = {}
    for one in sorted(items, key=lambda one: one.item.fact.position):
        by_block.setdefault(_block(one), []).append(one)
    tables = {fit_key(grid.key, 200): grid for grid in grids}
    blocks = [*by_block, *(key for key in tables if key not in by_block)]  # a table may have no item at all
    for number, block in enumerate(blocks):
        asked = by_block.get(block, [])
        shown = tuple(sorted((one for one in asked if one.state != "again"), key=lambda one: not one.is_left))
        grid = tables.get(block)
        if shown or grid:
            yield ItemGroup(f"{anchor}-{number}", section, _title(asked, grid), grid, shown)


def _block(one: ReviewedItem) -> str:
    kind = one.item.fact.kind
    return kind if kind in KINDS else one.item.block_key


def _title(items: Sequence[ReviewedItem], grid: CellGrid | None) -> str:
    if grid:
        return f"{ALONE['cell']}: {grid.title}"
    fact = items[0].item.fact
    if fact.kind in KINDS:
        return str(KINDS[fact.kind])
    return f"{ALONE['steps']}: {fact.title}" if fact.kind == "steps" else str(ALONE["cell"])
