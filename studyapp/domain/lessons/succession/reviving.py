"""What had retired before the version before, and which of it a new reading brings back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.pack import Section
from studyapp.domain.lessons.succession.blocks import BlockMatching, Placed
from studyapp.domain.lessons.succession.sections import SectionMatching, outlines


def keyed(section: Section) -> list[Keyed]:
    """The blocks of a section that have a key."""
    return [block for block in section.blocks if isinstance(block, Keyed)]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a new reading may continue: the version before, and what retired earlier, as it was taught last.

    `retired` are whole sections, the latest last; of them only what the version before does not have counts.
    """

    sections: Sequence[Section] = ()
    retired: Sequence[Section] = ()


@dataclass
class Reviving:
    """Matches what continues nothing of the version before with what is retired, by the same rules."""

    earlier: Earlier
    sections: list[Section] = field(init=False)
    blocks: list[tuple[Section, Keyed]] = field(init=False)

    def __post_init__(self) -> None:
        live = {section.key for section in self.earlier.sections}
        live_blocks = {block.key for section in self.earlier.sections for block in keyed(section)}
        latest = {section.key: section for section in self.earlier.retired}
        blocks = {block.key: (section, block) for section in self.earlier.retired for block in keyed(section)}
        self.sections = [section for key, section in latest.items() if key not in live]
        self.blocks = [place for key, place in blocks.items() if key not in live_blocks]

    def match_sections(self, news: Sequence[Section], open_news: Sequence[int]) -> dict[int, Section]:
        """The retired section that each open new one brings back, by the index of the new one."""
        if not open_news or not self.sections:
            return {}
        named = outlines(news)
        matching = SectionMatching([named[index] for index in open_news], outlines(self.sections))
        matching.run()
        return {open_news[new]: self.sections[old] for new, old in matching.pairs.items()}

    def match_blocks(
        self, news: Mapping[int, tuple[Section, Keyed]], keys: Mapping[str, str], decisions: Mapping[str, str]
    ) -> "Revived":
        """The retired block that each open new one brings back, by the index of the new one.

        `keys` has the key that the section of a new block will have, by the key that it was read with.
        """
        if not news or not self.blocks:
            return Revived({}, {})
        places = {key: place for place, key in enumerate(dict.fromkeys(section.key for section, _ in self.blocks))}
        indexes = list(news)
        matching = BlockMatching(
            [Placed(block, section.file, places.get(keys[section.key])) for section, block in news.values()],
            [Placed(block, section.file, places[section.key]) for section, block in self.blocks],
        )
        matching.run(decisions)
        doubts = {
            indexes[new]: [(matching.olds[old], likeness) for old, likeness in choices.items()]
            for new, choices in matching.doubts.items()
        }
        return Revived({indexes[new]: self.blocks[old][1] for new, old in matching.pairs.items()}, doubts)


@dataclass(frozen=True, slots=True)
class Revived:
    """By the index of the new block: the retired one that it brings back, or those that it may, and how like it."""

    blocks: Mapping[int, Keyed]
    doubts: Mapping[int, Sequence[tuple[Placed, float]]]
