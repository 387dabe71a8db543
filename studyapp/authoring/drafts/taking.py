"""What a person uploads becomes a draft: read at once, or begun where reading takes longer than a page may."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from studyapp.accounts.models import User
from studyapp.authoring.child_process.sandbox import ReaderUnavailable
from studyapp.authoring.drafts import background
from studyapp.authoring.drafts.confirming import confirm_rights
from studyapp.authoring.drafts.keeping import create_draft
from studyapp.authoring.errors import AnotherPack
from studyapp.authoring.models import Draft
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.conversion import take
from studyapp.authoring.reading.packs import ReadPack, find_manifest, read_upload
from studyapp.authoring.uploads.files import SourceFile
from studyapp.authoring.versions.fresh_ids import free_id, with_id
from studyapp.authoring.versions.labels import remembered
from studyapp.authoring.versions.services import check_owner
from studyapp.authoring.versions.updating import among, is_lone_lesson, read_into, unchanged_version
from studyapp.domain.exchange.incoming import Loss
from studyapp.library.fitting import fit_key
from studyapp.library.models import Pack, PackVersion


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and what was said of it; without a `pack` it is a new one, and `is_public` None says nothing."""

    name: str
    content: bytes
    title: str
    pack: Pack | None
    is_public: bool | None
    has_rights: bool


def take_in(upload: Upload, *, by: User, at: datetime) -> Draft | PackVersion:
    """A draft of the upload, or the current version that it would only repeat.

    A draft of many lessons is still being read. Raises UploadError, NotYours, AnotherPack or ReaderUnavailable.
    """
    taken = take(upload.name, upload.content)
    pack = upload.pack
    files = among(pack, taken.files) if pack and taken.is_converted else taken.files
    same = unchanged_version(pack, files, title=upload.title, teacher=by)
    if same and upload.is_public in (None, same.pack.is_public):
        return same
    if taken.is_converted and not pack:
        files = with_id(files, partial(free_id, owner=by, file_name=upload.name))
    if background.is_large(files):
        return _begun(upload, files, taken.losses, by=by, at=at)
    read = _read(upload, files, by=by)
    _check_pack(pack, read.pack_key)
    base = pack.current_version if pack else None
    draft = create_draft(read, owner=by, file_name=upload.name, base_version=base)
    _keep_what_was_said(draft, upload, taken.losses, by=by, at=at)
    return draft


def _read(upload: Upload, files: Sequence[SourceFile], *, by: User) -> ReadPack:
    if upload.pack and is_lone_lesson(files):
        return read_into(upload.pack, files[0], title=upload.title)
    return read_upload(
        files,
        title=upload.title,
        by_heading=True,
        id_of=partial(free_id, owner=by, file_name=upload.name),
        labels_of=partial(remembered, by=by),
        earlier_of=earlier_sections,
    )


def _begun(upload: Upload, files: Sequence[SourceFile], losses: Sequence[Loss], *, by: User, at: datetime) -> Draft:
    """Keep a large upload as a draft at once, and have it read while its author may leave."""
    manifest, _findings = find_manifest(files, title=upload.title)
    key = manifest.id if manifest else ""
    _check_pack(upload.pack, key)
    owned = check_owner(key, by=by)
    draft = background.begin(
        files, owner=by, file_name=upload.name, title=manifest.title if manifest else upload.name, pack=owned,
        pack_key=fit_key(key, 80), base_version=owned.current_version if owned else None,
    )  # fmt: skip
    _keep_what_was_said(draft, upload, losses, by=by, at=at)
    try:
        background.read(draft)
    except ReaderUnavailable:
        draft.delete()
        raise
    return draft


def _check_pack(pack: Pack | None, key: str) -> None:
    """Raises AnotherPack if the files name another one than was chosen."""
    if pack and key not in ("", pack.key):
        raise AnotherPack(key)


def _keep_what_was_said(draft: Draft, upload: Upload, losses: Sequence[Loss], *, by: User, at: datetime) -> None:
    """Who may read the pack, and the right to publish it, as far as that was said; what a conversion lost."""
    if losses:
        draft.asked = {**draft.asked, "losses": [asdict(loss) for loss in losses]}
        draft.save(update_fields=["asked"])
    if upload.is_public is not None:
        draft.is_public = upload.is_public
        draft.save(update_fields=["is_public"])
    if upload.has_rights:
        confirm_rights(draft, by=by, at=at)
