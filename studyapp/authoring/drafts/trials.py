"""Rubrics of a draft, to be tried with an answer before anybody is marked by them."""

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.authoring.reading.packs import ReadPack
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.lessons.blocks import Reflection


@dataclass(frozen=True, slots=True)
class TrialQuestion:
    """A reflection question of a draft that has a rubric."""

    key: str
    stem: str
    lesson_key: str
    rubric: Rubric


def trial_questions(read: ReadPack, *, lesson_key: str = "") -> list[TrialQuestion]:
    """The questions of a lesson, or of all lessons, that have a rubric, in reading order."""
    return [one for one in _questions(read) if lesson_key in ("", one.lesson_key)]


def _questions(read: ReadPack) -> Iterator[TrialQuestion]:
    if read.study_pack is None or read.bank is None:
        return
    rubrics = dict(read.bank.rubrics)
    for section in read.study_pack.sections:
        for block in section.blocks:
            if isinstance(block, Reflection) and block.key in rubrics:
                yield TrialQuestion(block.key, block.stem.text, section.lesson_key or section.key, rubrics[block.key])
