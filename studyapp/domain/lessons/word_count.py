"""How many words a reader reads."""

import re
from collections.abc import Iterable

from studyapp.domain.lessons.blocks import (
    Block,
    Callout,
    ComparisonTable,
    Definition,
    Phrase,
    Prose,
    Question,
    Reflection,
    Steps,
    Trap,
)
from studyapp.domain.lessons.sanitising import text_of

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def words_in(title: str, blocks: Iterable[Block]) -> int:
    """The words of a section's title and of the blocks shown on its page; rubrics and answers do not count."""
    texts = [title]
    for block in blocks:
        if not getattr(block, "nested", False):
            texts.extend(_texts(block))
    return sum(len(_WORD.findall(text)) for text in texts)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Prose):
        return [text_of(block.html)]
    if isinstance(block, Callout):
        return [block.text]
    if isinstance(block, ComparisonTable):
        return [cell.text for row in (block.columns, *block.rows) for cell in row]
    if isinstance(block, Steps):
        return [block.lead_in.text, *(step.text for step in block.steps)]
    if isinstance(block, Definition):
        return [block.term, block.text]
    if isinstance(block, Trap):
        return [block.text, *(side.text for side in (block.belief, block.truth) if isinstance(side, Phrase))]
    if isinstance(block, Question):
        return [block.stem.text, *(option.text for option in block.options)]
    return [block.stem.text] if isinstance(block, Reflection) else []
