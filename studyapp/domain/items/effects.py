"""What changed between two versions, with the facts that each change touches."""

from collections.abc import Sequence

from studyapp.domain.lessons import difference
from studyapp.domain.lessons.difference import Change
from studyapp.domain.lessons.pack import Section


def compare(before: Sequence[Section], after: Sequence[Section]) -> tuple[Change, ...]:
    """Every change from one version to the other, down to the criteria of rubrics. Keys are final."""
    return difference.compare(before, after)
