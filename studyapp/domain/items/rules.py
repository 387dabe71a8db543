"""Item-writing rules that every generated single-choice item must keep, whatever part of it is shown.

Numbers are those of the rules in docs/items.md.
"""

from collections.abc import Sequence
from functools import lru_cache

from studyapp.domain.common.words import content_words
from studyapp.domain.items.levels import levels_of
from studyapp.domain.items.markup import BLANK
from studyapp.domain.items.values import Form, Item, SkipReason

LONGEST_OPTION = 200  # characters, rule 12
LONGEST_STEM = 600
NAME_CHARACTERS = 20  # options no longer than this are names, whose length says nothing
# Every item of the table has the same options, so their lengths and their common words say nothing.
_FORMS_WITH_ROW_KEYS = frozenset({"reverse", "scenario", "compare", "odd-one-out"})


def is_length_cue(key: str, distractors: Sequence[str]) -> bool:
    """Rule 3: the key is not 0.5 to 1.5 times the mean distractor, or the longest by more than 30 %."""
    lengths = [len(text) for text in distractors]
    longest = max(lengths)
    if len(key) <= NAME_CHARACTERS and longest <= NAME_CHARACTERS:
        return False
    mean = sum(lengths) / len(lengths)
    is_cue = not 0.5 * mean <= len(key) <= 1.5 * mean or len(key) > 1.3 * longest
    return is_cue and not levels_of([key, *distractors])


def cue_words(stem: str, key: str, distractors: Sequence[str]) -> frozenset[str]:
    """Rule 4: stems of the content words of 4 letters and more that stand in the stem and only in the key."""
    common = _telling(stem) & _telling(key)
    if not common:
        return common
    for text in distractors:
        common -= _telling(text)
    return common


def is_overlap_cue(key: str, distractors: Sequence[str]) -> bool:
    """Rule 15: the key alone shares a word of 4 letters and more, not in all options, with each of two others and more.

    Who makes up wrong answers varies the right one; the one in the middle is found without knowing anything.
    """
    own = _telling(key)
    others: list[frozenset[str]] = []
    for text in distractors:
        if own.isdisjoint(_telling(text)):
            return False
        others.append(_telling(text))
    if len(others) < 2:
        return False
    common = own.intersection(*others)
    parts = [words - common for words in (own, *others)]
    return [_meets_all(parts, place) for place in range(len(parts))] == [True] + [False] * len(others)


def _meets_all(parts: Sequence[frozenset[str]], place: int) -> bool:
    return not any(parts[place].isdisjoint(other) for number, other in enumerate(parts) if number != place)


@lru_cache(maxsize=4_096)
def _telling(text: str) -> frozenset[str]:
    return content_words(text, shortest=4)


def cue_in(form: Form, stem: str, key: str, distractors: Sequence[str]) -> SkipReason | None:
    """What would give the key away without knowing it."""
    if form not in _FORMS_WITH_ROW_KEYS:
        if is_length_cue(key, distractors):
            return "length-cue"
        if is_overlap_cue(key, distractors):
            return "overlap-cue"
    return "stem-cue" if cue_words(stem, key, distractors) else None


def is_complete_stem(stem: str) -> bool:
    """Rule 5: four words and more, ending in `?`, in a quoted value after `:`, or in a blank."""
    text = stem.rstrip()
    asks = text.endswith(("?", BLANK)) or (text.endswith("”") and ": “" in text)
    return asks and len(text.split()) >= 4


def fits_article(stem: str, options: Sequence[str]) -> bool:
    """Rule 14: a stem that ends in `a` or `an` agrees with the first letter of each option."""
    last_words = stem.rstrip(" :_?").casefold().split()[-1:]
    if last_words not in (["a"], ["an"]):
        return True
    wants_vowel = last_words == ["an"]
    return all((option.strip()[:1].casefold() in "aeiou") == wants_vowel for option in options)


def is_within_limits(stem: str, options: Sequence[str]) -> bool:
    """Rule 12: options of at most 200, a stem of at most 600 characters."""
    return len(stem) <= LONGEST_STEM and all(len(option) <= LONGEST_OPTION for option in options)


def keeps_rules(item: Item) -> bool:
    """Rules 5, 12, 14 and 17 for any generated item."""
    texts = [option.text for option in item.options]
    return (
        is_complete_stem(item.stem)
        and is_within_limits(item.stem, texts)
        and fits_article(item.stem, texts)
        and item.line > 0
        and bool(item.feedback_html)
    )
