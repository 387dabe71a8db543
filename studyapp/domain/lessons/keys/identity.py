"""Which block is which: ids that authors give, and those derived from what a block says."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import singledispatch

from studyapp.domain.common.words import fold
from studyapp.domain.lessons.blocks import (
    Block,
    Callout,
    ComparisonTable,
    Definition,
    Question,
    Reflection,
    Steps,
    Trap,
)

_NOT_WORD = re.compile(r"[^\w]+")
_MARK = re.compile(r"⟦u\+[0-9a-f]{4,5}⟧")
_LEADING_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.):]?\s+)")
_SLUG_CHARACTERS = 48
Keyed = Callout | ComparisonTable | Steps | Definition | Trap | Question | Reflection


def normalised(text: str) -> str:
    """`text` as identity sees it: NFKC, case-folded, without leading number and invisible characters."""
    return _LEADING_NUMBER.sub("", _MARK.sub("", fold(text)))


def slug(text: str) -> str:
    """A short name for `text`: its letters and digits joined by hyphens, with a hash for what was cut or lost."""
    plain = normalised(text)
    words = _NOT_WORD.sub("-", plain.replace("_", "-")).strip("-")
    if len(words) <= _SLUG_CHARACTERS and _NOT_WORD.sub("", plain) == plain.replace(" ", "") and words:
        return words
    digest = hashlib.sha256(unicodedata.normalize("NFC", plain).encode("utf-8", "replace")).hexdigest()[:8]
    return f"{words[:_SLUG_CHARACTERS].strip('-')}-{digest}".strip("-")


def short_name(title: str) -> str:
    """A title as an address: like `slug`, but without a hash for punctuation. Equal ones are told apart elsewhere."""
    words = _NOT_WORD.sub("-", normalised(title).replace("_", "-")).strip("-")
    return words if 0 < len(words) <= _SLUG_CHARACTERS else slug(title)


def kind_of(block: Keyed) -> str:
    """The word for a block's kind in its derived key."""
    if isinstance(block, ComparisonTable):
        return "table"
    return block.kind if isinstance(block, Callout) else type(block).__name__.lower()


@singledispatch
def subjects(block: Keyed) -> tuple[str, str]:
    """What a block is about, and the same in more detail, to tell it from another about the same."""
    raise TypeError(f"{type(block).__name__} has no key")


@subjects.register
def _(block: Callout) -> tuple[str, str]:
    return first_sentence(block.text), f"{block.label} {block.text}"


@subjects.register
def _(block: ComparisonTable) -> tuple[str, str]:
    headers = " | ".join(cell.text for cell in block.columns)
    return headers, headers + " | " + " | ".join(row[block.key_column - 1].text for row in block.rows)


@subjects.register
def _(block: Steps) -> tuple[str, str]:
    return block.lead_in.text, " | ".join([block.lead_in.text, *(step.text for step in block.steps)])


@subjects.register
def _(block: Definition) -> tuple[str, str]:
    return block.term, f"{block.term}: {block.text}"


@subjects.register
def _(block: Trap) -> tuple[str, str]:
    belief = block.belief.text if block.belief else first_sentence(block.text)
    return belief, f"{belief} | {block.text} | {block.truth.text if block.truth else ''}"


@subjects.register
def _(block: Question) -> tuple[str, str]:
    options = " | ".join(option.text for option in block.options)
    return block.stem.text, f"{block.stem.text} | {options} | {' | '.join(block.accepted)}"


@subjects.register
def _(block: Reflection) -> tuple[str, str]:
    return block.stem.text, block.stem.text


def first_sentence(text: str) -> str:
    """The first sentence of a text, all of it if it has only one."""
    found = re.match(r"(.+?[.!?])(?:\s|$)", text, re.DOTALL)
    return found.group(1) if found else text


def derived_keys(section_key: str, blocks: Sequence[Block]) -> list[str]:
    """A key for each block of a section, "" for those that have none.

    Blocks about the same are told apart by the rest of what they say, only then by their order.
    """
    keyed = [block if isinstance(block, Keyed) else None for block in blocks]
    plain = [f"{section_key}/{kind_of(block)}/{slug(subjects(block)[0])}" if block else "" for block in keyed]
    counts = Counter(key for block, key in zip(keyed, plain, strict=True) if block and not block.key)
    keys: list[str] = []
    taken: Counter[str] = Counter()
    for block, key in zip(keyed, plain, strict=True):
        if block is None or block.key:
            keys.append(block.key if block else "")
            continue
        chosen = key if counts[key] == 1 else f"{section_key}/{kind_of(block)}/{slug(subjects(block)[1])}"
        taken[chosen] += 1
        keys.append(chosen if taken[chosen] == 1 else f"{chosen}-{taken[chosen]}")
    return keys
