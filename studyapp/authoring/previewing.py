"""A lesson of a draft as learners would see it, before anybody does."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from studyapp.authoring.models import Draft
from studyapp.authoring.outline import LessonOutline, outline
from studyapp.authoring.reading import ReadPack
from studyapp.library.page_blocks import PageSection, sections_of
from studyapp.library.views.files import TYPES


@dataclass(frozen=True, slots=True)
class Preview:
    """A lesson of a draft, with its neighbours."""

    lesson: LessonOutline
    previous: LessonOutline | None
    next: LessonOutline | None
    sections: tuple[PageSection, ...]
    language: str


def lesson_preview(read: ReadPack, lesson_key: str, *, image_base: str) -> Preview | None:
    """The lesson of that key, the first one for ""; None if the draft has no such lesson."""
    if read.study_pack is None or read.bank is None:
        return None
    lessons = outline(read.study_pack, read.bank)
    index = next((place for place, lesson in enumerate(lessons) if lesson_key in ("", lesson.key)), None)
    if index is None:
        return None
    lesson = lessons[index]
    return Preview(
        lesson=lesson,
        previous=lessons[index - 1] if index else None,
        next=lessons[index + 1] if index + 1 < len(lessons) else None,
        sections=sections_of(read.study_pack, lesson.key, image_base=image_base),
        language=read.study_pack.manifest.language,
    )


def picture(draft: Draft, path: str) -> tuple[bytes, str] | None:
    """A picture of a draft and its media type; None for every other path."""
    media_type = TYPES.get(PurePosixPath(path).suffix.lower())
    file = draft.files.filter(path=path).first() if media_type else None
    return (bytes(file.content), media_type) if file and media_type else None
