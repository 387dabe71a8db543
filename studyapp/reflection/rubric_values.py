"""Stored rubrics as the values that the engine grades with, and results as JSON and back."""

from functools import lru_cache
from typing import Any

from cattrs import Converter

from studyapp.domain.grading.results import Result
from studyapp.domain.grading.rubric import Rubric as RubricValue
from studyapp.reflection.models import Rubric

_converter = Converter()


def to_json(value: RubricValue | Result) -> dict[str, Any]:
    """A rubric value or a result as JSON types."""
    unstructured: dict[str, Any] = _converter.unstructure(value)
    return unstructured


def result_of(stored: dict[str, Any]) -> Result:
    """A stored result as a value again."""
    return _converter.structure(stored, Result)


def rubric_value(rubric: Rubric) -> RubricValue:
    """The stored rubric as a value; read once per process, since its rows never change."""
    return _value_of_row(rubric.pk, rubric.content_hash)


@lru_cache(maxsize=512)
def _value_of_row(pk: int, content_hash: str) -> RubricValue:
    # The hash is part of the cache key, so that a row made anew under an old number is read again.
    source = Rubric.objects.values_list("source", flat=True).get(pk=pk, content_hash=content_hash)
    return _converter.structure(source, RubricValue)
