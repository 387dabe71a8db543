"""Matching items: rows of a table to be paired with their values."""

from collections.abc import Mapping, Sequence

from studyapp.domain.items.distractors import text_kind
from studyapp.domain.items.grid import Column, Grid
from studyapp.domain.items.levels import level_of
from studyapp.domain.items.likeness import Wording, likeness, names_any
from studyapp.domain.items.markup import paragraph, strong
from studyapp.domain.items.neighbours import values_nearby
from studyapp.domain.items.rules import keeps_rules
from studyapp.domain.items.stems import match_stem
from studyapp.domain.items.values import Item, Option
from studyapp.domain.lessons.blocks import ComparisonTable, Phrase

LEAST_PAIRS = 4
MOST_PAIRS = 7


def matching_item(
    file: str, grid: Grid, column: Column, facts: Mapping[int, str], neighbours: Sequence[ComparisonTable]
) -> Item | None:
    """The item that pairs rows with their values in one column, or None with fewer than four clean pairs.

    `facts` gives the fact of each row that may be asked. The item counts as its first pair's, and names the facts
    of all. One more choice comes from the same header in a neighbouring table, so that no pair is forced.
    """
    rows = _clean_rows(grid, column, facts)
    if len(rows) < LEAST_PAIRS:
        return None
    stem = match_stem(grid.key_header, column.header)
    values = [column.cells[row] for row in rows]
    pairs = [(grid.names[row].phrase, column.cells[row].phrase) for row in rows]
    item = Item(
        fact_key=facts[rows[0]],
        form="match",
        kind="matching",
        stem=stem.text,
        stem_html=stem.html,
        feedback_html=pairs_feedback(pairs),
        file=file,
        line=grid.table.line,
        options=(
            *(_option(value, f"row:{name.text}") for name, value in pairs),
            *(_option(value.phrase, "surplus") for value in _surplus(grid, column, values, neighbours)),
        ),
        prompts=tuple(_option(name, f"row:{name.text}") for name, _ in pairs),
        pair_facts=tuple(facts[row] for row in rows),
    )
    return item if keeps_rules(item) else None


def pairs_feedback(pairs: Sequence[tuple[Phrase, Phrase]]) -> str:
    """All pairs, for feedback."""
    return "".join(paragraph(strong(left), ": ", right) for left, right in pairs)


def _option(phrase: Phrase, origin: str) -> Option:
    return Option(phrase.text, phrase.html, origin)


def _clean_rows(grid: Grid, column: Column, facts: Mapping[int, str]) -> list[int]:
    rows: list[int] = []
    for row in facts:
        gives_away = names_any(column.cells[row], grid.all_names)
        if not gives_away and not any(likeness(grid.names[row], grid.names[other]) for other in rows):
            rows.append(row)
        if len(rows) == MOST_PAIRS:
            break
    return rows


def _surplus(
    grid: Grid, column: Column, values: Sequence[Wording], neighbours: Sequence[ComparisonTable]
) -> list[Wording]:
    for _, value in values_nearby(grid, column, neighbours):
        if _is_of_their_kind(value, values):
            return [value]
    return []


def _is_of_their_kind(value: Wording, values: Sequence[Wording]) -> bool:
    """Whether a choice could pass for one of these: a price among sentences is seen through at once."""
    if text_kind(value.phrase) not in {text_kind(own.phrase) for own in values}:
        return False
    return level_of(value.text) is None or any(level_of(own.text) for own in values)
