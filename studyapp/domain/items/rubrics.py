"""The rubric of a reflection, read by the grading room."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.lessons.blocks import Reflection
from studyapp.domain.lessons.readers.reflections import MODEL_ANSWER_LINE


@lru_cache(maxsize=512)
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


def model_answer_of(reflection: Reflection) -> str:
    """The model answer of a reflection that has no rubric beside it, or ""."""
    lines = reflection.rubric.lines if reflection.rubric else ()
    if len(lines) != 1 or not lines[0].text.startswith(MODEL_ANSWER_LINE):
        return ""
    return lines[0].text.removeprefix(MODEL_ANSWER_LINE).strip()


def with_continued_keys(rubric: Rubric, reflection: Reflection) -> Rubric:
    """The rubric whose criteria have the keys that they continue; its version says so."""
    if not reflection.criterion_keys:
        return rubric
    kept = dict(reflection.criterion_keys)
    criteria = tuple(replace(criterion, key=kept.get(criterion.key, criterion.key)) for criterion in rubric.criteria)
    return rubric.with_criteria(criteria)


def with_trap_keys(rubric: Rubric, keys: Mapping[str, str]) -> Rubric:
    """The rubric whose traps name exam traps by the keys of these; `keys` are those keys by written id."""
    if not any(keys.get(trap.trap_key, trap.trap_key) != trap.trap_key for trap in rubric.traps):
        return rubric
    traps = tuple(replace(trap, trap_key=keys.get(trap.trap_key, trap.trap_key)) for trap in rubric.traps)
    return replace(rubric, traps=traps)
