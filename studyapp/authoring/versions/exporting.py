"""A published pack on its way out: as its own files, or its items in the format of another program."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from studyapp.authoring.uploads.packing import parcel
from studyapp.authoring.versions.updating import files_of
from studyapp.domain.common.errors import StudyappError
from studyapp.domain.exchange.incoming import Loss
from studyapp.domain.exchange.outgoing import Asked, Course, Pictures
from studyapp.domain.exchange.writing_anki import write_anki
from studyapp.domain.exchange.writing_csv import write_csv
from studyapp.domain.exchange.writing_gift import write_gift
from studyapp.domain.exchange.writing_moodle import write_moodle
from studyapp.domain.items.values import Form, Kind, Option
from studyapp.domain.items.values import Item as ItemValue
from studyapp.library.models import PackFile, PackVersion, ReflectionQuestion, StoredFile, VersionSection
from studyapp.library.queries import LessonEntry, lessons_of
from studyapp.quiz.models import Item

_IN_MEMORY = 4 * 1024 * 1024  # bytes of an export; a longer one goes through a temporary file
_ROWS_AT_ONCE = 500
_PICTURES_KEPT = 8
_REFLECTIONS = "reflection questions and their rubrics travel only as Markdown"
_ANKI_ALWAYS = ("trap", "principle")  # recall cards by nature


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an export shall hold. `lesson` is a key, "" for all; `bom` is for CSV."""

    generated: bool = False
    lesson: str = ""
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export: `content` stands at its beginning, whoever takes it closes it."""

    name: str
    media_type: str
    content: IO[bytes]
    losses: tuple[Loss, ...]


class NoSuchLesson(StudyappError):
    """The version has no lesson of that key."""


Writer = Callable[[Course, Iterator[Asked], BinaryIO, Pictures, Wishes], tuple[Loss, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of another program: what people call it, how its files end, and who writes it."""

    label: str | Promise
    ending: str
    media_type: str
    write: Writer


ITEM_FORMATS: Mapping[str, Format] = {
    "gift": Format(
        gettext_lazy("GIFT"), "-gift.txt", "text/plain; charset=utf-8",
        lambda course, asked, out, _pictures, _wishes: write_gift(course, asked, out),
    ),
    "moodle": Format(
        gettext_lazy("Moodle XML"), "-moodle.xml", "application/xml",
        lambda course, asked, out, pictures, _wishes: write_moodle(course, asked, out, pictures=pictures),
    ),
    "csv": Format(
        gettext_lazy("CSV"), ".csv", "text/csv; charset=utf-8",
        lambda course, asked, out, _pictures, wishes: write_csv(course, asked, out, bom=wishes.bom),
    ),
    "anki": Format(
        gettext_lazy("Anki"), ".apkg", "application/octet-stream",
        lambda course, asked, out, pictures, _wishes: write_anki(course, asked, out, pictures=pictures),
    ),
}  # fmt: skip
FORMATS = ("markdown", *ITEM_FORMATS)


def export(version: PackVersion, form: str, wishes: Wishes) -> Export:
    """The version in one of `FORMATS`. Equal versions and wishes give equal bytes.

    Raises NoSuchLesson, and KeyError for another format.
    """
    return _files(version) if form == "markdown" else _items(version, form, ITEM_FORMATS[form], wishes)


def _files(version: PackVersion) -> Export:
    packed = parcel(files_of(version), name=f"{version.pack.key}-{version.number}")
    return Export(packed.name, packed.media_type, _spooled(lambda out: out.write(packed.content)), ())


def _items(version: PackVersion, name: str, form: Format, wishes: Wishes) -> Export:
    lessons = {lesson.section_id: lesson for lesson in lessons_of(version, version.pack.key)}
    if wishes.lesson:
        lessons = {place: lesson for place, lesson in lessons.items() if lesson.key == wishes.lesson}
        if not lessons:
            raise NoSuchLesson(f"There is no lesson “{wishes.lesson}”.")
    found: list[Loss] = []
    asked = _asked(version, _rows(version, name, wishes, lessons), lessons)

    def write(out: BinaryIO) -> None:
        found.extend(form.write(_course(version), asked, out, _pictures(version), wishes))

    content = _spooled(write)
    found += [Loss("", 0, _REFLECTIONS)] if _has_reflections(version, lessons) else []
    return Export(f"{version.pack.key}-{version.number}{form.ending}", form.media_type, content, tuple(found))


def _spooled(write: Callable[[BinaryIO], object]) -> IO[bytes]:
    spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        write(cast(BinaryIO, spool))
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return cast(IO[bytes], spool)


def _course(version: PackVersion) -> Course:
    return Course(version.pack.key, version.title, version.language, version.licence, version.published_at)


def _rows(version: PackVersion, name: str, wishes: Wishes, lessons: Collection[int]) -> QuerySet[Item]:
    """The items that go out, in reading order, all of a fact together; suppressed ones stay here."""
    items = Item.objects.open().filter(revision__places__version=version, revision__places__lesson__in=lessons)
    if not wishes.generated:
        always = _ANKI_ALWAYS if name == "anki" else ()
        items = items.filter(Q(form="authored") | Q(fact__kind__in=always))
    ordered = items.order_by("revision__places__position", "fact__position", "fact_id", "form", "ordinal")
    return ordered.select_related("fact", "revision")


def _asked(version: PackVersion, rows: QuerySet[Item], lessons: Mapping[int, LessonEntry]) -> Iterator[Asked]:
    homes = dict(VersionSection.objects.filter(version=version).values_list("revision_id", "lesson_id"))
    for row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        lesson = lessons[homes[row.revision_id]]
        yield Asked(
            item=item_value(row),
            fact_title=row.fact.title,
            lesson_key=lesson.key,
            lesson=str(lesson),
            domain=row.revision.domain_code,
            task=row.revision.task,
        )


def item_value(row: Item) -> ItemValue:
    """The domain's value of a stored item."""
    return ItemValue(
        fact_key=row.fact.key,
        form=cast(Form, row.form),
        kind=cast(Kind, row.kind),
        stem=row.stem,
        stem_html=row.stem_html,
        feedback_html=row.feedback_html,
        file=row.file,
        line=row.line,
        options=tuple(Option(**option) for option in row.options),
        keys=tuple(row.keys),
        prompts=tuple(Option(**prompt) for prompt in row.prompts),
        accepted=tuple(row.accepted),
        numeric=row.numeric,
        ordinal=row.ordinal,
    )


def _pictures(version: PackVersion) -> Pictures:
    """Reads a picture of the version when it is asked for; the paths are read once."""
    digests: dict[str, str] = {}

    @lru_cache(maxsize=_PICTURES_KEPT)
    def picture(path: str) -> bytes | None:
        if not digests:
            digests.update(PackFile.objects.filter(version=version).values_list("path", "stored_id"))
        stored = StoredFile.objects.filter(digest=digests.get(path, "")).first()
        return bytes(stored.content) if stored else None

    return picture


def _has_reflections(version: PackVersion, lessons: Collection[int]) -> bool:
    found = ReflectionQuestion.objects.filter(revision__places__version=version, revision__places__lesson__in=lessons)
    return found.exists()
