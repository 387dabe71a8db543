"""Item-writing rules about the wording and the number of an author's options: 8, 9, 11, 15 and a part of 19."""

import re
from collections.abc import Iterator, Sequence

from studyapp.domain.items.markup import segments
from studyapp.domain.items.rules import is_overlap_cue
from studyapp.domain.lessons.blocks import AnswerOption, Question

_ABSOLUTE = re.compile(r"\b(always|never|only|all)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(usually|often|generally|sometimes|frequently|typically)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d.,]*\s?(?:%|°\w?|[A-Za-zµ]{1,8})?")
_SIZES = {"single": (2, 5), "multiple": (5, 7)}


def option_breaks(question: Question) -> Iterator[tuple[int, str, str]]:
    """Number of the rule, what breaks it, and how to mend it."""
    if question.kind == "true-false":
        return
    yield from _absolute_words(question.options)
    yield from _kinds(question.options)
    yield from _count(question)
    yield from _overlap(question)
    yield from _vague_words(question.options)


def _absolute_words(options: Sequence[AnswerOption]) -> Iterator[tuple[int, str, str]]:
    """Rule 8: a test-wise learner rules out what says always or never. One in one option gives little away."""
    wrong = [found.group() for option in options if not option.is_key and (found := _ABSOLUTE.search(option.text))]
    right = any(_ABSOLUTE.search(option.text) for option in options if option.is_key)
    if len(wrong) > 1 and not right:
        words = ", ".join(f"“{word}”" for word in dict.fromkeys(word.lower() for word in wrong))
        yield 8, f"{words} stands in wrong options only", "say it in the key too, or drop it"


def _kinds(options: Sequence[AnswerOption]) -> Iterator[tuple[int, str, str]]:
    """Rule 9, where it gives the key away: among options of another kind it alone is a number, or code, or is not.

    Beside code a number is code too.
    """
    code = [_is_code(option) for option in options]
    numbers = [not any(code) and bool(_NUMBER.fullmatch(option.text.strip())) for option in options]
    for name, kinds in (("a number", numbers), ("code", code)):
        odd = [option for option, kind in zip(options, kinds, strict=True) if kind == (sum(kinds) == 1)]
        if len(options) > 2 and len(odd) == 1 and odd[0].is_key:
            is_name = f"is {name}" if sum(kinds) == 1 else f"is not {name}"
            yield 9, f"only the key “{odd[0].text[:60]}” {is_name}", "make the options of one kind"
            return


def _is_code(option: AnswerOption) -> bool:
    parts = [is_code for is_code, text in segments(option.html) if text.strip()]
    return bool(parts) and all(parts)


def _count(question: Question) -> Iterator[tuple[int, str, str]]:
    """Rule 11."""
    fewest, most = _SIZES[question.kind]
    count = len(question.options)
    if not fewest <= count <= most:
        what = f"{count} options, {fewest} to {most} serve a {question.kind} question"
        yield 11, what, "add a plausible one" if count < fewest else "remove the weakest"


def _overlap(question: Question) -> Iterator[tuple[int, str, str]]:
    """Rule 15."""
    keys = [option.text for option in question.options if option.is_key]
    wrong = [option.text for option in question.options if not option.is_key]
    if len(keys) == 1 and is_overlap_cue(keys[0], wrong):
        what = f"only the key “{keys[0][:60]}” shares words with every other option"
        yield 15, what, "let the wrong options share words with each other, or with the key no more"


def _vague_words(options: Sequence[AnswerOption]) -> Iterator[tuple[int, str, str]]:
    """Rule 19: how often is usually?"""
    for option in options:
        found = _VAGUE.search(option.text)
        if found:
            yield 19, f"“{found.group()}” in an option means something else to each reader", "say how often, or drop it"
            return
