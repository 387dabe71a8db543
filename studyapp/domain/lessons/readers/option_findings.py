"""What is wrong with the options and the key of an authored question."""

import re
from collections.abc import Sequence

from studyapp.domain.lessons.blocks import Question
from studyapp.domain.lessons.readers.options import RawOption
from studyapp.domain.lessons.readers.page import Page

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_STATED = re.compile(
    r"\b(?:choose|select|pick|mark|check|tick|which)\s+(?:any\s+|the\s+|exactly\s+|all\s+)?(?:best\s+|correct\s+)?"
    r"(two|three|four|five|six|[2-6])\b|\(\s*(two|three|four|[2-6])\s+(?:answers|options|correct)",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(r"\b(?:all|any)\s+(?:that|which)\s+appl(?:y|ies)\b|\ball correct\b", re.IGNORECASE)
_FEWEST, _MOST = 2, 7


def stated_count(stem: str) -> int | None:
    """How many options a stem asks for: `Choose two` gives 2."""
    found = _STATED.search(stem)
    if not found:
        return None
    word = (found.group(1) or found.group(2)).casefold()
    return _COUNTS.get(word) or int(word)


def tell_about_options(page: Page, options: Sequence[RawOption], question: Question) -> None:
    """E12, W13, E15, W17 and the number of options (E39)."""
    keys = sum(option.is_key for option in options)
    stated = stated_count(question.stem.text)
    if stated and keys and stated != keys:
        what = f"the stem asks for {stated}, {keys} {'is' if keys == 1 else 'are'} marked"
        page.tell("E12", question.line, what, "change either", end_line=question.end_line)
    elif keys > 1 and not stated and not _ANY_NUMBER.search(question.stem.text) and keys < len(options):
        what = f"{keys} options are marked, the stem does not say so"
        page.tell("W13", question.line, what, f'none needed, "Choose {keys}" is added')
    if keys == len(options) and question.kind != "true-false":
        page.tell("W17", question.line, "every option is marked", "add a wrong option or make it a short answer")
    if not _FEWEST <= len(options) <= _MOST:
        what = f"{len(options)} options, at most {_MOST}"
        page.tell("E39", question.line, what, "remove the weakest")
    _tell_run_together(page, options)


def _tell_run_together(page: Page, options: Sequence[RawOption]) -> None:
    """E15: the next letter stands inside an option because its line break was lost."""
    letters = {option.letter for option in options}
    for option in options:
        if not option.letter:
            continue
        following = chr(ord(option.letter) + 1)
        if following in letters:
            continue
        found = re.search(rf"\s{following}([.):])\s+\S", option.text)
        if found:
            what = f"a second letter, {following}{found.group(1)}, stands inside option {option.letter}"
            col = page.column_of(option.line, found.group().strip())
            page.tell("E15", option.line, what, "start it on its own line", col=col)
