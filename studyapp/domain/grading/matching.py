"""Steps 3 and 4: which words of the answer are which atoms, and where a phrase's slots stand together."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import OSA

from studyapp.domain.common.english import is_common
from studyapp.domain.grading.compiling import Atoms, CompiledPart, Lexicon
from studyapp.domain.grading.tokens import Token, Tokens, stem_of
from studyapp.domain.grading.vocabulary import BEFORE_VERBS, PRONOUNS, SMALL_WORDS

FARTHEST = 4  # content words between one slot and the nearest other
MOST_ANCHORS = 50
_LONGEST_FORM = 4  # words of one alternative
_SHORTEST_TYPED = 4  # letters of a misspelt answer word
_LOOK_AROUND = 8  # occurrences of one slot tried on each side


class Occurrence(NamedTuple):
    """The tokens `first` to `last` that show an atom."""

    first: int
    last: int


class Match(NamedTuple):
    """The places of a found phrase, in order, with the numbers of all their tokens; `width` in content words."""

    places: tuple[Occurrence, ...]
    tokens: tuple[int, ...]
    crosses_clauses: bool
    width: int
    has_pronoun: bool = False  # in the place of a slot: may earn, but proves nothing against anybody

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Sorts the best match first: all words said, then inside one clause, then tighter, then earlier."""
        return self.has_pronoun, self.crosses_clauses, self.width, self.places[0].first


@dataclass(frozen=True, slots=True)
class Sightings:
    """Where each atom stands in an answer."""

    tokens: Tokens
    places: dict[int, list[Occurrence]]
    stems: tuple[str, ...]  # of the words as corrected
    spelt: Tokens  # the words as corrected
    stand_ins: dict[int, list[Occurrence]]  # where "it" or "them" may stand for an atom said just before
    _merged: dict[Atoms, list[Occurrence]] = field(default_factory=dict)

    def of(self, atoms: Atoms) -> list[Occurrence]:
        """All places of any of the atoms, in order."""
        if len(atoms) == 1:
            return self.places.get(atoms[0], [])
        if atoms not in self._merged:
            self._merged[atoms] = sorted({place for atom in atoms for place in self.places.get(atom, ())})
        return self._merged[atoms]


def sight(
    lexicon: Lexicon, tokens: Tokens, *, real_words: frozenset[str], stems: bool = True, slips: bool = True
) -> Sightings:
    """Find every atom. `real_words` (of the question) are never taken for misspelt rubric words.

    Without `stems` or `slips` only equal words are found; for measurement.
    """
    items = tokens.items
    words, roots = _corrected(lexicon, items, real_words) if slips else _as_written(items)
    return _sighted(lexicon, tokens, words, roots if stems else words)


def _as_written(items: tuple[Token, ...]) -> tuple[list[str], list[str]]:
    return [token.word for token in items], [token.stem for token in items]


def _sighted(lexicon: Lexicon, tokens: Tokens, words: list[str], stems: list[str]) -> Sightings:
    items = tokens.items
    places: dict[int, list[Occurrence]] = {}
    may_begin = lexicon.may_begin
    for at, token in enumerate(items):
        if words[at] in may_begin or stems[at] in may_begin or token.word in lexicon.exact or lexicon.beginnings:
            for atom, last in _atoms_at(lexicon, tokens, words, stems, at):
                places.setdefault(atom, []).append(Occurrence(at, last))
    return Sightings(tokens, places, tuple(stems), _spelt(tokens, words, stems), stand_ins(items, places))


def _spelt(tokens: Tokens, words: list[str], stems: list[str]) -> Tokens:
    spelt = tuple(
        [
            token if token.word == word else token._replace(word=word, stem=stem)
            for token, word, stem in zip(tokens.items, words, stems, strict=True)
        ]
    )
    return Tokens(spelt, tokens.questions)


def _corrected(lexicon: Lexicon, items: tuple[Token, ...], real_words: frozenset[str]) -> tuple[list[str], list[str]]:
    words, stems = _as_written(items)
    seen: dict[str, str] = {}
    for at, word in enumerate(words):
        if len(word) < _SHORTEST_TYPED or word in SMALL_WORDS or stems[at] in lexicon.known or word in lexicon.known:
            continue
        if word not in seen:
            seen[word] = word if word in real_words else correct(lexicon, word)
        if seen[word] != word:
            words[at] = seen[word]
            stems[at] = stem_of(seen[word])
    return words, stems


def correct(lexicon: Lexicon, word: str) -> str:
    """The rubric's word that `word` misspells, or `word` itself; real English words are left alone."""
    candidates = lexicon.spellings.get(word[0])
    if not candidates or is_common(word) or not word.isalpha():
        return word
    best = (3, False, word)
    for form, (slips, is_inflected) in candidates.items():
        if abs(len(form) - len(word)) <= slips:
            distance = OSA.distance(word, form, score_cutoff=slips)
            if distance <= slips:
                best = min(best, (distance, is_inflected, form))
    return best[2]


