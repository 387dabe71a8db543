"""Storing the items of a version's new section revisions. Callers hold the transaction."""

from collections.abc import Iterable, Mapping

from studyapp.domain.items.values import Bank, Option
from studyapp.domain.items.values import Item as ItemValue
from studyapp.library.bulk import insert_rows
from studyapp.library.fitting import fit_key
from studyapp.library.models import Fact, SectionRevision
from studyapp.quiz.models import Item


def store_items(bank: Bank, new_revisions: Mapping[str, SectionRevision], facts: Mapping[str, Fact]) -> None:
    """Store the items of new revisions (by section key); those of unchanged sections are there already."""
    insert_rows(_rows(bank, new_revisions, facts))


def _rows(bank: Bank, new_revisions: Mapping[str, SectionRevision], facts: Mapping[str, Fact]) -> Iterable[Item]:
    taught = {fact.key: fact for fact in bank.facts}
    for value in bank.items:
        fact = taught[value.fact_key]
        revision = new_revisions.get(fact.section_key)
        if revision is not None:
            yield row_of(value, revision, facts[fact.key], block_key=fact.block_key)


def _stored(option: Option) -> dict[str, str]:
    return {"text": option.text, "html": option.html, "origin": option.origin, "why": option.why}


def row_of(value: ItemValue, revision: SectionRevision, fact: Fact, *, block_key: str) -> Item:
    """The row of an item, not stored yet."""
    return Item(
        revision=revision,
        fact=fact,
        form=value.form,
        kind=value.kind,
        ordinal=value.ordinal,
        stem=value.stem,
        stem_html=value.stem_html,
        options=[_stored(option) for option in value.options],
        keys=list(value.keys),
        prompts=[_stored(prompt) for prompt in value.prompts],
        accepted=list(value.accepted),
        rivals=list(value.rivals),
        pair_facts=list(value.pair_facts),
        numeric=value.numeric,
        feedback_html=value.feedback_html,
        block_key=fit_key(block_key, 200),
        file=value.file,
        line=value.line,
    )
