"""A draft is mended: its files change, and it is read again."""

from collections.abc import Callable, Sequence

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.authoring.drafts.holding import check_read, row_as_loaded
from studyapp.authoring.drafts.keeping import columns_of, files_of_draft, read_files, read_of
from studyapp.authoring.models import Draft, DraftEdit, DraftFile
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.services import check_owner

UNDO_STEPS = 50


def read_again(draft: Draft, files: Sequence[SourceFile], *, progress: Callable[[int], None] = lambda _: None) -> Draft:
    """The same draft with these files and a new report; what was chosen about it is kept.

    `progress` hears now and then how many lessons are read.
    Raises UploadError if there is nothing to read, NotYours if pack.toml now names somebody else's pack, DraftChanged
    if the draft was changed or published since it was loaded.
    """
    read = read_files(draft, files, progress=progress)
    with transaction.atomic():
        held = row_as_loaded(draft)
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
    check_read(draft)
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
    check_read(draft)
    last = draft.edits.first()
    if last is None:
        return None
    files = {file.path: file for file in files_of_draft(draft)}
    files[last.path] = SourceFile(last.path, bytes(last.before))
    read_again(draft, list(files.values()))
    DraftEdit.objects.filter(pk=last.pk).delete()
    return last
