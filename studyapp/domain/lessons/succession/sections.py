"""Which section of a new reading is which section of the version before."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from studyapp.domain.lessons.keys.identity import short_name
from studyapp.domain.lessons.keys.sections import section_keys
from studyapp.domain.lessons.likeness.gists import print_of
from studyapp.domain.lessons.likeness.opposites import is_turned_round
from studyapp.domain.lessons.likeness.pairing import pair_up, scored
from studyapp.domain.lessons.likeness.wording import content, has_digit, likeness, same_but_for_spelling
from studyapp.domain.lessons.pack import Section

_ENOUGH_TEXT = 80  # letters; less is no proof that two sections are one
_MOST_LIKE_BLOCKS = 4  # sections that have the same block; what stands in more says nothing
_SAMPLE = 600
_MOST = 0.5  # share of two sections' text that makes them one


@dataclass(frozen=True)
class Outline:
    """A section as it is matched: the name that its title gives, and the prints of its blocks."""

    section: Section
    name: str  # derived key, whatever its key is

    @cached_property
    def prints(self) -> tuple[tuple[str, str], ...]:
        """Kind and text of each block."""
        return tuple(print_of(block) for block in self.section.blocks)

    @cached_property
    def size(self) -> int:
        """Letters of its blocks."""
        return sum(len(text) for _, text in self.prints)

    @cached_property
    def sample(self) -> str:
        """The beginning of its text."""
        return "\n".join(text for _, text in self.prints)[:_SAMPLE]

    @cached_property
    def title(self) -> str:
        """Its title as an address."""
        return short_name(self.section.title)


def outlines(sections: Sequence[Section]) -> list[Outline]:
    """Sections with the keys that their titles give now, whatever they continue."""
    names = section_keys(sections)
    return [Outline(section, name) for section, name in zip(sections, names, strict=True)]


@dataclass
class SectionMatching:
    """Finds, step by step, the earlier section (by index) of each new one; `how` says which step found it."""

    news: Sequence[Outline]
    olds: Sequence[Outline]
    pairs: dict[int, int] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def run(self) -> None:
        """All steps, the surest first."""
        self._by_id()
        self._by_print("derived", lambda one: (one.name, one.prints))
        self._by_print("moved", lambda one: (one.title, one.prints) if one.size >= _ENOUGH_TEXT else None)
        self._by_print("fuzzy", lambda one: one.prints if one.size >= _ENOUGH_TEXT else None)
        shared = self._shared_text()
        self._by_print("derived", lambda one: one.name, unless=shared)
        self._by_print("moved", lambda one: one.title, unless=shared)
        self._by_shared_text(shared)
        self._by_likeness()

    def _take(self, new: int, old: int, how: str) -> None:
        self.pairs[new], self.how[new] = old, how
        self.taken.add(old)

    def _open(self) -> tuple[list[int], list[int]]:
        news = [new for new in range(len(self.news)) if new not in self.pairs]
        return news, [old for old in range(len(self.olds)) if old not in self.taken]

    def _may_be(self, new: int, old: int) -> bool:
        """Two ids are two sections, whatever they say."""
        ids = self.news[new].section.id, self.olds[old].section.id
        return not (ids[0] and ids[1]) or ids[0] == ids[1]

    def _by_id(self) -> None:
        by_id = {one.section.id: old for old, one in enumerate(self.olds) if one.section.id}
        # A key made of a title may outlive it, so without an id the title has to be the same.
        by_key = {one.section.key: old for old, one in enumerate(self.olds) if not one.section.id}
        for new, one in enumerate(self.news):
            written = one.section.id
            old = by_id.get(written) if written else None
            if old is None and written in by_key and self.olds[by_key[written]].title == one.title:
                old = by_key[written]
            if old is not None and old not in self.taken:
                self._take(new, old, "explicit")

    def _by_print(
        self,
        how: str,
        print_of_section: Callable[[Outline], Hashable | None],
        *,
        unless: "_Shared | None" = None,
    ) -> None:
        """Pair those whose print is found once on both sides; `unless` the text says otherwise."""
        news, olds = self._open()
        found_new, found_old = defaultdict(list), defaultdict(list)
        for new in news:
            found_new[print_of_section(self.news[new])].append(new)
        for old in olds:
            found_old[print_of_section(self.olds[old])].append(old)
        for seen, places in found_new.items():
            others = found_old.get(seen, [])
            if seen is None or len(places) != 1 or len(others) != 1 or not self._may_be(places[0], others[0]):
                continue
            if unless is None or not unless.contradicts(places[0], others[0]):
                self._take(places[0], others[0], how)

    def _shared_text(self) -> "_Shared":
        news, olds = self._open()
        where: dict[tuple[str, str], list[int]] = defaultdict(list)
        for old in olds:
            for seen in set(self.olds[old].prints):
                where[seen].append(old)
        votes: dict[int, Counter[int]] = {}
        for new in news:
            votes[new] = Counter()
            for seen in set(self.news[new].prints):
                holders = where.get(seen, [])
                if len(holders) <= _MOST_LIKE_BLOCKS:
                    votes[new].update(dict.fromkeys(holders, len(seen[1])))
        sizes = {new: self.news[new].size for new in news}, {old: self.olds[old].size for old in olds}
        titles = {self.news[new].title for new in news}, {self.olds[old].title for old in olds}
        strangers = (
            frozenset(new for new in news if self.news[new].title not in titles[1]),
            frozenset(old for old in olds if self.olds[old].title not in titles[0]),
        )
        return _Shared(votes, *sizes, *strangers)

    def _by_shared_text(self, shared: "_Shared") -> None:
        """A section most of whose text stands under another title is that section, renamed."""
        scores = [
            (shared.of(new, old), new, old)
            for new, votes in shared.votes.items()
            for old in votes
            if new not in self.pairs and old not in self.taken and self._may_be(new, old)
        ]
        for new, old in pair_up(scores, least=_MOST).pairs.items():
            self._take(new, old, "fuzzy")

    def _by_likeness(self) -> None:
        news, olds = self._open()
        texts = [
            [f"{one.section.title}\n{one.sample}" for one in group]
            for group in ([self.news[new] for new in news], [self.olds[old] for old in olds])
        ]

        def score(new: int, old: int) -> float:
            return self._likeness(news[new], olds[old])

        for new, old in pair_up(list(scored(texts[0], texts[1], content, score))).pairs.items():
            self._take(news[new], olds[old], "fuzzy")

    def _likeness(self, new: int, old: int) -> float:
        if not self._may_be(new, old):
            return 0.0
        one, other = self.news[new], self.olds[old]
        if is_turned_round(one.section.title, other.section.title):
            return 0.0
        title = likeness(one.section.title, other.section.title)
        if not one.size and not other.size:
            has_number = has_digit(one.section.title + other.section.title)
            is_same = same_but_for_spelling(one.section.title, other.section.title)
            return title if is_same and not has_number else 0.0
        text = likeness(one.sample, other.sample)
        return max(text if min(one.size, other.size) >= _ENOUGH_TEXT else 0.0, 0.5 * title + 0.5 * text)


@dataclass(frozen=True)
class _Shared:
    """How many letters of each open section stand word for word in each earlier one.

    Strangers are sections with a title that no open one of the other side has.
    """

    votes: dict[int, Counter[int]]
    new_sizes: dict[int, int]
    old_sizes: dict[int, int]
    new_strangers: frozenset[int]
    old_strangers: frozenset[int]

    def of(self, new: int, old: int) -> float:
        """The share of both sections that is in both, 0 to 1."""
        size = self.new_sizes.get(new, 0) + self.old_sizes.get(old, 0)
        return 2 * self.votes.get(new, Counter())[old] / size if size else 0.0

    def contradicts(self, new: int, old: int) -> bool:
        """Whether the text says that either is somebody else: a section without a namesake that has most of it."""
        if self.votes.get(new, Counter())[old]:
            return False
        elsewhere = (self.of(new, other) for other in self.votes.get(new, ()) if other in self.old_strangers)
        others = (self.of(other, old) for other in self._holders(old) if other in self.new_strangers)
        return any(share >= _MOST for share in (*elsewhere, *others))

    def _holders(self, old: int) -> list[int]:
        return [new for new, votes in self.votes.items() if old in votes]
