"""Slips of the pen in answers: how often marks stay, and whether a real word is ever taken for a rubric's word."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.grading_suites import Suite, all_suites
from benchmarks.measuring import Row, at_least, at_most
from studyapp.domain.common.english import common_words
from studyapp.domain.grading.compiling import compile_rubric
from studyapp.domain.grading.matching import correct

SEED = 20261128
ROUNDS = 20
SHARE = 0.2
LEAST_UNCHANGED = 98.5
_LONG_WORD = re.compile(r"[A-Za-z]{5,}")
_ROOT = Path(__file__).parent.parent
_CODE = re.compile(r"`[^`]*`|https?://\S+|<!--.*?-->", re.DOTALL)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspell(text: str, chance: Random) -> str:
    """One slip in a fifth of the words of five letters or more: letters swapped, one left out, doubled or wrong."""
    return _LONG_WORD.sub(lambda found: slip(found[0], chance) if chance.random() < SHARE else found[0], text)


def slip(word: str, chance: Random) -> str:
    """`word` with one slip behind its first letter."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + chance.choice(_LETTERS) + word[at + 1 :]


def compared(suite: Suite, chance: Random) -> Iterator[tuple[str, str, float, float]]:
    """Each answer with a misspelt copy and the marks of both."""
    for case in suite.cases:
        answer = case["answer"]
        typed = misspell(answer, chance)
        yield answer, typed, suite.result(case).marks, suite.result({**case, "answer": typed}).marks


def _written_words() -> frozenset[str]:
    """Words that stand at least twice in our lessons and pages of documentation."""
    files = [*_ROOT.glob("content/**/*.md"), *_ROOT.glob("docs/*.md")]
    counts = Counter(
        word for file in files for word in re.findall(r"\b[a-z]{4,}\b", _CODE.sub(" ", file.read_text("utf-8")))
    )
    return frozenset(word for word, count in counts.items() if count > 1)


def rows() -> Iterator[Row]:
    """Marks that stay though words are misspelt, and real words taken for others."""
    chance = Random(SEED)
    found = [one for _ in range(ROUNDS) for suite in all_suites() for one in compared(suite, chance)]
    same = 100 * sum(before == after for *_, before, after in found) / len(found)
    yield at_least(
        "marks unchanged, a fifth of long words misspelt",
        same,
        LEAST_UNCHANGED,
        anchor=f"{len(found)} answers",
        unit="%",
    )
    real = common_words() | _written_words()
    confused = 0
    for suite in all_suites():
        lexicon = compile_rubric(suite.rubric).lexicon
        confused += sum(word not in lexicon.known and correct(lexicon, word) != word for word in real)
    yield at_most("real words taken for a rubric's word", confused, 0, anchor=f"{len(real)} words", unit="words")
