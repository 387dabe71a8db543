"""What changed between two versions of a pack, as a learner would see it."""

from collections.abc import Iterator, Sequence

from studyapp.domain.lessons.blocks import ComparisonTable
from studyapp.domain.lessons.difference.changes import Change, ChangeKind, Place
from studyapp.domain.lessons.difference.contrasts import severity_of, shown
from studyapp.domain.lessons.difference.prose import prose_changes
from studyapp.domain.lessons.difference.tables import cell_keys, table_changes
from studyapp.domain.lessons.keys.identity import Keyed
from studyapp.domain.lessons.likeness.gists import gist_of, is_asked, word_for
from studyapp.domain.lessons.likeness.severity import Severity, wording_severity
from studyapp.domain.lessons.pack import Section

__all__ = ["Change", "ChangeKind", "Place", "Severity", "compare_blocks", "place_of"]


def compare_blocks(before: Sequence[Section], after: Sequence[Section]) -> tuple[Change, ...]:
    """Every change from one version to the other: in reading order, what retires at the end. Keys are final.

    The criteria of rubrics are left to `domain.items.effects`, which can read them.
    """
    found = [*_sections(before, after), *_blocks(before, after), *prose_changes(before, after)]
    order = {section.key: number for number, section in enumerate(after)}
    places = {section.file: number for number, section in reversed(list(enumerate(after)))}

    def place(change: Change) -> tuple[bool, int, int]:
        return change.kind == "retired", places.get(change.file, len(order)), change.line

    return tuple(sorted(dict.fromkeys(found), key=place))


def _sections(before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
    old, new = ({section.key: section for section in sections} for sections in (before, after))
    for section in after:
        was = old.get(section.key)
        place = _section_place(section)
        if was is None:
            yield place.change("new", "", _heading(section))
            continue
        if was.file != section.file or was.lesson_key != section.lesson_key:
            yield place.change("moved", _where(was, old), _where(section, new))
        if _heading(was) != _heading(section):
            severity = "typo" if was.title == section.title else wording_severity(was.title, section.title)
            yield place.edited(_heading(was), _heading(section), "clarification" if severity == "meaning" else severity)
    for section in before:
        if section.key not in new:
            yield _section_place(section).change("retired", _heading(section), "")


def _section_place(section: Section) -> Place:
    return Place(section, "section", section.key, section.title, section.line)


def _heading(section: Section) -> str:
    return f"{section.number}. {section.title}" if section.number else section.title


def _where(section: Section, sections: dict[str, Section]) -> str:
    lesson = sections.get(section.lesson_key)
    inside = f", in {lesson.title}" if lesson and lesson.key != section.key else ""
    return f"{section.file}{inside}"


def _blocks(before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
    old, new = _placed(before), _placed(after)
    for key, (section, block) in new.items():
        if key in old and type(old[key][1]) is type(block):
            yield from _edits(section, block, *old[key])
        else:
            yield place_of(section, block).change("new", "", shown(block))
    for key, (section, block) in old.items():
        if key not in new or type(new[key][1]) is not type(block):
            yield place_of(section, block).change("retired", shown(block), "")


def _placed(sections: Sequence[Section]) -> dict[str, tuple[Section, Keyed]]:
    return {block.key: (section, block) for section in sections for block in section.blocks if isinstance(block, Keyed)}


def place_of(section: Section, block: Keyed) -> Place:
    """Where a block stands, with the facts that hang on it as a whole."""
    word = word_for(block)
    keys: tuple[str, ...] = cell_keys(block) if isinstance(block, ComparisonTable) else (block.key,)
    return Place(
        section,
        "callout" if word == "principle" else word,
        block.key,
        gist_of(block).subject,
        block.line,
        keys if is_asked(block) and word != "reflection" else (),
    )


def _edits(section: Section, block: Keyed, was_in: Section, was: Keyed) -> Iterator[Change]:
    place = place_of(section, block)
    if was_in.key != section.key:
        yield place.change("moved", was_in.title, section.title)
    if isinstance(block, ComparisonTable) and isinstance(was, ComparisonTable):
        yield from table_changes(section, block, was)
    elif shown(was) != shown(block) or _is_blanked_otherwise(was, block):
        yield place.edited(shown(was), shown(block), severity_of(was, block))


def _is_blanked_otherwise(was: Keyed, block: Keyed) -> bool:
    return getattr(was, "clozes", ()) != getattr(block, "clozes", ())
