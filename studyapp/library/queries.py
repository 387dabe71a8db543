"""Reading packs and lessons. Each function needs the same number of statements whatever a lesson contains."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet, Sum
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.domain.lessons.pack import Section as SectionValue
from studyapp.library.addresses import lesson_address, slug_of
from studyapp.library.models import (
    ExamDomain,
    Fact,
    Pack,
    PackVersion,
    RevisionContent,
    SectionFact,
    SectionRevision,
    VersionSection,
)
from studyapp.library.page_blocks import page_sections, with_marks
from studyapp.library.page_values import PageSection
from studyapp.library.section_content import from_plain
from studyapp.library.stored_blocks import stored_sections

WORDS_A_MINUTE = 200


def minutes_to_read(words: int) -> int:
    """Whole minutes, at least 1."""
    return max(1, ceil(words / WORDS_A_MINUTE))


@dataclass(frozen=True, slots=True)
class PackSummary:
    """A pack as lists show it."""

    key: str
    title: str
    exam_name: str
    lessons: int
    minutes: int
    url: str
    is_public: bool


@dataclass(slots=True)
class LessonEntry:
    """A lesson as lists show it; `words` are those of all its sections. `section_id` is of the one that opens it."""

    pack_key: str
    section_id: int
    key: str
    number: str
    title: str
    domain_code: str
    task: str
    words: int

    @property
    def minutes(self) -> int:
        """To read it."""
        return minutes_to_read(self.words)

    @property
    def slug(self) -> str:
        """The end of its address."""
        return slug_of(self.title)

    @property
    def url(self) -> str:
        """Its page."""
        return lesson_address(self.pack_key, self.key, self.title)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(slots=True)
class DomainEntry:
    """A domain of the exam with the lessons that belong to it."""

    domain: ExamDomain
    lessons: list[LessonEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LessonPage:
    """Everything on the page of a lesson, and nothing about who reads it."""

    pack: Pack
    version: PackVersion
    lesson: LessonEntry
    previous: LessonEntry | None
    next: LessonEntry | None
    domain: ExamDomain | None
    sections: tuple[PageSection, ...]
    facts: int

    @property
    def updated_at(self) -> datetime | None:
        """When what it teaches last changed, if that was lately."""
        marks = [block.updated_at for section in self.sections for block in section.blocks if block.updated_at]
        return max(marks, default=None)


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """The lesson in which the current version of a pack shows a section."""

    pack_key: str
    key: str
    title: str
    number: str

    @property
    def slug(self) -> str:
        """The end of its address."""
        return slug_of(self.title)

    def url(self, *, anchor: str = "") -> str:
        """Its page, at a block if its key is given."""
        return lesson_address(self.pack_key, self.key, self.title, anchor=anchor)


def readable_packs(user: User | AnonymousUser) -> QuerySet[Pack]:
    """Published packs that the person may read; strangers read the public ones."""
    packs = Pack.objects.select_related("current_version")
    if isinstance(user, AnonymousUser):
        return packs.filter(current_version__isnull=False, is_public=True)
    return packs.filter(pk__in=Pack.objects.readable_by(user).values("pk"))


def pack_summaries(packs: QuerySet[Pack]) -> list[PackSummary]:
    """Packs with the number of their lessons and the minutes to read them all: the sum of those of each lesson."""
    found = list(packs)
    lessons = (
        VersionSection.objects.filter(version__in=[pack.current_version_id for pack in found])
        .order_by()
        .values_list("version", "lesson")
        .annotate(Sum("revision__words"))
    )
    minutes: dict[int | None, list[int]] = defaultdict(list)
    for version, _lesson, words in lessons:
        minutes[version].append(minutes_to_read(words or 0))
    return [_summary(pack, minutes[pack.current_version_id]) for pack in found]


def _summary(pack: Pack, lesson_minutes: Sequence[int]) -> PackSummary:
    assert pack.current_version is not None  # only published packs are read
    exam = pack.current_version.manifest.get("exam") or {}
    return PackSummary(
        key=pack.key,
        title=pack.title,
        exam_name=exam_name(exam),
        lessons=len(lesson_minutes),
        minutes=sum(lesson_minutes),
        url=reverse("library:pack", args=[pack.key]),
        is_public=pack.is_public,
    )


def exam_name(exam: dict[str, object]) -> str:
    """The exam's name and code, "" if the pack has no exam."""
    name, code = str(exam.get("name") or ""), str(exam.get("code") or "")
    if name and code and code not in name:
        return f"{name} ({code})"
    return name or code


def lessons_of(version: PackVersion, pack_key: str) -> list[LessonEntry]:
    """The lessons of a version in reading order."""
    entries: dict[int, LessonEntry] = {}
    for place in places_of(version):
        revision = place.revision
        if place.lesson_id == revision.section_id:
            entries[place.lesson_id] = LessonEntry(
                pack_key=pack_key,
                section_id=place.lesson_id,
                key=revision.section.key,
                number=revision.number,
                title=revision.title,
                domain_code=revision.domain_code,
                task=revision.task,
                words=revision.words,
            )
        elif place.lesson_id in entries:
            entries[place.lesson_id].words += revision.words
    return list(entries.values())


