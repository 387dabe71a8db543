"""Which section and block of a new reading continues which of the version before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from studyapp.domain.lessons.blocks import Block, ComparisonTable
from studyapp.domain.lessons.keys.identity import Keyed, derived_keys
from studyapp.domain.lessons.keys.parts import derived_column_keys, derived_row_keys
from studyapp.domain.lessons.likeness.gists import gist_of, word_for
from studyapp.domain.lessons.pack import Section, StudyPack
from studyapp.domain.lessons.succession.blocks import BlockMatching, Placed
from studyapp.domain.lessons.succession.parts import Parts, match_columns, match_rows, unused
from studyapp.domain.lessons.succession.reviving import Earlier, Revived, Reviving, keyed
from studyapp.domain.lessons.succession.sections import SectionMatching, outlines

How = Literal["explicit", "derived", "fuzzy", "moved", "revived", "new", "retired"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block of the version before that a new one may continue; `likeness` runs from 0 to 1."""

    key: str
    text: str
    file: str
    line: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """Several blocks of the version before are as like to a new one: a person has to say which one it continues.

    Until then it is new. `key` is the key that it was read with, under which the answer is given.
    """

    key: str
    kind: str
    text: str
    file: str
    line: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What became of one section, block or part: `earlier` is "" if it is new, `key` is "" if it is retired.

    What is revived had retired before the version before.
    """

    kind: str
    earlier: str
    key: str
    how: How


@dataclass(frozen=True, slots=True)
class Succession:
    """A pack whose sections, blocks and parts have the keys that they continue."""

    pack: StudyPack
    pairs: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]


def succeed_blocks(
    pack: StudyPack,
    earlier: Sequence[Section],
    *,
    retired: Sequence[Section] = (),
    decisions: Mapping[str, str] = {},
) -> Succession:
    """`pack` with the keys of what it continues in `earlier` or brings back of `retired`; not those of criteria.

    `pack` is as it was assembled, `earlier` the sections of the version before with the keys that they have,
    `retired` those that taught what retired before, as they did last, the latest last.
    `decisions` answers doubts: the key of the doubt, and the earlier key that it continues, or "" for none.
    """
    if not earlier and not retired:
        keys = [("section", one.key) for one in pack.sections]
        keys += [(word_for(block), block.key) for one in pack.sections for block in keyed(one)]
        return Succession(pack, tuple(Pair(kind, "", key, "new") for kind, key in keys), ())
    return _Succeeding(pack, earlier, retired, decisions).run()


@dataclass
class _Succeeding:
    """One run: sections first, then blocks, then the parts of tables; then all get their keys."""

    pack: StudyPack
    earlier: Sequence[Section]
    retired: Sequence[Section]
    decisions: Mapping[str, str]
    pairs: list[Pair] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def run(self) -> Succession:
        sections = SectionMatching(outlines(self.pack.sections), outlines(self.earlier))
        sections.run()
        reviving = Reviving(Earlier(self.earlier, self.retired))
        self._matching = self._matched_blocks(sections)
        renamed = self._with_section_keys(sections, reviving)
        self._revived = self._revived_blocks(renamed, reviving)
        used = {block.key for section in self.earlier for block in keyed(section)}
        used |= {block.key for _, block in reviving.blocks}
        start, done = 0, []
        for section in renamed:
            keys = derived_keys(section.key, [_with_written_id(block) for block in section.blocks])
            blocks: list[Block] = []
            for block, derived in zip(section.blocks, keys, strict=True):
                if isinstance(block, Keyed):
                    blocks.append(self._continued(start, section, block, derived, used))
                    start += 1
                else:
                    blocks.append(block)
            done.append(replace(section, blocks=tuple(blocks)))
        self._tell_retired(sections)
        return Succession(replace(self.pack, sections=tuple(done)), tuple(self.pairs), tuple(self.doubts))

    def _matched_blocks(self, sections: SectionMatching) -> BlockMatching:
        news = [
            Placed(block, section.file, sections.pairs.get(index))
            for index, section in enumerate(self.pack.sections)
            for block in keyed(section)
        ]
        olds = [
            Placed(block, section.file, index) for index, section in enumerate(self.earlier) for block in keyed(section)
        ]
        matching = BlockMatching(news, olds)
        matching.run(self.decisions)
        return matching

    def _revived_blocks(self, renamed: Sequence[Section], reviving: Reviving) -> Revived:
        """Retired blocks that come back in blocks that continue nothing and might continue nothing else."""
        all_news = [(section, block) for section in self.pack.sections for block in keyed(section)]
        told = self._matching
        news = {at: new for at, new in enumerate(all_news) if at not in told.pairs and at not in told.doubts}
        final = {section.key: now.key for section, now in zip(self.pack.sections, renamed, strict=True)}
        return reviving.match_blocks(news, final, self.decisions)

    def _with_section_keys(self, sections: SectionMatching, reviving: Reviving) -> list[Section]:
        fresh = [index for index in range(len(self.pack.sections)) if index not in sections.pairs]
        revived = reviving.match_sections(self.pack.sections, fresh)
        used = {section.key for section in self.earlier} | {section.key for section in revived.values()}
        keys: list[str] = []
        for index, section in enumerate(self.pack.sections):
            if index in sections.pairs:
                key = earlier = self.earlier[sections.pairs[index]].key
                how = sections.how[index]
            elif index in revived:
                key, how = revived[index].key, "revived"
                earlier = key
            else:
                key, earlier, how = unused(section.key, used), "", "new"
            used.add(key)
            keys.append(key)
            self.pairs.append(Pair("section", earlier, key, cast("How", how)))
        final = {section.key: key for section, key in zip(self.pack.sections, keys, strict=True)}
        return [
            replace(
                section,
                key=key,
                lesson_key=final.get(section.lesson_key, section.lesson_key),
                is_explicit_key=key == section.id,
            )
            for section, key in zip(self.pack.sections, keys, strict=True)
        ]

    def _continued(self, index: int, section: Section, block: Keyed, derived: str, used: set[str]) -> Keyed:
        """The block with the key of the one that it continues; a new one with a key that no other has or had."""
        old = self._matching.pairs.get(index)
        was = self._revived.blocks.get(index) if old is None else self._matching.olds[old].block
        if was is None:
            key = self._new_key(block, derived, used)
            used.add(key)
            self.pairs.append(Pair(word_for(block), "", key, "new"))
            self._ask(index, section, block)
            return replace(block, key=key)
        how = cast("How", self._matching.how.get(index, "revived"))
        self.pairs.append(Pair(word_for(block), was.key, was.key, how))
        if isinstance(block, ComparisonTable) and isinstance(was, ComparisonTable):
            return self._with_part_keys(section, block, was)
        return replace(block, key=was.key)

    def _new_key(self, block: Keyed, derived: str, used: set[str]) -> str:
        if derived not in used:
            return derived
        return unused(f"{derived}-{gist_of(block).kind.rpartition(' ')[2]}", used)

    def _ask(self, index: int, section: Section, block: Keyed) -> None:
        told = self._matching.doubts.get(index, {})
        choices = [(self._matching.olds[place], likeness) for place, likeness in told.items()]
        choices += self._revived.doubts.get(index, ())
        if not choices:
            return
        candidates = [
            Candidate(old.block.key, old.gist.subject, old.file, old.block.line, round(likeness, 3))
            for old, likeness in choices
        ]
        subject = gist_of(block).subject
        self.doubts.append(Doubt(block.key, word_for(block), subject, section.file, block.line, tuple(candidates)))

    def _with_part_keys(self, section: Section, table: ComparisonTable, was: ComparisonTable) -> ComparisonTable:
        """The table with the keys of its rows and columns, which are kept only where they are not plain to see."""
        names = derived_row_keys(table), derived_column_keys(table)
        rows = match_rows(table, was, self._part_decisions(table.key, names[0]))
        columns = match_columns(table, was, rows, self._part_decisions(table.key, names[1]))
        headers = [header.text for header in table.columns]
        titles = [row[table.key_column - 1].text for row in table.rows]
        for kind, parts, derived, texts in (("row", rows, names[0], titles), ("column", columns, names[1], headers)):
            self.pairs += part_pairs(kind, was.key, parts, derived)
            for place, choices in parts.doubts.items():
                line = table.row_lines[place] if kind == "row" and table.row_lines else table.line
                options = tuple(
                    Candidate(f"{was.key}/{key}", key, section.file, was.line, round(likes, 3))
                    for key, likes in choices
                )
                doubt = Doubt(f"{table.key}/{derived[place]}", kind, texts[place], section.file, line, options)
                self.doubts.append(doubt)
        return replace(
            table,
            key=was.key,
            row_keys=() if rows.keys == names[0] else rows.keys,
            column_keys=() if columns.keys == names[1] else columns.keys,
        )

    def _part_decisions(self, table_key: str, names: Sequence[str]) -> dict[int, str]:
        found = {place: self.decisions.get(f"{table_key}/{name}") for place, name in enumerate(names)}
        return {place: key.rpartition("/")[2] for place, key in found.items() if key is not None}

    def _tell_retired(self, sections: SectionMatching) -> None:
        taken = set(sections.pairs.values())
        self.pairs += [
            Pair("section", one.key, "", "retired") for index, one in enumerate(self.earlier) if index not in taken
        ]
        kept = set(self._matching.pairs.values())
        self.pairs += [
            Pair(word_for(one.block), one.block.key, "", "retired")
            for index, one in enumerate(self._matching.olds)
            if index not in kept
        ]


def _with_written_id(block: Block) -> Block:
    return replace(block, key=block.id) if isinstance(block, Keyed) else block


def part_pairs(kind: str, block_key: str, parts: Parts, derived: Sequence[str]) -> list[Pair]:
    """What became of the parts of a block; `derived` are the keys that their words give now."""
    found = []
    for key, continued, name in zip(parts.keys, parts.continued, derived, strict=True):
        how: How = "new" if not continued else "derived" if continued == name else "fuzzy"
        found.append(Pair(kind, f"{block_key}/{continued}" if continued else "", f"{block_key}/{key}", how))
    return found + [Pair(kind, f"{block_key}/{key}", "", "retired") for key in parts.retired]
