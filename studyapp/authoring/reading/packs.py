"""The files of an upload become a StudyPack, its items, and every finding."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from studyapp.authoring.child_process import sandbox
from studyapp.authoring.child_process.codec import to_plain
from studyapp.authoring.reading.excerpts import with_excerpts
from studyapp.authoring.reading.lesson_files import read_lessons
from studyapp.authoring.uploads.files import LANDING, LESSON_SUFFIX, SourceFile, check_size, refusal
from studyapp.domain.common import limits
from studyapp.domain.common.diagnostics import Diagnostic, errors_in
from studyapp.domain.items.practice import without_practice
from studyapp.domain.items.reporting import report_items
from studyapp.domain.items.values import Bank
from studyapp.domain.lessons.assembly.assembling import assemble, natural_key
from studyapp.domain.lessons.assembly.dating import stale_facts
from studyapp.domain.lessons.assembly.manifest import lone_manifest, read_manifest
from studyapp.domain.lessons.assembly.reporting import report
from studyapp.domain.lessons.keys.identity import slug
from studyapp.domain.lessons.pack import MANIFEST, Manifest, StudyPack
from studyapp.domain.lessons.succession.packs import Doubt, Pair, Succession
from studyapp.domain.lessons.succession.reviving import Earlier

AddedLabels = tuple[tuple[str, tuple[str, ...]], ...]  # names by the kind that they mean

NOTHING_DECIDED: Mapping[str, str] = {}
_ID_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class ReadPack:
    """What an upload says. `study_pack` and `bank` are None if pack.toml cannot be read.

    `source_hash` is SHA-256 over all paths and bytes: equal uploads have equal hashes. `pairs` and `doubts` say what
    it continues of the version that it was read against; both are empty where there was none.
    """

    study_pack: StudyPack | None
    bank: Bank | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[SourceFile, ...]
    source_hash: str
    pairs: tuple[Pair, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether something stands against publishing it."""
        return self.study_pack is None or bool(errors_in(self.diagnostics))

    @property
    def pack_key(self) -> str:
        """The id in pack.toml, or "" if it cannot be read."""
        return self.study_pack.manifest.id if self.study_pack else ""

    def report(self, *, items: bool = False) -> dict[str, Any]:
        """The object that `check_pack --json` prints."""
        bank = self.bank or Bank((), (), (), (), ())
        found = report(self.study_pack, facts=len(bank.facts), items=len(bank.items), diagnostics=self.diagnostics)
        return {**found, **report_items(bank)} if items else found


