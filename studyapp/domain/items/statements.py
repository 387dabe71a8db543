"""Which exam traps are asked by what is true: learners must not find that every statement about a trap is false."""

import re
import zlib
from collections.abc import Iterator

from studyapp.domain.common.words import STOP_WORDS, content_words, stem, words
from studyapp.domain.items.markup import join, plain, segments
from studyapp.domain.lessons.blocks import Phrase, Trap
from studyapp.domain.lessons.pack import Section

_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]”\"'`%][.!?])\s+(?=[A-Z“\"(`])")
_POINTS_BACK = frozenset("he her his it its she that their them these they this those".split())  # noqa: SIM905
# What replies to the belief (`No, ...`, `Instead ...`) is no statement of its own.
_REPLIES = frozenset(
    "but because except hence however instead likewise no not otherwise rather so then therefore yes".split()  # noqa: SIM905
)
_FEWEST_WORDS = 3
_SUBJECT_WORDS = 2  # content words in which the subject of a sentence is looked for


def traps_asked_by_truth(section: Section) -> frozenset[str]:
    """Keys of the traps of a section that are asked by their truth.

    Traps that can be asked both ways take turns; a digest of the first one's key says which way the section begins,
    so that no edit elsewhere turns a question round. Three sections of four begin with the truth, for a third of all
    truths are no statements of their own: over a pack about half are asked each way.
    """
    able = [block for block in section.blocks if isinstance(block, Trap) and true_statement(block)]
    if not able:
        return frozenset()
    first = 0 if _begins_with_truth(able[0]) else 1
    return frozenset(trap.key for trap in able[first::2])


def _begins_with_truth(trap: Trap) -> bool:
    return zlib.crc32(trap.key.encode()) % 4 != 1


def true_statement(trap: Trap) -> Phrase | None:
    """The first sentence of the truth, if it can be judged without the belief that it answers; else None.

    It names what the trap is about; or it points back ("It helps only ...") to the subject of the trap's own first
    sentence, which then stands before it.
    """
    if not trap.belief or not trap.truth or not trap.belief.text.strip():
        return None
    truth = _first_sentence(trap.truth)
    opening = words(truth.text)[:1]
    if not opening or opening[0] in _REPLIES or len(words(truth.text)) < _FEWEST_WORDS:
        return None
    if not _points_back(truth.text):
        about = content_words(f"{trap.belief.text} {trap.text}")
        return _capitalised(truth) if content_words(truth.text) & about else None
    if not _is_subject_plain(trap, opening[0]):
        return None
    return join(_closed(_first_sentence(plain(trap.text))), " ", _capitalised(truth))


def _points_back(text: str) -> bool:
    """Whether a pronoun stands at the beginning: `It ...`, `Under these ...`, but not `A bias for position ... it`."""
    return not _POINTS_BACK.isdisjoint(words(text)[:3])


def _is_subject_plain(trap: Trap, pronoun: str) -> bool:
    """Whether belief and trap begin with one subject, which the pronoun can only mean."""
    assert trap.belief
    first = _first_sentence(plain(trap.text)).text
    if pronoun not in {"it", "its"} or "and" in words(first):
        return False
    return not _leading(first).isdisjoint(_leading(trap.belief.text))


def _leading(text: str) -> frozenset[str]:
    content = [word for word in words(text) if word not in STOP_WORDS and len(word) > 1]
    return frozenset(stem(word) for word in content[:_SUBJECT_WORDS])


def _first_sentence(phrase: Phrase) -> Phrase:
    """The first sentence with its markup, which is dropped if it does not end with the sentence."""
    text = phrase.text.strip()
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    if first == text:
        return Phrase(text, phrase.html.strip())
    for html in _beginnings(phrase.html.strip()):
        if "".join(part for _, part in segments(html)).split() == first.split() and _is_balanced(html):
            return Phrase(first, html)
    return plain(first)


def _beginnings(html: str) -> Iterator[str]:
    return (html[: found.start()] for found in re.finditer(r"\s", html))


def _is_balanced(html: str) -> bool:
    return len(re.findall(r"<[a-z]", html)) == html.count("</")


def _closed(phrase: Phrase) -> Phrase:
    return phrase if phrase.text.endswith((".", "!", "?")) else join(phrase, ".")


def _capitalised(phrase: Phrase) -> Phrase:
    if phrase.html[:1] != phrase.text[:1]:
        return phrase
    return Phrase(phrase.text[:1].upper() + phrase.text[1:], phrase.html[:1].upper() + phrase.html[1:])
