"""Step 6: which topic each word of the answer is about."""

from collections.abc import Sequence
from typing import NamedTuple

from studyapp.domain.grading.compiling import Compiled
from studyapp.domain.grading.matching import Sightings
from studyapp.domain.grading.tokens import Token

_BACKGROUND_WORDS = frozenset({"unlike", "than", "versus", "vs"})
_BACKGROUND_PAIRS = frozenset(
    {
        ("compared", "with"),
        ("compared", "to"),
        ("opposed", "to"),
        ("instead", "of"),
        ("contrast", "to"),
        ("contrast", "with"),
    }
)
_REACH_OF_BACKGROUND = 3  # words between "unlike" and the topic that it pushes back
_BETWEEN_JOINED = frozenset({"and", "or", "nor", "both", "the", "a", "an", "of", "with"})
_OPENING = frozenset({"to", "when", "whenever", "if", "for", "because", "since", "as", "by", "with", "in", "where"})


class Mention(NamedTuple):
    """A topic named in the answer; `bits` are the topics it may stand for."""

    first: int
    last: int
    bits: int
    is_background: bool


class Ownership(NamedTuple):
    """`owners[token]` is a set of topic bits, 0 for nobody."""

    owners: list[int]
    mentions: list[Mention]


def ownership(compiled: Compiled, sightings: Sightings) -> Ownership:
    """Give every token to the topic named last before it, its clause's only one, or the one carried over."""
    items = sightings.spelt.items
    mentions = _joined(_mentions(compiled, sightings), items)
    owners = [0] * len(items)
    if mentions:
        _assign(owners, mentions, items)
    return Ownership(owners, mentions)


def _mentions(compiled: Compiled, sightings: Sightings) -> list[Mention]:
    bits: dict[tuple[int, int], int] = {}
    lacks = sightings.places.keys().isdisjoint
    for number, atoms in enumerate(compiled.topics):
        if lacks(atoms):
            continue
        for place in sightings.of(atoms):
            bits[place] = bits.get(place, 0) | 1 << number
    chosen: list[Mention] = []
    for (first, last), found in sorted(bits.items(), key=lambda one: (one[0][0], -one[0][1])):
        if not chosen or first > chosen[-1].last:
            chosen.append(Mention(first, last, found, _is_background(sightings.spelt.items, first)))
    return chosen


def _is_background(items: Sequence[Token], at: int) -> bool:
    clause = items[at].clause
    for before in range(at - 1, max(-1, at - 2 - _REACH_OF_BACKGROUND), -1):
        if items[before].clause != clause:
            return False
        word = items[before].word
        if word in _BACKGROUND_WORDS:
            return True
        if before and (items[before - 1].word, word) in _BACKGROUND_PAIRS:
            return True
    return False


def _joined(mentions: list[Mention], items: Sequence[Token]) -> list[Mention]:
    """Neighbours joined by "and" or "or" own together what follows and what stands before them."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and _are_joined(joined[-1], mention, items):
            bits = joined[-1].bits | mention.bits
            joined[-1] = joined[-1]._replace(bits=bits)
            joined.append(mention._replace(bits=bits, is_background=joined[-1].is_background))
        else:
            joined.append(mention)
    return joined


def _are_joined(one: Mention, other: Mention, items: Sequence[Token]) -> bool:
    between = [token.word for token in items[one.last + 1 : other.first]]
    if not between or items[one.first].sentence != items[other.first].sentence:
        return False
    return all(word in _BETWEEN_JOINED for word in between) and not {"and", "or", "nor"}.isdisjoint(between)


def _assign(owners: list[int], mentions: list[Mention], items: Sequence[Token]) -> None:
    only = _only_topics(mentions, items)
    starts = {mention.first: mention for mention in mentions}
    carried = named = 0
    clause = -1
    own_until, own_bits = -1, 0
    for at, token in enumerate(items):
        if token.clause != clause:
            clause, named = token.clause, 0
        if at in starts:
            mention = starts[at]
            own_until, own_bits = mention.last, mention.bits
            if not mention.is_background:
                carried = named = mention.bits
        if at <= own_until:
            owners[at] = own_bits
        else:
            owners[at] = named or only.get(clause, 0) or carried


def _only_topics(mentions: list[Mention], items: Sequence[Token]) -> dict[int, int]:
    """The topic of each clause that names only one, and of an opening clause that leads up to such a clause."""
    by_clause: dict[int, set[int]] = {}
    by_sentence: dict[int, set[int]] = {}
    for mention in mentions:
        if not mention.is_background:
            by_clause.setdefault(items[mention.first].clause, set()).add(mention.bits)
            by_sentence.setdefault(items[mention.first].sentence, set()).add(mention.bits)
    only = {clause: next(iter(bits)) for clause, bits in by_clause.items() if len(bits) == 1}
    is_first_topic = True
    sentence = clause = -1
    for token in items:
        opens_sentence, opens_clause = token.sentence != sentence, token.clause != clause
        sentence, clause = token.sentence, token.clause
        bits = by_sentence.get(sentence, set())
        leads_up = opens_sentence and token.word in _OPENING
        if opens_clause and clause not in by_clause and len(bits) == 1 and (leads_up or is_first_topic):
            only[clause] = next(iter(bits))
        is_first_topic = is_first_topic and clause not in by_clause
    return only
