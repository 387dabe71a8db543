"""A lone lesson finds its pack, and takes its place among the files there."""

from collections.abc import Sequence

from django.db.models import F, QuerySet

from studyapp.accounts.models import User
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.conversion import manifest_of
from studyapp.authoring.reading.packs import ReadPack, find_manifest, read_upload, source_hash
from studyapp.authoring.uploads.files import LESSON_SUFFIX, SourceFile
from studyapp.authoring.versions.labels import remembered
from studyapp.domain.lessons.pack import MANIFEST, Section, StudyPack
from studyapp.library.models import Pack, PackFile, PackVersion, VersionSection


def is_lone_lesson(files: Sequence[SourceFile]) -> bool:
    """Whether an upload is a single .md file."""
    return len(files) == 1 and files[0].path.endswith(LESSON_SUFFIX)


def versions_with(files: Sequence[SourceFile], *, title: str = "", pack_key: str = "") -> QuerySet[PackVersion]:
    """The versions that were read from these very bytes, the newest first: found without reading a lesson.

    Raises UploadError if there is nothing to read.
    """
    manifest, _findings = find_manifest(files, title=title, pack_key=pack_key)
    labels = remembered(manifest.id) if manifest else ()
    digest = source_hash(files, title=title, pack_key=pack_key, labels=labels)
    return PackVersion.objects.filter(source_hash=digest).select_related("pack").order_by("-number")


def unchanged_version(
    pack: Pack | None, files: Sequence[SourceFile], *, title: str, teacher: User
) -> PackVersion | None:
    """The current version of a pack of theirs (of `pack`, if one is given) that these files would only repeat.

    Raises UploadError if there is nothing to read.
    """
    ways = [versions_with(files, title=title)]
    if pack is not None and is_lone_lesson(files):
        whole = files_of(pack.current_version)
        if not any(_name(file.path) == _name(files[0].path) and file.content == files[0].content for file in whole):
            return None
        ways = [versions_with(whole, title=title or pack.title, pack_key=pack.key), versions_with(whole, title=title)]
    taught = Pack.objects.taught_by(teacher).filter(pk=pack.pk) if pack else Pack.objects.taught_by(teacher)
    found = (way.filter(pack__in=taught, pack__current_version=F("pk")).first() for way in ways)
    return next((version for version in found if version), None)


def read_into(pack: Pack, lesson: SourceFile, *, title: str = "") -> ReadPack:
    """What the pack would be with this lesson in the place of its earlier state, or added to it.

    `title` renames a pack that is a lone lesson itself. Raises what `read_upload` raises.
    """
    files = files_of(pack.current_version)
    path = _place(pack.current_version, files, lesson)
    changed = [*(file for file in files if file.path != path), SourceFile(path, lesson.content)]
    changed.sort(key=lambda file: file.path)
    return read_upload(
        changed, title=title or pack.title, pack_key=pack.key, labels_of=remembered, earlier_of=earlier_sections
    )


def among(pack: Pack, converted: Sequence[SourceFile]) -> list[SourceFile]:
    """The files of the pack with converted ones in the place of their earlier state, or added to them."""
    files = files_of(pack.current_version)
    lessons = [file for file in converted if file.is_lesson]
    new = [file for file in converted if file.path != MANIFEST]
    if len(lessons) == 1:
        place = _earlier_place(pack.current_version, files, lessons[0])
        new = [*(file for file in new if file is not lessons[0]), SourceFile(place, lessons[0].content)]
    taken = {file.path for file in new}
    whole = [*(file for file in files if file.path not in taken), *new]
    if len(whole) > 1 and not any(file.path == MANIFEST for file in whole):
        whole.append(manifest_of(pack.key, pack.title))
    return sorted(whole, key=lambda file: file.path)


def files_of(version: PackVersion | None) -> list[SourceFile]:
    """The files that a version was read from."""
    stored = PackFile.objects.filter(version=version).select_related("stored")
    return [SourceFile(file.path, bytes(file.stored.content)) for file in stored]


def home_of(lesson: StudyPack | None, path: str, *, teacher: User) -> Pack | None:
    """The one pack of the teacher that has this lone lesson, by a section's id or else by the file's name."""
    if lesson is None or not lesson.manifest.is_lone_file:
        return None
    taught = Pack.objects.taught_by(teacher).published()
    ids = [section.key for section in lesson.sections if section.is_explicit_key]
    by_id = taught.filter(current_version__revisions__section__key__in=ids).distinct()
    files = PackFile.objects.filter(version__in=taught.values("current_version"), path__endswith=_name(path))
    versions = [version for version, found in files.values_list("version", "path") if _name(found) == _name(path)]
    return _only(list(by_id[:2]), list(taught.filter(current_version__in=versions)[:2]))


def _only(by_id: Sequence[Pack], by_name: Sequence[Pack]) -> Pack | None:
    found = by_id or by_name
    return found[0] if len(found) == 1 else None


def _place(version: PackVersion | None, files: Sequence[SourceFile], lesson: SourceFile) -> str:
    """The path in the pack that the lesson takes."""
    pages = [file.path for file in files if file.path.endswith(LESSON_SUFFIX)]
    if len(pages) == 1 and not any(file.path == MANIFEST for file in files):
        return pages[0]  # the pack is a lone lesson, under whatever name it came
    return _earlier_place(version, files, lesson)


def _earlier_place(version: PackVersion | None, files: Sequence[SourceFile], lesson: SourceFile) -> str:
    """The path of the file with its name, else of the one with its first section, else its own."""
    pages = [file.path for file in files if file.path.endswith(LESSON_SUFFIX)]
    named = [path for path in pages if _name(path) == _name(lesson.path)]
    return (named[0] if len(named) == 1 else _with_section(version, lesson)) or lesson.path


def _with_section(version: PackVersion | None, lesson: SourceFile) -> str:
    """The file of the version in which the lesson's first section stands, "" if it has none such."""
    first = _first_section(lesson)
    if first is None:
        return ""
    places = VersionSection.objects.filter(version=version, revision__section__key=first.key)
    return places.values_list("file", flat=True).first() or ""


def _first_section(lesson: SourceFile) -> Section | None:
    read = read_upload([lesson])
    return next(iter(read.study_pack.sections), None) if read.study_pack else None


def _name(path: str) -> str:
    return path.rpartition("/")[2]
