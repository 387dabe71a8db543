"""Stored blocks as values of the domain: one query for each kind, however many blocks there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any

from studyapp.domain.lessons import blocks as values
from studyapp.domain.lessons.pack import Section as SectionValue
from studyapp.library import models

KINDS = (
    models.Passage,
    models.Callout,
    models.ComparisonTable,
    models.ProcessSteps,
    models.Definition,
    models.ExamTrap,
    models.ReflectionQuestion,
    models.DatedFact,
)


def stored_sections(places: Sequence[models.VersionSection]) -> list[SectionValue]:
    """Sections as they were read, without authored questions and rubrics. Needs `revision__section` selected."""
    blocks = blocks_by_revision([place.revision_id for place in places])
    return [_section(place.revision, blocks.get(place.revision_id, ())) for place in places]


def blocks_by_revision(revision_ids: Sequence[int]) -> Mapping[int, Sequence[values.Block]]:
    """The blocks of some revisions in their order on the page."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for kind in KINDS:
        for row in kind.objects.filter(revision__in=revision_ids):
            rows[row.revision_id].append(row)
    return {revision: _values(sorted(found, key=lambda row: row.position)) for revision, found in rows.items()}


def _values(rows: Sequence[Any]) -> list[values.Block]:
    lines = {row.position: row.line for row in rows}
    return [_dated(row, lines) if isinstance(row, models.DatedFact) else _value(row) for row in rows]


def _section(revision: models.SectionRevision, blocks: Sequence[values.Block]) -> SectionValue:
    return SectionValue(
        key=revision.section.key,
        number=revision.number,
        title=revision.title,
        depth=revision.depth,
        task=revision.task,
        level=revision.level,
        file=revision.file,
        line=revision.line,
        end_line=revision.end_line,
        words=revision.words,
        blocks=tuple(blocks),
    )


def _dated(row: models.DatedFact, lines: Mapping[int, int]) -> values.DatedFact:
    return values.DatedFact(row.as_of, row.source, row.review_days, row.line, lines.get(row.block_position, 0))


def _phrase(stored: Mapping[str, str]) -> values.Phrase:
    return values.Phrase(stored["text"], stored["html"])


@singledispatch
def _value(row: object) -> values.Block:
    raise TypeError(f"{type(row).__name__} is no stored block")


@_value.register
def _(row: models.Passage) -> values.Block:
    return values.Prose(row.html, row.line)


@_value.register
def _(row: models.Callout) -> values.Block:
    return values.Callout(row.key, row.kind, row.label, row.text, row.html, row.line, row.nested)  # type: ignore[arg-type]


@_value.register
def _(row: models.ComparisonTable) -> values.Block:
    return values.ComparisonTable(
        key=row.key,
        columns=tuple(_phrase(column) for column in row.columns),
        rows=tuple(tuple(_phrase(cell) for cell in cells) for cells in row.rows),
        line=row.line,
        end_line=0,
        row_lines=(),
        key_column=row.key_column,
        nested=row.nested,
        furniture=row.furniture,
    )


@_value.register
def _(row: models.ProcessSteps) -> values.Block:
    lead_in = values.Phrase(row.lead_in, row.lead_in_html)
    return values.Steps(row.key, lead_in, tuple(_phrase(step) for step in row.steps), row.line, row.nested)


@_value.register
def _(row: models.Definition) -> values.Block:
    return values.Definition(row.key, row.term, row.text, row.html, row.line, nested=row.nested)


@_value.register
def _(row: models.ExamTrap) -> values.Block:
    belief = values.Phrase(row.belief, row.belief_html) if row.belief else None
    truth = values.Phrase(row.truth, row.truth_html) if row.truth else None
    return values.Trap(row.key, row.text, row.html, belief, truth, row.line, row.nested)


@_value.register
def _(row: models.ReflectionQuestion) -> values.Block:
    return values.Reflection(row.key, values.Phrase(row.stem, row.stem_html), row.line, row.min_words, None)
