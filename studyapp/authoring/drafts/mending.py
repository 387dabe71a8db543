"""A draft is mended: its files change, it is read again, and people confirm what only people can."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.accounts.models import User
from studyapp.authoring.errors import CannotPublish, DraftChanged
from studyapp.authoring.models import Draft, DraftEdit, DraftFile
from studyapp.authoring.reading.packs import ReadPack
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.services import RIGHTS_CODE, check_owner, columns_of, read_files, read_of
from studyapp.domain.common.diagnostics import TICKED_CODES, Diagnostic, needs_tick

UNDO_STEPS = 50
SMELLS = TICKED_CODES  # of the publish gate: a person says that it is meant


def files_of_draft(draft: Draft) -> tuple[SourceFile, ...]:
    """The files of a draft as they stand now."""
    return tuple(SourceFile(file.path, bytes(file.content)) for file in draft.files.order_by("path"))


def read_again(draft: Draft, files: Sequence[SourceFile], *, progress: Callable[[int], None] = lambda _: None) -> Draft:
    """The same draft with these files and a new report; what was chosen about it is kept.

    `progress` hears now and then how many lessons are read.
    Raises UploadError if there is nothing to read, NotYours if pack.toml now names somebody else's pack, DraftChanged
    if the draft was changed or published since it was loaded.
    """
    read = read_files(draft, files, progress=progress)
    with transaction.atomic():
        held = _held(draft)
        pack = check_owner(read.pack_key, by=held.owner) if read.pack_key else None
        if pack != held.pack:
            held.pack, held.base_version = pack, pack.current_version if pack else None
        for name, value in columns_of(read, held.file_name).items():
            setattr(held, name, value)
        held.has_errors = read_of(held).has_errors
        held.state, held.failure = Draft.State.READY, ""
        held.save()
        _replace_files(held, files)
    return held


def _check_read(draft: Draft) -> None:
    if draft.state != Draft.State.READY:  # its reader would be read away from under
        raise DraftChanged


def _held(draft: Draft) -> Draft:
    """The row of the draft, locked until the transaction ends. Raises DraftChanged if it is not as it was loaded."""
    held = Draft.objects.select_for_update().waiting().filter(pk=draft.pk).first()
    if held is None or (held.source_hash, held.state) != (draft.source_hash, draft.state):
        raise DraftChanged
    return held


def _replace_files(draft: Draft, files: Sequence[SourceFile]) -> None:
    kept = {file.path: bytes(file.content) for file in draft.files.all()}
    changed = [file for file in files if kept.get(file.path) != file.content]
    paths = {file.path for file in files}
    draft.files.exclude(path__in=paths - {file.path for file in changed}).delete()
    DraftFile.objects.bulk_create(DraftFile(draft=draft, path=file.path, content=file.content) for file in changed)


def change_file(draft: Draft, path: str, content: bytes, *, what: str, by: User) -> Draft:
    """Put other bytes into one file of a draft and read it again; the step can be undone.

    Raises KeyError if the draft has no such file, and what `read_again` raises; DraftChanged also before it is read.
    """
    _check_read(draft)
    files = {file.path: file for file in files_of_draft(draft)}
    before = files[path].content
    files[path] = SourceFile(path, content)
    with_edit = read_again(draft, list(files.values()))
    DraftEdit.objects.create(draft=draft, path=path, before=before, what=what[:200], made_by=by)
    old = draft.edits.values_list("pk", flat=True)[UNDO_STEPS:]
    DraftEdit.objects.filter(pk__in=list(old)).delete()
    return with_edit


def undo(draft: Draft) -> DraftEdit | None:
    """Take back the newest change of a file; None if there is none. Raises what `read_again` raises."""
    _check_read(draft)
    last = draft.edits.first()
    if last is None:
        return None
    files = {file.path: file for file in files_of_draft(draft)}
    files[last.path] = SourceFile(last.path, bytes(last.before))
    read_again(draft, list(files.values()))
    DraftEdit.objects.filter(pk=last.pk).delete()
    return last


def confirm_rights(draft: Draft, *, by: User, at: datetime) -> None:
    """A person says that they wrote this or may publish it: what its files say about rights blocks it no more.

    Raises DraftChanged if the draft was changed or published meanwhile.
    """
    if draft.rights_confirmed_at is None:
        draft.rights_confirmed_by, draft.rights_confirmed_at = by, at
    _keep_rights(draft)


def withdraw_rights(draft: Draft) -> None:
    """The person takes it back. Raises DraftChanged if the draft was changed or published meanwhile."""
    draft.rights_confirmed_by = draft.rights_confirmed_at = None
    _keep_rights(draft)


@transaction.atomic
def _keep_rights(draft: Draft) -> None:
    """Who may read it goes with them."""
    _held(draft)
    draft.has_errors = read_of(draft).has_errors
    draft.save(update_fields=["is_public", "rights_confirmed_by", "rights_confirmed_at", "has_errors"])


def claims_rights(draft: Draft) -> bool:
    """Whether a line of its files claims all rights, confirmed or not."""
    return any(found["code"] == RIGHTS_CODE for found in draft.report["diagnostics"])


def visibility_of(draft: Draft) -> bool:
    """Whether everybody may read the pack once this draft is published, else only its owner and operators.

    As somebody chose; else as the pack is; a new pack is public if its author says that it is their own work.
    """
    if claims_rights(draft) and draft.rights_confirmed_at is None:
        return False
    if draft.is_public is not None:
        return draft.is_public
    if draft.pack is not None and draft.pack.current_version_id is not None:
        return draft.pack.is_public
    manifest = (draft.study_pack or {}).get("manifest", {})
    return manifest.get("provenance", "original") == "original" and not claims_rights(draft)


@transaction.atomic
def accept(draft: Draft, told: Iterable[Diagnostic], *, is_accepted: bool = True) -> None:
    """Tick warnings: they are meant as they stand. Or take the ticks back. Raises DraftChanged if it was published."""
    _check_read(draft)
    held = Draft.objects.select_for_update().waiting().filter(pk=draft.pk).first()
    if held is None:
        raise DraftChanged
    keys = [found.id for found in told]
    kept = [other for other in held.choices.get("accepted", []) if other not in keys]
    held.choices["accepted"] = [*kept, *keys] if is_accepted else kept
    held.save(update_fields=["choices"])
    draft.choices = held.choices


def unaccepted(draft: Draft, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Warnings of the publish gate that wait for somebody's tick."""
    accepted = set(draft.choices.get("accepted", []))
    return [found for found in needs_tick(diagnostics) if found.id not in accepted]


def obstacles(draft: Draft, read: ReadPack) -> list[str]:
    """Why a draft cannot be published yet, one sentence each; empty if nothing stands against it."""
    errors = sum(found.severity == "error" for found in read.diagnostics)
    waiting = len(unaccepted(draft, read.diagnostics))
    found = []
    if read.has_errors:
        text = ngettext("%(n)d error has to be mended first.", "%(n)d errors have to be mended first.", max(errors, 1))
        found.append(text % {"n": max(errors, 1)})
    if draft.rights_confirmed_at is None:
        found.append(_("Confirm that you wrote this or may publish it."))
    if waiting:
        text = ngettext(
            "%(n)d warning about the content waits for your “Meant as it is”.",
            "%(n)d warnings about the content wait for your “Meant as it is”.",
            waiting,
        )
        found.append(text % {"n": waiting})
    return found


def check_obstacles(draft: Draft, read: ReadPack) -> None:
    """Raises CannotPublish with the first reason."""
    for reason in obstacles(draft, read):
        raise CannotPublish(reason)
