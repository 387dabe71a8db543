"""What changed in the text between the blocks: paragraphs, lists, code, pictures."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyapp.domain.lessons.blocks import Prose
from studyapp.domain.lessons.difference.changes import Change, Place
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.domain.lessons.likeness.pairing import pair_up, scored
from studyapp.domain.lessons.likeness.severity import wording_severity
from studyapp.domain.lessons.likeness.wording import content, likeness
from studyapp.domain.lessons.pack import Section

_REWORDED = 0.5  # no history hangs on prose, so a freely reworded paragraph is still shown beside the old one


@dataclass(frozen=True, slots=True)
class _Paragraph:
    section: Section
    html: str
    line: int

    @property
    def text(self) -> str:
        """Its words; what has none (a rule, a picture without words) is shown as it is written."""
        return text_of(self.html) or self.html

    def place(self) -> Place:
        """Where it stands; its key is made of its words, for it has no other."""
        digest = hashlib.blake2b(self.html.encode("utf-8", "replace"), digest_size=6).hexdigest()
        return Place(self.section, "prose", f"{self.section.key}/prose/{digest}", self.section.title, self.line)


def prose_changes(before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
    """Paragraphs that came, went, moved to another section, or were reworded in theirs."""
    olds, news = _left(before, after), _left(after, before)
    moved_from = {(old.html): old for old in reversed(olds)}
    gone = Counter(old.html for old in olds)
    left: list[_Paragraph] = []
    for new in news:
        if gone[new.html]:
            gone[new.html] -= 1
            yield new.place().change("moved", moved_from[new.html].section.title, new.section.title)
        else:
            left.append(new)
    moved = Counter(old.html for old in olds) - gone
    still: list[_Paragraph] = []
    for old in olds:
        if moved[old.html]:
            moved[old.html] -= 1
        else:
            still.append(old)
    yield from _in_sections(still, left)


def _left(sections: Sequence[Section], others: Sequence[Section]) -> list[_Paragraph]:
    """The paragraphs of each section that do not stand in the same section of the others."""
    there = {section.key: Counter(one.html for one in section.blocks if isinstance(one, Prose)) for section in others}
    found: list[_Paragraph] = []
    for section in sections:
        same = there.get(section.key, Counter())
        for block in section.blocks:
            if not isinstance(block, Prose):
                continue
            if same[block.html]:
                same[block.html] -= 1
            else:
                found.append(_Paragraph(section, block.html, block.line))
    return found


def _in_sections(olds: Sequence[_Paragraph], news: Sequence[_Paragraph]) -> Iterator[Change]:
    for key in dict.fromkeys(one.section.key for one in (*news, *olds)):
        own, was = ([one for one in group if one.section.key == key] for group in (news, olds))
        yield from _in_section(was, own)


def _in_section(olds: Sequence[_Paragraph], news: Sequence[_Paragraph]) -> Iterator[Change]:
    texts = [one.text for one in news], [one.text for one in olds]
    found = scored(*texts, content, lambda new, old: likeness(texts[0][new], texts[1][old]))
    pairs = pair_up(list(found), least=_REWORDED, margin=0.0).pairs
    for new, paragraph in enumerate(news):
        if new not in pairs:
            yield paragraph.place().change("new", "", texts[0][new])
        elif texts[0][new] != texts[1][pairs[new]]:
            before, after = texts[1][pairs[new]], texts[0][new]
            yield paragraph.place().edited(before, after, wording_severity(before, after))
    for old, paragraph in enumerate(olds):
        if old not in pairs.values():
            yield paragraph.place().change("retired", texts[1][old], "")
