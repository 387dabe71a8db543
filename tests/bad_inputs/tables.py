"""The tables of bad inputs: A encoding, B structure, D active content, E upload.

`expect`: E refused, or kept as a draft with an error; N accepted and harmless; W accepted with a warning; T over a
limit.
"""

import json
from functools import cache
from pathlib import Path

from tests.bad_inputs.recipes import Row


@cache
def rows() -> tuple[Row, ...]:
    """All rows, table by table."""
    here = Path(__file__).parent
    lines = [line for path in sorted(here.glob("*.jsonl")) for line in path.read_text().splitlines() if line]
    return tuple(json.loads(line) for line in lines)
