"""Step 8: answers that should not be trusted as they stand, and sentences that say why a person should look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from studyapp.domain.common.english import is_common
from studyapp.domain.grading.normalising import normalise
from studyapp.domain.grading.tokens import Token, tokenise
from studyapp.domain.grading.vocabulary import FOREIGN_WORDS, FUNCTION_WORDS, SMALL_WORDS, slips_forgiven

_SHORTEST_SLIPPED, _SHORTEST_MISSPELT = 4, 5  # letters, as written and as meant
_SHORTEST_FOREIGN = 8  # words from which the language is judged
RUN = 5  # words in a row that make a copy of the question
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
_HEDGES = frozenset({"maybe", "perhaps", "possibly", "probably"})
_HEDGE_PAIRS = frozenset(
    {("not", "sure"), ("not", "certain"), ("i", "guess"), ("i", "suppose"), ("not", "know"), ("no", "idea")}
)
REVIEW_WEIGHTS = {"too-short": 0.2, "copied": 0.2, "hedged": 0.15, "trap": 0.15, "partial": 0.1}
REVIEW_FROM = 0.35
REVIEW_SENTENCES = {
    "contradicted": "The answer says both that something is so and that it is not.",
    "keyword-list": "The answer reads like a list of keywords, not like sentences.",
    "repetition": "The answer repeats the same few words many times.",
    "other-language": "The answer seems to be in another language than English.",
    "unrecognised": "The answer uses words that the rubric does not know.",
    "cut": "The answer is longer than 10,000 characters; the rest was not read.",
    "topic-unclear": "It is not clear which topic a claim is about.",
    "overlap": "The marks and the likeness to the model answer differ widely.",
    "doubts": "Several small doubts add up",
}
_DOUBTS = {
    "too-short": "very short",
    "copied": "words copied from the question",
    "hedged": "unsure wording",
    "trap": "a misconception",
    "partial": "a criterion met in part",
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the guards know of a question: its runs of five words, and its words."""

    runs: frozenset[tuple[str, ...]]
    words: frozenset[str]
    stems: frozenset[str]
    long_words: tuple[str, ...]  # those that a slip may hide


@lru_cache(maxsize=1024)
def prompt_of(question: str) -> Prompt:
    """The question, ready to be compared with answers."""
    items = tokenise(normalise(question).text).items
    words = [token.word for token in items]
    runs = frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    long_words = sorted({word for word in words if len(word) >= _SHORTEST_MISSPELT and word.isalpha()})
    return Prompt(runs, frozenset(words), frozenset(token.stem for token in items), tuple(long_words))


def copied_tokens(items: Sequence[Token], prompt: Prompt) -> frozenset[int]:
    """Tokens inside five-word runs that stand in the question too, slips of the pen forgiven."""
    if not prompt.runs:
        return frozenset()
    words = [token.word if token.word in prompt.words else _as_asked(token.word, prompt) for token in items]
    copied: set[int] = set()
    for at in range(len(words) - RUN + 1):
        if tuple(words[at : at + RUN]) in prompt.runs:
            copied.update(range(at, at + RUN))
    return frozenset(copied)


def _as_asked(word: str, prompt: Prompt) -> str:
    """The question's word that `word` misspells, or `word` itself: a copy with slips is still a copy."""
    if len(word) < _SHORTEST_SLIPPED or not word.isalpha() or is_common(word):
        return word
    near = [
        (slips, one)
        for one in prompt.long_words
        if one[0] == word[0]
        and (slips := OSA.distance(word, one, score_cutoff=slips_forgiven(one))) <= slips_forgiven(one)
    ]
    return min(near, default=(0, word))[1]


def flags_of_wording(items: Sequence[Token], text: str, *, was_cut: bool, copied: frozenset[int]) -> set[str]:
    """Flags that need no marks: empty, too-short, copied, keyword-list, repetition, hedged, cut, other-language."""
    found: set[str] = set()
    if was_cut:
        found.add("cut")
    if copied:
        found.add("copied")
    if not items:
        return found | {"empty"}
    if len(items) < 3:
        found.add("too-short")
    if _is_hedged(items):
        found.add("hedged")
    if _is_not_latin(text) or _is_foreign(items):
        found.add("other-language")
    elif _is_keyword_list(items):
        found.add("keyword-list")
    if _is_repetition(items):
        found.add("repetition")
    return found


def flags_of_outcome(
    items: Sequence[Token],
    *,
    marks: float,
    names_topic: bool,
    fired: bool,
    was_denied: bool,
    flags: set[str],
    copied: frozenset[int],
) -> set[str]:
    """Flags for answers without marks: other-language, unrecognised. `fired`: by a trap."""
    if marks > 0 or not items:
        return set()
    words = [token.word for at, token in enumerate(items) if at not in copied]
    if len(words) >= _SHORTEST_FOREIGN and sum(word in FUNCTION_WORDS for word in words) < 0.1 * len(words):
        return {"other-language"}
    content = sum(word not in SMALL_WORDS for word in words)
    if was_denied:
        return set()
    is_plain = not fired and not (flags - {"trap", "partial"})
    if (content >= 4 and names_topic and is_plain) or len(words) >= 15:
        return {"unrecognised"}
    return set()


def _is_hedged(items: Sequence[Token]) -> bool:
    words = [token.word for token in items]
    if not _HEDGES.isdisjoint(words):
        return True
    return any(pair in _HEDGE_PAIRS for pair in pairwise(words))


def _is_keyword_list(items: Sequence[Token]) -> bool:
    return len(items) >= 12 and sum(token.word in SMALL_WORDS for token in items) < 0.06 * len(items)


def _is_foreign(items: Sequence[Token]) -> bool:
    """More small words of other languages than of English."""
    if len(items) < _SHORTEST_FOREIGN:
        return False
    foreign = sum(token.word in FOREIGN_WORDS for token in items)
    return foreign >= 0.15 * len(items) and foreign > sum(token.word in FUNCTION_WORDS for token in items)


def _is_repetition(items: Sequence[Token]) -> bool:
    stems = [token.stem for token in items if token.word not in SMALL_WORDS]
    return len(stems) >= 30 and len(set(stems)) < 0.3 * len(stems)


def _is_not_latin(text: str) -> bool:
    if text.isascii():
        return False
    letters = _LETTER.findall(text)
    return bool(letters) and sum(_LATIN.match(letter) is None for letter in letters) > 0.3 * len(letters)


def review_reasons(flags: set[str], doubts: set[str], *, overlap_differs: bool) -> tuple[str, ...]:
    """Sentences why a person should look, sorted; empty if nobody needs to."""
    reasons = [REVIEW_SENTENCES[flag] for flag in flags if flag in REVIEW_SENTENCES]
    if overlap_differs:
        reasons.append(REVIEW_SENTENCES["overlap"])
    present = sorted((flags | doubts) & REVIEW_WEIGHTS.keys())
    if sum(REVIEW_WEIGHTS[one] for one in present) >= REVIEW_FROM - 1e-9:
        reasons.append(f"{REVIEW_SENTENCES['doubts']}: {', '.join(_DOUBTS[one] for one in present)}.")
    return tuple(sorted(reasons))
