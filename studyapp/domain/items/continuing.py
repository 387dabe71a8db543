"""Succession with the criteria of rubrics, which only the grading room can read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studyapp.domain.grading.rubric import Criterion, Rubric
from studyapp.domain.items.rubrics import rubric_of, with_continued_keys
from studyapp.domain.lessons.blocks import Block, Reflection
from studyapp.domain.lessons.likeness.wording import likeness, same_words, share
from studyapp.domain.lessons.pack import Section, StudyPack
from studyapp.domain.lessons.succession.packs import Candidate, Doubt, Pair, Succession, part_pairs, succeed_blocks
from studyapp.domain.lessons.succession.parts import Parts, match_parts

_SAME_PHRASES = 0.6


def succeed(
    pack: StudyPack,
    earlier: Sequence[Section],
    *,
    retired: Sequence[Section] = (),
    decisions: Mapping[str, str] = {},
) -> Succession:
    """`pack` with the keys of what it continues, down to the criteria of its rubrics; see `succeed_blocks`."""
    found = succeed_blocks(pack, earlier, retired=retired, decisions=decisions)
    taught = (*retired, *earlier)  # what the version before says overrules what was taught before it
    before = {block.key: block for one in taught for block in one.blocks if isinstance(block, Reflection)}
    pairs, doubts = list(found.pairs), list(found.doubts)
    sections = []
    for section in found.pack.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            old = before.get(block.key) if isinstance(block, Reflection) else None
            if isinstance(block, Reflection) and old is not None:
                blocks.append(_continued(section.file, block, old, decisions, (pairs, doubts)))
            else:
                blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return Succession(replace(found.pack, sections=tuple(sections)), tuple(pairs), tuple(doubts))


def _continued(
    file: str, new: Reflection, old: Reflection, decisions: Mapping[str, str], told: tuple[list[Pair], list[Doubt]]
) -> Reflection:
    if new.rubric_lines == old.rubric_lines:
        return replace(new, criterion_keys=old.criterion_keys)
    rubrics = rubric_of(new), rubric_of(old)
    if rubrics[0] is None or rubrics[1] is None:
        return replace(new, criterion_keys=old.criterion_keys)
    names = [one.key for one in rubrics[0].criteria]
    decided = {place: decisions.get(f"{new.key}/{name}") for place, name in enumerate(names)}
    chosen = {place: key.rpartition("/")[2] for place, key in decided.items() if key is not None}
    parts = match_criteria(rubrics[0], rubrics[1], with_continued_keys(rubrics[1], old), chosen)
    told[0].extend(part_pairs("criterion", new.key, parts, names))
    told[1].extend(_doubts(file, new, rubrics[0], parts))
    kept = tuple((name, key) for name, key in zip(names, parts.keys, strict=True) if name != key)
    return replace(new, criterion_keys=kept)


def match_criteria(new: Rubric, old: Rubric, keyed: Rubric, decisions: dict[int, str]) -> Parts:
    """The criteria of a rubric that continues another: by key, else by a reworded label or the same phrases.

    `keyed` is `old` with the keys that its criteria have.
    """

    def score(one: int, other: int) -> float:
        return _likeness(new.criteria[one], old.criteria[other])

    names = [one.key for one in new.criteria], [one.key for one in old.criteria]
    return match_parts(names, [one.key for one in keyed.criteria], score, decisions=decisions)


def _likeness(one: Criterion, other: Criterion) -> float:
    """A label in other words is the same criterion only if its phrases say so."""
    label = likeness(one.label, other.label)
    phrases = share((line.text for line in one.lines), (line.text for line in other.lines))
    if same_words(one.label, other.label):
        return max(label, 0.8)
    return max(0.5 * label + 0.5 * phrases, 0.75 + 0.25 * label if phrases >= _SAME_PHRASES else 0.0)


def _doubts(file: str, reflection: Reflection, rubric: Rubric, parts: Parts) -> list[Doubt]:
    found = []
    for place, choices in parts.doubts.items():
        criterion = rubric.criteria[place]
        options = tuple(
            Candidate(f"{reflection.key}/{key}", key, file, reflection.line, round(likes, 3)) for key, likes in choices
        )
        key = f"{reflection.key}/{criterion.key}"
        found.append(Doubt(key, "criterion", criterion.label, file, criterion.line, options))
    return found
