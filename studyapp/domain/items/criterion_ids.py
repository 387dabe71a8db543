"""Ids for the criteria of rubrics, to be written into their source."""

import re
from collections.abc import Iterator, Mapping

from studyapp.domain.grading.outline import read_outline
from studyapp.domain.items.rubrics import rubric_of
from studyapp.domain.lessons.blocks import Reflection
from studyapp.domain.lessons.pack import Manifest, StudyPack
from studyapp.domain.lessons.writing import explicit_ids
from studyapp.domain.lessons.writing.explicit_ids import Written
from studyapp.domain.lessons.writing.insertions import Insertion

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")  # what a rubric takes as an id


def write_ids(manifest: Manifest, files: Mapping[str, bytes]) -> tuple[Written, ...]:
    """Ids for sections, blocks and criteria that have none. See `domain.lessons.writing.explicit_ids`."""
    return explicit_ids.write_ids(manifest, files, further=criteria_without_id)


def criteria_without_id(pack: StudyPack) -> dict[str, list[Insertion]]:
    """By path what to write at the end of a criterion's line, where its key can be written as an id."""
    found: dict[str, list[Insertion]] = {}
    for section in pack.sections:
        for block in section.blocks:
            if isinstance(block, Reflection):
                found.setdefault(section.file, []).extend(_without_id(block))
    return found


def _without_id(reflection: Reflection) -> Iterator[Insertion]:
    rubric = rubric_of(reflection)
    if rubric is None or reflection.rubric is None:
        return
    entries, _ = read_outline(reflection.rubric.lines)
    named = {entry.line for entry in entries if "id" in entry.meta}
    for one in rubric.criteria:
        if one.line not in named and _ID.match(one.key):
            yield Insertion("criterion", one.key, one.line, one.line, at_end=True)
