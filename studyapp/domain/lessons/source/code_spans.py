"""Code inside a line of source: found, and left out where only the words count."""

import re
from collections import defaultdict, deque

CODE_SPAN = re.compile(r"(`+)(?:(?!`).)+?\1")  # in text as short as a cell or a card
_TICKS = re.compile(r"`+")


def without_code(line: str) -> str:
    """The line with blanks where code spans stand, so that columns stay. Linear in its length."""
    if "`" not in line:
        return line
    if "``" not in line:
        return _without_plain_code(line)
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(line)]
    waiting: dict[int, deque[int]] = defaultdict(deque)
    for index, (start, end) in enumerate(runs):
        waiting[end - start].append(index)
    parts, at, index = [], 0, 0
    while index < len(runs):
        start, end = runs[index]
        same = waiting[end - start]
        while same and same[0] <= index:
            same.popleft()
        if not same:
            index += 1
            continue
        closing = runs[same[0]][1]
        parts += [line[at:start], " " * (closing - start)]
        at, index = closing, same[0] + 1
    return "".join([*parts, line[at:]])


def _without_plain_code(line: str) -> str:
    """The same where no two ticks touch: each opens a span or closes the one before it, as all but the rarest do."""
    parts = line.split("`")
    if len(parts) % 2 == 0:  # the last tick is alone
        parts[-2:] = ["`".join(parts[-2:])]
    parts[1::2] = [" " * (len(code) + 2) for code in parts[1::2]]
    return "".join(parts)
