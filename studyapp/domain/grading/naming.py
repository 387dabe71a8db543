"""Whether an answer only names a thing that a rubric wants denied, without saying that it is done or needed."""

from collections.abc import Sequence

from studyapp.domain.grading import denial_words
from studyapp.domain.grading.matching import Match
from studyapp.domain.grading.tokens import Token, stem_of
from studyapp.domain.grading.vocabulary import SMALL_WORDS

_NEAR = 6  # words on each side in which a verb of use is looked for
_ENDINGS = ("ing", "tion", "tions", "ment", "ments")
_MODIFYING = ("al", "ous", "ive", "ly")
_MODIFIERS = denial_words.listed("full complete continued frequent regular extra further repeated whole additional")
# Saying one of these near the thing says that it takes place or should.
_USING = frozenset(
    stem_of(word)
    for word in denial_words.listed("""
        use choose need require want do run apply perform start begin pick prefer take recommend must should select go
        cause demand mean involve include imply keep continue make help solve fix necessary mandatory best better right
        enough work happen occur remain exist there produce create lead result add have has had get plan suggest follow
    """)
)


def is_only_named(match: Match, items: Sequence[Token]) -> bool:
    """Whether the matched words are a bare noun phrase ("full fine-tuning") with no verb of use near it."""
    return _is_noun_phrase(match.tokens, items) and not _is_used(match.tokens, items)


def _is_noun_phrase(tokens: Sequence[int], items: Sequence[Token]) -> bool:
    first, last = tokens[0], tokens[-1]
    matched = set(tokens)
    between = [items[at].word for at in range(first, last) if at not in matched]
    if not SMALL_WORDS.issuperset(between):
        return False
    if _is_noun(first, items) and items[first].word.endswith("ing"):
        return True  # "retraining", "changing the weights"
    modifiers = [items[at].word for at in tokens[:-1]]
    return not between and _is_noun(last, items) and all(map(_modifies, modifiers))


def _modifies(word: str) -> bool:
    return word in _MODIFIERS or word.endswith(_MODIFYING) or word in {"fine", "re", "pre"}


def _is_noun(at: int, items: Sequence[Token]) -> bool:
    """A noun of doing: "tuning", "evaluation"; but not the verb of "is tuning"."""
    if not items[at].word.endswith(_ENDINGS):
        return False
    before = at - 1
    while before >= 0 and items[before].word.endswith("ly"):
        before -= 1
    return before < 0 or items[before].word not in denial_words.BE


def _is_used(tokens: Sequence[int], items: Sequence[Token]) -> bool:
    clause = items[tokens[0]].clause
    near = range(max(0, tokens[0] - _NEAR), min(len(items), tokens[-1] + 1 + _NEAR))
    return any(items[at].clause == clause and items[at].stem in _USING for at in near)
