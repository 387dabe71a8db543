"""Cells of a CSV file that spreadsheets must not take for formulas.

A cell is dangerous if it starts, after any apostrophes and blanks, with one of `= + - @` (or their full-width forms),
or with a tab or a line end. It gets one apostrophe in front; reading takes that one off again. Since a dangerous
cell stays dangerous behind an apostrophe, every text comes back exactly.
"""

import re

_DANGEROUS = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠﹣﹢﹦﹫−]")


def neutral(text: str) -> str:
    """`text` as a cell that is shown and never run."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restored(cell: str) -> str:
    """The text that `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell[1:]) else cell
