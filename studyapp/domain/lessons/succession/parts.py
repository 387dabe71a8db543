"""Which row and column of a table is which of the version before: a corrected name keeps its key."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from studyapp.domain.lessons.blocks import ComparisonTable
from studyapp.domain.lessons.keys.parts import column_keys, derived_column_keys, derived_row_keys, row_keys
from studyapp.domain.lessons.likeness.gists import is_respelt
from studyapp.domain.lessons.likeness.opposites import is_turned_round
from studyapp.domain.lessons.likeness.pairing import pair_up
from studyapp.domain.lessons.likeness.wording import has_digit, likeness, same_words, tidy

_TELLING = 12  # letters of a row's other cells; less is no proof that two rows are one
_INFLECTED = 0.4  # how like the other cells of two rows are whose names differ in their endings
_MOST_COMPARED = 10_000  # pairs of rows


@dataclass(frozen=True, slots=True)
class Parts:
    """The keys of some parts (rows, columns, criteria), and for each the key that it continues, "" if it is new.

    `retired` are the keys that nothing continues; `doubts` the parts with several earlier keys each may be.
    """

    keys: tuple[str, ...]
    continued: tuple[str, ...]
    retired: tuple[str, ...]
    doubts: dict[int, tuple[tuple[str, float], ...]]


def match_parts(
    names: tuple[Sequence[str], Sequence[str]],
    keys: Sequence[str],
    score: Callable[[int, int], float],
    *,
    decisions: dict[int, str] | None = None,
) -> Parts:
    """Parts by their derived names, then by likeness.

    `names` are what the new and the earlier parts would be called by what they say now, `keys` those that the earlier
    ones have. `score` gives the likeness of a new part to an earlier one, by their indexes.
    """
    news, olds = names
    place = {name: old for old, name in reversed(list(enumerate(olds)))}
    pairs = {new: place[name] for new, name in enumerate(news) if name in place}
    taken = set(pairs.values())
    for new, key in (decisions or {}).items():
        old = keys.index(key) if key in keys else None
        if new not in pairs and old is not None and old not in taken:
            pairs[new] = old
            taken.add(old)
    left = [new for new in range(len(news)) if new not in pairs and new not in (decisions or {})]
    free = [old for old in range(len(olds)) if old not in taken]
    if len(left) * len(free) <= _MOST_COMPARED:
        found = pair_up([(score(new, old), new, old) for new in left for old in free])
        doubts = {new: tuple((keys[old], likes) for old, likes in choices) for new, choices in found.doubts.items()}
        pairs |= found.pairs
    else:
        doubts = {}
    chosen = _named(news, keys, pairs)
    continued = tuple(keys[pairs[new]] if new in pairs else "" for new in range(len(news)))
    return Parts(chosen, continued, tuple(key for key in keys if key not in continued), doubts)


def _named(news: Sequence[str], keys: Sequence[str], pairs: dict[int, int]) -> tuple[str, ...]:
    """The continued key of each, or for a new one a name that no other has and had."""
    used = set(keys)
    chosen: list[str] = []
    for new, name in enumerate(news):
        key = keys[pairs[new]] if new in pairs else unused(name, used)
        used.add(key)
        chosen.append(key)
    return tuple(chosen)


def unused(name: str, used: Collection[str]) -> str:
    """`name`, or the first of `name-2`, `name-3` ... that is not used."""
    count, key = 1, name
    while key in used:
        count += 1
        key = f"{name}-{count}"
    return key


def match_rows(new: ComparisonTable, old: ComparisonTable, decisions: dict[int, str]) -> Parts:
    """The rows of a table that continues another, by name, else by a corrected name and what stands beside it."""
    columns = _same_columns(new, old)

    def rest(table: ComparisonTable, row: int, which: Sequence[int]) -> str:
        return " | ".join(tidy(table.rows[row][column].text) for column in which)

    rests = (
        [rest(new, row, [pair[0] for pair in columns]) for row in range(len(new.rows))],
        [rest(old, row, [pair[1] for pair in columns]) for row in range(len(old.rows))],
    )

    def score(one: int, other: int) -> float:
        names = _row_name(new, one), _row_name(old, other)
        beside = rests[0][one], rests[1][other]
        is_telling = len(beside[0]) >= _TELLING and rests[0].count(beside[0]) == rests[1].count(beside[0]) == 1
        if is_turned_round(*names):
            return 0.0
        if beside[0] == beside[1] and is_telling:
            return 0.8 + 0.2 * likeness(*names)
        is_inflected = same_words(*names) and likeness(*beside) >= _INFLECTED
        is_same = is_inflected or is_respelt(names, beside)
        if not is_same or has_digit(names[0] + names[1]):
            return 0.0
        return 0.7 * max(likeness(*names), 0.85) + 0.3 * likeness(*beside)

    names = derived_row_keys(new), derived_row_keys(old)
    return match_parts(names, row_keys(old), score, decisions=decisions)


def _row_name(table: ComparisonTable, row: int) -> str:
    return table.rows[row][table.key_column - 1].text


def _same_columns(new: ComparisonTable, old: ComparisonTable) -> list[tuple[int, int]]:
    """Columns, without those of row names, that have the same header; if none has, by their place."""
    place = {name: index for index, name in enumerate(derived_column_keys(old))}
    keyed = {new.key_column - 1}, {old.key_column - 1}
    found = [
        (index, place[name])
        for index, name in enumerate(derived_column_keys(new))
        if name in place and index not in keyed[0] and place[name] not in keyed[1]
    ]
    if len(new.columns) == len(old.columns) and new.key_column == old.key_column:
        return found or [(index, index) for index in range(len(new.columns)) if index not in keyed[0]]
    return found


def match_columns(new: ComparisonTable, old: ComparisonTable, rows: Parts, decisions: dict[int, str]) -> Parts:
    """The columns of a table that continues another, by header, else by a corrected header or the same cells."""
    place = {key: row for row, key in enumerate(row_keys(old))}
    same_rows = [(row, place[key]) for row, key in enumerate(rows.continued) if key]

    def score(one: int, other: int) -> float:
        if (one == new.key_column - 1) != (other == old.key_column - 1):
            return 0.0
        headers = new.columns[one].text, old.columns[other].text
        cells = [(tidy(new.rows[row][one].text), tidy(old.rows[was][other].text)) for row, was in same_rows]
        filled = [(cell, was) for cell, was in cells if cell or was]
        equal = sum(cell == was for cell, was in filled) / len(filled) if filled else 0.0
        is_telling = len({cell for cell, _ in filled}) >= 2
        by_cells = (
            0.4 * likeness(*headers) + 0.6 * equal if is_telling and equal < 1 else 0.75 + 0.25 * likeness(*headers)
        )
        by_name = 0.7 * likeness(*headers) + 0.3 * equal if same_words(*headers) else 0.0
        return max(by_cells if is_telling else 0.0, by_name)

    names = derived_column_keys(new), derived_column_keys(old)
    return match_parts(names, column_keys(old), score, decisions=decisions)
