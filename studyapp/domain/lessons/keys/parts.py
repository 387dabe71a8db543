"""Short names of rows and columns, as parts of a fact's identity."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from studyapp.domain.common.words import fold
from studyapp.domain.lessons.blocks import ComparisonTable

_SPOKEN = {
    "+": "plus", "#": "sharp", "$": "dollar", "%": "percent", "&": "and", "=": "equals", "<": "less", ">": "greater",
    "*": "star", "@": "at", "!": "not", "|": "bar", "~": "tilde", "^": "caret",
}  # fmt: skip


def slug(text: str) -> str:
    """Letters and digits of `text`, folded, joined by hyphens; signs that tell names apart (C, C++) are spelt out."""
    spoken = "".join(f"-{_SPOKEN[letter]}-" if letter in _SPOKEN else letter for letter in fold(text))
    return re.sub(r"[\W_]+", "-", spoken).strip("-")


def unique_slugs(texts: Sequence[str]) -> tuple[str, ...]:
    """A slug for each text. Different texts with one slug are told apart by their letters, never by their place.

    Equal texts cannot be told apart by anything else, so the second of them gets `-2`.
    """
    folded = [fold(text) for text in texts]
    owners = Counter(slug(text) for text in dict.fromkeys(folded))
    seen: Counter[str] = Counter()
    result = []
    for text in folded:
        name = slug(text)
        if not name or owners[name] > 1:
            name = f"{name}-{hashlib.blake2b(text.encode(), digest_size=3).hexdigest()}".strip("-")
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(result)


def derived_row_keys(table: ComparisonTable) -> tuple[str, ...]:
    """A name for each row by what stands in its key column."""
    return unique_slugs([row[table.key_column - 1].text for row in table.rows])


def derived_column_keys(table: ComparisonTable) -> tuple[str, ...]:
    """A name for each column by its header."""
    return unique_slugs([header.text for header in table.columns])


def row_keys(table: ComparisonTable) -> tuple[str, ...]:
    """The rows' part in the keys of their facts."""
    return table.row_keys if len(table.row_keys) == len(table.rows) else derived_row_keys(table)


def column_keys(table: ComparisonTable) -> tuple[str, ...]:
    """The columns' part in the keys of their facts."""
    return table.column_keys if len(table.column_keys) == len(table.columns) else derived_column_keys(table)
