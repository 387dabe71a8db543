"""Storing the items of a version's new section revisions. Callers hold the transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studyapp.domain.items.values import Bank, Option
from studyapp.domain.items.values import Item as ItemValue
from studyapp.library.bulk import insert_values
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact, SectionRevision
from studyapp.quiz.models import Item

BLOCK_KEY_CHARACTERS = 200
_LISTS = ("options", "keys", "prompts", "accepted", "rivals", "pair_facts")
_COLUMNS = (
    "form", "kind", "ordinal", "stem", "stem_html", *_LISTS, "numeric", "feedback_html", "block_key", "file", "line",
)  # fmt: skip
_EMPTY = json.dumps([])


def store_items(bank: Bank, new_revisions: Mapping[str, SectionRevision], facts: Mapping[str, Fact]) -> None:
    """Store the items of new revisions (by section key); those of unchanged sections are there already."""
    insert_values(Item, ("revision_id", "fact_id", "is_suppressed", *_COLUMNS), _rows(bank, new_revisions, facts))


def _rows(
    bank: Bank, new_revisions: Mapping[str, SectionRevision], facts: Mapping[str, Fact]
) -> Iterable[Sequence[object]]:
    """The rows as the database takes them: there are thousands, and an object for each costs more than the row."""
    taught = {fact.key: fact for fact in bank.facts}
    for value in bank.items:
        fact = taught[value.fact_key]
        revision = new_revisions.get(fact.section_key)
        if revision is not None:
            columns = _columns_of(value, fact.block_key)
            for name in _LISTS:
                columns[name] = json.dumps(columns[name]) if columns[name] else _EMPTY
            yield revision.pk, facts[fact.key].pk, False, *map(columns.__getitem__, _COLUMNS)


def row_of(value: ItemValue, revision: SectionRevision, fact: Fact, *, block_key: str) -> Item:
    """The row of an item, not stored yet."""
    return Item(revision=revision, fact=fact, **_columns_of(value, block_key))


def _columns_of(value: ItemValue, block_key: str) -> dict[str, Any]:
    """What each of the columns holds."""
    return {
        "form": value.form,
        "kind": value.kind,
        "ordinal": value.ordinal,
        "stem": value.stem,
        "stem_html": value.stem_html,
        "options": [_stored(option) for option in value.options],
        "keys": list(value.keys),
        "prompts": [_stored(prompt) for prompt in value.prompts],
        "accepted": list(value.accepted),
        "rivals": list(value.rivals),
        "pair_facts": list(value.pair_facts),
        "numeric": value.numeric,
        "feedback_html": value.feedback_html,
        "block_key": fit_key(block_key, BLOCK_KEY_CHARACTERS),
        "file": value.file,
        "line": value.line,
    }


def _stored(option: Option) -> dict[str, str]:
    return {"text": option.text, "html": option.html, "origin": option.origin, "why": option.why}