def _atoms_at(
    lexicon: Lexicon, tokens: Tokens, words: list[str], stems: list[str], at: int
) -> Iterator[tuple[int, int]]:
    """Atoms that start at token `at`, with their last token."""
    word, stem = words[at], stems[at]
    forms = lexicon.forms
    if word in forms or stem in forms:
        for atom in forms.get(word, ()) if word in forms else forms[stem]:
            yield atom, at
        if stem != word and word in forms:
            yield from ((atom, at) for atom in forms.get(stem, ()) if atom not in forms[word])
    if word in lexicon.heads or stem in lexicon.heads:
        yield from _joined_at(lexicon, tokens, words, stems, at)
    surface = tokens.items[at].word
    for wanted, atom in lexicon.exact.get(surface, ()):
        if _stands_at(tokens, wanted, at):
            yield atom, at + len(wanted) - 1
    for beginning, atom in lexicon.beginnings:
        if surface.startswith(beginning):
            yield atom, at


def _joined_at(
    lexicon: Lexicon, tokens: Tokens, words: list[str], stems: list[str], at: int
) -> Iterator[tuple[int, int]]:
    """Atoms spelt over two to four words: "fine tuning" for `finetuning` or `fine-tuning`."""
    clause = tokens.items[at].clause
    surface, rooted = words[at], stems[at]
    seen: set[int] = set()
    for last in range(at + 1, min(at + _LONGEST_FORM, len(words))):
        if tokens.items[last].clause != clause:
            return
        for form in dict.fromkeys(
            (surface + words[last], rooted + stems[last], surface + stems[last], stem_of(surface + words[last]))
        ):
            for atom in lexicon.forms.get(form, ()):
                if atom not in seen:
                    seen.add(atom)
                    yield atom, last
        surface += words[last]
        rooted += stems[last]


def _stands_at(tokens: Tokens, wanted: tuple[str, ...], at: int) -> bool:
    found = tokens.items[at : at + len(wanted)]
    return (
        len(found) == len(wanted)
        and found[-1].sentence == found[0].sentence
        and all(token.word == word for token, word in zip(found, wanted, strict=True))
    )


class Usable(NamedTuple):
    """Which topics' words a phrase may use: `owners[token]` is a set of bits, 0 for nobody."""

    owners: list[int]
    topic: int  # 0: any

    def holds(self, place: Occurrence) -> bool:
        """Whether no token of the place belongs to a rival only."""
        if not self.topic:
            return True
        return all(
            not self.owners[token] or self.owners[token] & self.topic for token in range(place.first, place.last + 1)
        )


def matches_of(part: CompiledPart, sightings: Sightings, usable: Usable) -> list[Match]:
    """All places where the groups of a part stand, best first; its groups follow each other in one sentence."""
    found = _group_matches(part.groups[0], sightings, usable)
    for group in part.groups[1:]:
        if not found:
            return []
        found = _in_order(found, _group_matches(group, sightings, usable), sightings.tokens.items)
    if sightings.stand_ins and len(part.groups) == 1 < len(part.slots) and all(one.crosses_clauses for one in found):
        found = [*found, *_with_pronoun(part.groups[0], sightings, usable)]
    return sorted(found, key=lambda match: match.rank)


def _in_order(before: list[Match], after: list[Match], items: tuple[Token, ...]) -> list[Match]:
    """Each earlier match joined with the first later match of the same sentence."""
    joined: list[Match] = []
    after = sorted(after, key=lambda match: match.places[0].first)
    starts = [match.places[0].first for match in after]
    for first in before:
        end = max(place.last for place in first.places)
        at = bisect_left(starts, end + 1)
        if at < len(after) and items[starts[at]].sentence == items[end].sentence:
            joined.append(_match((*first.places, *after[at].places), items))
    return joined


def _group_matches(group: tuple[Atoms, ...], sightings: Sightings, usable: Usable) -> list[Match]:
    items = sightings.tokens.items
    slots = [_usable_places(atoms, sightings, usable) for atoms in group]
    if not all(slots):
        return []
    if len(slots) == 1:
        return [_match((place,), items) for place in slots[0][:MOST_ANCHORS]]
    slots.sort(key=len)
    return _without_loose(_grown(slots, items), items)


def _usable_places(atoms: Atoms, sightings: Sightings, usable: Usable) -> list[Occurrence]:
    places = sightings.of(atoms)
    return [place for place in places if usable.holds(place)] if usable.topic else places


