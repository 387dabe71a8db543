"""Succession with the criteria of rubrics, which only the grading room can read."""

from collections.abc import Mapping, Sequence

from studyapp.domain.lessons import succession
from studyapp.domain.lessons.pack import Section, StudyPack
from studyapp.domain.lessons.succession import Succession


def succeed(pack: StudyPack, earlier: Sequence[Section], *, decisions: Mapping[str, str] = {}) -> Succession:
    """`pack` with the keys of what it continues in `earlier`, down to the criteria of its rubrics."""
    return succession.succeed(pack, earlier, decisions=decisions)
