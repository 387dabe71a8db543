"""Values under the same header in neighbouring tables: wrong for each row of a table, if like none of its own."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from studyapp.domain.common.words import fold
from studyapp.domain.items.grid import Column, Grid, says_nothing
from studyapp.domain.items.likeness import Wording, likeness, names, names_any, wording_of
from studyapp.domain.items.rules import LONGEST_OPTION
from studyapp.domain.lessons.blocks import ComparisonTable

_TRIED = 100  # values of neighbouring tables: a pack may have thousands for each column

_folded = lru_cache(maxsize=4096)(fold)  # the headers of a pack are few, and asked for by every table


def values_nearby(
    grid: Grid, column: Column, neighbours: Sequence[ComparisonTable]
) -> Iterator[tuple[Wording, Wording]]:
    """Names and values of rows elsewhere, in the order of the tables.

    Neither is like a name or a value of this table and column, and no value gives a name away.
    """
    header = _folded(column.header.text)
    under = chain.from_iterable(_values_under(header, table) for table in neighbours)
    for name, value in islice(under, _TRIED):
        is_foreign = not any(likeness(name, own) for own in grid.names)
        # compared with every row of the column: it must be wrong for each of them
        is_new = not any(likeness(value, own) for own in column.cells)
        if is_foreign and is_new and not names_any(value, grid.all_names) and not names(value, name):
            yield name, value


def _values_under(header: str, table: ComparisonTable) -> list[tuple[Wording, Wording]]:
    columns = [
        place
        for place, phrase in enumerate(table.columns)
        if place != table.key_column - 1 and _folded(phrase.text) == header
    ]
    return [
        (wording_of(row[table.key_column - 1]), wording_of(row[place]))
        for place in columns
        for row in table.rows
        if not says_nothing(row[place]) and len(row[place].text) <= LONGEST_OPTION
    ]
