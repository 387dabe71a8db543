"""Sections that a learner can read but not practise (W54)."""

import re
from collections.abc import Iterator, Sequence

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.blocks import Reflection
from studyapp.domain.lessons.pack import Section, StudyPack

FEWEST_WORDS = 12  # less is a signpost, no lesson
_FURNITURE = re.compile(
    r"(?:references?|sources?|bibliography|(?:further|additional|recommended) (?:reading|resources)|resources|"
    r"(?:useful )?links|see also|(?:table of )?contents|licen[cs]e|credits|acknowledge?ments|about(?: .*)?|change ?log|"
    r"introduction|summary|conclusion|recap|next steps|prerequisites|learning objectives|objectives|contributing)",
    re.IGNORECASE,
)  # fmt: skip


def without_practice(pack: StudyPack, bank: Bank) -> list[Diagnostic]:
    """W54 for each section with text but, its subsections included, nothing that is asked; the topmost one only.

    If nothing in the whole pack is asked, that is said once.
    """
    asked = {fact.section_key for fact in bank.facts}
    asked |= {one.key for one in pack.sections if any(isinstance(block, Reflection) for block in one.blocks)}
    if not pack.sections:
        return []
    if not asked:
        first = pack.sections[0]
        what = "nothing here is asked: no table, definition, steps, trap or question was recognised"
        return [_finding(first.file, 1, what, "compare with the examples of the content format")]
    return list(_told(pack.sections, asked))


def _told(sections: Sequence[Section], asked: set[str]) -> Iterator[Diagnostic]:
    skip = 0
    for index, section in enumerate(sections):
        if index < skip:
            continue
        end = _end(sections, index)
        whole = sections[index:end]
        if any(one.key in asked for one in whole):
            continue
        skip = end
        if sum(one.words for one in whole) >= FEWEST_WORDS and not _FURNITURE.fullmatch(section.title.strip(" .:")):
            what = f"the section “{section.title}” has nothing to practise"
            yield _finding(section.file, section.line, what, "add a table, definition, trap or question, or tick it")


def _end(sections: Sequence[Section], index: int) -> int:
    """The index after the last section below this one."""
    end = index + 1
    while end < len(sections) and sections[end].file == sections[index].file:
        if sections[end].depth <= sections[index].depth:
            break
        end += 1
    return end


def _finding(file: str, line: int, what: str, fix: str) -> Diagnostic:
    return Diagnostic(file, line, 1, "W54", what, fix, line)
