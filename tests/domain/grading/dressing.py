"""Answers whose words wear entities, wide letters, capitals and invisible characters, each with its place."""

import re
from random import Random
from typing import NamedTuple

from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.results import Result

VOCABULARY = [
    *[
        "fine-tuning",
        "RAG",
        "changes",
        "updates",
        "weights",
        "tone",
        "style",
        "retrieves",
        "documents",
        "manual",
        "model",
    ],
    *["retrain", "format", "teaches", "knowledge", "current", "hallucinate", "not", "never", "without", "and", "but"],
    *[
        "the",
        "it",
        "them",
        "because",
        "which",
        "is",
        "wrong",
        "every",
        "answer",
        "letter",
        "caf\u00e9",
        "weigths",
        "documants",
    ],
]
SEPARATORS = [
    *[
        " ",
        " ",
        " ",
        "&nbsp;",
        "\u2003",
        "\n",
        ", ",
        ". ",
        "; ",
        " (",
        ") ",
        " &amp; ",
        " &lt; ",
        " <b>",
        "</b> ",
        "<br/>",
    ],
    *[
        " <!-- note --> ",
        ' <img alt="a > b"> ',
        " \U0001f600 ",
        " \u201c",
        "\u201d ",
        " \u2014 ",
        " <script>RAG</script> ",
    ],
]
_INVISIBLE = ["\u200b", "\u00ad", "\u2060", "\ufe0f"]


class Word(NamedTuple):
    """A word of an answer: `text[start:end]` is `plain`, dressed."""

    start: int
    end: int
    plain: str


def dressed_answer(chance: Random) -> tuple[str, list[Word]]:
    """Up to forty words with what stands between them, and where each word stands; a compound is two words."""
    text = ""
    words: list[Word] = []
    for _ in range(chance.randrange(1, 40)):
        for number, plain in enumerate(chance.choice(VOCABULARY).split("-")):
            text += "-" if number else ""
            word = dressed(plain, chance)
            words.append(Word(len(text), len(text) + len(word), plain))
            text += word
        text += chance.choice(SEPARATORS)
    return text, words


def dressed(plain: str, chance: Random) -> str:
    """`plain` with some of its letters written otherwise; it begins and ends with a letter."""
    letters = [_dressed_letter(letter, chance) for letter in plain]
    for at in range(len(letters) - 1):
        if chance.random() < 0.05:
            letters[at] += chance.choice(_INVISIBLE)
    return "".join(letters)


def _dressed_letter(letter: str, chance: Random) -> str:
    if chance.random() > 0.15 or not letter.isascii() or not letter.isalpha():
        return letter
    ways = [f"&#{ord(letter)};", f"&#x{ord(letter):x};", chr(ord(letter) + 0xFEE0), letter.upper()]
    return chance.choice(ways)


def misplaced(text: str, words: list[Word], result: Result) -> list[str]:
    """What a result shows as proof without being whole words of the answer, from the first letter to the last."""
    starts, ends = {word.start for word in words}, {word.end for word in words}
    wrong: list[str] = []
    for found in (*result.criteria, *result.misconceptions):
        for span in found.spans:
            inside = [word.plain for word in words if span.start <= word.start and word.end <= span.end]
            shown = re.findall(r"[^\W_]+", normalise(text[span.start : span.end]).text.casefold())
            is_whole = span.start in starts and span.end in ends
            if not is_whole or shown != [plain.casefold() for plain in inside]:
                wrong.append(text[span.start : span.end])
    return wrong
