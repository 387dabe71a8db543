"""The blocks of a section as rows of its revision."""

from collections.abc import Iterable, Iterator, Sequence

from studyapp.domain.items.rubrics import model_answer_of
from studyapp.domain.lessons import blocks as values
from studyapp.domain.lessons.pack import Section
from studyapp.library.bulk import insert_rows, insert_values
from studyapp.library.fitting import fit, fit_key
from studyapp.library.models import (
    Callout,
    ComparisonTable,
    DatedFact,
    Definition,
    ExamTrap,
    Passage,
    ProcessSteps,
    ReflectionQuestion,
    SectionRevision,
)

BlockRow = Callout | ComparisonTable | ProcessSteps | Definition | ExamTrap | ReflectionQuestion | DatedFact
_KEY_CHARACTERS = 200
_PASSAGE_COLUMNS = ("revision_id", "position", "key", "line", "nested", "html")


def store_blocks(revisions: Iterable[tuple[SectionRevision, Section]]) -> dict[str, ReflectionQuestion]:
    """Store all blocks of new revisions, one statement a kind; the reflection questions by their key."""
    sections = list(revisions)
    insert_values(Passage, _PASSAGE_COLUMNS, _passages(sections))
    rows = [row for revision, section in sections for row in _block_rows(revision, section)]
    for kind in (Callout, ComparisonTable, ProcessSteps, Definition, ExamTrap, DatedFact):
        insert_rows(row for row in rows if isinstance(row, kind))
    questions = [row for row in rows if isinstance(row, ReflectionQuestion)]
    return {question.key: question for question in ReflectionQuestion.objects.bulk_create(questions)}


def _passages(sections: Iterable[tuple[SectionRevision, Section]]) -> Iterator[tuple[object, ...]]:
    """Most blocks are nothing but text."""
    for revision, section in sections:
        for position, block in enumerate(section.blocks, 1):
            if isinstance(block, values.Prose):
                yield revision.pk, position, "", block.line, False, block.html


def _block_rows(revision: SectionRevision, section: Section) -> list[BlockRow]:
    """Unsaved rows for all other blocks that are read; authored questions are only asked, so they have none."""
    places = {
        block.line: position
        for position, block in enumerate(section.blocks, 1)
        if not isinstance(block, values.DatedFact)
    }
    rows = [_row(revision, block, position, places) for position, block in enumerate(section.blocks, 1)]
    return [row for row in rows if row is not None]


def block_key(block: values.Block) -> str:
    """The key under which a block is stored."""
    return fit_key(getattr(block, "key", ""), _KEY_CHARACTERS)


def _phrases(phrases: Sequence[values.Phrase]) -> list[dict[str, str]]:
    return [{"text": phrase.text, "html": phrase.html} for phrase in phrases]


def _row(  # noqa: PLR0911 - one return a kind of block
    revision: SectionRevision, block: values.Block, position: int, places: dict[int, int]
) -> BlockRow | None:
    """The row of one block. `places` gives the position of the block that begins at a line."""
    match block:
        case values.Callout():
            return Callout(
                **_common(revision, block, position), kind=block.kind, label=fit(block.label, 80), text=block.text,
                html=block.html,
            )  # fmt: skip
        case values.ComparisonTable():
            return ComparisonTable(
                **_common(revision, block, position), columns=_phrases(block.columns),
                rows=[_phrases(row) for row in block.rows], key_column=block.key_column, furniture=block.furniture,
            )  # fmt: skip
        case values.Steps():
            return ProcessSteps(
                **_common(revision, block, position), lead_in=block.lead_in.text, lead_in_html=block.lead_in.html,
                steps=_phrases(block.steps),
            )  # fmt: skip
        case values.Definition():
            return Definition(
                **_common(revision, block, position), term=fit(block.term, 200), text=block.text, html=block.html
            )
        case values.Trap():
            return _trap(revision, block, position)
        case values.Reflection():
            return ReflectionQuestion(
                revision_id=revision.pk, position=position, key=block_key(block), line=block.line,
                stem=block.stem.text, stem_html=block.stem.html, min_words=min(block.min_words, 10_000),
                model_answer=model_answer_of(block),
            )  # fmt: skip
        case values.DatedFact():
            return DatedFact(
                revision_id=revision.pk, position=position, line=block.line, as_of=block.as_of[:10],
                source=block.source[:500], review_days=min(max(block.review_days, 0), 36_500),
                block_position=places.get(block.block_line, 0),
            )  # fmt: skip
        case _:
            return None


def _common(
    revision: SectionRevision,
    block: values.Callout | values.ComparisonTable | values.Steps | values.Definition | values.Trap,
    position: int,
) -> dict[str, object]:
    return {
        "revision_id": revision.pk, "position": position, "key": block_key(block), "line": block.line,
        "nested": block.nested,
    }  # fmt: skip


def _trap(revision: SectionRevision, trap: values.Trap, position: int) -> ExamTrap:
    belief, truth = trap.belief, trap.truth
    return ExamTrap(
        **_common(revision, trap, position),
        text=trap.text,
        html=trap.html,
        belief=belief.text if belief else "",
        belief_html=belief.html if belief else "",
        truth=truth.text if truth else "",
        truth_html=truth.html if truth else "",
    )
