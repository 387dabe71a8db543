"""What an author may want to know of a published rubric: idle lines, and words that its lesson never says."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from studyapp.authoring.child_process.codec import to_plain
from studyapp.domain.grading.advising import Advice, advice
from studyapp.domain.lessons.blocks import Reflection
from studyapp.library.models import ReflectionQuestion, VersionSection
from studyapp.library.stored_blocks import blocks_by_revision
from studyapp.reflection.models import Rubric
from studyapp.reflection.rubric_values import rubric_value


def advice_on(question: ReflectionQuestion, rubric: Rubric) -> tuple[Advice, ...]:
    """Of the question's rubric beside its lesson as the current version has it."""
    version_id = question.revision.section.pack.current_version_id
    return _advice(rubric.pk, rubric.content_hash, version_id, question.revision_id) if version_id else ()


@lru_cache(maxsize=64)
def _advice(rubric_id: int, content_hash: str, version_id: int, revision_id: int) -> tuple[Advice, ...]:
    """Worked out once: neither a rubric nor a version ever changes. The hash tells a row made anew apart."""
    rubric = Rubric.objects.get(pk=rubric_id, content_hash=content_hash)
    return advice(rubric_value(rubric), _lesson_text(version_id, revision_id))


def _lesson_text(version_id: int, revision_id: int) -> str:
    """All that the lesson of a section says, but for the model answers of its questions."""
    places = VersionSection.objects.filter(version=version_id)
    lessons = places.filter(revision=revision_id).values("lesson")
    blocks = blocks_by_revision(list(places.filter(lesson__in=lessons).values_list("revision", flat=True)))
    texts = [
        text
        for some in blocks.values()
        for block in some
        for text in ((block.stem.text,) if isinstance(block, Reflection) else _strings(to_plain(block)))
    ]
    return "\n".join(texts)


def _strings(value: Any) -> Iterator[str]:
    """Every text inside, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)
