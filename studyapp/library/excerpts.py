"""Pieces of a lesson's text, with the words that somebody looked for marked."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from studyapp.domain.lessons import blocks as values
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.library.search_terms import stems_of

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
BEFORE, LENGTH = 60, 200  # characters


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one block, and the key by which links lead to it."""

    key: str
    text: str

    def excerpt(self, stems: Collection[str]) -> SafeString:
        """The part of the text around the first word that was looked for."""
        text = " ".join(self.text.split())
        first = next((found.start() for found in _WORD.finditer(text) if _is_wanted(found.group(), stems)), 0)
        start = max(0, first - BEFORE)
        start = text.rfind(" ", 0, start) + 1 if start else 0
        end = len(text) if len(text) - start <= LENGTH else text.rfind(" ", start, start + LENGTH)
        end = end if end > first else min(len(text), start + LENGTH)
        return mark_safe(  # noqa: S308 - `marked` escapes
            ("… " if start else "") + marked(text[start:end], stems) + (" …" if end < len(text) else "")
        )


def marked(text: str, stems: Collection[str]) -> SafeString:
    """The text, escaped, with the words of these stems in `<mark>`."""
    parts: list[str] = []
    after = 0
    for found in _WORD.finditer(text):
        if _is_wanted(found.group(), stems):
            parts += [escape(text[after : found.start()]), "<mark>", escape(found.group()), "</mark>"]
            after = found.end()
    return mark_safe("".join([*parts, escape(text[after:])]))  # noqa: S308 - every part is escaped


def words_with_stems(text: str, stems: Collection[str]) -> list[str]:
    """The words of the text that have one of these stems, one for each stem."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stem in stems_of(word):
            if stem in stems:
                found.setdefault(stem, word)
    return list(found.values())


def _is_wanted(word: str, stems: Collection[str]) -> bool:
    return any(stem in stems for stem in stems_of(word))


def passages_of(blocks: Iterable[values.Block]) -> Sequence[Passage]:
    """What can be quoted of some blocks; not what a trap keeps folded, nothing twice."""
    return [
        Passage(getattr(block, "key", ""), text)
        for block in blocks
        if not getattr(block, "nested", False)
        for text in _texts(block)
        if text
    ]


@singledispatch
def _texts(block: object) -> list[str]:
    """The texts of a block; of an unknown kind none."""
    return []


@_texts.register
def _(block: values.Prose) -> list[str]:
    return [text_of(block.html)]


@_texts.register
def _(block: values.Callout) -> list[str]:
    return [block.text]


@_texts.register
def _(block: values.ComparisonTable) -> list[str]:
    return [" · ".join(cell.text for cell in row) for row in (block.columns, *block.rows)]


@_texts.register
def _(block: values.Steps) -> list[str]:
    return [f"{block.lead_in.text}: " + " ".join(step.text for step in block.steps)]


@_texts.register
def _(block: values.Definition) -> list[str]:
    return [f"{block.term}: {block.text}"]


@_texts.register
def _(block: values.Trap) -> list[str]:
    return [block.belief.text] if block.belief else []


@_texts.register
def _(block: values.Reflection) -> list[str]:
    return [block.stem.text]
