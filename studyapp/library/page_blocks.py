"""Makes the values of a lesson's page from the blocks of the domain, whether they are stored or only uploaded.

The html of a block was sanitised when the pack was read; pictures get the address of their version here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from studyapp.domain.lessons import blocks as values
from studyapp.domain.lessons.pack import Section as SectionValue
from studyapp.domain.lessons.pack import StudyPack
from studyapp.library.page_values import (
    DEEPEST_LEVEL,
    MAIN_LEVEL,
    CalloutBlock,
    Column,
    Cover,
    Dated,
    DefinitionsBlock,
    Entry,
    PageBlock,
    PageSection,
    PassageBlock,
    ReflectionBlock,
    StepsBlock,
    TableBlock,
    TrapBlock,
    find_table,
    read_cover,
)

__all__ = [
    "Cover",
    "PageBlock",
    "PageSection",
    "find_table",
    "page_blocks",
    "page_sections",
    "read_cover",
    "sections_of",
    "shown_html",
    "with_marks",
]

_PICTURE = re.compile(r'(<img(?:\s+[a-z-]+="[^"]*")*?\s+src=")(?=img/)')
_SCROLL_BOX = re.compile(r'<div class="table-scroll"(?: tabindex="0")?>|<div(?: tabindex="0")? class="table-scroll">')


def shown_html(html: str, image_base: str) -> SafeString:
    """Sanitised html for the page: pictures under `image_base` (ends in a slash), scrolling boxes with a name."""
    html = _PICTURE.sub(rf"\g<1>{image_base}", html) if "<img" in html else html
    if "table-scroll" in html:
        html = _SCROLL_BOX.sub('<div class="table-scroll" tabindex="0" role="region" aria-label="Table">', html)
    return mark_safe(html)  # noqa: S308 - sanitised when it was read; only our own addresses were put in


def sections_of(pack: StudyPack, lesson_key: str, *, image_base: str = "") -> tuple[PageSection, ...]:
    """A lesson of a pack that need not be stored: for the preview. Empty if the pack has no such lesson."""
    return page_sections(
        [section for section in pack.sections if (section.lesson_key or section.key) == lesson_key],
        image_base=image_base,
    )


def page_sections(sections: Sequence[SectionValue], *, image_base: str = "") -> tuple[PageSection, ...]:
    """The sections of one lesson, the opening one first."""
    top = sections[0].depth if sections else 1
    return tuple(
        PageSection(
            key=section.key,
            number=section.number,
            title=section.title,
            level=min(MAIN_LEVEL + max(section.depth - top, 0 if index == 0 else 1), DEEPEST_LEVEL),
            words=section.words,
            blocks=page_blocks(section.blocks, image_base=image_base),
        )
        for index, section in enumerate(sections)
    )


def page_blocks(blocks: Iterable[values.Block], *, image_base: str = "") -> tuple[PageBlock, ...]:
    """The blocks of a section for its page: principles first, then in order; authored questions are not read."""
    shown = _Shown(image_base)
    for block in blocks:
        shown.add(block)
    found = shown.result()
    principles = [block for block in found if _is_principle(block)]
    return (*principles, *(block for block in found if not _is_principle(block)))


def _is_principle(block: PageBlock) -> bool:
    return isinstance(block, CalloutBlock) and block.is_principle


def with_marks(sections: Sequence[PageSection], updated: Mapping[str, datetime]) -> tuple[PageSection, ...]:
    """The sections with a mark at each block of which one key was `updated`."""
    return tuple(
        replace(section, blocks=tuple(_marked(block, updated) for block in section.blocks)) if updated else section
        for section in sections
    )


def _marked(block: PageBlock, updated: Mapping[str, datetime]) -> PageBlock:
    found = [updated[key] for key in block.all_keys if key in updated]
    return replace(block, updated_at=max(found)) if found else block


@dataclass
class _Slot:
    """A block and what later blocks add to it."""

    block: PageBlock
    inner_keys: list[str] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)

    def full(self) -> PageBlock:
        return replace(self.block, inner_keys=tuple(self.inner_keys), dated=tuple(self.dated))


class _Shown:
    """Collects the blocks of a section that are shown."""

    def __init__(self, image_base: str) -> None:
        self.image_base = image_base
        self.slots: list[_Slot] = []

    def result(self) -> list[PageBlock]:
        return [slot.full() for slot in self.slots]

    def add(self, block: values.Block) -> None:
        if isinstance(block, values.DatedFact):
            self._date(block)
        elif getattr(block, "nested", False):
            if self.slots:
                self.slots[-1].inner_keys.append(getattr(block, "key", ""))
        elif isinstance(block, values.Definition):
            self._define(block)
        else:
            made = self._made(block)
            if made is not None:
                self.slots.append(_Slot(made))

    def _date(self, fact: values.DatedFact) -> None:
        """A date belongs to the last block that begins at or above its line."""
        if not self.slots:
            self.slots.append(_Slot(PassageBlock(html=mark_safe(""), line=fact.line)))
        above = [slot for slot in self.slots if slot.block.line <= fact.block_line]
        slot = above[-1] if above else self.slots[-1]
        slot.dated.append(Dated(fact.as_of, fact.source))

    def _define(self, block: values.Definition) -> None:
        term = f"{block.term} ({block.expansion})" if block.expansion else block.term
        entry = Entry(block.key, term, self._html(block.html))
        last = self.slots[-1] if self.slots else None
        if last is not None and isinstance(last.block, DefinitionsBlock) and not last.dated:
            last.block = replace(last.block, entries=(*last.block.entries, entry))
        else:
            self.slots.append(_Slot(DefinitionsBlock(line=block.line, entries=(entry,))))

    def _html(self, html: str) -> SafeString:
        return shown_html(html, self.image_base)

    def _made(self, block: values.Block) -> PageBlock | None:  # noqa: PLR0911 - one return a kind of block
        html, key, line = self._html, getattr(block, "key", ""), block.line
        match block:
            case values.Prose():
                return PassageBlock(line=line, html=html(block.html))
            case values.Callout():
                return CalloutBlock(key=key, line=line, kind=block.kind, label=block.label, html=html(block.html))
            case values.ComparisonTable():
                return self._table(block)
            case values.Steps():
                steps = tuple(html(step.html) for step in block.steps)
                return StepsBlock(key=key, line=line, lead_in_html=html(block.lead_in.html), steps=steps)
            case values.Trap():
                belief = html(block.belief.html if block.belief else "")
                truth = html(block.truth.html if block.truth else "")
                return TrapBlock(key=key, line=line, html=html(block.html), belief_html=belief, truth_html=truth)
            case values.Reflection():
                stem = html(block.stem.html)
                return ReflectionBlock(key=key, line=line, stem_html=stem, min_words=block.min_words)
            case _:
                return None

    def _table(self, block: values.ComparisonTable) -> TableBlock:
        return TableBlock(
            key=block.key,
            line=block.line,
            columns=tuple(
                Column(number, column.text, self._html(column.html)) for number, column in enumerate(block.columns, 1)
            ),
            rows=tuple(tuple(self._html(cell.html) for cell in row) for row in block.rows),
            key_column=block.key_column,
            is_plain=block.furniture,
        )
