"""A lesson of a draft as learners would see it, before anybody does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from studyapp.authoring.drafts.outline import LessonOutline, outline
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.domain.items.values import Bank, Item
from studyapp.library.page_blocks import PageSection, page_sections, sections_of
from studyapp.library.views.files import TYPES

KINDS = {
    "single": gettext_lazy("one option"),
    "multiple": gettext_lazy("several options"),
    "true-false": gettext_lazy("true or false"),
    "ordering": gettext_lazy("order"),
    "matching": gettext_lazy("pairs"),
    "cloze": gettext_lazy("gap"),
    "short-answer": gettext_lazy("short answer"),
    "card": gettext_lazy("card"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """An item of a draft as its instructor reads it: what is asked, and what is right."""

    kind: str | Promise
    stem: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A lesson of a draft, with its neighbours, all lessons for the contents, and what is asked of it."""

    lesson: LessonOutline
    previous: LessonOutline | None
    next: LessonOutline | None
    lessons: tuple[LessonOutline, ...]
    questions: tuple[Question, ...]
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
        lessons=tuple(lessons),
        questions=tuple(_questions(read.bank, lesson)),
        sections=sections_of(read.study_pack, lesson.key, image_base=image_base),
        language=read.study_pack.manifest.language,
    )


def file_preview(read: ReadPack, path: str, *, image_base: str) -> tuple[PageSection, ...]:
    """All sections of one file of the draft, as learners would see them."""
    if read.study_pack is None:
        return ()
    return page_sections([one for one in read.study_pack.sections if one.file == path], image_base=image_base)


def _questions(bank: Bank, lesson: LessonOutline) -> Iterator[Question]:
    """The items of a lesson's facts, in the order of the bank."""
    sections = {section.key for section in lesson.sections}
    facts = {fact.key for fact in bank.facts if fact.section_key in sections}
    for item in bank.items:
        if item.fact_key in facts:
            yield Question(KINDS[item.kind], item.stem, _keys(item))


def _keys(item: Item) -> tuple[str, ...]:
    if item.kind == "ordering":
        return tuple(option.text for option in item.options)
    right = tuple(item.options[key - 1].text for key in item.keys)
    if item.kind == "matching":
        right = right or tuple(option.text for option in item.options)
        return tuple(f"{prompt.text}: {key}" for prompt, key in zip(item.prompts, right, strict=False))
    return right or item.accepted


def picture(draft: Draft, path: str) -> tuple[bytes, str] | None:
    """A picture of a draft and its media type; None for every other path."""
    media_type = TYPES.get(PurePosixPath(path).suffix.lower())
    file = draft.files.filter(path=path).first() if media_type else None
    return (bytes(file.content), media_type) if file and media_type else None
