"""Which block of a new reading is which block of the version before."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.likeness.gists import Gist, can_share_subject, gist_of, is_asked, resemblance
from studyapp.domain.lessons.likeness.pairing import LEAST, Pairing, pair_up, scored
from studyapp.domain.lessons.likeness.wording import content, tidy

_SAME_SUBJECT = 0.4  # how like blocks about the same must be, where there are several
_MOVED_WITH_SUBJECT = 0.6
_MOVED_AND_EDITED = 0.85
_MOST_TWINS = 12  # blocks about one subject in a section; more of them are told apart by their text alone


@dataclass(frozen=True)
class Placed:
    """A block and its section. `section` is the index of the earlier section that this is or continues, if any."""

    block: Keyed
    file: str
    section: int | None

    @cached_property
    def gist(self) -> Gist:
        """What it says."""
        return gist_of(self.block)

    @cached_property
    def subject(self) -> str:
        """What it is about, tidied."""
        return tidy(self.gist.subject)


@dataclass
class BlockMatching:
    """Finds, step by step, the earlier block (by index) of each new one.

    `doubts` are new blocks with the earlier ones that each may be, and how like they are. `decisions` answers them.
    """

    news: Sequence[Placed]
    olds: Sequence[Placed]
    pairs: dict[int, int] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, dict[int, float]] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)
    _decided_new: set[int] = field(default_factory=set)

    def run(self, decisions: Mapping[str, str]) -> None:
        """All steps, the surest first."""
        self._by_id()
        self._by_decision(decisions)
        self._by_print("derived", lambda one: None if one.section is None else (one.section, *_print(one)))
        self._by_subject()
        self._by_likeness()
        self._by_print("moved", _print)
        self._by_subject_elsewhere()
        self._by_likeness_elsewhere()
        self._settle_doubts()

    def _take(self, new: int, old: int, how: str) -> None:
        self.pairs[new], self.how[new] = old, how
        self._taken.add(old)

    def _may_be(self, new: int, old: int) -> bool:
        """Two ids are two blocks, and another kind is another fact, whatever they say."""
        one, other = self.news[new], self.olds[old]
        ids = one.block.id, other.block.id
        return one.gist.kind == other.gist.kind and (not (ids[0] and ids[1]) or ids[0] == ids[1])

    def _by_id(self) -> None:
        by_id = {(one.block.id, one.gist.kind): old for old, one in enumerate(self.olds) if one.block.id}
        by_key = {(one.block.key, one.gist.kind): old for old, one in enumerate(self.olds) if not one.block.id}
        for new, one in enumerate(self.news):
            written = (one.block.id, one.gist.kind)
            old = by_id.get(written) if one.block.id else None
            if old is None and written in by_key and self._still_says(one, self.olds[by_key[written]]):
                old = by_key[written]
            if old is not None and old not in self._taken:
                self._take(new, old, "explicit")

    def _still_says(self, new: Placed, old: Placed) -> bool:
        """Whether a key without an id is the old block's own: one made of words may outlive these words."""
        return "/" not in old.block.key or new.subject == old.subject

    def _by_decision(self, decisions: Mapping[str, str]) -> None:
        by_key = {one.block.key: old for old, one in enumerate(self.olds)}
        for new, one in enumerate(self.news):
            if new in self.pairs or one.block.key not in decisions:
                continue
            old = by_key.get(decisions[one.block.key])
            if old is not None and old not in self._taken and self._may_be(new, old):
                self._take(new, old, "fuzzy")
            else:
                self._decided_new.add(new)

    def _groups(self, key_of: Callable[[Placed], Hashable | None]) -> Iterator[tuple[list[int], list[int]]]:
        """Open blocks with the same key, new and earlier, where there are some of both."""
        news: dict[Hashable, list[int]] = defaultdict(list)
        olds: dict[Hashable, list[int]] = defaultdict(list)
        for new, one in enumerate(self.news):
            if new not in self.pairs and new not in self._decided_new and (key := key_of(one)) is not None:
                news[key].append(new)
        for old, one in enumerate(self.olds):
            if old not in self._taken and (key := key_of(one)) is not None:
                olds[key].append(old)
        return ((own, olds[key]) for key, own in news.items() if key in olds)

    def _by_print(self, how: str, key_of: Callable[[Placed], Hashable | None]) -> None:
        """The same text. Of several such blocks each is as good as the other: they are taken in their order."""
        for news, olds in self._groups(key_of):
            left = list(olds)
            for new in news:
                place = next((place for place, old in enumerate(left) if self._may_be(new, old)), None)
                if place is not None:
                    self._take(new, left.pop(place), how)

    def _by_subject(self) -> None:
        def key_of(one: Placed) -> Hashable | None:
            return None if one.section is None or not one.subject else (one.section, one.gist.kind, one.subject)

        for news, olds in self._groups(key_of):
            if len(news) == len(olds) == 1:
                if self._may_be(news[0], olds[0]) and can_share_subject(self._new(news[0]), self._old(olds[0])):
                    self._take(news[0], olds[0], "derived")
            elif max(len(news), len(olds)) <= _MOST_TWINS:
                scores = [(self._score(new, old), new, old) for new, old in product(news, olds)]
                self._accept(pair_up(scores, least=_SAME_SUBJECT), "derived")

    def _by_likeness(self) -> None:
        for news, olds in self._groups(lambda one: None if one.section is None else (one.section, one.gist.kind)):
            self._accept(self._paired(news, olds, LEAST), "fuzzy")

    def _by_subject_elsewhere(self) -> None:
        for news, olds in self._groups(lambda one: (one.gist.kind, one.subject) if one.subject else None):
            if len(news) == len(olds) == 1 and self._score(news[0], olds[0]) >= _MOVED_WITH_SUBJECT:
                self._take(news[0], olds[0], "moved")

    def _by_likeness_elsewhere(self) -> None:
        for news, olds in self._groups(lambda one: one.gist.kind):
            free = [new for new in news if new not in self.doubts]
            for new, old in self._paired(free, olds, _MOVED_AND_EDITED).pairs.items():
                self._take(new, old, "moved")

    def _paired(self, news: Sequence[int], olds: Sequence[int], least: float) -> Pairing:
        texts = [self._new(new).text for new in news], [self._old(old).text for old in olds]
        found = scored(*texts, content, lambda new, old: self._score(news[new], olds[old]))
        return pair_up([(likeness, news[new], olds[old]) for likeness, new, old in found], least=least)

    def _accept(self, pairing: Pairing, how: str) -> None:
        for new, old in pairing.pairs.items():
            self._take(new, old, how)
        for new, choices in pairing.doubts.items():
            if is_asked(self.news[new].block):
                self.doubts.setdefault(new, {}).update(choices)

    def _settle_doubts(self) -> None:
        for new in list(self.doubts):
            left = {old: likeness for old, likeness in self.doubts[new].items() if old not in self._taken}
            if new in self.pairs or not left:
                del self.doubts[new]
            else:
                self.doubts[new] = left

    def _score(self, new: int, old: int) -> float:
        return resemblance(self._new(new), self._old(old)) if self._may_be(new, old) else 0.0

    def _new(self, new: int) -> Gist:
        return self.news[new].gist

    def _old(self, old: int) -> Gist:
        return self.olds[old].gist


def _print(one: Placed) -> tuple[str, str]:
    return one.gist.kind, one.gist.text
