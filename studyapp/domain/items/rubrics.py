"""The rubric of a reflection, read by the grading room."""

from dataclasses import replace

from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.lessons.blocks import Reflection


def rubric_of(reflection: Reflection) -> Rubric | None:
    """The rubric as its words say, with the keys that they give; None if there is none or it has errors."""
    source = reflection.rubric
    if source is None:
        return None
    rubric, _ = parse_rubric(
        source.lines,
        file="",
        question=reflection.stem.text,
        heading_points=source.points,
        heading_line=source.heading_line,
        synonyms=(),
    )
    return rubric


def with_continued_keys(rubric: Rubric, reflection: Reflection) -> Rubric:
    """The rubric whose criteria have the keys that they continue."""
    if not reflection.criterion_keys:
        return rubric
    kept = dict(reflection.criterion_keys)
    criteria = (replace(criterion, key=kept.get(criterion.key, criterion.key)) for criterion in rubric.criteria)
    return replace(rubric, criteria=tuple(criteria))