def read_upload(
    files: Sequence[SourceFile],
    *,
    title: str = "",
    pack_key: str = "",
    by_heading: bool = False,
    id_of: Callable[[str], str] = str,
    labels_of: Callable[[str], AddedLabels] | None = None,
    earlier_of: Callable[[str], Earlier] | None = None,
    decisions: Mapping[str, str] = NOTHING_DECIDED,
    today: date | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> ReadPack:
    """Read an upload in killable children. `title` and `pack_key` are for a lone lesson, which has no pack.toml.

    Without a title such a lesson is named after its file, or `by_heading` after its first heading; `id_of` gives the
    id that it takes for the one that follows from its title. `today` decides
    which dated facts are stale; `labels_of` gives the labels that were added to a pack of that id in the browser.
    `earlier_of` gives what the pack of that id continues, `decisions` what a person said where that was in doubt.
    `progress` hears now and then how many lessons are read.
    Raises UploadError if there is nothing to read.
    """
    manifest, findings = find_manifest(files, title=title, pack_key=pack_key)
    labels = labels_of(manifest.id) if manifest and labels_of else ()
    digest = source_hash(files, title=title, pack_key=pack_key, labels=labels)
    broken = _unstorable(manifest, _first_path(files)) if manifest else []
    if manifest is None or broken:
        return ReadPack(None, None, (*findings, *broken), tuple(files), digest)
    pack = _assembled(replace(manifest, labels=(*manifest.labels, *labels)), files, progress)
    if by_heading and manifest.is_lone_file and not title.strip():
        pack = _titled_by_heading(pack)
    if manifest.is_lone_file:
        pack = replace(pack, manifest=replace(pack.manifest, id=id_of(pack.manifest.id)))
    earlier = earlier_of(pack.manifest.id) if earlier_of else Earlier()
    continued, stopped = _continued(pack, earlier, decisions, _first_path(files))
    pack = continued.pack
    bank = sandbox.build_bank(pack, file=_first_path(files))
    whole = [*stopped, *_too_many_sections(pack, _first_path(files)), *without_practice(pack, bank)]
    whole += stale_facts(pack, on=today or timezone.localdate())
    found = with_excerpts([*findings, *whole, *pack.diagnostics, *bank.diagnostics], files)
    shown = tuple(sorted(found, key=_place))
    return ReadPack(pack, bank, shown, tuple(files), digest, continued.pairs, continued.doubts)


def _continued(
    pack: StudyPack, earlier: Earlier, decisions: Mapping[str, str], file: str
) -> tuple[Succession, list[Diagnostic]]:
    if not earlier.sections and not earlier.retired:
        return Succession(pack, (), ()), []
    return sandbox.succeed(pack, earlier, decisions, file=file)


def _titled_by_heading(pack: StudyPack) -> StudyPack:
    """A lone lesson with the title of its first heading, and an id to match."""
    name = pack.manifest.title
    title = next((section.title for section in pack.sections if section.title != name), name)
    return replace(pack, manifest=replace(pack.manifest, title=title, id=slug_of(title)))


def _unstorable(manifest: Manifest, file: str) -> list[Diagnostic]:
    """What TOML can say and no table can hold: an endless id, a number that is none, a NUL."""
    if len(manifest.id) > _ID_CHARACTERS:
        return [
            Diagnostic(file, 1, 1, "E46", f"the id has over {_ID_CHARACTERS} characters", "choose a shorter one", 1)
        ]
    try:
        text = json.dumps(to_plain(manifest), allow_nan=False)
    except ValueError:
        return [Diagnostic(file, 1, 1, "E46", "a number is not finite", "write an ordinary number", 1)]
    has_nul = "\\u0000" in text
    return [Diagnostic(file, 1, 1, "E38", "a NUL character inside", "remove it", 1)] if has_nul else []


def _too_many_sections(pack: StudyPack, file: str) -> list[Diagnostic]:
    if len(pack.sections) <= limits.SECTIONS:
        return []
    what = f"{len(pack.sections)} sections, at most {limits.SECTIONS}"
    return [Diagnostic(file, 1, 1, "E39", what, "split the pack", 1)]


def source_hash(files: Sequence[SourceFile], *, title: str = "", pack_key: str = "", labels: AddedLabels = ()) -> str:
    """SHA-256 over the paths and bytes of an upload, the added labels and, for a lone lesson, what its form said."""
    digest = hashlib.sha256(json.dumps(labels).encode() if labels else b"")
    if not _has_manifest(files):
        digest.update(f"{title}\0{pack_key}\0".encode("utf-8", "replace"))
    for file in sorted(files, key=lambda file: file.path):
        path = file.path.encode("utf-8", "replace")
        digest.update(b"%d\0%s\0%d\0" % (len(path), path, len(file.content)))
        digest.update(file.content)
    return digest.hexdigest()


def find_manifest(
    files: Sequence[SourceFile], *, title: str = "", pack_key: str = ""
) -> tuple[Manifest | None, list[Diagnostic]]:
    """What pack.toml says, or for a lone lesson what its form and its name say; with findings."""
    lessons = [file for file in files if file.is_lesson]
    manifest = next((file for file in files if file.path == MANIFEST), None)
    if manifest is not None:
        found, findings = _read_manifest(manifest)
        if not lessons:
            findings = [*findings, Diagnostic(MANIFEST, 1, 1, "E38", "the pack has no lesson", "add a .md file", 1)]
        return found, findings
    pages = [file for file in files if file.path.endswith(LESSON_SUFFIX)]
    if not pages:
        raise refusal(MANIFEST, "the upload has neither pack.toml nor a lesson", "add them", code="E46")
    name = pages[0].path.rpartition("/")[2].removesuffix(LESSON_SUFFIX)
    title = " ".join(title.split()) or name
    found = lone_manifest(id=pack_key or slug_of(title), title=title)
    return found, [] if len(pages) == 1 else [_several_files()]


def _several_files() -> Diagnostic:
    what = "the upload has several lessons and no pack.toml"
    return Diagnostic(MANIFEST, 1, 1, "E46", what, "add pack.toml, or upload a single .md file", 1)


def slug_of(title: str) -> str:
    """A pack id for a lone lesson: letters a-z, digits and hyphens."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in slug(title))
    short = "-".join(part for part in plain.split("-") if part)[:60].strip("-")
    return short or f"lesson-{hashlib.sha256(title.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _has_manifest(files: Sequence[SourceFile]) -> bool:
    return any(file.path == MANIFEST for file in files)


def _read_manifest(file: SourceFile) -> tuple[Manifest | None, list[Diagnostic]]:
    check_size(file.path, len(file.content))
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.content[: error.start].count(b"\n") + 1
        what = f"not UTF-8 at byte {error.start + 1}"
        return None, [Diagnostic(file.path, line, 1, "E36", what, "save the file again as UTF-8", line)]
    return read_manifest(text, file=file.path)


def _assembled(manifest: Manifest, files: Sequence[SourceFile], progress: Callable[[int], None]) -> StudyPack:
    lessons = [file for file in files if file.is_lesson or _is_page(manifest, file)]
    landing = next((file for file in files if file.path == LANDING and not manifest.is_lone_file), None)
    return assemble(
        manifest,
        read_lessons(manifest, sorted(lessons, key=lambda file: natural_key(file.path)), progress),
        landing_html=_landing(landing),
        image_paths=[file.path for file in files if file.is_image],
        paths=[file.path for file in files],
    )


def _is_page(manifest: Manifest, file: SourceFile) -> bool:
    """A README is read as a lesson where there is no pack to introduce."""
    return manifest.is_lone_file and file.path.endswith(LESSON_SUFFIX)


def _landing(file: SourceFile | None) -> str:
    if file is None:
        return ""
    text = file.content.decode("utf-8-sig", "replace").replace("\0", "")
    return sandbox.render_landing(text)


def _first_path(files: Sequence[SourceFile]) -> str:
    return MANIFEST if _has_manifest(files) else files[0].path


def _place(found: Diagnostic) -> tuple[bool, list[tuple[int, int, str]], int, int, str]:
    return found.file != MANIFEST, natural_key(found.file), found.line, found.col, found.code