def _with_pronoun(group: tuple[Atoms, ...], sightings: Sightings, usable: Usable) -> Iterator[Match]:
    """Matches inside one clause where a pronoun fills one slot: "the rent is high, but they may cut it"."""
    items = sightings.tokens.items
    slots = [_usable_places(atoms, sightings, usable) for atoms in group]
    for number, atoms in enumerate(group):
        meant = {place for atom in atoms for place in sightings.stand_ins.get(atom, ()) if usable.holds(place)}
        others = [*slots[:number], *slots[number + 1 :]]
        if meant and all(others):
            for match in _grown([sorted(meant), *others], items):
                if not match.crosses_clauses:
                    yield match._replace(has_pronoun=True)


def _grown(slots: list[list[Occurrence]], items: tuple[Token, ...]) -> Iterable[Match]:
    """One match for each anchor, in its clause if possible, else in its sentence."""
    found: dict[tuple[Occurrence, ...], Match] = {}
    for anchor in slots[0][:MOST_ANCHORS]:
        places = _grow(anchor, slots[1:], items, within_clause=True) or _grow(
            anchor, slots[1:], items, within_clause=False
        )
        if places:
            match = _match(places, items)
            found[match.places] = match
    return found.values()


def _without_loose(found: Iterable[Match], items: tuple[Token, ...]) -> list[Match]:
    """Drop matches across clauses where the same sentence has one inside a clause."""
    found = list(found)
    tight = {items[match.places[0].first].sentence for match in found if not match.crosses_clauses}
    return [match for match in found if not match.crosses_clauses or items[match.places[0].first].sentence not in tight]


def _grow(
    anchor: Occurrence, others: list[list[Occurrence]], items: tuple[Token, ...], *, within_clause: bool
) -> tuple[Occurrence, ...]:
    """Add the nearest free place of each other slot; empty if one is too far away."""
    chosen = [anchor]
    left = list(others)
    while left:
        nearest = [
            (*_nearest(places, chosen, items, within_clause=within_clause), number)
            for number, places in enumerate(left)
        ]
        distance, _, place, number = min(nearest)
        if distance > FARTHEST:
            return ()
        chosen.append(place)
        del left[number]
    return tuple(sorted(chosen))


_NOWHERE = (FARTHEST + 1, 0, Occurrence(-1, -1))


def _nearest(
    places: list[Occurrence], chosen: list[Occurrence], items: tuple[Token, ...], *, within_clause: bool
) -> tuple[int, int, Occurrence]:
    """The free place nearest to any chosen one, with its distance in content words and in words."""
    best = _NOWHERE
    for near in chosen:
        home = items[near.first]
        middle = bisect_left(places, near)
        for place in places[max(0, middle - _LOOK_AROUND) : middle + _LOOK_AROUND]:
            token = items[place.first]
            if token.sentence != home.sentence or (within_clause and token.clause != home.clause):
                continue
            if any(place.first <= other.last and other.first <= place.last for other in chosen):
                continue
            best = min(best, (*_distance(near, place, items), place))
    return best


def _distance(one: Occurrence, other: Occurrence, items: tuple[Token, ...]) -> tuple[int, int]:
    first, second = (one, other) if one < other else (other, one)
    return items[second.first].rank - items[first.last].rank, second.first - first.last


def _match(places: tuple[Occurrence, ...], items: tuple[Token, ...]) -> Match:
    ordered = tuple(sorted(places))
    first, last = items[ordered[0].first], items[ordered[-1].last]
    tokens = tuple([token for place in ordered for token in range(place.first, place.last + 1)])
    return Match(ordered, tokens, first.clause != last.clause, last.rank - first.rank)


def stand_ins(items: tuple[Token, ...], places: dict[int, list[Occurrence]]) -> dict[int, list[Occurrence]]:
    """For each atom the pronouns that may stand for it: said before in the sentence, or in the sentence before."""
    pronouns = [at for at, token in enumerate(items) if token.word in PRONOUNS][:MOST_ANCHORS]
    if not pronouns:
        return {}
    found: dict[int, list[Occurrence]] = {}
    for atom, occurrences in places.items():
        starts = [place.first for place in occurrences if _may_be_meant(place, items)]
        for at in pronouns:
            nearest = bisect_left(starts, at) - 1
            if nearest >= 0 and _is_near(items[starts[nearest]], items[at]):
                found.setdefault(atom, []).append(Occurrence(at, at))
    return found


def _is_near(said: Token, pronoun: Token) -> bool:
    return said.clause != pronoun.clause and said.sentence >= pronoun.sentence - 1


def _may_be_meant(place: Occurrence, items: tuple[Token, ...]) -> bool:
    """Whether a noun may stand here: behind an article, an adjective or a verb, but not behind "to" or "does"."""
    before = items[place.first - 1].word if place.first else ""
    return before not in BEFORE_VERBS and not items[place.last].word.endswith(("ing", "ed"))