def places_of(version: PackVersion) -> QuerySet[VersionSection]:
    """The sections of a version in reading order."""
    return VersionSection.objects.filter(version=version).select_related("revision__section").order_by("position")


def sections_of(version: PackVersion | None) -> tuple[SectionValue, ...]:
    """The sections of a version as they were read, with their final keys and where this version has them.

    Sections stored before their content was kept are left out.
    """
    places = VersionSection.objects.filter(version=version, revision__content__isnull=False)
    rows = places.order_by("position").values_list("revision__content__content", "file", "line", "lesson__key")
    return tuple(from_plain(plain, file=file, line=line, lesson_key=key) for plain, file, line, key in rows)


def retired_sections(pack_key: str) -> tuple[SectionValue, ...]:
    """The sections that were the last to teach what is retired now, the latest last; they may teach other facts too."""
    latest = set(_last_taught(pack_key).values())
    rows = RevisionContent.objects.filter(revision__in=latest).order_by("revision_id")
    return tuple(_as_read(row.content) for row in rows)


def _last_taught(pack_key: str) -> dict[str, int]:
    """For each retired fact, by its key, the last revision that taught it and whose content is kept."""
    retired = Fact.objects.filter(pack__key=pack_key, is_live=False)
    places = SectionFact.objects.filter(fact__in=retired, revision__content__isnull=False).order_by("revision_id")
    return dict(places.values_list("fact__key", "revision_id"))


def retired_facts(pack_key: str, fact_keys: Collection[str]) -> list[tuple[SectionValue, set[str]]]:
    """Those of the facts that the current version does not have, by the section that taught them last."""
    latest = _last_taught(pack_key)
    keys: dict[int, set[str]] = defaultdict(set)
    for key in latest.keys() & set(fact_keys):
        keys[latest[key]].add(key)
    return [(_as_read(row.content), keys[pk]) for pk, row in RevisionContent.objects.in_bulk(list(keys)).items()]


def fact_keys_of(version: PackVersion) -> set[str]:
    """The keys of all facts of a version."""
    return set(SectionFact.objects.filter(revision__in=version.revisions.all()).values_list("fact__key", flat=True))


def _as_read(plain: dict[str, Any]) -> SectionValue:
    return from_plain(plain, file=plain["file"], line=plain["line"], lesson_key=plain["lesson_key"])


def domain_entries(version: PackVersion, lessons: Sequence[LessonEntry]) -> tuple[list[DomainEntry], list[LessonEntry]]:
    """The exam's domains with their lessons, and the lessons that belong to none."""
    entries = {domain.code: DomainEntry(domain) for domain in version.domains.all()}
    others: list[LessonEntry] = []
    for lesson in lessons:
        entry = entries.get(lesson.domain_code)
        (entry.lessons if entry else others).append(lesson)
    return list(entries.values()), others


def lesson_page(pack: Pack, lesson_key: str, *, marked_since: datetime) -> LessonPage | None:
    """A lesson of the pack's current version, or None if it has no lesson of that key.

    Blocks that an edit changed after `marked_since` are marked.
    """
    version = pack.current_version
    assert version is not None  # only published packs are read
    lessons = lessons_of(version, pack.key)
    index = next((index for index, lesson in enumerate(lessons) if lesson.key == lesson_key), None)
    if index is None:
        return None
    lesson = lessons[index]
    places = list(places_of(version).filter(lesson=lesson.section_id))
    facts = SectionFact.objects.filter(revision__in=[place.revision_id for place in places]).order_by(
        "fact__changed_at"
    )
    taught = list(facts.values_list("block_key", "fact__changed_at"))
    updated = {key: changed for key, changed in taught if changed and changed > marked_since}
    sections = page_sections(stored_sections(places), image_base=image_base(pack.key, version.number))
    return LessonPage(
        pack=pack,
        version=version,
        lesson=lesson,
        previous=lessons[index - 1] if index else None,
        next=lessons[index + 1] if index + 1 < len(lessons) else None,
        domain=version.domains.filter(code=lesson.domain_code).first(),
        sections=with_marks(sections, updated),
        facts=len(taught),
    )


def image_base(pack_key: str, version_number: int) -> str:
    """Where the files of a version are served; ends in a slash."""
    return reverse("library:file", args=[pack_key, version_number, "x"]).removesuffix("x")


def lesson_of(revision: SectionRevision) -> LessonPlace | None:
    """The lesson that shows this section now, whatever its wording there; None if the section was withdrawn."""
    return place_of_section(revision.section_id)


def place_of_section(section_id: int) -> LessonPlace | None:
    """The lesson of its pack's current version in which a section stands, or None."""
    place = (
        VersionSection.objects.filter(
            revision__section=section_id, version=F("revision__section__pack__current_version")
        )
        .select_related("lesson__pack")
        .first()
    )
    if place is None:
        return None
    opening = SectionRevision.objects.filter(section=place.lesson_id, places__version=place.version_id).get()
    return LessonPlace(place.lesson.pack.key, place.lesson.key, opening.title, opening.number)
